"""The embedded development chain: for demonstrations and tests, never for money.

py-evm computes state transitions; headers, sealing (QBFT, IBFT 2.0, Clique), receipts and JSON-RPC
are our own. It shares no code with the agent's light client, so that the two check one another.
"""

import importlib
import sys

# py-evm and py_ecc under it raise Python's recursion limit to 100 000 when they are imported.
# Parsers in C that count on the usual limit (msgspec, json) then overflow the stack and end the
# process over deeply nested input. `recursion.deep_calls` raises it where py-evm needs it.
_usual_limit = sys.getrecursionlimit()
importlib.import_module("eth.vm.forks.london")
sys.setrecursionlimit(_usual_limit)
