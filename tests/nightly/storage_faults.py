"""One-line faults of the storage contract: what a slip of the hand would have made of it.

Each is a text that stands exactly once in agent/contracts/storage.vy, and what stands there
instead. Each would move, make, lose or lock what it must not, or show what is not so.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    """A replacement in the source."""

    name: str
    before: str
    after: str


THE_CALLERS_WORD = (
    Fault("a call counts twice", "((word & M64) + 1)", "((word & M64) + 2)"),
    Fault(
        "the time of a call is not kept", "| (block.timestamp << 64)\n", "| (word & (M64 << 64))\n"
    ),
    Fault(
        "older refusals are forgotten",
        "((((word >> 120) & (M128 - 255)) | refusal) << 128)",
        "(refusal << 128)",
    ),
    Fault(
        "a refusal covers the one before it",
        "((((word >> 120) & (M128 - 255)) | refusal) << 128)",
        "((((word >> 128) & (M128 - 255)) | refusal) << 128)",
    ),
)

THE_COST = (
    Fault(
        "R is rounded down",
        "min(self._ceil(after * ((self.costs >> 128) & M64), ATTO), MAX_COST)",
        "min(after * ((self.costs >> 128) & M64) // ATTO, MAX_COST)",
    ),
    Fault(
        "R has no upper end",
        "min(self._ceil(after * ((self.costs >> 128) & M64), ATTO), MAX_COST)",
        "min(self._ceil(after * ((self.costs >> 128) & M64), ATTO), M64)",
    ),
    Fault(
        "R is fixed anew by what changes nothing", "elif after > before:", "elif after >= before:"
    ),
    Fault("R is fixed while less is missing", "elif after > before:", "elif after > before // 2:"),
    Fault(
        "R stays when nothing is missing",
        "    if after == 0:\n        cost = 0\n    elif after > before:",
        "    if after > before:",
    ),
    Fault(
        "a surplus counts as missing",
        "    if ent_total > backed:\n        return ent_total - backed\n    return 0",
        "    return max(ent_total, backed) - min(ent_total, backed)",
    ),
)

REPORTS = (
    Fault(
        "anybody mints",
        "    if word >> 240 != ACTIVE:\n        return NOT_UNIT\n    if wh == 0 or wh > MAX_REPORT_WH or",
        "    if wh == 0 or wh > MAX_REPORT_WH or",
    ),
    Fault(
        "a removed unit reports its energy",
        "    if word >> 240 != ACTIVE:\n        return NOT_UNIT\n    if wh > MAX_UNIT_WH:",
        "    if word >> 240 == 0:\n        return NOT_UNIT\n    if wh > MAX_UNIT_WH:",
    ),
    Fault(
        "a report of a gigawatt-hour is refused",
        "if wh == 0 or wh > MAX_REPORT_WH or (word",
        "if wh == 0 or wh >= MAX_REPORT_WH or (word",
    ),
    Fault("a unit is never full", "or (word & M56) + wh > MAX_UNIT_WH:", "or wh > MAX_UNIT_WH:"),
    Fault(
        "the last watt-hour of a unit is refused",
        "(word & M56) + wh > MAX_UNIT_WH",
        "(word & M56) + wh >= MAX_UNIT_WH",
    ),
    Fault("a unit mints for itself", "producer == msg.sender or ", ""),
    Fault(
        "minting costs up to B",
        "min(totals >> 192, costs & M64), 1000)",
        "min(totals >> 192, (costs >> 64) & M64), 1000)",
    ),
    Fault(
        "minting is rounded up",
        "self._ceil(wh * min(totals >> 192, costs & M64), 1000)",
        "wh * min(totals >> 192, costs & M64) // 1000",
    ),
    Fault(
        "minting pays for more than is missing",
        "        self._missing(energy_wh, ent_total),\n    )\n    share",
        "        M128,\n    )\n    share",
    ),
    Fault(
        "the owner's share is rounded up",
        "minted * (costs >> 192) // ATTO",
        "self._ceil(minted * (costs >> 192), ATTO)",
    ),
    Fault(
        "the producer gets the owner's share too",
        "self._moved(self.ent[producer], convert(minted - share, int256), 0)",
        "self._moved(self.ent[producer], convert(minted, int256), 0)",
    ),
    Fault("what was produced is not registered", "word + (wh | (wh << 112))", "word + wh"),
    Fault(
        "a session that is over is consumed from",
        "    if session == 0 or self._over(session):\n        return NO_SESSION\n    if wh >",
        "    if session == 0:\n        return NO_SESSION\n    if wh >",
    ),
    Fault("the last watt-hour is kept back", "if wh > word & M56:", "if wh >= word & M56:"),
    Fault(
        "burning costs up to M",
        "min(totals >> 192, (self.costs >> 64) & M64), 1000)",
        "min(totals >> 192, self.costs & M64), 1000)",
    ),
    Fault(
        "burning is not capped",
        "min(totals >> 192, (self.costs >> 64) & M64), 1000)",
        "min(totals >> 192, M64), 1000)",
    ),
    Fault(
        "burning is rounded down",
        "self._ceil(wh * min(totals >> 192, (self.costs >> 64) & M64), 1000)",
        "wh * min(totals >> 192, (self.costs >> 64) & M64) // 1000",
    ),
    Fault(
        "burning pays for more than is missing",
        "        self._missing(energy_wh, ent_total),\n    )\n    burned",
        "        M128,\n    )\n    burned",
    ),
    Fault(
        "a session burns one more than it locked",
        "burned = min(burned, locked)",
        "burned = min(burned, locked + 1)",
    ),
    Fault(
        "a session without ENT stays open",
        "if freed_wh == held_wh or burned == locked:",
        "if freed_wh == held_wh:",
    ),
    Fault(
        "a session that ends keeps its reservation",
        "        freed_wh = held_wh\n        returned",
        "        returned",
    ),
    Fault("what is left over is burned too", "returned = locked - burned", "burned = locked"),
    Fault(
        "what was consumed beyond a session is not registered",
        "+ (wh << 176)",
        "+ (freed_wh << 176)",
    ),
    Fault(
        "what was consumed beyond a session stays in the total",
        "self._set_totals(energy_wh - wh, ent_total - burned)",
        "self._set_totals(energy_wh - freed_wh, ent_total - burned)",
    ),
    Fault("a unit's actual energy has no bound", "if wh > MAX_UNIT_WH:", "if wh > M56:"),
    Fault(
        "a correction is not told to the total",
        "self._set_totals((totals & M64) + wh - before,",
        "self._set_totals(totals & M64,",
    ),
)

SESSIONS = (
    Fault(
        "a session holds a second too long",
        "return block.timestamp >= ((session",
        "return block.timestamp > ((session",
    ),
    Fault(
        "a session at a removed unit is never cleared",
        "if word >> 240 == ACTIVE and not self._over(session):",
        "if not self._over(session):",
    ),
    Fault(
        "a cleared session keeps its reservation",
        "    self.unit_words[unit] = word - ((session & M64) << 56)\n",
        "",
    ),
    Fault(
        "an old place in the queue stops at a newer session",
        "if self.session_ids[unit][consumer] & M64 == entry >> 160 and not self._clear",
        "if not self._clear",
    ),
    Fault(
        "a queue is not shortened",
        "        self.queue[unit][first] = 0\n        first += 1\n",
        "        self.queue[unit][first] = 0\n",
    ),
    Fault(
        "three old sessions are cleared, not four",
        "MAX_POPPED: constant(uint256) = 4",
        "MAX_POPPED: constant(uint256) = 3",
    ),
    Fault(
        "fifteen old sessions are cleared, not sixteen",
        "MAX_CLEARED: constant(uint256) = 16",
        "MAX_CLEARED: constant(uint256) = 15",
    ),
    Fault(
        "a unit has a session with itself",
        "    if unit == msg.sender:\n        return BAD_ADDRESS\n",
        "",
    ),
    Fault(
        "a session's energy costs nothing extra",
        "energy_wh: uint256 = amount * 1000 // (ATTO + cost)",
        "energy_wh: uint256 = amount * 1000 // ATTO",
    ),
    Fault(
        "a session's energy is priced by the mint cap",
        "cost: uint256 = min(self.totals >> 192, (self.costs >> 64) & M64)",
        "cost: uint256 = min(self.totals >> 192, self.costs & M64)",
    ),
    Fault(
        "an old session cannot be replaced", "if old != 0 and not self._over(old):", "if old != 0:"
    ),
    Fault(
        "energy is promised twice",
        "if energy_wh + ((word >> 56) & M56) > (word & M56) + (old & M64):",
        "if energy_wh > (word & M56) + (old & M64):",
    ),
    Fault(
        "one's own old session stands in one's way",
        "> (word & M56) + (old & M64):",
        "> (word & M56):",
    ),
    Fault(
        "ending a session makes it longer",
        "min(session >> 232, block.timestamp - opened_s + NOTICE_S)",
        "block.timestamp - opened_s + NOTICE_S",
    ),
    Fault(
        "a session ends at once",
        "block.timestamp - opened_s + NOTICE_S)",
        "block.timestamp - opened_s)",
    ),
)

MONEY = (
    Fault(
        "tokens are sent to the contract",
        "    if to == empty(address) or to == self:\n        return BAD_ADDRESS\n    if amount == 0:",
        "    if to == empty(address):\n        return BAD_ADDRESS\n    if amount == 0:",
    ),
    Fault(
        "the last token cannot be sent",
        "if amount > balance & M128:",
        "if amount >= balance & M128:",
    ),
    Fault(
        "a transfer to oneself makes money",
        "        self.ent[to] = self._moved(self.ent[to], change, 0)",
        "        self.ent[to] = self._moved(self.ent[to], change + 1, 0)",
    ),
    Fault(
        "anybody is the banker",
        "    if convert(msg.sender, uint256) != self.office & M160:\n        return NOT_BANKER\n",
        "",
    ),
    Fault(
        "what is locked for the banker is not noted",
        "convert(convert(self.bank_locked[user], int256) + change, uint256)",
        "self.bank_locked[user]",
    ),
    Fault("locked eEuro burn twice", "        self.bank_locked[user] -= amount\n", ""),
    Fault("burned eEuro stay in the total", "        self.euro_total -= amount\n", ""),
    Fault("minted eEuro are not in the total", "        self.euro_total += amount\n", ""),
)

ORDERS = (
    Fault(
        "the newest of equal bids trades first",
        "return id | ((M128 - price) << 64)",
        "return (M64 - id) | ((M128 - price) << 64)",
    ),
    Fault(
        "the worst bid trades first",
        "return id | ((M128 - price) << 64)",
        "return id | (price << 64) | 0",
    ),
    Fault("a heap looks at the wrong child", "if right < below:", "if right > below:"),
    Fault(
        "a heap does not rise",
        "        if above < entry:",
        "        if above < entry or place < 4:",
    ),
    Fault("the last order leaves a ghost", "    if place < size:\n", "    if place <= size:\n"),
    Fault(
        "a payment is rounded up",
        "paid: uint256 = price * quantity // ATTO",
        "paid: uint256 = self._ceil(price * quantity, ATTO)",
    ),
    Fault(
        "what a bid locked too much stays locked",
        "freed: uint256 = self._ceil(limit * rest, ATTO) - self._ceil(limit * (rest - quantity), ATTO)",
        "freed: uint256 = limit * quantity // ATTO",
    ),
    Fault(
        "equal prices do not meet",
        "(side == BUY and offered > price)",
        "(side == BUY and offered >= price)",
    ),
    Fault(
        "a buyer pays its own limit",
        "self._trade(msg.sender, other, price, rest, quantity, terms & M128)",
        "self._trade(msg.sender, other, price, rest, quantity, price)",
    ),
    Fault(
        "a seller gets its own limit",
        "self._trade(other, msg.sender, terms & M128, terms >> 128, quantity, terms & M128)",
        "self._trade(other, msg.sender, terms & M128, terms >> 128, quantity, price)",
    ),
    Fault(
        "seven trades, not eight",
        "MAX_FILLS: constant(uint256) = 8",
        "MAX_FILLS: constant(uint256) = 7",
    ),
    Fault(
        "a part of an order is taken again",
        "self.order_terms[id] = terms - (quantity << 128)",
        "self.order_terms[id] = terms",
    ),
    Fault("the book is crossed", "elif self._meets(side, price) != 0:", "elif rest == 0:"),
    Fault(
        "an order is removed by anybody",
        "if self.orders[id] & (2**168 - 1) != convert(msg.sender, uint256) | (side << 160):",
        "if self.orders[id] == 0 or (self.orders[id] >> 160) & 255 != side:",
    ),
    Fault(
        "an order is removed from the other side",
        "if self.orders[id] & (2**168 - 1) != convert(msg.sender, uint256) | (side << 160):",
        "if self.orders[id] & M160 != convert(msg.sender, uint256):",
    ),
)

VOTES = (
    Fault(
        "half of the voters suffice",
        "passed: bool = votes * 2 > (office",
        "passed: bool = votes * 2 >= (office",
    ),
    Fault(
        "votes outlive their voters", "if word & M32 != electorate:", "if word & M32 > electorate:"
    ),
    Fault(
        "a vote that passed counts for the next",
        "        round += 1\n        votes = 0\n        number = 0\n    self.ballots[key]",
        "        votes = 0\n        number = 0\n    self.ballots[key]",
    ),
    Fault(
        "a vote that passed stays listed",
        "        round += 1\n        votes = 0\n        number = 0\n    self.ballots[key]",
        "        round += 1\n        votes = 0\n    self.ballots[key]",
    ),
    Fault(
        "votes for different values are one",
        "keccak256(abi_encode(kind, subject, amount))",
        "keccak256(abi_encode(kind, subject))",
    ),
    Fault(
        "a new voter leaves old votes open",
        "self.office += (1 << 192) + (1 << 224)",
        "self.office += 1 << 192",
    ),
    Fault(
        "a removed voter's votes stay",
        "self.office = self.office - (1 << 192) + (1 << 224)",
        "self.office = self.office - (1 << 192)",
    ),
    Fault(
        "a removed unit's energy stays in the total",
        "self._set_totals((totals & M64) - energy_wh, (totals",
        "self._set_totals((totals & M64), (totals",
    ),
    Fault(
        "a removed unit keeps its energy",
        "(word - energy_wh) - ((ACTIVE",
        "word - ((ACTIVE",
    ),
    Fault(
        "a unit that comes back counts its calls anew",
        "    if self.calls[unit] == 0:\n        self.calls[unit]",
        "    if True:\n        self.calls[unit]",
    ),
    Fault(
        "a unit that comes back takes a second place",
        "    if word == 0:\n        self.unit_at",
        "    if word >> 240 != ACTIVE:\n        self.unit_at",
    ),
    Fault(
        "an active unit gets another owner",
        "    elif self.unit_words[unit] >> 240 == ACTIVE:\n        refusal = UNIT_ACTIVE\n",
        "",
    ),
    Fault(
        "the last voter is removed",
        "    elif (self.office >> 192) & M32 == 1:\n        refusal = LAST_VOTER\n",
        "",
    ),
    Fault(
        "anybody votes",
        '    if self.voters[msg.sender] == 0:\n        self._end(NOT_VOTER, "")\n    elif refusal',
        "    if refusal",
    ),
    Fault("a validity of 169 hours", "most = 168", "most = 169"),
    Fault(
        "a cost that never comes",
        "kind = SET_C\n        least = 1",
        "kind = SET_C\n        least = 0",
    ),
    Fault("H spills into the voters", "self.office & ~(M32 << 160)", "self.office & ~(M64 << 160)"),
)

VIEWS = (
    Fault(
        "burning is shown above its cap",
        "return min(cost, self.costs & M64), min(cost, (self.costs >> 64) & M64)",
        "return min(cost, self.costs & M64), cost",
    ),
    Fault(
        "a session that is over is shown",
        "if self.unit_words[unit] >> 240 != ACTIVE or self._over(session):\n        return 0",
        "if self.unit_words[unit] >> 240 != ACTIVE:\n        return 0",
    ),
    Fault(
        "a session at a removed unit is shown",
        "if self.unit_words[unit] >> 240 != ACTIVE or self._over(session):\n        return 0",
        "if self._over(session):\n        return 0",
    ),
    Fault(
        "a session is seen from one side only",
        "return self._session_wh(msg.sender, other) + self._session_wh(other, msg.sender)",
        "return self._session_wh(other, msg.sender)",
    ),
    Fault(
        "a newer session is shown twice",
        "if wh != 0 and self.session_ids[unit][consumer] & M64 == entry >> 160:",
        "if wh != 0:",
    ),
    Fault(
        "what sessions reserve is shown as free",
        "return held - min(held, (word >> 56) & M56)",
        "return held",
    ),
    Fault(
        "what is promised beyond what is held ends the view",
        "return held - min(held, (word >> 56) & M56)",
        "return held - ((word >> 56) & M56)",
    ),
    Fault(
        "a vote is listed at its old number",
        "if word & M32 != self.office >> 224 or word >> 96 != number:",
        "if word & M32 != self.office >> 224:",
    ),
    Fault(
        "votes of an older electorate are listed",
        "if word & M32 != self.office >> 224 or word >> 96 != number:",
        "if word >> 96 != number:",
    ),
    Fault(
        "a vote that was taken back is shown as mine",
        "mine=self.ballot_votes[key][msg.sender] == (word >> 32) & M32",
        "mine=self.ballot_votes[key][msg.sender] != 0",
    ),
)

FAULTS = (
    *THE_CALLERS_WORD,
    *THE_COST,
    *REPORTS,
    *SESSIONS,
    *MONEY,
    *ORDERS,
    *VOTES,
    *VIEWS,
)
