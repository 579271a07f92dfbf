# pragma version 0.4.3
# pragma evm-version london
# pragma optimize gas
"""
@title  The market of one feeder
@license GPL-3.0-or-later
@notice Orders, endorsed results, signed meter reports and money of a double auction among homes.
        docs/protocol.md defines every word and function, docs/market-contract.md says what each
        party can and cannot do. Words are packed by hand so that one proof answers much; the
        first field named sits in the lowest bits. The contract calls nobody, so there is nothing
        to re-enter. It has no immutables: its code hash is the same wherever it is deployed.
"""

event Enrolled:
    member: indexed(address)
    endorser: bool

event Credited:
    member: indexed(address)
    micro: uint256

event PaidOut:
    member: indexed(address)
    micro: uint256

event TermsSet:
    from_cycle: uint256

event WelfareSet: pass

event HandedOver:
    operator: indexed(address)

event Ordered:
    cycle: indexed(uint256)
    member: indexed(address)
    index: uint256

event Endorsed:
    cycle: indexed(uint256)
    endorser: indexed(address)
    digest: bytes32

event Reviewed:
    cycle: indexed(uint256)
    reviewer: indexed(address)

event Resulted:
    cycle: indexed(uint256)
    price_micro_per_kwh: uint256
    trade_count: uint256

event Voided:
    cycle: indexed(uint256)

event Reported:
    member: indexed(address)
    cycle: indexed(uint256)

event ReportSkipped:
    member: indexed(address)
    cycle: indexed(uint256)
    refusal: uint256  # a REFUSED_… constant

event Settled:
    cycle: indexed(uint256)
    member: indexed(address)
    amount_micro: int256

# A delivery report (EIP-712) and its signature. Wide fields, so that one out of range is skipped
# like any other bad report instead of failing the whole batch while it is decoded.
struct Report:
    member: address
    meter: bytes32
    cycle: uint256
    revision: uint256
    import_wh: uint256
    export_wh: uint256
    quality: uint256
    meter_time_ms: uint256
    previous_report: bytes32
    v: uint256
    r: uint256
    s: uint256

operator: public(address)
times: public(uint256)  # genesis_s:64, cycle_s:32, deadline_cycles:32, correction_s:64; never changes
terms_now: public(uint256)
terms_next: public(uint256)
welfare_abc: public(uint256)
welfare_util: public(uint256)
member_count: public(uint256)
endorser_count: public(uint256)
members: public(HashMap[address, uint256])
report_keys: public(HashMap[address, address])
meters: public(HashMap[address, bytes32])
accounts: public(HashMap[address, int256])
held: public(HashMap[address, uint256])
member_at: public(HashMap[uint256, address])
endorser_at: public(HashMap[uint256, address])
endorser_place: HashMap[address, uint256]
last_order: public(HashMap[address, uint256])  # cycle:32, index + 1:32
head: public(HashMap[uint256, uint256])
cycle_terms: public(HashMap[uint256, uint256])
order_index: public(HashMap[uint256, HashMap[address, uint256]])
order_terms: public(HashMap[uint256, HashMap[uint256, uint256]])
order_owner: public(HashMap[uint256, HashMap[uint256, uint256]])
order_hold: public(HashMap[uint256, HashMap[uint256, uint256]])
trades: public(HashMap[uint256, HashMap[uint256, uint256]])
reasons: public(HashMap[uint256, HashMap[uint256, uint256]])
outcome: public(HashMap[uint256, HashMap[uint256, uint256]])
settlement: public(HashMap[uint256, HashMap[uint256, uint256]])
settled_amount: public(HashMap[uint256, HashMap[uint256, int256]])
registers: public(HashMap[address, HashMap[uint256, uint256]])
report_hashes: public(HashMap[address, HashMap[uint256, bytes32]])
digest_votes: public(HashMap[uint256, HashMap[uint256, HashMap[bytes32, uint256]]])
endorsed: public(HashMap[uint256, HashMap[uint256, HashMap[address, bytes32]]])

M16: constant(uint256) = 2**16 - 1
M32: constant(uint256) = 2**32 - 1
M64: constant(uint256) = 2**64 - 1
M96: constant(uint256) = 2**96 - 1
M128: constant(uint256) = 2**128 - 1
M160: constant(uint256) = 2**160 - 1

SELL: constant(uint256) = 0
BUY: constant(uint256) = 1

OPEN: constant(uint256) = 0
RESULT: constant(uint256) = 1
VOID: constant(uint256) = 2

FINAL: constant(uint256) = 1
BY_DEFAULT: constant(uint256) = 2
CORRECTED: constant(uint256) = 3

# Ends of the phases in fifteenths of a cycle (thesis, Table 4.2).
QUOTATION_ENDS: constant(uint256) = 3
MATCHING_ENDS: constant(uint256) = 10
FEEDBACK_ENDS: constant(uint256) = 13

MAX_ORDERS: constant(uint256) = 1024  # what the reasons of one result can name
MAX_TRADES: constant(uint256) = 1024
MAX_REASON_WORDS: constant(uint256) = MAX_ORDERS // 32
MAX_REPORTS: constant(uint256) = 32
MAX_INDEXES: constant(uint256) = 256

QUALITY_SUBSTITUTE: constant(uint256) = 2
LAST_REASON: constant(uint256) = 4
LAST_CASE: constant(uint256) = 6

REFUSED_RANGE: constant(uint256) = 1
REFUSED_METER: constant(uint256) = 2
REFUSED_SIGNATURE: constant(uint256) = 3
REFUSED_EARLY: constant(uint256) = 4
REFUSED_LATE: constant(uint256) = 5
REFUSED_REVISION: constant(uint256) = 6
REFUSED_REGISTER: constant(uint256) = 7

# Half of the order of secp256k1: of a signature's two forms only the lower is taken (EIP-2).
HALF_ORDER: constant(uint256) = 57896044618658097711785492504343953926418782139537452191302581570759080747168

DOMAIN_TYPE: constant(bytes32) = keccak256(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
REPORT_TYPE: constant(bytes32) = keccak256(
    "Report(address member,bytes32 meter,uint32 cycle,uint32 revision,uint64 import_wh,uint64 export_wh,uint8 quality,uint64 meter_time_ms,bytes32 previous_report)"
)
DOMAIN_NAME: constant(bytes32) = keccak256("gridhearth delivery report")
DOMAIN_VERSION: constant(bytes32) = keccak256("1")


@deploy
def __init__(
    genesis_s: uint256,
    cycle_s: uint256,
    operator: address,
    charge_micro_per_m: uint256,
    penalty_micro_per_kwh: uint256,
    feeder_version: uint256,
    max_tariff_micro: uint256,
    a: uint256,
    b: uint256,
    c: uint256,
    omega: uint256,
    alpha: uint256,
    deadline_cycles: uint256,
    correction_s: uint256,
):
    assert cycle_s > 0 and operator != empty(address), "A cycle length and an operator are needed"
    assert genesis_s <= M64 and cycle_s <= M32, "A time is too large"
    assert deadline_cycles <= M32 and correction_s <= M64, "A time is too large"
    self.times = genesis_s | (cycle_s << 64) | (deadline_cycles << 96) | (correction_s << 128)
    self.operator = operator
    terms: uint256 = self._terms_word(
        charge_micro_per_m, penalty_micro_per_kwh, feeder_version, max_tariff_micro, 0
    )
    self.terms_now = terms
    self.terms_next = terms
    self._set_welfare(a, b, c, omega, alpha)


# Time


@internal
@view
def _now() -> (uint256, uint256):
    """
    @return the running cycle, and how much of it is over in fifteenths of a second
    """
    times: uint256 = self.times
    genesis_s: uint256 = times & M64
    assert block.timestamp >= genesis_s, "The market has not begun"
    since_s: uint256 = block.timestamp - genesis_s
    cycle_s: uint256 = (times >> 64) & M32
    return since_s // cycle_s, (since_s % cycle_s) * 15


@internal
@view
def _in_phase(cycle: uint256, begins: uint256, ends: uint256) -> bool:
    """
    @return whether it is `cycle` now, and between these fifteenths of it
    """
    now: uint256 = 0
    over: uint256 = 0
    now, over = self._now()
    cycle_s: uint256 = (self.times >> 64) & M32
    return now == cycle and over >= begins * cycle_s and over < ends * cycle_s


@internal
@view
def _closed(cycle: uint256) -> bool:
    """
    @return whether the settlement phase of `cycle` has begun: no result can come any more
    """
    now: uint256 = 0
    over: uint256 = 0
    now, over = self._now()
    if now != cycle:
        return now > cycle
    return over >= FEEDBACK_ENDS * ((self.times >> 64) & M32)


@internal
@view
def _end_s(cycle: uint256) -> uint256:
    times: uint256 = self.times
    return (times & M64) + (cycle + 1) * ((times >> 64) & M32)


@internal
@view
def _free_to_change() -> uint256:
    """
    @notice Endorsers and welfare parameters stand still from a cycle's first order until nobody
            can hand in its result any more.
    @return the cycle from which a change made now counts
    """
    if block.timestamp < self.times & M64:
        return 0
    now: uint256 = 0
    over: uint256 = 0
    now, over = self._now()
    if (self.head[now] >> 16) & M32 == 0:
        return now
    assert self._closed(now), "Not while a cycle with orders is being matched"
    return now + 1


# The operator


@internal
@view
def _only_operator():
    assert msg.sender == self.operator, "Only the operator may do this"


@internal
@pure
def _terms_word(
    charge_micro_per_m: uint256,
    penalty_micro_per_kwh: uint256,
    feeder_version: uint256,
    max_tariff_micro: uint256,
    from_cycle: uint256,
) -> uint256:
    assert charge_micro_per_m <= M64 and penalty_micro_per_kwh <= M64, "A term is too large"
    assert feeder_version <= M32 and max_tariff_micro <= M64, "A term is too large"
    assert from_cycle <= M32, "A term is too large"
    return (
        charge_micro_per_m
        | (penalty_micro_per_kwh << 64)
        | (feeder_version << 128)
        | (max_tariff_micro << 160)
        | (from_cycle << 224)
    )


@internal
@view
def _terms_in(cycle: uint256) -> uint256:
    following: uint256 = self.terms_next
    if following >> 224 <= cycle:
        return following
    return self.terms_now


@internal
def _set_welfare(a: uint256, b: uint256, c: uint256, omega: uint256, alpha: uint256):
    assert a <= M64 and b <= M64 and c <= M64, "A parameter is too large"
    assert omega <= M64 and alpha <= M64, "A parameter is too large"
    self.welfare_abc = a | (b << 64) | (c << 128)
    self.welfare_util = omega | (alpha << 64)
    log WelfareSet()


@external
def set_terms(
    charge_micro_per_m: uint256,
    penalty_micro_per_kwh: uint256,
    feeder_version: uint256,
    max_tariff_micro: uint256,
):
    """
    @notice Announce terms; they hold from the next cycle (before the market begins: at once).
    """
    self._only_operator()
    from_cycle: uint256 = 0
    if block.timestamp >= self.times & M64:
        now: uint256 = 0
        over: uint256 = 0
        now, over = self._now()
        self.terms_now = self._terms_in(now)
        from_cycle = now + 1
    terms: uint256 = self._terms_word(
        charge_micro_per_m, penalty_micro_per_kwh, feeder_version, max_tariff_micro, from_cycle
    )
    self.terms_next = terms
    if from_cycle == 0:
        self.terms_now = terms
    log TermsSet(from_cycle=from_cycle)


@external
def set_welfare(a: uint256, b: uint256, c: uint256, omega: uint256, alpha: uint256):
    """
    @notice Set the welfare parameters; refused while a cycle with orders is being matched, since
            endorsers would come to different results.
    """
    self._only_operator()
    self._free_to_change()
    self._set_welfare(a, b, c, omega, alpha)


@external
def enrol(
    member: address,
    report_key: address,
    meter: bytes32,
    vertex: uint256,
    limit_wh: uint256,
    allowance_micro: uint256,
    endorser: bool,
):
    """
    @notice Enrol a member, or change what it is enrolled with. An order keeps the vertex and the
            limit it was made with. Who endorses may not change while a cycle is being matched.
    """
    self._only_operator()
    assert member != empty(address) and report_key != empty(address), "An address is missing"
    assert member != self.operator, "The operator cannot be a member"
    assert vertex <= M32 and limit_wh <= M64 and allowance_micro <= M96, "A value is too large"
    old: uint256 = self.members[member]
    was_endorser: bool = (old >> 8) & 255 == 1
    active_from: uint256 = old >> 208
    if endorser != was_endorser:
        active_from = self._free_to_change()
        if endorser:
            self._add_endorser(member)
        else:
            self._remove_endorser(member)
    if old == 0:
        if not endorser and block.timestamp >= self.times & M64:
            over: uint256 = 0
            active_from, over = self._now()
        self.member_at[self.member_count] = member
        self.member_count += 1
    assert active_from <= M32, "A value is too large"
    self.members[member] = (
        1
        | (convert(endorser, uint256) << 8)
        | (vertex << 16)
        | (limit_wh << 48)
        | (allowance_micro << 112)
        | (active_from << 208)
    )
    self.report_keys[member] = report_key
    self.meters[member] = meter
    log Enrolled(member=member, endorser=endorser)


@internal
def _add_endorser(member: address):
    count: uint256 = self.endorser_count
    assert count < M16, "There are too many endorsers"
    self.endorser_at[count] = member
    self.endorser_place[member] = count
    self.endorser_count = count + 1


@internal
def _remove_endorser(member: address):
    # The last of the list takes the free place.
    last: uint256 = self.endorser_count - 1
    place: uint256 = self.endorser_place[member]
    moved: address = self.endorser_at[last]
    self.endorser_at[place] = moved
    self.endorser_place[moved] = place
    self.endorser_at[last] = empty(address)
    self.endorser_place[member] = 0
    self.endorser_count = last


@external
def credit(member: address, micro: uint256):
    """
    @notice Book real money that the operator received from a member.
    """
    self._only_operator()
    assert self.members[member] != 0, "This address is not enrolled"
    self.accounts[member] += convert(micro, int256)
    log Credited(member=member, micro=micro)


@external
def pay_out(member: address, micro: uint256):
    """
    @notice Book real money that the operator paid to a member; what is held stays.
    """
    self._only_operator()
    assert self.members[member] != 0, "This address is not enrolled"
    balance: int256 = self.accounts[member] - convert(micro, int256)
    assert balance >= convert(self.held[member], int256), "The account has not that much free"
    self.accounts[member] = balance
    log PaidOut(member=member, micro=micro)


@external
def hand_over(new_operator: address):
    """
    @notice Make another address the operator; the operator's account goes with it.
    """
    self._only_operator()
    old: address = self.operator
    assert new_operator != empty(address), "An address is missing"
    assert self.members[new_operator] == 0, "The operator cannot be a member"
    balance: int256 = self.accounts[old]
    self.accounts[old] = 0
    self.accounts[new_operator] += balance
    self.operator = new_operator
    log HandedOver(operator=new_operator)


# Orders


@internal
@pure
def _ceil_milli(product: uint256) -> uint256:
    return (product + 999) // 1000


@internal
@view
def _hold(
    side: uint256, energy_wh: uint256, low: uint256, high: uint256, limit_wh: uint256, terms: uint256
) -> uint256:
    """
    @return the largest loss the order can bring its owner, however little of it trades
    """
    penalty: uint256 = (terms >> 64) & M64
    max_tariff: uint256 = (terms >> 160) & M64
    assert self._ceil_milli(limit_wh * penalty) <= M64, "The penalty could not be booked"
    if side == BUY:
        return self._ceil_milli(high * limit_wh) + self._ceil_milli(limit_wh * penalty) + max_tariff
    under: uint256 = self._ceil_milli(energy_wh * penalty)
    over: uint256 = self._ceil_milli(limit_wh * penalty)
    earned: uint256 = low * limit_wh // 1000
    if over > earned:
        under = max(under, over - earned)
    return max_tariff + under


@internal
@view
def _lost(cycle: uint256, index: uint256) -> bool:
    """
    @return whether it is certain that the order does not trade
    """
    status: uint256 = self.head[cycle] & 255
    if status == RESULT:
        return self.outcome[cycle][index] >> 128 == 0
    return status == VOID or self._closed(cycle)


@internal
def _free(cycle: uint256, index: uint256):
    hold: uint256 = self.order_hold[cycle][index]
    if (hold >> 128) & 255 != 0:
        return
    member: address = convert(self.order_owner[cycle][index] & M160, address)
    self.held[member] -= hold & M128
    self.order_hold[cycle][index] = hold | (1 << 128)


@internal
def _free_last(member: address, cycle: uint256):
    """
    @notice Free what the member's order of an earlier cycle still holds, if that order lost.
    """
    last: uint256 = self.last_order[member]
    if last >> 32 == 0 or last & M32 == cycle:
        return
    if self._lost(last & M32, (last >> 32) - 1):
        self._free(last & M32, (last >> 32) - 1)


@external
def order(
    cycle: uint256,
    side: uint256,
    energy_wh: uint256,
    low_micro_per_kwh: uint256,
    high_micro_per_kwh: uint256,
    distance_m: uint256,
):
    """
    @notice Order for delivery in the next cycle. Another order in the same quotation phase
            replaces the first one and takes its place anew at the end of the queue.
    """
    member: uint256 = self.members[msg.sender]
    assert member != 0, "You are not enrolled"
    assert self._in_phase(cycle, 0, QUOTATION_ENDS), "It is not this cycle's quotation phase"
    limit_wh: uint256 = (member >> 48) & M64
    assert side <= BUY, "An order sells (0) or buys (1)"
    assert energy_wh > 0 and energy_wh <= limit_wh, "The energy is not within your limit"
    assert low_micro_per_kwh <= high_micro_per_kwh, "The price range is upside down"
    assert high_micro_per_kwh <= M64 and distance_m <= M32, "A value is too large"
    self._free_last(msg.sender, cycle)

    head: uint256 = self.head[cycle]
    count: uint256 = (head >> 16) & M32
    if count == 0:
        self.cycle_terms[cycle] = self._terms_in(cycle)
    index: uint256 = self.order_index[cycle][msg.sender]
    held: uint256 = self.held[msg.sender]
    revision: uint256 = 0
    if index == 0:
        assert count < MAX_ORDERS, "This cycle is full"
        index = count
        self.order_index[cycle][msg.sender] = count + 1
        head += 1 << 16
    else:
        index -= 1
        revision = (self.order_terms[cycle][index] >> 200) + 1
        held -= self.order_hold[cycle][index] & M128

    hold: uint256 = self._hold(
        side, energy_wh, low_micro_per_kwh, high_micro_per_kwh, limit_wh, self.cycle_terms[cycle]
    )
    held += hold
    assert held <= (member >> 112) & M96, "The order is above your allowance"
    assert self.accounts[msg.sender] >= convert(held, int256), "Your account cannot cover the order"
    self.held[msg.sender] = held
    self.order_hold[cycle][index] = hold | (limit_wh << 136)
    self.order_terms[cycle][index] = (
        side
        | (energy_wh << 8)
        | (low_micro_per_kwh << 72)
        | (high_micro_per_kwh << 136)
        | (revision << 200)
    )
    self.order_owner[cycle][index] = (
        convert(msg.sender, uint256)
        | (((member >> 16) & M32) << 160)
        | (distance_m << 192)
        | ((head >> 176) << 224)
    )
    self.last_order[msg.sender] = cycle | ((index + 1) << 32)
    self.head[cycle] = head + (1 << 176)
    log Ordered(cycle=cycle, member=msg.sender, index=index)


# Endorsement and result


@internal
def _vote(cycle: uint256, head: uint256, digest: bytes32):
    round: uint256 = (head >> 8) & 255
    assert digest != empty(bytes32), "The digest is empty"
    assert (self.members[msg.sender] >> 8) & 255 == 1, "You are not an endorser"
    assert self.endorsed[cycle][round][msg.sender] == empty(bytes32), "You have endorsed already"
    self.endorsed[cycle][round][msg.sender] = digest
    votes: uint256 = self.digest_votes[cycle][round][digest] + 1
    self.digest_votes[cycle][round][digest] = votes
    most: uint256 = (head >> 160) & M16
    self.head[cycle] = head + ((max(most, votes) - most) << 160)
    log Endorsed(cycle=cycle, endorser=msg.sender, digest=digest)


@external
def endorse(cycle: uint256, digest: bytes32):
    """
    @notice Vouch for a result by its digest, once per round.
    """
    assert self._in_phase(cycle, QUOTATION_ENDS, MATCHING_ENDS), "It is not this cycle's matching phase"
    head: uint256 = self.head[cycle]
    assert (head >> 16) & M32 > 0, "This cycle has no orders"
    self._vote(cycle, head, digest)


@external
def review(cycle: uint256, digest: bytes32):
    """
    @notice Open the second round with the reviewer's own vote, when endorsers do not agree.
    """
    now: uint256 = 0
    over: uint256 = 0
    now, over = self._now()
    cycle_s: uint256 = (self.times >> 64) & M32
    assert now == cycle, "It is not this cycle"
    assert over * 2 >= (QUOTATION_ENDS + MATCHING_ENDS) * cycle_s, "It is too early for a review"
    assert over < MATCHING_ENDS * cycle_s, "It is too late for a review"
    head: uint256 = self.head[cycle]
    count: uint256 = self.endorser_count
    assert (head >> 16) & M32 > 0, "This cycle has no orders"
    assert (head >> 8) & 255 == 0, "The second round is open already"
    assert ((head >> 160) & M16) * 3 <= count * 2, "The endorsers agree"
    assert count > 0 and self.endorser_at[cycle % count] == msg.sender, "You are not the reviewer"
    # Round 1, no votes yet.
    self._vote(cycle, (head | (1 << 8)) & ~(M16 << 160), digest)
    log Reviewed(cycle=cycle, reviewer=msg.sender)


@external
def submit_result(
    cycle: uint256,
    price_micro_per_kwh: uint256,
    case: uint256,
    capped: uint256,
    trades: DynArray[uint256, MAX_TRADES],
    reasons: DynArray[uint256, MAX_REASON_WORDS],
):
    """
    @notice Hand in the result that more than two thirds of the endorsers vouch for. It must also
            be admissible: whatever they agreed on, nobody sells more, pays more or earns less
            per kWh than its own order says, or is charged above the terms' limit.
    """
    assert self._in_phase(cycle, QUOTATION_ENDS, FEEDBACK_ENDS), "It is not the time for this result"
    head: uint256 = self.head[cycle]
    assert head & 255 == OPEN, "This cycle has its result"
    terms: uint256 = self.cycle_terms[cycle]
    digest: bytes32 = keccak256(
        abi_encode(
            cycle, (terms >> 128) & M32, price_micro_per_kwh, case, capped, trades, reasons
        )
    )
    votes: uint256 = self.digest_votes[cycle][(head >> 8) & 255][digest]
    assert votes * 3 > self.endorser_count * 2, "The endorsers did not agree on this result"
    assert price_micro_per_kwh <= M64 and case <= LAST_CASE and capped <= 1, "A value is too large"

    count: uint256 = (head >> 16) & M32
    above: uint256 = 0  # 1 + the pair before: pairs strictly ascend
    place: uint256 = 0
    for trade: uint256 in trades:
        pair: uint256 = ((trade & M16) << 16) | ((trade >> 16) & M16)
        assert pair >= above, "The trades are not in order"
        above = pair + 1
        self._trade(cycle, count, trade, price_micro_per_kwh, terms)
        self.trades[cycle][place] = trade
        place += 1
    self._reasons(cycle, count, reasons)
    self.head[cycle] = (
        head
        | RESULT
        | (len(trades) << 48)
        | (case << 80)
        | (capped << 88)
        | (price_micro_per_kwh << 96)
    )
    log Resulted(cycle=cycle, price_micro_per_kwh=price_micro_per_kwh, trade_count=len(trades))


@internal
def _trade(cycle: uint256, count: uint256, trade: uint256, price: uint256, terms: uint256):
    buyer: uint256 = trade & M16
    seller: uint256 = (trade >> 16) & M16
    energy_wh: uint256 = (trade >> 32) & M64
    assert trade >> 160 == 0 and energy_wh > 0, "A trade is malformed"
    assert buyer < count and seller < count, "A trade names no order"
    bought: uint256 = self.order_terms[cycle][buyer]
    sold: uint256 = self.order_terms[cycle][seller]
    assert bought & 255 == BUY and sold & 255 == SELL, "A trade joins two orders of one side"
    assert price <= (bought >> 136) & M64, "The price is above a buyer's reserve"
    assert price >= (sold >> 72) & M64, "The price is below a seller's reserve"
    tariff: uint256 = (terms & M64) * (trade >> 96) // 2000
    max_tariff: uint256 = (terms >> 160) & M64
    self._add(cycle, buyer, energy_wh, (bought >> 8) & M64, tariff, max_tariff)
    self._add(cycle, seller, energy_wh, (sold >> 8) & M64, tariff, max_tariff)


@internal
def _add(
    cycle: uint256,
    index: uint256,
    energy_wh: uint256,
    ordered_wh: uint256,
    tariff: uint256,
    max_tariff: uint256,
):
    got: uint256 = self.outcome[cycle][index]
    assert (got & M64) + energy_wh <= ordered_wh, "A trade exceeds an order's energy"
    assert ((got >> 64) & M64) + tariff <= max_tariff, "The tariffs exceed the limit"
    self.outcome[cycle][index] = got + (energy_wh | (tariff << 64) | (1 << 128))


@internal
def _reasons(cycle: uint256, count: uint256, reasons: DynArray[uint256, MAX_REASON_WORDS]):
    assert len(reasons) == (count + 31) // 32, "Not one reason for each order"
    for k: uint256 in range(len(reasons), bound=MAX_REASON_WORDS):
        word: uint256 = reasons[k]
        self.reasons[cycle][k] = word
        for j: uint256 in range(min(count - 32 * k, 32), bound=32):
            reason: uint256 = word & 255
            word = word >> 8
            assert reason <= LAST_REASON, "There is no such reason"
            traded: bool = self.outcome[cycle][32 * k + j] != 0
            assert (reason == 0) == traded, "A reason contradicts the trades"
        assert word == 0, "A reason names no order"


@external
def void(cycle: uint256):
    """
    @notice Record that a cycle with orders ended without a result.
    """
    head: uint256 = self.head[cycle]
    assert self._closed(cycle), "The cycle may still get a result"
    assert head & 255 == OPEN and (head >> 16) & M32 > 0, "There is nothing to void"
    self.head[cycle] = head | VOID
    log Voided(cycle=cycle)


@external
def release(cycle: uint256, indexes: DynArray[uint256, MAX_INDEXES]):
    """
    @notice Free the holds of orders that did not trade; the others are left as they are.
    """
    count: uint256 = (self.head[cycle] >> 16) & M32
    for index: uint256 in indexes:
        if index < count and self._lost(cycle, index):
            self._free(cycle, index)


# Delivery


@internal
@view
def _digest(report: Report) -> bytes32:
    domain: bytes32 = keccak256(
        abi_encode(DOMAIN_TYPE, DOMAIN_NAME, DOMAIN_VERSION, chain.id, self)
    )
    content: bytes32 = keccak256(
        abi_encode(
            REPORT_TYPE,
            report.member,
            report.meter,
            report.cycle,
            report.revision,
            report.import_wh,
            report.export_wh,
            report.quality,
            report.meter_time_ms,
            report.previous_report,
        )
    )
    return keccak256(concat(x"1901", domain, content))


@internal
@view
def _signed(report: Report, digest: bytes32) -> bool:
    if report.s > HALF_ORDER or (report.v != 27 and report.v != 28):
        return False
    signer: address = ecrecover(digest, report.v, report.r, report.s)
    return signer != empty(address) and signer == self.report_keys[report.member]


@internal
@view
def _refusal(report: Report, digest: bytes32) -> uint256:
    """
    @return why the report cannot be believed, or 0
    """
    if report.cycle > M32 or report.revision > M32 or report.meter_time_ms > M64:
        return REFUSED_RANGE
    if report.import_wh > M64 or report.export_wh > M64 or report.quality > QUALITY_SUBSTITUTE:
        return REFUSED_RANGE
    if self.members[report.member] == 0 or report.meter != self.meters[report.member]:
        return REFUSED_METER
    if not self._signed(report, digest):
        return REFUSED_SIGNATURE
    end_s: uint256 = self._end_s(report.cycle)
    if block.timestamp < end_s:
        return REFUSED_EARLY
    if block.timestamp > end_s + (self.times >> 128):
        return REFUSED_LATE
    stored: uint256 = self.registers[report.member][report.cycle]
    if stored != 0 and report.revision <= (stored >> 136) & M32:
        return REFUSED_REVISION
    if report.cycle > 0:
        before: uint256 = self.registers[report.member][report.cycle - 1]
        if report.import_wh < before & M64 or report.export_wh < (before >> 64) & M64:
            return REFUSED_REGISTER
    after: uint256 = self.registers[report.member][report.cycle + 1]
    if after != 0 and (report.import_wh > after & M64 or report.export_wh > (after >> 64) & M64):
        return REFUSED_REGISTER
    return 0


@external
def report(reports: DynArray[Report, MAX_REPORTS]):
    """
    @notice Store registers from signed reports; one that cannot be believed is skipped.
    """
    for item: Report in reports:
        digest: bytes32 = self._digest(item)
        refusal: uint256 = self._refusal(item, digest)
        if refusal != 0:
            log ReportSkipped(member=item.member, cycle=item.cycle, refusal=refusal)
            continue
        self.registers[item.member][item.cycle] = (
            item.import_wh
            | (item.export_wh << 64)
            | (item.quality << 128)
            | (item.revision << 136)
            | (1 << 168)
        )
        self.report_hashes[item.member][item.cycle] = digest
        log Reported(member=item.member, cycle=item.cycle)


@external
def settle(cycle: uint256, indexes: DynArray[uint256, MAX_INDEXES]):
    """
    @notice Book bills and incomes of orders of `cycle`, delivered in the cycle after it. What is
            settled already, cannot be settled yet or did not trade is left as it is; a corrected
            register books the difference.
    """
    head: uint256 = self.head[cycle]
    assert head & 255 == RESULT, "This cycle has no result"
    late: bool = block.timestamp > self._end_s(cycle + 1 + ((self.times >> 96) & M32))
    penalty: uint256 = (self.cycle_terms[cycle] >> 64) & M64
    for index: uint256 in indexes:
        outcome: uint256 = self.outcome[cycle][index]
        if outcome == 0:
            continue
        measured: uint256 = self._measured(cycle, index, late)
        if measured != 0:
            self._book(cycle, index, outcome, measured, (head >> 96) & M64, penalty)


@internal
@view
def _measured(cycle: uint256, index: uint256, late: bool) -> uint256:
    """
    @return the settlement word without its penalty, or 0 when there is nothing (new) to settle
    """
    member: address = convert(self.order_owner[cycle][index] & M160, address)
    buys: bool = self.order_terms[cycle][index] & 255 == BUY
    limit_wh: uint256 = self.order_hold[cycle][index] >> 136
    old: uint256 = self.settlement[cycle][index]
    before: uint256 = self.registers[member][cycle]
    after: uint256 = self.registers[member][cycle + 1]
    if before == 0 or after == 0:
        if old != 0 or not late:
            return 0
        assumed_wh: uint256 = 0
        if buys:
            assumed_wh = limit_wh
        return assumed_wh | (BY_DEFAULT << 128) | (QUALITY_SUBSTITUTE << 136)
    delivered_wh: uint256 = 0
    if buys:
        delivered_wh = (after & M64) - (before & M64)
    else:
        delivered_wh = ((after >> 64) & M64) - ((before >> 64) & M64)
    quality: uint256 = max((before >> 128) & 255, (after >> 128) & 255)
    revision: uint256 = max((before >> 136) & M32, (after >> 136) & M32)
    new: uint256 = min(delivered_wh, limit_wh) | (quality << 136) | (revision << 144)
    if old == 0:
        return new | (FINAL << 128)
    status: uint256 = (old >> 128) & 255
    facts: uint256 = old & ~((M64 << 64) | (255 << 128))
    if status != BY_DEFAULT and facts == new:
        return 0
    return new | (CORRECTED << 128)


@internal
def _book(
    cycle: uint256,
    index: uint256,
    outcome: uint256,
    measured: uint256,
    price: uint256,
    penalty_micro_per_kwh: uint256,
):
    agreed_wh: uint256 = outcome & M64
    metered_wh: uint256 = measured & M64
    off_wh: uint256 = max(agreed_wh, metered_wh) - min(agreed_wh, metered_wh)
    penalty: uint256 = off_wh * penalty_micro_per_kwh // 1000
    energy: uint256 = price * metered_wh // 1000
    amount: int256 = -convert(((outcome >> 64) & M64) + penalty, int256)
    if self.order_terms[cycle][index] & 255 == BUY:
        amount -= convert(energy, int256)
    else:
        amount += convert(energy, int256)
    member: address = convert(self.order_owner[cycle][index] & M160, address)
    change: int256 = amount - self.settled_amount[cycle][index]
    self.accounts[member] += change
    self.accounts[self.operator] -= change
    self.settled_amount[cycle][index] = amount
    self.settlement[cycle][index] = measured | (penalty << 64)
    self._free(cycle, index)
    log Settled(cycle=cycle, member=member, amount_micro=amount)
