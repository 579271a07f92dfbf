"""The coordinator's behaviour, command by command, for any EZSP host."""

from pathlib import Path

import pytest

from drivers.simulated.zigbee.air import ApsFrame
from drivers.simulated.zigbee.ezsp.statuses import Status
from drivers.simulated.zigbee.ncp import Ncp
from drivers.simulated.zigbee.nvm import COUNTER_STEP
from tests.zigbee.small_host import LINK_KEY, NETWORK_KEY, SmallHost
from tests.zigbee.small_node import SmallNode

WELL_KNOWN = b"ZigBeeAlliance09"
VERSIONS = pytest.mark.parametrize("version", [13, 18])


@VERSIONS
def test_the_first_question_is_answered_in_the_oldest_format(version: int) -> None:
    host = SmallHost(version)
    assert host.raw(bytes.fromhex("00000004"))[:5] == bytes((0, 0x80, 0x00, version, 0x02))
    extended = host.raw(bytes((1, 0x00, 0x01, 0x00, 0x00, version)))
    assert extended[:7] == bytes((1, 0x80, 0x01, 0x00, 0x00, version, 0x02))


@VERSIONS
def test_nothing_is_done_before_the_versions_agree(version: int) -> None:
    host = SmallHost(version)
    host.raw(bytes.fromhex("00000004"))
    assert host.raw(bytes.fromhex("0100011800"))[3:6] == bytes.fromhex("580030")
    host.agree()
    assert host.command("networkState").number("state") == 0
    host.ncp.reset()
    assert host.raw(bytes.fromhex("0200011800"))[3:6] == bytes.fromhex("580030")


@pytest.mark.parametrize(
    ("version", "wide", "expected"),
    [(13, True, "31"), (13, False, "31"), (18, True, "31000000"), (18, False, "31")],
)
def test_an_unknown_command_is_refused_in_the_chosen_width(
    version: int, wide: bool, expected: str
) -> None:
    host = SmallHost(version, invalid_command_wide=wide).agree()
    assert host.raw(bytes.fromhex("0900018802")).hex() == "0980015800" + expected
    assert host.ncp.commands_refused == 1


@VERSIONS
def test_a_callback_carries_the_last_answered_number_and_the_asynchronous_bit(version: int) -> None:
    """With the number of a command under way, bellows takes it for that command's answer."""
    host = SmallHost(version).form()
    host.open()
    assert host.air.join(SmallNode(0x1111), None)
    callbacks = [frame for frame in host.frames if frame[1] == 0x90]
    assert callbacks[-1][0] == host.sequence
    assert callbacks[-1][:3] == bytes((host.sequence, 0x90, 0x01))
    # Caused by a command: after its answer, with its number.
    *_, answer, callback = host.restart().command("networkInit", bitmask=0) and host.frames
    assert (answer[1], callback[1]) == (0x80, 0x90)
    assert answer[0] == callback[0] == host.sequence


@VERSIONS
def test_after_a_reset_nothing_is_called_back_in_a_format_the_host_cannot_read(
    version: int,
) -> None:
    host = SmallHost(version).form()
    node = SmallNode(0x1111)
    host.open()
    host.air.join(node, None)
    host.unicast(node.nwk, 0x0002, b"\x01" + node.nwk.to_bytes(2, "little"))
    host.ncp.reset()
    at = len(host.frames)
    host.advance(10_000)
    assert host.frames[at:] == []


@VERSIONS
def test_the_network_survives_a_reset_and_settings_do_not(version: int, tmp_path: Path) -> None:
    host = SmallHost(version, tmp_path / "ncp.json").form()
    host.ok("setPolicy", id=0, decision=3)
    host.ok("setMulticastTableEntry", index=0, group=5, endpoint=1, network_index=0)
    host.ok("setValue", id=0x3A, value=b"\x01")
    host.restart()
    host.ok("setConfigurationValue", id=0x1A, value=200)
    host.ok("addEndpoint", endpoint=1, profile=0x0104, device=5, device_version=0,
            input_count=0, output_count=0, inputs=[], outputs=[])  # fmt: skip
    again = SmallHost(version, tmp_path / "ncp.json").agree()
    for each in (host.restart(), again):
        assert each.ok("getConfigurationValue", id=0x1A).number("value") == 100
        assert each.ok("getPolicy", id=0).number("decision") == 0
        assert each.ok("getMulticastTableEntry", index=0).number("endpoint") == 0
        assert each.ok("getValue", id=0x3A).octets("value") == b"\x00"
        assert each.ncp.ram.endpoints == {}
        assert each.command("networkState").number("state") == 0
        each.ok("networkInit", bitmask=0)
        assert each.said("stackStatusHandler")
        assert each.command("networkState").number("state") == 2
        network = each.ok("getNetworkParameters")
        assert (network.number("pan"), network.number("channel")) == (0x1A62, 15)
        assert network.number("node_type") == 1


def test_the_memory_is_the_owners_only_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ncp.json"
    SmallHost(13, path).form()
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ValueError, match=r"ncp\.json is no coordinator's memory"):
        SmallHost(13, path)


@VERSIONS
def test_frame_counters_never_repeat_whatever_is_switched_off(version: int, tmp_path: Path) -> None:
    path = tmp_path / "ncp.json"
    host = SmallHost(version, path).form()
    used = [host.ncp.next_frame_counter() for _ in range(COUNTER_STEP + 10)]
    for _ in range(3):
        host = SmallHost(version, path).agree()
        host.ok("networkInit", bitmask=0)
        used += [host.ncp.next_frame_counter() for _ in range(5)]
    assert used == sorted(set(used))
    info = host.ok("getNetworkKeyInfo")
    assert info.number("frame_counter") == used[-1] + 1
    assert host.status("setValue", id=0x23, value=bytes(4)) != Status.OK  # the network is up


@VERSIONS
def test_a_restored_counter_holds_when_the_bitmask_says_so(version: int) -> None:
    host = SmallHost(version).agree()
    host.ok("setValue", id=0x23, value=(123_456).to_bytes(4, "little"))
    host.form()
    assert host.ok("getNetworkKeyInfo").number("frame_counter") == 123_456


@VERSIONS
def test_keys_come_out_as_they_went_in(version: int) -> None:
    host = SmallHost(version).form()
    context = {"key_index": 0, "derived": 0, "eui": 0, "network_index": 0, "flags": 0, "algorithm": 0}  # fmt: skip
    assert host.ok("exportKey", core_type=1, **context).octets("key") == NETWORK_KEY
    assert host.ok("exportKey", core_type=2, **context).octets("key") == LINK_KEY
    host.ok("importLinkKey", index=2, eui=0xABC, key=bytes(16))
    assert host.ok("exportLinkKeyByEui", eui=0xABC).octets("key") == bytes(16)
    assert host.command("findKeyTableEntry", eui=0xABC, link_key=1).number("index") == 2
    assert host.status("exportLinkKeyByIndex", index=1) != Status.OK
    assert host.status("importLinkKey", index=99, eui=0xABC, key=bytes(16)) != Status.OK
    host.ok("eraseKeyTableEntry", index=2)
    assert host.command("findKeyTableEntry", eui=0xABC, link_key=1).number("index") == 0xFF
    state = host.ok("getCurrentSecurityState")
    assert state.number("trust_center") == host.command("getEui64").number("eui")


def test_protocol_12_and_older_have_the_old_key_commands() -> None:
    host = SmallHost(12).form()
    key = host.ok("getKey", type=3)
    assert (key.octets("key"), key.number("bitmask") & 3) == (NETWORK_KEY, 3)
    host.ok("addOrUpdateKeyTableEntry", eui=5, link_key=1, key=LINK_KEY)
    entry = host.ok("getKeyTableEntry", index=0)
    assert (entry.number("partner"), entry.octets("key")) == (5, LINK_KEY)
    assert host.status("getKeyTableEntry", index=1) == 0x03  # NOT_FOUND: go on looking
    assert host.status("getKeyTableEntry", index=9) == 0xB1  # INDEX_OUT_OF_RANGE: stop


@VERSIONS
def test_another_eui64_is_written_to_a_token_and_counts_after_the_reset(version: int) -> None:
    host = SmallHost(version).agree()
    factory = host.command("getEui64").number("eui")
    assert host.ok("getTokenData", token=0xE12A, index=0).octets("data") == b"\xff" * 8
    assert host.ok("getMfgToken", id=0x0C).octets("data") == b"\xff" * 8
    host.ok("setTokenData", token=0xE12A, index=0, data=(0xABCDEF).to_bytes(8, "little"))
    assert host.command("getEui64").number("eui") == factory
    assert host.restart().command("getEui64").number("eui") == 0xABCDEF
    host.command("tokenFactoryReset", exclude_outgoing=0, exclude_boot=0)
    host.ok("setTokenData", token=0xE12A, index=0, data=b"\xff" * 8)
    assert host.restart().command("getEui64").number("eui") == factory


@VERSIONS
def test_a_manufacturing_token_is_written_once(version: int) -> None:
    host = SmallHost(version).agree()
    host.ok("setMfgToken", id=0x0C, data=(0xABC).to_bytes(8, "little"))
    assert host.status("setMfgToken", id=0x0C, data=bytes(8)) != Status.OK
    assert host.restart().command("getEui64").number("eui") == 0xABC


@VERSIONS
def test_tokens_of_a_network_that_is_not_there_are_not_found(version: int) -> None:
    host = SmallHost(version).agree()
    assert host.status("getTokenData", token=0x1E125, index=0) != Status.OK
    host.form()
    data = host.ok("getTokenData", token=0x1E125, index=0).octets("data")
    host.ok("setTokenData", token=0x1E125, index=0, data=data[:6] + b"\x07\x00")
    assert host.ok("getNetworkParameters").number("update_id") == 7
    node_data = host.ok("getTokenData", token=0x1EE64, index=0).octets("data")
    assert (node_data[:2], node_data[4:6]) == (b"\x62\x1a", b"\x02\x01")
    assert host.status("setTokenData", token=0x1EE64, index=0, data=b"short") != Status.OK
    for cell in range(200):
        host.command("setTokenData", token=0x2000, index=cell, data=b"x")
    assert len(host.ncp.nvm.tokens[0x2000]) == 64  # the flash is full, not our memory


@VERSIONS
def test_what_the_host_needs_while_it_is_down_is_refused_while_it_is_up(version: int) -> None:
    host = SmallHost(version).form()
    assert host.status("addEndpoint", endpoint=3, profile=1, device=1, device_version=0,
                       input_count=0, output_count=0, inputs=[], outputs=[]) != Status.OK  # fmt: skip
    assert host.status("setConfigurationValue", id=0x05, value=20) != Status.OK
    assert host.status("networkInit", bitmask=0) != Status.OK
    leave = {} if version < 14 else {"options": 0}
    host.ok("leaveNetwork", **leave)
    assert [c.number("status") for c in host.said("stackStatusHandler")] == (
        [0x90, 0x91] if version < 14 else [0x15, 0x16]
    )
    assert host.status("leaveNetwork", **leave) != Status.OK
    assert host.status("networkInit", bitmask=0) == (0x93 if version < 14 else 0x17)


@VERSIONS
def test_the_coordinator_answers_for_its_own_device_object(version: int) -> None:
    host = SmallHost(version).agree()
    host.ok("addEndpoint", endpoint=1, profile=0x0104, device=5, device_version=0,
            input_count=2, output_count=1, inputs=[0, 6], outputs=[0x19])  # fmt: skip
    host.form()
    asked = {
        0x0002: b"\x10\x00\x00",
        0x0005: b"\x11\x00\x00",
        0x0004: b"\x12\x00\x00\x01",
        0x0001: b"\x13\x00\x00\x00\x00",
        0x0036: b"\x14\x3c\x01",
        0x0033: b"\x15\x00",
        0x0031: b"\x16\x00",
        0x0032: b"\x17\x00",
        0x0003: b"\x18\x00\x00",
        0x0006: b"\x19\x00\x00\x04\x01\x01\x06\x00\x00",
        0x0000: b"\x1a" + bytes(8) + b"\x00\x00",
    }
    for cluster, payload in asked.items():
        host.callbacks.clear()
        assert host.unicast(0x0000, cluster, payload).number("status") == 0
        host.advance(0)
        assert host.said("messageSentHandler")[0].number("status") == 0
        answer = host.said("incomingMessageHandler")[0]
        assert answer.number("cluster") == cluster | 0x8000
        assert answer.number("sender") == 0
        said = answer.octets("payload")
        assert said[:1] == payload[:1]
        expected = {
            0x0005: "0000000101",
            0x0004: "000000" + "0e" + "0104010500000200000600011900",
            0x0033: "84",
            0x0006: "0000000101",
            0x0031: "00000000",
        }.get(cluster)
        assert expected is None or said[1:].hex() == expected, hex(cluster)
    assert host.ncp.ram.permit_until_ms > host.now_ms


@VERSIONS
def test_a_message_is_reported_sent_or_not(version: int) -> None:
    host = SmallHost(version).form()
    node = SmallNode(0x1111)
    host.open()
    host.air.join(node, None)
    host.advance(10)
    ask = b"\x01" + node.nwk.to_bytes(2, "little")
    host.unicast(node.nwk, 0x0002, ask)
    host.advance(0)
    assert [(c.number("status"), c.number("tag")) for c in host.said("messageSentHandler")] == [
        (0, 7)
    ]
    assert host.said("incomingMessageHandler")[-1].number("cluster") == 0x8002
    node.online = False
    host.callbacks.clear()
    host.unicast(node.nwk, 0x0002, ask)
    host.unicast(0x0BAD, 0x0002, ask)
    host.advance(1000)
    failed = [c.number("status") for c in host.said("messageSentHandler")]
    assert failed == [0x66 if version < 14 else 0x0C02] * 2
    assert host.unicast(node.nwk, 0x0002, bytes(83)).number("status") != Status.OK  # too long


@VERSIONS
def test_a_device_drops_a_frame_counter_it_has_seen(version: int) -> None:
    """A backup restored without raising the counter: everything is sent, nothing is heard."""
    host = SmallHost(version).form()
    node = SmallNode(0x1111)
    host.open()
    host.air.join(node, None)
    member = host.air.member(node)
    assert member is not None
    member.seen_counter = 5_000
    for counter, status in ((4_000, 0x66 if version < 14 else 0x0C02), (5_001, 0)):
        host.ncp.set_nwk_counter(counter)
        host.callbacks.clear()
        host.unicast(node.nwk, 0x0002, b"\x01\x00\x00")
        host.advance(1000)
        assert host.said("messageSentHandler")[0].number("status") == status


@VERSIONS
def test_address_tables_are_found_by_both_addresses_and_have_an_end(version: int) -> None:
    host = SmallHost(version).form()
    assert host.status("lookupEui64ByNodeId", id=0x1234) != Status.OK
    host.ok("replaceAddressTableEntry", index=3, eui=0xAAA, id=0x1234, extended=1)
    assert host.ok("lookupEui64ByNodeId", id=0x1234).number("eui") == 0xAAA
    assert host.command("lookupNodeIdByEui64", eui=0xAAA).number("id") == 0x1234
    assert host.command("lookupNodeIdByEui64", eui=0xBBB).number("id") == 0xFFFF
    assert host.status("replaceAddressTableEntry", index=8, eui=1, id=1, extended=0) != Status.OK
    extended = host.command("getExtendedTimeout", eui=0xAAA)
    assert extended.values == ({"extended": 1} if version < 14 else {"status": Status.OK})


@VERSIONS
def test_children_written_and_read_back_with_the_flag_bellows_mends(version: int) -> None:
    host = SmallHost(version).form()
    child = {"eui": 0xC, "type": 4, "id": 0x77, "phy": 0, "power": 0, "timeout": 0, "remaining": 0}
    host.ok("setChildData", index=0, **child)
    assert host.ok("getChildData", index=0).number("id") == 0x77
    assert host.status("getChildData", index=1) == (0x93 if version < 14 else 0x17)
    token = host.ok("getTokenData", token=0x10580, index=0).octets("data")
    assert token == (0xC).to_bytes(8, "little") + b"\x77\x00\x00"
    host.ok("setTokenData", token=0x10580, index=0, data=token[:-1] + b"\x80")
    host.restart().ok("networkInit", bitmask=0)
    assert host.ok("getTokenData", token=0x10580, index=0).octets("data")[-1] == 0x80


@VERSIONS
def test_an_energy_scan_reports_every_channel_then_its_end(version: int) -> None:
    host = SmallHost(version).form()
    host.ok("startScan", type=0, channels=0x07FFF800, duration=2)
    assert host.said("scanCompleteHandler") == []
    host.advance(16 * 5 * 16)
    assert [c.number("channel") for c in host.said("energyScanResultHandler")] == [*range(11, 27)]
    assert len(host.said("scanCompleteHandler")) == 1


@VERSIONS
def test_the_version_says_seven_bytes_and_a_general_release(version: int) -> None:
    """zigbee-herdsman reads the type byte and refuses what it does not know."""
    value = SmallHost(version).agree().ok("getValue", id=0x11).octets("value")
    assert (len(value), value[6]) == (7, 0xAA)
    host = SmallHost(version).form()
    assert host.status("getExtendedValue", id=0, characteristics=9) != Status.OK
    assert host.status("customFrame", payload=b"\x00\x00\x00") != Status.OK


@VERSIONS
def test_a_new_network_key_reaches_who_is_switched_on(version: int) -> None:
    host = SmallHost(version).form()
    awake, asleep = SmallNode(1), SmallNode(2)
    host.open()
    for node in (awake, asleep):
        assert host.air.join(node, None)
    asleep.online = False
    host.ok("broadcastNextNetworkKey", key=bytes(16))
    host.ok("broadcastNetworkKeySwitch")
    asleep.online = True
    reached = [member.node for member in host.air if host.air.reachable(member)]
    assert reached == [awake]
    assert host.air.rejoin(asleep, None, secured=True) is False


def test_unknown_protocol_version_is_refused() -> None:
    with pytest.raises(ValueError, match="EZSP 15 is not one of"):
        SmallHost(15)


def test_version_counts_as_a_command() -> None:
    host = SmallHost(13).agree()
    assert isinstance(host.ncp, Ncp)
    assert host.ncp.commands_handled == 1


@VERSIONS
def test_a_sleepy_device_gets_its_message_when_it_polls(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    node = SmallNode(0x1111, router=False)
    node.poll_interval_ms = 1_500  # type: ignore[attr-defined]
    node.answer_delay_ms = 300
    host.air.join(node, None)
    host.advance(10)
    host.callbacks.clear()
    host.unicast(node.nwk, 0x0002, b"\x01" + node.nwk.to_bytes(2, "little"))
    host.advance(1_499)
    assert host.callbacks == []
    host.advance(1)
    assert [name for name, _ in host.callbacks] == ["messageSentHandler"]
    host.advance(300)
    assert host.said("incomingMessageHandler")[0].number("cluster") == 0x8002


@VERSIONS
def test_the_other_ways_to_send(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    router, sleeper, away = SmallNode(1), SmallNode(2, router=False), SmallNode(3)
    for node in (router, sleeper, away):
        host.air.join(node, None)
    away.online = False
    aps = {
        "profile": 0x0104, "cluster": 6, "source_endpoint": 1, "destination_endpoint": 1,
        "options": 0, "group": 0x0042, "aps_sequence": 0, "tag": 9, "payload": b"\x01\x01\x01",
    }  # fmt: skip
    alias = {"alias": 0xFFFF, "alias_sequence": 0} if version >= 14 else {}
    radius = {"hops": 0} | ({"destination": 0xFFFD} if version >= 14 else {"nonmember_radius": 3})
    sent = [
        lambda: host.ok("sendBroadcast", destination=0xFFFD, radius=0, **aps, **alias),
        lambda: host.ok("sendBroadcast", destination=0xFFFF, radius=0, **aps, **alias),
        lambda: host.ok("sendMulticast", **radius, **aps, **alias),
        lambda: host.ok("replaceAddressTableEntry", index=0, eui=2, id=sleeper.nwk, extended=0)
        and host.ok("sendUnicast", type=1, **(aps | {"destination": 0})),
        lambda: host.ok("sendReply", sender=router.nwk, **{k: v for k, v in aps.items() if k != "tag"}),
    ]  # fmt: skip
    heard = []
    for send in sent:
        for node in (router, sleeper, away):
            node.heard.clear()
        host.callbacks.clear()
        send()
        host.advance(20)
        told = [(c.number("status"), c.number("tag")) for c in host.said("messageSentHandler")]
        heard.append((len(router.heard), len(sleeper.heard), len(away.heard), told))
    done = [(0, 9)]
    assert heard == [(1, 0, 0, done), (1, 1, 0, done), (1, 0, 0, done), (0, 1, 0, done), (1, 0, 0, [])]  # fmt: skip
    assert host.status("sendUnicast", type=1, **(aps | {"destination": 5})) != Status.OK
    assert host.status("sendUnicast", type=2, **(aps | {"destination": 0})) != Status.OK
    host.ok("sendManyToOneRouteRequest", type=0xFFF9, radius=0)
    assert [c.number("source") for c in host.said("incomingRouteRecordHandler")] == [router.nwk]


@VERSIONS
def test_a_device_may_ask_the_coordinator_for_its_descriptors(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    node = SmallNode(1)
    host.air.join(node, None)
    host.advance(10)
    host.callbacks.clear()
    member = host.air.member(node)
    assert member is not None
    host.air._say(member, [ApsFrame(0, 0x0005, 0, 0, b"\x07\x00\x00")])
    host.advance(0)
    assert [(f.cluster, f.payload) for f in node.heard][-1] == (0x8005, bytes.fromhex("0700000000"))
    assert host.said("incomingMessageHandler") == []  # unless the host asked to see it too


@VERSIONS
def test_counters_of_sixteen_bits_begin_anew(version: int) -> None:
    """A hundred reporting devices for an hour: the host's look at them must not end the stick."""
    host = SmallHost(version).form()
    host.ncp.ram.counters[8] = 0xFFFF
    host.ncp.count(8)
    host.ncp.count(8)
    assert 1 in host.command("readCounters").numbers("values")
