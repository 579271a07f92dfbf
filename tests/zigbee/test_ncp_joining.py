"""Who gets in: permit-joining, the trust centre's policy and the keys, each on its own."""

import pytest

from drivers.simulated.zigbee.ezsp.codec import Fields
from drivers.simulated.zigbee.joining import aes_mmo, install_code_key
from tests.zigbee.small_host import ALLOW_JOINS, SmallHost
from tests.zigbee.small_node import MGMT_LEAVE, MGMT_PERMIT, SmallNode

CODE = bytes.fromhex("83FED3407A939723A5C639B26916D505C3B5")
"""The install code of the Base Device Behaviour specification, section 10.1.2, and its key."""
CODE_KEY = bytes.fromhex("66b6900981e1ee3ca4206b6b861c02bb")
ALLOW_INSTALL_CODES = ALLOW_JOINS | 0x10
VERSIONS = pytest.mark.parametrize("version", [13, 18])


def _decisions(host: SmallHost) -> list[tuple[int, int]]:
    said: list[Fields] = host.said("trustCenterJoinHandler")
    return [(fields.number("update"), fields.number("decision")) for fields in said]


def test_the_install_code_of_the_specification_gives_its_key() -> None:
    assert install_code_key(CODE) == CODE_KEY
    # Zigbee specification C.5, test vectors of the hash: 1 byte, 16 bytes.
    assert aes_mmo(b"\xc0").hex() == "ae3a102a28d43ee0d4a09e22788b206c"
    assert aes_mmo(bytes(range(0xC0, 0xD0))).hex() == "a7977e88bc0b61e8210827109a228f2d"


@pytest.mark.parametrize("code", [CODE[:-1], CODE[:-1] + b"\x00", b""])
def test_a_mistyped_install_code_is_refused(code: bytes) -> None:
    with pytest.raises(ValueError, match="install code"):
        install_code_key(code)


@VERSIONS
def test_joining_is_closed_until_permitted_and_closes_by_itself(version: int) -> None:
    host = SmallHost(version).form()
    assert host.air.join(SmallNode(1), None) is False
    host.open()
    host.now_ms += 59_999
    assert host.air.join(SmallNode(1), None) is True
    host.now_ms += 1
    assert host.air.join(SmallNode(2), None) is False
    host.ok("permitJoining", duration_s=255)
    host.now_ms += 200_000
    assert host.air.join(SmallNode(2), None) is True
    host.ok("permitJoining", duration_s=0)
    assert host.air.join(SmallNode(3), None) is False
    assert _decisions(host) == [(1, 0), (1, 0)]  # who is not let associate is not heard of


@VERSIONS
def test_policy_and_key_are_both_needed(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    host.ok("setPolicy", id=0, decision=0x02)
    assert host.air.join(SmallNode(1), None) is False
    host.ok("setPolicy", id=0, decision=ALLOW_JOINS)
    host.command("clearTransientLinkKeys")
    assert host.air.join(SmallNode(1), None) is False
    assert _decisions(host) == [(1, 2), (1, 2)]
    host.import_key(b"ZigBeeAlliance09", 1)
    assert host.air.join(SmallNode(2), None) is False
    assert host.air.join(SmallNode(1), None) is True


@VERSIONS
def test_a_device_with_an_install_code_joins_with_its_own_key_only(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    coded = SmallNode(0xC0DE, install_code=CODE)
    assert host.air.join(coded, None) is False  # the well-known key is not its key
    host.import_key(bytes(16), 0xC0DE)
    assert host.air.join(coded, None) is False
    host.import_key(CODE_KEY, 0xC0DE + 1)
    assert host.air.join(coded, None) is False  # another device's
    host.import_key(CODE_KEY, 0xC0DE)
    host.ok("setPolicy", id=0, decision=ALLOW_INSTALL_CODES)
    assert host.air.join(coded, None) is True
    assert host.air.join(SmallNode(1), None) is False  # not with the well-known key meanwhile


@VERSIONS
def test_a_key_to_join_with_expires(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    host.now_ms += 300_000
    host.ok("permitJoining", duration_s=60)
    assert host.air.join(SmallNode(1), None) is False
    for eui in range(100, 116):
        host.import_key(bytes(16), eui)
    more = {"flags": 0} if version < 14 else {}
    assert host.status("importTransientKey", eui=5, key=bytes(16), **more) != 0


@VERSIONS
def test_one_router_alone_may_let_others_in(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    hall, garden = SmallNode(1), SmallNode(2)
    for router in (hall, garden):
        assert host.air.join(router, None)
    host.ok("permitJoining", duration_s=0)
    host.unicast(garden.nwk, MGMT_PERMIT, b"\x01\x3c\x01")
    host.advance(0)
    assert host.air.join(SmallNode(3), None) is False
    assert host.air.join(SmallNode(3), hall) is False
    assert host.air.join(SmallNode(3), garden) is True
    assert host.said("trustCenterJoinHandler")[-1].number("parent") == garden.nwk
    garden.online = False
    assert host.air.join(SmallNode(4), garden) is False
    garden.online = True
    host.advance(60_000)
    assert host.air.join(SmallNode(4), garden) is False


@VERSIONS
def test_a_joined_device_announces_itself_and_is_told_of_once(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    node = SmallNode(0x1122334455667788, router=False)
    host.air.join(node, None)
    host.advance(10)
    assert _decisions(host) == [(1, 0)]
    assert host.said("childJoinHandler")[0].number("id") == node.nwk
    announce = host.said("incomingMessageHandler")[0]
    assert announce.number("type") == 4
    assert announce.number("cluster") == 0x0013
    expected = node.nwk.to_bytes(2, "little") + node.ieee.to_bytes(8, "little") + b"\x80"
    assert announce.octets("payload")[1:] == expected
    assert host.ok("lookupEui64ByNodeId", id=node.nwk).number("eui") == node.ieee


@VERSIONS
def test_a_rejoin_gives_another_address_without_permit(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    node = SmallNode(1)
    host.air.join(node, None)
    host.ok("permitJoining", duration_s=0)
    before = node.nwk
    assert host.air.rejoin(node, None, secured=True)
    assert node.nwk != before
    host.ok("setPolicy", id=0, decision=ALLOW_JOINS)
    assert host.air.rejoin(node, None, secured=False) is False
    host.ok("setPolicy", id=0, decision=ALLOW_JOINS | 0x02)
    assert host.air.rejoin(node, None, secured=False) is True
    assert _decisions(host) == [(1, 0), (0, 0), (3, 2), (3, 0)]
    assert host.air.rejoin(SmallNode(9), None, secured=True) is False  # it never joined


@VERSIONS
@pytest.mark.parametrize("how", ["zdo", "removeDevice", "itself"])
def test_a_device_leaves_and_says_so(version: int, how: str) -> None:
    host = SmallHost(version).form()
    host.open()
    node = SmallNode(1, router=False)
    host.air.join(node, None)
    host.callbacks.clear()
    if how == "zdo":
        host.unicast(node.nwk, MGMT_LEAVE, b"\x01" + bytes(8) + b"\x00")
    elif how == "removeDevice":
        host.ok("removeDevice", destination=node.nwk, destination_eui=1, target=1)
        assert host.status("removeDevice", destination=5, destination_eui=5, target=5) != 0
    else:
        host.air.leave(node)
    host.advance(10)
    assert _decisions(host) == [(2, 3)]
    assert node.has_left == 1
    assert list(host.air) == []
    assert host.ncp.nvm.children == {}


@VERSIONS
def test_leave_with_rejoin_brings_it_back(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    node = SmallNode(1)
    host.air.join(node, None)
    host.unicast(node.nwk, MGMT_LEAVE, b"\x01" + bytes(8) + b"\x80")
    host.advance(10)
    assert _decisions(host) == [(1, 0), (0, 0)]
    assert node.has_left == 0


@VERSIONS
def test_devices_of_another_network_are_out_of_reach(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    node = SmallNode(1)
    host.air.join(node, None)
    host.ok("leaveNetwork", **({} if version < 14 else {"options": 0}))
    host.form()
    assert any(host.air.reachable(member) for member in host.air)  # the same key: the same network
    member = host.air.member(node)
    assert member is not None
    member.network_key = bytes(16)
    host.unicast(node.nwk, 0x0002, b"\x01\x00\x00")
    host.advance(1000)
    assert host.said("messageSentHandler")[-1].number("status") != 0


@VERSIONS
def test_unasked_reports_come_when_due_and_not_while_the_stack_is_down(version: int) -> None:
    host = SmallHost(version).form()
    host.open()
    node = SmallNode(1)
    node.reports_due_ms = [1_500, 2_000, 9_000]
    host.air.join(node, None)
    host.advance(10)
    host.callbacks.clear()
    host.advance(480)
    assert host.said("incomingMessageHandler") == []
    host.advance(10)
    assert len(host.said("incomingMessageHandler")) == 1
    host.restart()
    host.advance(1000)
    assert host.said("incomingMessageHandler") == []
    host.ok("networkInit", bitmask=0)
    host.advance(6_500)
    assert len(host.said("incomingMessageHandler")) == 1
