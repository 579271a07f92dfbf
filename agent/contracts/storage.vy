# pragma version 0.4.3
# pragma evm-version london
# pragma optimize gas
"""
@title  The storage market: energy tokens for energy kept in batteries
@license GPL-3.0-or-later
@notice Storage units report energy, tokens (ENT) are minted and burned at a cost that pays for
        what was lost, people consume by sessions, trade ENT for eEuro and vote. The functions of
        the published contract keep their names, arguments and meaning; docs/storage.md says what
        differs and why. A refused call does not revert: it logs Error and changes nothing but the
        caller's word in `calls`. No function loops over units, sessions, orders or voters.
        Words are packed by hand; the first field named sits in the lowest bits.
"""

event Error:
    error: String[64]

event Info:
    info: String[64]

struct UnitInfo:
    state: bool
    unit: address
    wh: uint256

struct Session:
    id: String[20]
    wh: uint256
    timestamp: uint256
    unit: address

struct UnitSession:
    id: String[20]
    wh: uint256
    timestamp: uint256
    consumer: address

struct Order:
    id: uint256
    user: address
    price: uint256
    quantity: uint256
    valid: bool

# An open vote: what is to be done, to whom, with what, how many are for it, is the caller.
struct Vote:
    action: String[20]
    subject: address
    value: uint256
    votes: uint256
    mine: bool

totals: uint256  # energy_wh:64, ent:128, cost:64 (R, ENT per kWh)
costs: uint256  # mint_cap:64, burn_cap:64, slope:64, owner_share:64 (M, B, C, F)
office: uint256  # banker:160, validity_s:32 (H), voter_count:32, electorate:32
euro_total: uint256
serials: uint256  # last session:64, last order:64, last vote:64, units:64
book: uint256  # sells:128, buys:128: how many orders rest
calls: HashMap[address, uint256]  # count:64, time_s:64 of the last, refusals:128 of the last 16, newest lowest
ent: HashMap[address, uint256]  # available:128, locked:128
eeuro: HashMap[address, uint256]  # available:128, locked:128
bank_locked: HashMap[address, uint256]  # of the locked eEuro: what waits for the banker
unit_words: HashMap[address, uint256]  # energy:56, reserved:56, produced:64, consumed:64 (Wh), state:8
unit_owner: HashMap[address, address]
unit_at: HashMap[uint256, address]
sessions: HashMap[address, HashMap[address, uint256]]  # [unit][consumer] energy_wh:64, locked:128, opened_s:40, validity_s:24
session_ids: HashMap[address, HashMap[address, uint256]]  # [unit][consumer] serial:64, place:8
session_places: HashMap[address, HashMap[uint256, uint256]]  # [consumer][place] unit:160, serial:64
queue_ends: HashMap[address, uint256]  # [unit] first:64, next:64
queue: HashMap[address, HashMap[uint256, uint256]]  # [unit][number] consumer:160, serial:64
orders: HashMap[uint256, uint256]  # user:160, side:8, place:64 in the heap
order_terms: HashMap[uint256, uint256]  # price:128, quantity:128
heaps: HashMap[uint256, HashMap[uint256, uint256]]  # [side][place from 1] id:64, rank:128
voters: HashMap[address, uint256]
ballots: HashMap[bytes32, uint256]  # electorate:32, round:32, votes:32, number:64
ballot_votes: HashMap[bytes32, HashMap[address, uint256]]
ballot_at: HashMap[uint256, bytes32]
ballot_subject: HashMap[bytes32, uint256]  # subject:160, kind:8
ballot_value: HashMap[bytes32, uint256]

M32: constant(uint256) = 2**32 - 1
M56: constant(uint256) = 2**56 - 1
M64: constant(uint256) = 2**64 - 1
M128: constant(uint256) = 2**128 - 1
M160: constant(uint256) = 2**160 - 1

ATTO: constant(uint256) = 10**18
ATTO_PER_WH: constant(uint256) = 10**15
MAX_COST: constant(uint256) = 10 * 10**18
MAX_REPORT_WH: constant(uint256) = 10**9
MAX_UNIT_WH: constant(uint256) = 10**12

REMOVED: constant(uint256) = 1
ACTIVE: constant(uint256) = 2

SELL: constant(uint256) = 0
BUY: constant(uint256) = 1

MAX_SESSIONS: constant(uint256) = 8  # of one consumer, at all units together
MAX_POPPED: constant(uint256) = 4  # old sessions that a new one clears away at its unit
MAX_CLEARED: constant(uint256) = 16
MAX_FILLS: constant(uint256) = 8
MAX_LEVELS: constant(uint256) = 64
PAGE: constant(uint256) = 64
NOTICE_S: constant(uint256) = 900

# Why a call is refused; agent/ledger/storage_words.py has the same numbers and sentences.
NOT_UNIT: constant(uint256) = 1
NOT_VOTER: constant(uint256) = 2
NOT_BANKER: constant(uint256) = 3
BAD_AMOUNT: constant(uint256) = 4
BAD_ADDRESS: constant(uint256) = 5
UNIT_INACTIVE: constant(uint256) = 6
UNIT_ACTIVE: constant(uint256) = 7
NO_SESSION: constant(uint256) = 8
SESSION_OPEN: constant(uint256) = 9
TOO_MANY_SESSIONS: constant(uint256) = 10
UNIT_EMPTY: constant(uint256) = 11
NO_ENT: constant(uint256) = 12
NO_EEURO: constant(uint256) = 13
NOT_LOCKED: constant(uint256) = 14
NO_ORDER: constant(uint256) = 15
BAD_PRICE: constant(uint256) = 16
NO_PARAMETER: constant(uint256) = 17
BAD_VALUE: constant(uint256) = 18
IS_VOTER: constant(uint256) = 19
NO_VOTER: constant(uint256) = 20
LAST_VOTER: constant(uint256) = 21

ADD_VOTER: constant(uint256) = 1
REMOVE_VOTER: constant(uint256) = 2
REGISTER_UNIT: constant(uint256) = 3
REMOVE_UNIT: constant(uint256) = 4
CHANGE_BANKER: constant(uint256) = 5
SET_M: constant(uint256) = 6
SET_B: constant(uint256) = 7
SET_C: constant(uint256) = 8
SET_H: constant(uint256) = 9
SET_F: constant(uint256) = 10


@deploy
def __init__():
    # The thesis' defaults; whoever deploys is the only voter.
    half: uint256 = ATTO // 2
    self.costs = half | (half << 64) | ((ATTO // 20) << 128) | ((ATTO // 5) << 192)
    self.office = (7200 << 160) | (1 << 192) | (1 << 224)
    self.voters[msg.sender] = 1


# The end of every call


@internal
@pure
def _sentence(refusal: uint256) -> String[64]:
    if refusal == NOT_UNIT:
        return "Only an active storage unit may report"
    if refusal == NOT_VOTER:
        return "Only a voter may do this"
    if refusal == NOT_BANKER:
        return "Only the banker may do this"
    if refusal == BAD_AMOUNT:
        return "The amount is not within its range"
    if refusal == BAD_ADDRESS:
        return "An address is missing or not allowed here"
    if refusal == UNIT_INACTIVE:
        return "The storage unit is not active"
    if refusal == UNIT_ACTIVE:
        return "The storage unit is active already"
    if refusal == NO_SESSION:
        return "There is no valid session of this consumer with this unit"
    if refusal == SESSION_OPEN:
        return "A session with this unit is open already"
    if refusal == TOO_MANY_SESSIONS:
        return "Too many of your sessions are open"
    if refusal == UNIT_EMPTY:
        return "The storage unit has not that much energy"
    if refusal == NO_ENT:
        return "Not enough ENT are available"
    if refusal == NO_EEURO:
        return "Not enough eEuro are available"
    if refusal == NOT_LOCKED:
        return "Not enough eEuro are locked for the banker"
    if refusal == NO_ORDER:
        return "You have no such order"
    if refusal == BAD_PRICE:
        return "The price is not within its range"
    if refusal == NO_PARAMETER:
        return "There is no such parameter"
    if refusal == BAD_VALUE:
        return "The value is not within the parameter's range"
    if refusal == IS_VOTER:
        return "The address is a voter already"
    if refusal == NO_VOTER:
        return "The address is no voter"
    return "The last voter cannot be removed"


@internal
def _end(refusal: uint256, done: String[64]):
    word: uint256 = self.calls[msg.sender]
    self.calls[msg.sender] = (
        ((word & M64) + 1)
        | (block.timestamp << 64)
        | ((((word >> 120) & (M128 - 255)) | refusal) << 128)
    )
    if refusal == 0:
        log Info(info=done)
    else:
        log Error(error=self._sentence(refusal))


# Balances and totals


@internal
@pure
def _moved(word: uint256, available: int256, locked: int256) -> uint256:
    """
    @return a balance word after both changes; the whole call reverts rather than go below zero
    """
    free: int256 = convert(word & M128, int256) + available
    held: int256 = convert(word >> 128, int256) + locked
    limit: int256 = convert(M128, int256)
    assert free >= 0 and held >= 0 and free <= limit and held <= limit
    return convert(free, uint256) | (convert(held, uint256) << 128)


@internal
@pure
def _ceil(product: uint256, divisor: uint256) -> uint256:
    return (product + divisor - 1) // divisor


@internal
@pure
def _missing(energy_wh: uint256, ent_total: uint256) -> uint256:
    """
    @return the ENT that no energy stands behind
    """
    backed: uint256 = energy_wh * ATTO_PER_WH
    if ent_total > backed:
        return ent_total - backed
    return 0


@internal
def _set_totals(energy_wh: uint256, ent_total: uint256):
    """
    @notice Store both totals. The cost R is fixed when more is missing than before, kept while
            less is missing, and gone when nothing is.
    """
    word: uint256 = self.totals
    before: uint256 = self._missing(word & M64, (word >> 64) & M128)
    after: uint256 = self._missing(energy_wh, ent_total)
    cost: uint256 = word >> 192
    if after == 0:
        cost = 0
    elif after > before:
        cost = min(self._ceil(after * ((self.costs >> 128) & M64), ATTO), MAX_COST)
    assert energy_wh <= M64 and ent_total <= M128
    self.totals = energy_wh | (ent_total << 64) | (cost << 192)


# Storage units


@external
def energyProduced(producer: address, wh: uint256):
    """
    @notice Energy went into the calling unit: mint 1 - R per kWh until nothing is missing, then
            1; the unit's owner gets the share F, rounded down, the producer the rest.
    """
    self._end(self._produced(producer, wh), "Energy produced")


@internal
def _produced(producer: address, wh: uint256) -> uint256:
    word: uint256 = self.unit_words[msg.sender]
    if word >> 240 != ACTIVE:
        return NOT_UNIT
    if wh == 0 or wh > MAX_REPORT_WH or (word & M56) + wh > MAX_UNIT_WH:
        return BAD_AMOUNT
    if producer == empty(address) or producer == msg.sender or producer == self:
        return BAD_ADDRESS
    totals: uint256 = self.totals
    energy_wh: uint256 = totals & M64
    ent_total: uint256 = (totals >> 64) & M128
    costs: uint256 = self.costs
    minted: uint256 = wh * ATTO_PER_WH - min(
        self._ceil(wh * min(totals >> 192, costs & M64), 1000),
        self._missing(energy_wh, ent_total),
    )
    share: uint256 = minted * (costs >> 192) // ATTO
    self.unit_words[msg.sender] = word + (wh | (wh << 112))
    owner: address = self.unit_owner[msg.sender]
    self.ent[producer] = self._moved(self.ent[producer], convert(minted - share, int256), 0)
    self.ent[owner] = self._moved(self.ent[owner], convert(share, int256), 0)
    self._set_totals(energy_wh + wh, ent_total + minted)
    return 0


@external
def energyConsumed(consumer: address, wh: uint256):
    """
    @notice Energy left the calling unit: burn 1 + R per kWh until nothing is missing, then 1,
            out of the consumer's session and never more than it has locked. Energy beyond what
            the session holds is counted too, and ends it.
    """
    self._end(self._consumed(consumer, wh), "Energy consumed")


@internal
def _consumed(consumer: address, wh: uint256) -> uint256:
    word: uint256 = self.unit_words[msg.sender]
    if word >> 240 != ACTIVE:
        return NOT_UNIT
    if wh == 0 or wh > MAX_REPORT_WH:
        return BAD_AMOUNT
    session: uint256 = self.sessions[msg.sender][consumer]
    if session == 0 or self._over(session):
        return NO_SESSION
    if wh > word & M56:
        return UNIT_EMPTY
    held_wh: uint256 = session & M64
    locked: uint256 = (session >> 64) & M128
    totals: uint256 = self.totals
    energy_wh: uint256 = totals & M64
    ent_total: uint256 = (totals >> 64) & M128
    burned: uint256 = wh * ATTO_PER_WH + min(
        self._ceil(wh * min(totals >> 192, (self.costs >> 64) & M64), 1000),
        self._missing(energy_wh, ent_total),
    )
    burned = min(burned, locked)
    freed_wh: uint256 = min(wh, held_wh)
    returned: uint256 = 0
    if freed_wh == held_wh or burned == locked:
        freed_wh = held_wh
        returned = locked - burned
        self._forget(msg.sender, consumer)
    else:
        self.sessions[msg.sender][consumer] = session - (wh | (burned << 64))
    self.unit_words[msg.sender] = (word - (wh | (freed_wh << 56))) + (wh << 176)
    self.ent[consumer] = self._moved(
        self.ent[consumer], convert(returned, int256), -convert(burned + returned, int256)
    )
    self._set_totals(energy_wh - wh, ent_total - burned)
    return 0


@external
def reportActualEnergy(wh: uint256):
    """
    @notice The calling unit holds so much in truth; what is lost is missing from now on.
    """
    self._end(self._actual(wh), "Energy corrected")


@internal
def _actual(wh: uint256) -> uint256:
    word: uint256 = self.unit_words[msg.sender]
    if word >> 240 != ACTIVE:
        return NOT_UNIT
    if wh > MAX_UNIT_WH:
        return BAD_AMOUNT
    before: uint256 = word & M56
    totals: uint256 = self.totals
    self.unit_words[msg.sender] = word - before + wh
    self._set_totals((totals & M64) + wh - before, (totals >> 64) & M128)
    return 0


# Consumption sessions


@internal
@view
def _over(session: uint256) -> bool:
    return block.timestamp >= ((session >> 192) & (2**40 - 1)) + (session >> 232)


@internal
def _forget(unit: address, consumer: address):
    """
    @notice Drop a session. Its place in the unit's queue is passed over later, by its number.
    """
    ids: uint256 = self.session_ids[unit][consumer]
    self.session_places[consumer][ids >> 64] = 0
    self.session_ids[unit][consumer] = 0
    self.sessions[unit][consumer] = 0


@internal
def _clear(unit: address, consumer: address) -> bool:
    """
    @notice Give back what a session holds if it is over or its unit is no longer active.
    """
    session: uint256 = self.sessions[unit][consumer]
    word: uint256 = self.unit_words[unit]
    if word >> 240 == ACTIVE and not self._over(session):
        return False
    locked: int256 = convert((session >> 64) & M128, int256)
    self.ent[consumer] = self._moved(self.ent[consumer], locked, -locked)
    self.unit_words[unit] = word - ((session & M64) << 56)
    self._forget(unit, consumer)
    return True


@internal
def _clear_queue(unit: address, most: uint256):
    """
    @notice Take sessions that ended or are over off the front of a unit's queue.
    """
    ends: uint256 = self.queue_ends[unit]
    first: uint256 = ends & M64
    for i: uint256 in range(most, bound=MAX_CLEARED):
        if first == ends >> 64:
            break
        entry: uint256 = self.queue[unit][first]
        consumer: address = convert(entry & M160, address)
        # A session with another number, or none, means that this one has ended.
        if self.session_ids[unit][consumer] & M64 == entry >> 160 and not self._clear(unit, consumer):
            break
        self.queue[unit][first] = 0
        first += 1
    self.queue_ends[unit] = first | ((ends >> 64) << 64)


@internal
def _clear_own(consumer: address) -> uint256:
    """
    @return a free place for one more session, from 1; 0: there is none
    """
    place: uint256 = 0
    for i: uint256 in range(1, MAX_SESSIONS + 1):
        word: uint256 = self.session_places[consumer][i]
        if word == 0 or self._clear(convert(word & M160, address), consumer):
            place = i
    return place


@internal
@view
def _open_place(consumer: address) -> uint256:
    """
    @return what _clear_own will return, without clearing
    """
    place: uint256 = 0
    for i: uint256 in range(1, MAX_SESSIONS + 1):
        word: uint256 = self.session_places[consumer][i]
        unit: address = convert(word & M160, address)
        if word == 0 or self.unit_words[unit] >> 240 != ACTIVE or self._over(self.sessions[unit][consumer]):
            place = i
    return place


@external
def startConsumptionSession(unit: address, ent: uint256):
    """
    @notice Lock ENT for energy of a unit at the present cost of burning, for H. Clears away the
            caller's sessions that are over, and a few at the unit.
    """
    self._end(self._start(unit, ent), "Session started")


@internal
def _start(unit: address, amount: uint256) -> uint256:
    word: uint256 = self.unit_words[unit]
    if word >> 240 != ACTIVE:
        return UNIT_INACTIVE
    if unit == msg.sender:
        return BAD_ADDRESS
    cost: uint256 = min(self.totals >> 192, (self.costs >> 64) & M64)
    if amount == 0 or amount > M128:
        return BAD_AMOUNT
    energy_wh: uint256 = amount * 1000 // (ATTO + cost)
    if energy_wh == 0:
        return BAD_AMOUNT
    if amount > self.ent[msg.sender] & M128:
        return NO_ENT
    old: uint256 = self.sessions[unit][msg.sender]
    if old != 0 and not self._over(old):
        return SESSION_OPEN
    if self._open_place(msg.sender) == 0:
        return TOO_MANY_SESSIONS
    # Energy that an old session of the caller still reserves here will be free.
    if energy_wh + ((word >> 56) & M56) > (word & M56) + (old & M64):
        return UNIT_EMPTY
    place: uint256 = self._clear_own(msg.sender)
    self._clear_queue(unit, MAX_POPPED)
    serials: uint256 = self.serials + 1
    self.serials = serials
    serial: uint256 = serials & M64
    self.unit_words[unit] += energy_wh << 56
    self.ent[msg.sender] = self._moved(
        self.ent[msg.sender], -convert(amount, int256), convert(amount, int256)
    )
    validity_s: uint256 = (self.office >> 160) & M32
    self.sessions[unit][msg.sender] = (
        energy_wh | (amount << 64) | (block.timestamp << 192) | (validity_s << 232)
    )
    self.session_ids[unit][msg.sender] = serial | (place << 64)
    self.session_places[msg.sender][place] = convert(unit, uint256) | (serial << 160)
    ends: uint256 = self.queue_ends[unit]
    self.queue[unit][ends >> 64] = convert(msg.sender, uint256) | (serial << 160)
    self.queue_ends[unit] = ends + (1 << 64)
    return 0


@external
def endConsumptionSession(unit: address):
    """
    @notice Ours: let the caller's session end within fifteen minutes, in which the unit can
            still report what was consumed; then it can be cleared like any session that is over.
    """
    session: uint256 = self.sessions[unit][msg.sender]
    refusal: uint256 = 0
    if session == 0 or self._over(session):
        refusal = NO_SESSION
    else:
        opened_s: uint256 = (session >> 192) & (2**40 - 1)
        validity_s: uint256 = min(session >> 232, block.timestamp - opened_s + NOTICE_S)
        self.sessions[unit][msg.sender] = (session & (2**232 - 1)) | (validity_s << 232)
    self._end(refusal, "Session ends soon")


@external
def clearOldSessions():
    """
    @notice Give back what the caller's sessions that are over still lock.
    """
    self._clear_own(msg.sender)
    self._end(0, "Old sessions cleared")


@external
def clearUnitSessions(unit: address):
    """
    @notice Ours: clear sessions that are over off the front of a unit's queue, sixteen at most,
            whoever's they are.
    """
    self._clear_queue(unit, MAX_CLEARED)
    self._end(0, "Old sessions cleared")


# Tokens


@internal
def _transferable(to: address, amount: uint256, balance: uint256, lack: uint256) -> uint256:
    if to == empty(address) or to == self:
        return BAD_ADDRESS
    if amount == 0:
        return BAD_AMOUNT
    if amount > balance & M128:
        return lack
    return 0


@external
def transferENT(to: address, amount: uint256):
    refusal: uint256 = self._transferable(to, amount, self.ent[msg.sender], NO_ENT)
    if refusal == 0:
        change: int256 = convert(amount, int256)
        self.ent[msg.sender] = self._moved(self.ent[msg.sender], -change, 0)
        self.ent[to] = self._moved(self.ent[to], change, 0)
    self._end(refusal, "ENT transferred")


@external
def transfereEuro(to: address, amount: uint256):
    refusal: uint256 = self._transferable(to, amount, self.eeuro[msg.sender], NO_EEURO)
    if refusal == 0:
        change: int256 = convert(amount, int256)
        self.eeuro[msg.sender] = self._moved(self.eeuro[msg.sender], -change, 0)
        self.eeuro[to] = self._moved(self.eeuro[to], change, 0)
    self._end(refusal, "eEuro transferred")


@external
def lockeEuro(amount: uint256):
    """
    @notice Lock eEuro for the banker, who pays them out and burns them, or unlocks them.
    """
    refusal: uint256 = self._transferable(msg.sender, amount, self.eeuro[msg.sender], NO_EEURO)
    if refusal == 0:
        self._lock(msg.sender, convert(amount, int256))
    self._end(refusal, "eEuro locked")


@internal
def _lock(user: address, change: int256):
    self.eeuro[user] = self._moved(self.eeuro[user], -change, change)
    self.bank_locked[user] = convert(convert(self.bank_locked[user], int256) + change, uint256)


@internal
@view
def _bankable(user: address, amount: uint256) -> uint256:
    if convert(msg.sender, uint256) != self.office & M160:
        return NOT_BANKER
    if user == empty(address) or user == self:
        return BAD_ADDRESS
    if amount == 0 or amount > M128:
        return BAD_AMOUNT
    return 0


@external
def minteEuro(user: address, amount: uint256):
    refusal: uint256 = self._bankable(user, amount)
    if refusal == 0 and self.euro_total + amount > M128:
        refusal = BAD_AMOUNT
    if refusal == 0:
        self.euro_total += amount
        self.eeuro[user] = self._moved(self.eeuro[user], convert(amount, int256), 0)
    self._end(refusal, "eEuro minted")


@external
def burneEuro(user: address, amount: uint256):
    refusal: uint256 = self._bankable(user, amount)
    if refusal == 0 and amount > self.bank_locked[user]:
        refusal = NOT_LOCKED
    if refusal == 0:
        self.euro_total -= amount
        self.bank_locked[user] -= amount
        self.eeuro[user] = self._moved(self.eeuro[user], 0, -convert(amount, int256))
    self._end(refusal, "eEuro burned")


@external
def unlockeEuro(user: address, amount: uint256):
    refusal: uint256 = self._bankable(user, amount)
    if refusal == 0 and amount > self.bank_locked[user]:
        refusal = NOT_LOCKED
    if refusal == 0:
        self._lock(user, -convert(amount, int256))
    self._end(refusal, "eEuro unlocked")


# The order book: two binary heaps, the best order at place 1, its own place in each order's word


@internal
@view
def _resting(side: uint256) -> uint256:
    return (self.book >> (128 * side)) & M128


@internal
@pure
def _rank(side: uint256, price: uint256, id: uint256) -> uint256:
    """
    @return a number that is lower the earlier the order trades: by price, then by time
    """
    if side == BUY:
        return id | ((M128 - price) << 64)
    return id | (price << 64)


@internal
def _put(side: uint256, place: uint256, entry: uint256):
    self.heaps[side][place] = entry
    id: uint256 = entry & M64
    self.orders[id] = (self.orders[id] & (2**168 - 1)) | (place << 168)


@internal
def _sift(side: uint256, start: uint256, entry: uint256, size: uint256):
    place: uint256 = start
    for i: uint256 in range(MAX_LEVELS):
        if place == 1:
            break
        above: uint256 = self.heaps[side][place // 2]
        if above < entry:
            break
        self._put(side, place, above)
        place = place // 2
    for i: uint256 in range(MAX_LEVELS):
        child: uint256 = 2 * place
        if child > size:
            break
        below: uint256 = self.heaps[side][child]
        if child < size:
            right: uint256 = self.heaps[side][child + 1]
            if right < below:
                child += 1
                below = right
        if entry < below:
            break
        self._put(side, place, below)
        place = child
    self._put(side, place, entry)


@internal
def _drop(side: uint256, id: uint256):
    """
    @notice Take an order out of the book.
    """
    place: uint256 = self.orders[id] >> 168
    size: uint256 = self._resting(side)
    last: uint256 = self.heaps[side][size]
    self.heaps[side][size] = 0
    self.book -= 1 << (128 * side)
    self.orders[id] = 0
    self.order_terms[id] = 0
    if place < size:
        self._sift(side, place, last, size - 1)


@internal
def _trade(buyer: address, seller: address, limit: uint256, rest: uint256, quantity: uint256, price: uint256):
    """
    @notice Exchange `quantity` of a bid for `rest` at `limit` (which locks limit * rest, rounded
            up) at `price`, the payment rounded down.
    """
    paid: uint256 = price * quantity // ATTO
    freed: uint256 = self._ceil(limit * rest, ATTO) - self._ceil(limit * (rest - quantity), ATTO)
    self.eeuro[buyer] = self._moved(
        self.eeuro[buyer], convert(freed - paid, int256), -convert(freed, int256)
    )
    self.eeuro[seller] = self._moved(self.eeuro[seller], convert(paid, int256), 0)
    self.ent[seller] = self._moved(self.ent[seller], 0, -convert(quantity, int256))
    self.ent[buyer] = self._moved(self.ent[buyer], convert(quantity, int256), 0)


@internal
def _hold(user: address, side: uint256, price: uint256, quantity: uint256, sign: int256):
    """
    @notice Lock (sign 1) or free (sign -1) what an order can cost.
    """
    if side == BUY:
        change: int256 = sign * convert(self._ceil(price * quantity, ATTO), int256)
        self.eeuro[user] = self._moved(self.eeuro[user], -change, change)
    else:
        change: int256 = sign * convert(quantity, int256)
        self.ent[user] = self._moved(self.ent[user], -change, change)


@internal
@view
def _meets(side: uint256, price: uint256) -> uint256:
    """
    @return the best order of the other side that trades with this price, or 0
    """
    if self._resting(1 - side) == 0:
        return 0
    id: uint256 = self.heaps[1 - side][1] & M64
    offered: uint256 = self.order_terms[id] & M128
    if (side == BUY and offered > price) or (side == SELL and offered < price):
        return 0
    return id


@external
def addOrder(price: uint256, amount: uint256, isBuy: bool):
    """
    @notice Buy or sell ENT for eEuro. Trades at once with orders it meets, best price first, then
            oldest first, at their price, eight at most; what is left rests in the book, unless
            more orders meet it: then it is not placed, so that the book is never crossed.
    """
    side: uint256 = convert(isBuy, uint256)
    refusal: uint256 = 0
    if price == 0 or price > M128:
        refusal = BAD_PRICE
    elif amount == 0 or amount > M128:
        refusal = BAD_AMOUNT
    elif isBuy:
        if self._ceil(price * amount, ATTO) > self.eeuro[msg.sender] & M128:
            refusal = NO_EEURO
    elif amount > self.ent[msg.sender] & M128:
        refusal = NO_ENT
    if refusal != 0:
        self._end(refusal, "")
        return
    rest: uint256 = self._match(side, price, amount)
    if rest == 0:
        self._end(0, "Order traded")
    elif self._meets(side, price) != 0:
        self._hold(msg.sender, side, price, rest, -1)
        self._end(0, "Order traded in part; order the rest again")
    else:
        self._place(side, price, rest)
        self._end(0, "Order placed")


@internal
def _match(side: uint256, price: uint256, amount: uint256) -> uint256:
    self._hold(msg.sender, side, price, amount, 1)
    rest: uint256 = amount
    for i: uint256 in range(MAX_FILLS):
        id: uint256 = self._meets(side, price)
        if rest == 0 or id == 0:
            break
        terms: uint256 = self.order_terms[id]
        quantity: uint256 = min(rest, terms >> 128)
        other: address = convert(self.orders[id] & M160, address)
        if side == BUY:
            self._trade(msg.sender, other, price, rest, quantity, terms & M128)
        else:
            self._trade(other, msg.sender, terms & M128, terms >> 128, quantity, terms & M128)
        rest -= quantity
        if quantity == terms >> 128:
            self._drop(1 - side, id)
        else:
            self.order_terms[id] = terms - (quantity << 128)
    return rest


@internal
def _place(side: uint256, price: uint256, rest: uint256):
    self.serials += 1 << 64
    id: uint256 = (self.serials >> 64) & M64
    self.book += 1 << (128 * side)
    size: uint256 = self._resting(side)
    self.orders[id] = convert(msg.sender, uint256) | (side << 160)
    self.order_terms[id] = price | (rest << 128)
    self._sift(side, size, self._rank(side, price, id), size)


@external
def removeOrder(id: uint256, isBuy: bool):
    side: uint256 = convert(isBuy, uint256)
    refusal: uint256 = 0
    # Of an order's word without its place in the heap.
    if self.orders[id] & (2**168 - 1) != convert(msg.sender, uint256) | (side << 160):
        refusal = NO_ORDER
    else:
        terms: uint256 = self.order_terms[id]
        self._drop(side, id)
        self._hold(msg.sender, side, terms & M128, terms >> 128, -1)
    self._end(refusal, "Order removed")


# Votes


@internal
def _vote(kind: uint256, subject: uint256, amount: uint256) -> bool:
    """
    @notice Count the caller's vote; the same call again takes it back. A change of the voters
            ends all open votes: nobody's vote outlives its voter.
    @return whether more than half of the voters are for it now; it is then over
    """
    key: bytes32 = keccak256(abi_encode(kind, subject, amount))
    office: uint256 = self.office
    electorate: uint256 = office >> 224
    word: uint256 = self.ballots[key]
    round: uint256 = (word >> 32) & M32
    votes: uint256 = (word >> 64) & M32
    number: uint256 = word >> 96
    if word & M32 != electorate:
        round += 1
        votes = 0
        number = 0
    if number == 0:
        self.serials += 1 << 128
        number = (self.serials >> 128) & M64
        self.ballot_at[number] = key
        self.ballot_subject[key] = subject | (kind << 160)
        self.ballot_value[key] = amount
    if self.ballot_votes[key][msg.sender] == round:
        self.ballot_votes[key][msg.sender] = 0
        votes -= 1
    else:
        self.ballot_votes[key][msg.sender] = round
        votes += 1
    passed: bool = votes * 2 > (office >> 192) & M32
    if passed:
        round += 1
        votes = 0
        number = 0
    self.ballots[key] = electorate | (round << 32) | (votes << 64) | (number << 96)
    return passed


@internal
def _decide(refusal: uint256, kind: uint256, subject: uint256, amount: uint256):
    """
    @notice End a voter's call: refused, counted, or carried out.
    """
    if self.voters[msg.sender] == 0:
        self._end(NOT_VOTER, "")
    elif refusal != 0:
        self._end(refusal, "")
    elif self._vote(kind, subject, amount):
        self._carry_out(kind, convert(subject, address), amount)
        self._end(0, "Vote passed")
    else:
        self._end(0, "Vote counted")


@internal
def _carry_out(kind: uint256, subject: address, amount: uint256):
    if kind == ADD_VOTER:
        self.voters[subject] = 1
        self.office += (1 << 192) + (1 << 224)
    elif kind == REMOVE_VOTER:
        self.voters[subject] = 0
        self.office = self.office - (1 << 192) + (1 << 224)
    elif kind == REGISTER_UNIT:
        self._register(subject, convert(amount, address))
    elif kind == REMOVE_UNIT:
        word: uint256 = self.unit_words[subject]
        energy_wh: uint256 = word & M56
        self.unit_words[subject] = (word - energy_wh) - ((ACTIVE - REMOVED) << 240)
        totals: uint256 = self.totals
        self._set_totals((totals & M64) - energy_wh, (totals >> 64) & M128)
    elif kind == CHANGE_BANKER:
        self.office = ((self.office >> 160) << 160) | convert(subject, uint256)
    elif kind == SET_H:
        self.office = (self.office & ~(M32 << 160)) | ((amount * 3600) << 160)
    else:
        offset: uint256 = 192
        if kind != SET_F:
            offset = 64 * (kind - SET_M)
        self.costs = (self.costs & ~(M64 << offset)) | (amount << offset)


@internal
def _register(unit: address, owner: address):
    word: uint256 = self.unit_words[unit]
    if word == 0:
        self.unit_at[self.serials >> 192] = unit
        self.serials += 1 << 192
    # What a removed unit has counted goes on; its energy begins at 0, sessions keep their part.
    self.unit_words[unit] = (word & (2**240 - 1)) | (ACTIVE << 240)
    self.unit_owner[unit] = owner
    if self.calls[unit] == 0:
        self.calls[unit] = block.timestamp << 64


@external
def addVoter(voter: address):
    refusal: uint256 = 0
    if voter == empty(address):
        refusal = BAD_ADDRESS
    elif self.voters[voter] != 0:
        refusal = IS_VOTER
    self._decide(refusal, ADD_VOTER, convert(voter, uint256), 0)


@external
def removeVoter(voter: address):
    refusal: uint256 = 0
    if self.voters[voter] == 0:
        refusal = NO_VOTER
    elif (self.office >> 192) & M32 == 1:
        refusal = LAST_VOTER
    self._decide(refusal, REMOVE_VOTER, convert(voter, uint256), 0)


@external
def registerStorageUnit(unit: address, owner: address):
    refusal: uint256 = 0
    if unit == empty(address) or owner == empty(address) or unit == self or owner == self:
        refusal = BAD_ADDRESS
    elif self.unit_words[unit] >> 240 == ACTIVE:
        refusal = UNIT_ACTIVE
    self._decide(refusal, REGISTER_UNIT, convert(unit, uint256), convert(owner, uint256))


@external
def removeStorageUnit(unit: address):
    refusal: uint256 = 0
    if self.unit_words[unit] >> 240 != ACTIVE:
        refusal = UNIT_INACTIVE
    self._decide(refusal, REMOVE_UNIT, convert(unit, uint256), 0)


@external
def changeBanker(banker: address):
    refusal: uint256 = 0
    if banker == empty(address):
        refusal = BAD_ADDRESS
    self._decide(refusal, CHANGE_BANKER, convert(banker, uint256), 0)


@external
def setParameter(name: String[32], amount: uint256):
    """
    @notice M, F: 0 to 1, B: 0 to 10, C: above 0 to 1, with 18 decimals; H: 1 to 168 whole hours.
    """
    kind: uint256 = 0
    least: uint256 = 0
    most: uint256 = ATTO
    if name == "M":
        kind = SET_M
    elif name == "B":
        kind = SET_B
        most = MAX_COST
    elif name == "C":
        kind = SET_C
        least = 1
    elif name == "H":
        kind = SET_H
        least = 1
        most = 168
    elif name == "F":
        kind = SET_F
    refusal: uint256 = 0
    if kind == 0:
        refusal = NO_PARAMETER
    elif amount < least or amount > most:
        refusal = BAD_VALUE
    self._decide(refusal, kind, 0, amount)


# What can be read


@external
@view
def getTotalEnergy() -> uint256:
    return self.totals & M64


@external
@view
def getTotalENT() -> uint256:
    return (self.totals >> 64) & M128


@external
@view
def getTotalEeuro() -> uint256:
    return self.euro_total


@external
@view
def getEnergyCosts() -> (uint256, uint256):
    """
    @return what minting and burning cost now, ENT per kWh
    """
    cost: uint256 = self.totals >> 192
    return min(cost, self.costs & M64), min(cost, (self.costs >> 64) & M64)


@external
@view
def getParameters() -> (uint256, uint256, uint256, uint256, uint256):
    """
    @return M, B, C, H in seconds, F
    """
    costs: uint256 = self.costs
    return (
        costs & M64,
        (costs >> 64) & M64,
        (costs >> 128) & M64,
        (self.office >> 160) & M32,
        costs >> 192,
    )


@external
@view
def getBankerAddress() -> address:
    return convert(self.office & M160, address)


@external
@view
def isVoter() -> bool:
    return self.voters[msg.sender] != 0


@external
@view
def balanceENT() -> (uint256, uint256):
    return self.ent[msg.sender] & M128, self.ent[msg.sender] >> 128


@external
@view
def balanceeEuro() -> (uint256, uint256):
    return self.eeuro[msg.sender] & M128, self.eeuro[msg.sender] >> 128


@internal
@view
def _available_wh(unit: address) -> uint256:
    word: uint256 = self.unit_words[unit]
    held: uint256 = word & M56
    return held - min(held, (word >> 56) & M56)


@external
@view
def getStorageUnitEnergy(unit: address) -> uint256:
    """
    @return what new sessions can still reserve, Wh
    """
    return self._available_wh(unit)


@internal
@view
def _units(start: uint256) -> DynArray[UnitInfo, PAGE]:
    page: DynArray[UnitInfo, PAGE] = []
    for i: uint256 in range(PAGE):
        unit: address = self.unit_at[start + i]
        if unit == empty(address):
            break
        page.append(
            UnitInfo(
                state=self.unit_words[unit] >> 240 == ACTIVE,
                unit=unit,
                wh=self._available_wh(unit),
            )
        )
    return page


@external
@view
def getStorageUnitsInfo() -> DynArray[UnitInfo, PAGE]:
    return self._units(0)


@external
@view
def getStorageUnitsInfoFrom(start: uint256) -> DynArray[UnitInfo, PAGE]:
    return self._units(start)


@external
@view
def getConsumptionSessions() -> DynArray[Session, MAX_SESSIONS]:
    """
    @return the caller's valid sessions
    """
    mine: DynArray[Session, MAX_SESSIONS] = []
    for i: uint256 in range(1, MAX_SESSIONS + 1):
        word: uint256 = self.session_places[msg.sender][i]
        unit: address = convert(word & M160, address)
        wh: uint256 = self._session_wh(unit, msg.sender)
        if wh != 0:
            opened_s: uint256 = (self.sessions[unit][msg.sender] >> 192) & (2**40 - 1)
            mine.append(Session(id=uint2str(convert(word >> 160, uint64)), wh=wh, timestamp=opened_s, unit=unit))
    return mine


@internal
@view
def _session_wh(unit: address, consumer: address) -> uint256:
    session: uint256 = self.sessions[unit][consumer]
    if self.unit_words[unit] >> 240 != ACTIVE or self._over(session):
        return 0
    return session & M64


@external
@view
def getConsumptionSessionEnergy(other: address) -> uint256:
    """
    @return what is left of a valid session between the caller and `other`, whoever is the unit
    """
    return self._session_wh(msg.sender, other) + self._session_wh(other, msg.sender)


@external
@view
def getUnitSessions(unit: address, start: uint256) -> DynArray[UnitSession, PAGE]:
    """
    @notice Ours: valid sessions at a unit, oldest first, from number `start` of its queue on.
    """
    page: DynArray[UnitSession, PAGE] = []
    ends: uint256 = self.queue_ends[unit]
    first: uint256 = max(start, ends & M64)
    for i: uint256 in range(PAGE):
        if first + i >= ends >> 64:
            break
        entry: uint256 = self.queue[unit][first + i]
        consumer: address = convert(entry & M160, address)
        wh: uint256 = self._session_wh(unit, consumer)
        if wh != 0 and self.session_ids[unit][consumer] & M64 == entry >> 160:
            opened_s: uint256 = (self.sessions[unit][consumer] >> 192) & (2**40 - 1)
            page.append(
                UnitSession(id=uint2str(convert(entry >> 160, uint64)), wh=wh, timestamp=opened_s, consumer=consumer)
            )
    return page


@internal
@view
def _orders(side: uint256, start: uint256) -> DynArray[Order, PAGE]:
    page: DynArray[Order, PAGE] = []
    size: uint256 = self._resting(side)
    for i: uint256 in range(PAGE):
        if start + i >= size:
            break
        id: uint256 = self.heaps[side][start + i + 1] & M64
        terms: uint256 = self.order_terms[id]
        page.append(
            Order(
                id=id,
                user=convert(self.orders[id] & M160, address),
                price=terms & M128,
                quantity=terms >> 128,
                valid=True,
            )
        )
    return page


@external
@view
def getOrders() -> (DynArray[Order, PAGE], DynArray[Order, PAGE]):
    """
    @return buys and sells as the heaps hold them: the best first, the others not sorted
    """
    return self._orders(BUY, 0), self._orders(SELL, 0)


@external
@view
def getOrdersFrom(isBuy: bool, start: uint256) -> DynArray[Order, PAGE]:
    return self._orders(convert(isBuy, uint256), start)


@internal
@pure
def _action(kind: uint256) -> String[20]:
    if kind == ADD_VOTER:
        return "addVoter"
    if kind == REMOVE_VOTER:
        return "removeVoter"
    if kind == REGISTER_UNIT:
        return "registerStorageUnit"
    if kind == REMOVE_UNIT:
        return "removeStorageUnit"
    if kind == CHANGE_BANKER:
        return "changeBanker"
    if kind == SET_M:
        return "M"
    if kind == SET_B:
        return "B"
    if kind == SET_C:
        return "C"
    if kind == SET_H:
        return "H"
    return "F"


@external
@view
def getVotes() -> DynArray[Vote, PAGE]:
    """
    @return open votes among the newest sixty-four, newest first
    """
    page: DynArray[Vote, PAGE] = []
    last: uint256 = (self.serials >> 128) & M64
    for i: uint256 in range(PAGE):
        if i >= last:
            break
        number: uint256 = last - i
        key: bytes32 = self.ballot_at[number]
        word: uint256 = self.ballots[key]
        if word & M32 != self.office >> 224 or word >> 96 != number:
            continue
        subject: uint256 = self.ballot_subject[key]
        page.append(
            Vote(
                action=self._action(subject >> 160),
                subject=convert(subject & M160, address),
                value=self.ballot_value[key],
                votes=(word >> 64) & M32,
                mine=self.ballot_votes[key][msg.sender] == (word >> 32) & M32,
            )
        )
    return page
