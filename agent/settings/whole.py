"""Every table of the file in one frozen value."""

from agent.settings.home import Api, Backup, Home, JournalFile, Limits, StatusThresholds
from agent.settings.house import HouseLink, Metrics
from agent.settings.market import BrokerLink, ChainLink, Endorser, Operator
from agent.settings.meters import AssignedMeters, SerialMeters, SimulatedFeeder
from agent.settings.radio import Radio
from agent.settings.storage import Storage
from agent.settings.table import Table


class Settings(Table, frozen=True):
    """Everything the operator of a home decides."""

    home: Home
    chain: ChainLink
    operator: Operator
    meters: SimulatedFeeder | AssignedMeters | SerialMeters
    radio: Radio | None = None
    journal: JournalFile = JournalFile()
    api: Api = Api()
    broker: BrokerLink = BrokerLink()
    limits: Limits = Limits()
    status: StatusThresholds = StatusThresholds()
    endorser: Endorser = Endorser()
    house: HouseLink = HouseLink()
    metrics: Metrics = Metrics()
    storage: Storage | None = None
    backup: Backup | None = None
