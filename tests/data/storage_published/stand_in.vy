# pragma version 0.4.3
# pragma evm-version london
# pragma optimize gas
"""
@title  A stand-in for the published storage contract, for tests of who only knows its interface
@license GPL-3.0-or-later
@notice Written from the interface alone (thesis on storage units, chapters 4 and 5), with the
        weaknesses a client must live with: a refused call succeeds and logs Error, and functions
        loop over everything. README.md says what is left out. Never deploy it.
"""

event Error:
    reason: String[64]

event Info:
    words: String[64]

struct UnitInfo:
    state: bool
    unit: address
    wh: uint256

struct SessionInfo:
    id: String[21]
    wh: uint256
    timestamp: uint256
    unit: address

struct Session:
    serial: uint256
    wh: uint256
    locked: uint256
    timestamp: uint256
    unit: address
    consumer: address

struct Balance:
    available: uint256
    locked: uint256

ATTO: constant(uint256) = 10**18
MOST_UNITS: constant(uint256) = 32
MOST_SESSIONS: constant(uint256) = 1024
MOST_SHOWN: constant(uint256) = 64

M: uint256
B: uint256
C: uint256
H: uint256
F: uint256
R: uint256
voter: address
serial: uint256
units: DynArray[UnitInfo, MOST_UNITS]
owners: HashMap[address, address]
sessions: DynArray[Session, MOST_SESSIONS]
total_wh: uint256
total_ent: uint256
total_eeuro: uint256
ent: HashMap[address, Balance]
eeuro: HashMap[address, Balance]


@deploy
def __init__(validity: uint256):
    """
    @param validity  H, as hours of 18 decimals or whatever the test wants
    """
    self.voter = msg.sender
    self.M = ATTO // 2
    self.B = ATTO // 2
    self.C = ATTO // 20
    self.H = validity
    self.F = ATTO // 5


@internal
@view
def _place(unit: address) -> uint256:
    """Return one more than the unit's place, 0: it is not registered."""
    for i: uint256 in range(len(self.units), bound=MOST_UNITS):
        if self.units[i].unit == unit and self.units[i].state:
            return i + 1
    return 0


@internal
@view
def _valid_s() -> uint256:
    if self.H < 10**14:
        return self.H
    return self.H * 3600 // ATTO


@internal
@view
def _session(unit: address, consumer: address) -> uint256:
    """Return one more than the place of the valid session, 0: there is none."""
    for i: uint256 in range(len(self.sessions), bound=MOST_SESSIONS):
        session: Session = self.sessions[i]
        if session.unit == unit and session.consumer == consumer:
            if block.timestamp <= session.timestamp + self._valid_s():
                return i + 1
    return 0


@internal
def _end(place: uint256):
    session: Session = self.sessions[place - 1]
    self.ent[session.consumer].locked -= session.locked
    self.ent[session.consumer].available += session.locked
    self.sessions[place - 1] = self.sessions[len(self.sessions) - 1]
    self.sessions.pop()


@internal
def _change(wh: uint256, ent: uint256):
    """Take new totals; the cost is fixed when the difference grows, and gone with it."""
    before: uint256 = self._difference()
    self.total_wh = wh
    self.total_ent = ent
    after: uint256 = self._difference()
    if after > before:
        self.R = after * self.C // ATTO
    if after == 0:
        self.R = 0


@internal
@view
def _difference() -> uint256:
    kwh: uint256 = self.total_wh * ATTO // 1000
    if kwh > self.total_ent:
        return kwh - self.total_ent
    return self.total_ent - kwh


@external
def registerStorageUnit(unit: address, owner: address):
    if msg.sender != self.voter:
        log Error(reason="Only voters")
        return
    if self._place(unit) != 0:
        log Error(reason="Storage unit exists")
        return
    self.units.append(UnitInfo(state=True, unit=unit, wh=0))
    self.owners[unit] = owner
    log Info(words="Storage unit registered")


@external
def removeStorageUnit(unit: address):
    place: uint256 = self._place(unit)
    if msg.sender != self.voter or place == 0:
        log Error(reason="Only voters, only registered units")
        return
    self.units[place - 1].state = False


@external
def energyProduced(producer: address, wh: uint256):
    place: uint256 = self._place(msg.sender)
    if place == 0:
        log Error(reason="Not a storage unit")
        return
    if wh == 0:
        log Error(reason="No energy")
        return
    minted: uint256 = wh * (ATTO - min(self.R, self.M)) // 1000
    share: uint256 = minted * self.F // ATTO
    self.ent[producer].available += minted - share
    self.ent[self.owners[msg.sender]].available += share
    self.units[place - 1].wh += wh
    self._change(self.total_wh + wh, self.total_ent + minted)
    log Info(words="Energy produced")


@external
def energyConsumed(consumer: address, wh: uint256):
    place: uint256 = self._place(msg.sender)
    if place == 0:
        log Error(reason="Not a storage unit")
        return
    at: uint256 = self._session(msg.sender, consumer)
    if at == 0:
        log Error(reason="No active session")
        return
    session: Session = self.sessions[at - 1]
    taken: uint256 = min(wh, session.wh)
    burned: uint256 = min(session.locked, wh * (ATTO + min(self.R, self.B)) // 1000)
    self.sessions[at - 1].wh -= taken
    self.sessions[at - 1].locked -= burned
    self.ent[consumer].locked -= burned
    self.units[place - 1].wh -= min(wh, self.units[place - 1].wh)
    if taken == session.wh:
        self._end(at)
    self._change(self.total_wh - min(wh, self.total_wh), self.total_ent - burned)
    log Info(words="Energy consumed")


@external
def reportActualEnergy(wh: uint256):
    place: uint256 = self._place(msg.sender)
    if place == 0:
        log Error(reason="Not a storage unit")
        return
    others: uint256 = self.total_wh - self.units[place - 1].wh
    self.units[place - 1].wh = wh
    self._change(others + wh, self.total_ent)


@external
def startConsumptionSession(unit: address, amount: uint256):
    if self._place(unit) == 0:
        log Error(reason="Not a storage unit")
        return
    if self.ent[msg.sender].available < amount:
        log Error(reason="Not enough ENT")
        return
    if self._session(unit, msg.sender) != 0:
        log Error(reason="There is a session")
        return
    wh: uint256 = amount * 1000 // (ATTO + min(self.R, self.B))
    self.ent[msg.sender].available -= amount
    self.ent[msg.sender].locked += amount
    self.serial += 1
    self.sessions.append(
        Session(
            serial=self.serial,
            wh=wh,
            locked=amount,
            timestamp=block.timestamp,
            unit=unit,
            consumer=msg.sender,
        )
    )
    log Info(words="Session started")


@external
def clearOldSessions():
    for i: uint256 in range(MOST_SESSIONS):
        at: uint256 = len(self.sessions) - i
        if at == 0:
            return
        if block.timestamp > self.sessions[at - 1].timestamp + self._valid_s():
            self._end(at)


@external
def minteEuro(to: address, amount: uint256):
    if msg.sender != self.voter:
        log Error(reason="Only the banker")
        return
    self.eeuro[to].available += amount
    self.total_eeuro += amount


@external
def transferENT(to: address, amount: uint256):
    if self.ent[msg.sender].available < amount:
        log Error(reason="Not enough ENT")
        return
    self.ent[msg.sender].available -= amount
    self.ent[to].available += amount


@external
@view
def getParameters() -> (uint256, uint256, uint256, uint256, uint256):
    return self.M, self.B, self.C, self.H, self.F


@external
@view
def getTotalEnergy() -> uint256:
    return self.total_wh


@external
@view
def getTotalENT() -> uint256:
    return self.total_ent


@external
@view
def getTotalEeuro() -> uint256:
    return self.total_eeuro


@external
@view
def getEnergyCosts() -> (uint256, uint256):
    return min(self.R, self.M), min(self.R, self.B)


@external
@view
def getStorageUnitsInfo() -> DynArray[UnitInfo, MOST_UNITS]:
    return self.units


@external
@view
def getStorageUnitEnergy(unit: address) -> uint256:
    place: uint256 = self._place(unit)
    return 0 if place == 0 else self.units[place - 1].wh


@external
@view
def getConsumptionSessions() -> DynArray[SessionInfo, MOST_SHOWN]:
    shown: DynArray[SessionInfo, MOST_SHOWN] = []
    for i: uint256 in range(len(self.sessions), bound=MOST_SESSIONS):
        session: Session = self.sessions[i]
        if session.consumer == msg.sender and len(shown) < MOST_SHOWN:
            shown.append(
                SessionInfo(
                    id=concat("S", uint2str(convert(session.serial, uint64))),
                    wh=session.wh,
                    timestamp=session.timestamp,
                    unit=session.unit,
                )
            )
    return shown


@external
def getConsumptionSessionEnergy(other: address) -> uint256:
    """Not a view: it complains when there is none."""
    at: uint256 = self._session(msg.sender, other)
    if at == 0:
        at = self._session(other, msg.sender)
    if at == 0:
        log Error(reason="No active session")
        return 0
    return self.sessions[at - 1].wh


@external
@view
def balanceENT() -> (uint256, uint256):
    return self.ent[msg.sender].available, self.ent[msg.sender].locked


@external
@view
def balanceeEuro() -> (uint256, uint256):
    return self.eeuro[msg.sender].available, self.eeuro[msg.sender].locked


@external
@view
def isVoter() -> bool:
    return msg.sender == self.voter
