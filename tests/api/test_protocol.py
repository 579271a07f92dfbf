"""Framing, the client's half, section changes, permissions: everything without a socket."""

from collections.abc import Callable
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.api.client import Answer, Changed, Conversation, Failure, Gap, ProtocolBroken
from agent.api.framing import (
    MAX_LINE_BYTES,
    CallRefused,
    Reason,
    decode_request,
    encode_error,
    encode_notification,
    encode_result,
)
from agent.api.methods import API_NUMBER, METHODS, wish_method
from agent.api.params import Params
from agent.api.permissions import AccessRules, Group, Peer, group_of
from agent.api.sections import Alert, OrderLine, Snapshot
from agent.api.watch import SECTION_CHANGED, apply, changes, newest, shortened
from agent.api.wishes import SetValues, Wish

Maker = Callable[[int], Snapshot]


@pytest.mark.parametrize(
    ("line", "number", "id_"),
    [
        (b"", -32700, None),
        (b"\xff\xfe", -32700, None),
        (b'{"jsonrpc":"2.0"', -32700, None),
        (b'{"id":' + b"[" * 60_000, -32600, None),
        (b"[]", -32600, None),
        (b'"hello"', -32600, None),
        (b'{"jsonrpc":"1.0","id":4,"method":"hello"}', -32600, 4),
        (b'{"jsonrpc":"2.0","id":"a","method":5}', -32600, "a"),
        (b'{"jsonrpc":"2.0","id":7,"method":"hello","params":[1]}', -32600, 7),
        (b'{"jsonrpc":"2.0","id":7,"method":"hello","extra":1}', -32600, 7),
        (b'{"jsonrpc":"2.0","method":"hello"}', -32600, None),
        (b'{"jsonrpc":"2.0","id":1.5,"method":"hello"}', -32600, None),
    ],
)
def test_what_is_not_a_request_is_refused_with_its_number(
    line: bytes, number: int, id_: object
) -> None:
    with pytest.raises(CallRefused) as refused:
        decode_request(line)
    assert (refused.value.error.code, refused.value.id) == (number, id_)


def test_an_error_line_has_number_reason_sentence_and_problems() -> None:
    error = CallRefused(Reason.BAD_PARAMS, "A sentence.").error
    assert msgspec.json.decode(encode_error(3, error)) == {
        "jsonrpc": "2.0",
        "id": 3,
        "error": {
            "code": -32602,
            "message": "A sentence.",
            "data": {"reason": "bad_params", "problems": []},
        },
    }


def test_no_line_is_longer_than_allowed() -> None:
    longest = encode_result(1, "x" * (MAX_LINE_BYTES - 40))
    assert len(longest) <= MAX_LINE_BYTES
    with pytest.raises(ValueError, match="at most 65536"):
        encode_result(1, "x" * MAX_LINE_BYTES)


def test_every_wish_has_its_method_and_reasons_are_distinct() -> None:
    assert {method.wish for method in METHODS.values() if method.wish} == set(get_args(Wish))
    assert wish_method(SetValues) == "flow.set_values"
    assert len({reason.number for reason in Reason}) == len({r.word for r in Reason}) == len(Reason)


LOOKING = ("get", "orders", "votes", "preview", "checklist", "request", "joining")


def test_only_looking_is_open_to_viewers() -> None:
    for method in METHODS.values():
        acts = method.name in ("order.place", "pin.set", "pin.unlock") or method.commissions
        acts = acts or method.name.startswith("flow.")
        looking = method.name.partition(".")[2] in LOOKING
        acts = acts or ((method.stores or method.accepts) and not looking)
        assert method.changes is acts, method.name
        assert (method.group >= Group.USER) is acts, method.name


RULES = AccessRules(daemon_uid=990, viewer_gid=10, user_gid=20, installer_gid=30)


@pytest.mark.parametrize(
    ("uid", "gids", "group"),
    [
        (1000, {10}, Group.VIEWER),
        (1000, {20}, Group.USER),
        (1000, {10, 20, 30}, Group.INSTALLER),
        (1000, {99}, None),
        (1000, set(), None),
        (0, {0}, Group.INSTALLER),
        (990, {990}, Group.INSTALLER),
    ],
)
def test_the_kernels_word_decides(uid: int, gids: set[int], group: Group | None) -> None:
    assert group_of(Peer(1, uid, frozenset(gids)), RULES) is group


def test_without_groups_only_the_own_user_and_root_may_call() -> None:
    rules = AccessRules(daemon_uid=990)
    assert group_of(Peer(1, 1000, frozenset({0, 10})), rules) is None


def test_changes_replace_only_what_differs(make_snapshot: Maker) -> None:
    old = make_snapshot(1)
    new = msgspec.structs.replace(
        old, revision=5, member="0x", alerts=(Alert("clock", 1, "no time", "wait"),)
    )
    told = changes(old, new)
    assert [(c.follows, c.revision, c.section) for c in told] == [
        (1, 5, "member"),
        (5, 5, "alerts"),
    ]
    assert changes(new, msgspec.structs.replace(new, revision=6)) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # a pure function
@given(steps=st.lists(st.sets(st.sampled_from(["member", "orders", "alerts", "home"])), max_size=8))
def test_a_watcher_ends_with_what_the_server_has(
    steps: list[set[str]], make_snapshot: Maker
) -> None:
    held = server = make_snapshot(1)
    for number, touched in enumerate(steps, start=2):
        values = {
            "member": f"0x{number}",
            "orders": (OrderLine(f"o{number}", number, "sell", 1, 1, 1, 1, "queued"),),
            "alerts": (Alert(f"a{number}", number, "w", "d"),),
            "home": msgspec.structs.replace(server.home, reason=f"r{number}"),
        }
        now = msgspec.structs.replace(
            server, revision=number, **{name: values[name] for name in touched}
        )
        told = changes(server, now)
        if told:
            server = now
        for change in told:
            wire = msgspec.json.decode(msgspec.json.encode(change), type=type(change))
            after = apply(held, wire)
            assert after is not None
            held = after
    assert held == server


def test_a_change_that_follows_another_revision_is_a_gap(make_snapshot: Maker) -> None:
    first, third = make_snapshot(1), msgspec.structs.replace(make_snapshot(3), member="0x3")
    (change,) = changes(msgspec.structs.replace(third, revision=2, member="0x2"), third)
    assert apply(first, change) is None
    bad = msgspec.structs.replace(change, follows=1, section="secrets")
    with pytest.raises(ValueError, match="no section 'secrets'"):
        apply(first, bad)
    with pytest.raises(ValueError, match="section home"):
        apply(first, msgspec.structs.replace(bad, section="home", value={"status": "purple"}))


def line_of(cycle: int, reason: str = "") -> OrderLine:
    return OrderLine(f"order-{cycle}", cycle, "sell", 1, 1, 1, 1, "final", reason)


def test_lists_are_newest_first_and_paged() -> None:
    lines = [line_of(cycle) for cycle in (3, 9, 1, 7)]
    assert [line.cycle for line in newest(lines, 2)] == [9, 7]
    assert [line.cycle for line in newest(lines, 5, before_cycle=7)] == [3, 1]


@pytest.mark.parametrize(("length", "kept"), [(20, 30), (3_000, 10), (15_000, 3), (70_000, 0)])
def test_a_snapshot_always_fits_into_one_message(
    make_snapshot: Maker, length: int, kept: int
) -> None:
    orders = tuple(line_of(cycle, "w" * length) for cycle in range(200))
    short = shortened(msgspec.structs.replace(make_snapshot(1), orders=orders))
    assert len(encode_result(1, short)) <= MAX_LINE_BYTES
    assert [line.cycle for line in short.orders] == list(range(199, 199 - kept, -1))


def watched(snapshot: Snapshot) -> Conversation:
    talk = Conversation()
    id_, line = talk.call("status.watch", Params())
    assert decode_request(line).method == "status.watch"
    answer, changed = talk.receive(encode_result(id_, snapshot))
    assert isinstance(answer, Answer)
    assert changed == Changed(snapshot)
    return talk


def test_the_client_keeps_the_snapshot_and_notices_a_gap(make_snapshot: Maker) -> None:
    first = make_snapshot(1)
    second = msgspec.structs.replace(first, revision=2, member="0x2")
    third = msgspec.structs.replace(second, revision=3, member="0x3")
    (to_second,), (to_third,) = changes(first, second), changes(second, third)
    talk = watched(first)
    assert talk.receive(encode_notification(SECTION_CHANGED, to_second)) == [
        Changed(second, "member")
    ]
    talk = watched(first)
    assert talk.receive(encode_notification(SECTION_CHANGED, to_third)) == [Gap()]
    assert talk.snapshot is None
    assert talk.receive(encode_notification(SECTION_CHANGED, to_second)) == []


@given(cuts=st.lists(st.integers(1, 60), max_size=30))
def test_the_client_reads_lines_cut_anywhere(cuts: list[int]) -> None:
    talk, events = Conversation(), []
    refusal = CallRefused(Reason.HELLO_FIRST, "Say hello first.").error
    stream = encode_result(1, "é") + encode_error(None, refusal) + encode_notification("new.one", 1)
    for cut in cuts:
        events += talk.receive(stream[:cut])
        stream = stream[cut:]
    assert events + talk.receive(stream) == [Answer(1, "é"), Failure(None, refusal)]


@pytest.mark.parametrize(
    "data",
    [
        b"x" * (MAX_LINE_BYTES + 1),
        b"rubbish\n",
        b'{"jsonrpc":"2.0"}\n',
        b"[" * 5000 + b"\n",
        b'{"jsonrpc":"2.0","id":1,"result":{}}\n',
        b'{"jsonrpc":"2.0","method":"status.section","params":{}}\n',
    ],
)
def test_a_server_that_talks_rubbish_is_left(data: bytes) -> None:
    talk = Conversation()
    talk.call("status.watch", Params())
    with pytest.raises(ProtocolBroken):
        talk.receive(data)


def test_hello_carries_the_api_number() -> None:
    _, line = Conversation().hello("test")
    assert decode_request(line).params == {"api": API_NUMBER, "client": "test"}
