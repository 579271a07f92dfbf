"""Slots and code hash of the built storage contract: written by agent.contracts.build."""

TOTALS = 1
COSTS = 2
OFFICE = 3
EURO_TOTAL = 4
SERIALS = 5
BOOK = 6
CALLS = 7
ENT = 8
EEURO = 9
BANK_LOCKED = 10
UNIT_WORDS = 11
UNIT_OWNER = 12
UNIT_AT = 13
SESSIONS = 14
SESSION_IDS = 15
SESSION_PLACES = 16
QUEUE_ENDS = 17
QUEUE = 18
ORDERS = 19
ORDER_TERMS = 20
HEAPS = 21
VOTERS = 22
BALLOTS = 23
BALLOT_VOTES = 24
BALLOT_AT = 25
BALLOT_SUBJECT = 26
BALLOT_VALUE = 27

CODE_HASH = bytes.fromhex("c6aa3ccc4bc9fdf8de62c51b140122b225d246fbdd74e784c25758cf470bc607")
"""Keccak of the code at a storage's address: every storage of this release has it."""
