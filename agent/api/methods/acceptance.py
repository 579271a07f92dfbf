"""Methods about the checklist of commissioning, the acceptance report and backups."""

from agent.api.backup import BackupWrite, BackupWritten
from agent.api.commission import ChecklistView, HandoverParams, JoinRequestView, SignedReport
from agent.api.joining import JoiningView
from agent.api.methods.method import Method, WishAnswer
from agent.api.params import Params
from agent.api.permissions import Group

ACCEPTANCE = tuple(
    Method(name, params, group, effect, result, accepts=True)
    for name, params, group, effect, result in (
        (
            "commission.checklist",
            Params,
            Group.VIEWER,
            "Answer every step of commissioning: done, to do or in trouble, and what to do next.",
            ChecklistView,
        ),
        (
            "commission.request",
            Params,
            Group.VIEWER,
            "Answer this box's request to become a member, to be shown to the operator.",
            JoinRequestView,
        ),
        (
            "commission.joining",
            Params,
            Group.VIEWER,
            "Answer how far this box has come on its way into the market, and what it waits for.",
            JoiningView,
        ),
        (
            "commission.handover",
            HandoverParams,
            Group.INSTALLER,
            "Hand the home over, once every other step that it needs is done.",
            WishAnswer,
        ),
        (
            "commission.report",
            Params,
            Group.INSTALLER,
            "Compose the acceptance report from the agent's own facts, signed with the report key.",
            SignedReport,
        ),
        (
            "backup.write",
            BackupWrite,
            Group.INSTALLER,
            "Write everything that makes this box this home's box into one sealed file.",
            BackupWritten,
        ),
    )
)
