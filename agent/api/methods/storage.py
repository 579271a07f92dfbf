"""Methods about the storage market."""

from agent.api.methods.method import Method, WishAnswer
from agent.api.params import Params
from agent.api.permissions import Group
from agent.api.storage import (
    StorageLock,
    StorageOrderAdd,
    StorageOrderRemove,
    StorageOrders,
    StoragePreview,
    StoragePreviewParams,
    StorageRegister,
    StorageSessionStart,
    StorageSessionStop,
    StorageTransfer,
    StorageView,
    StorageVote,
    StorageVotes,
)

STORAGE = tuple(
    Method(name, params, group, effect, result, stores=True)
    for name, params, group, effect, result in (
        (
            "storage.get",
            Params,
            Group.VIEWER,
            "Answer how the storage unit, its reports, sessions and balances stand.",
            StorageView,
        ),
        (
            "storage.orders",
            Params,
            Group.VIEWER,
            "Answer the order book for ENT, read from the chain and proven.",
            StorageOrders,
        ),
        (
            "storage.votes",
            Params,
            Group.VIEWER,
            "Answer the open votes, read from the chain and proven.",
            StorageVotes,
        ),
        (
            "storage.preview",
            StoragePreviewParams,
            Group.VIEWER,
            "Answer what a session costs at the rates of now, without starting it.",
            StoragePreview,
        ),
        (
            "storage.report",
            Params,
            Group.USER,
            "Report what the unit's meter has counted now, instead of when it is due.",
            WishAnswer,
        ),
        (
            "storage.session_start",
            StorageSessionStart,
            Group.USER,
            "Lock ENT for a consumption session at a unit (this home's own when none is named).",
            WishAnswer,
        ),
        (
            "storage.session_stop",
            StorageSessionStop,
            Group.USER,
            "End a session soon, or get back what sessions past their time still lock.",
            WishAnswer,
        ),
        (
            "storage.order_add",
            StorageOrderAdd,
            Group.USER,
            "Place an order for ENT against eEuro.",
            WishAnswer,
        ),
        (
            "storage.order_remove",
            StorageOrderRemove,
            Group.USER,
            "Take back an order for ENT.",
            WishAnswer,
        ),
        (
            "storage.transfer",
            StorageTransfer,
            Group.USER,
            "Transfer ENT or eEuro to another account.",
            WishAnswer,
        ),
        (
            "storage.lock",
            StorageLock,
            Group.USER,
            "Lock eEuro, for the banker to pay it out.",
            WishAnswer,
        ),
        ("storage.vote", StorageVote, Group.USER, "Vote, as one of the voters.", WishAnswer),
        (
            "storage.register",
            StorageRegister,
            Group.INSTALLER,
            "Vote to register a storage unit, or to remove it.",
            WishAnswer,
        ),
    )
)
