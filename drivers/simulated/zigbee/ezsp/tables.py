"""The commands and callbacks we know, with their layouts in each protocol version.

From UG100 (EZSP reference) and UG600 (protocol 14 and later). A line is: name, identifier, first
and last version, request, response; a name stands on several lines where its layout changed. `$x`
puts a structure's fields in place. em and ez are the status types that protocol 14 widened; sl has
always had four bytes. Tests compare all of it with an independent implementation.
"""

from functools import cache

import msgspec

from drivers.simulated.zigbee.ezsp.codec import Field

VERSIONS = (8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19)

_STRUCTURES = {
    "aps": "profile:u16 cluster:u16 source_endpoint:u8 destination_endpoint:u8 options:u16"
    " group:u16 aps_sequence:u8",
    "network": "extended_pan:eui pan:u16 tx_power:u8 channel:u8 join_method:u8 manager:u16"
    " update_id:u8 channels:u32",
    "key_struct": "bitmask:u16 type:u8 key:key outgoing:u32 incoming:u32 key_sequence:u8"
    " partner:eui",
    "context12": "core_type:u8 key_index:u8 derived:u8 eui:eui network_index:u8 flags:u8"
    " algorithm:u32",
    "context": "core_type:u8 key_index:u8 derived:u16 eui:eui network_index:u8 flags:u8"
    " algorithm:u32",
    "meta": "bitmask:u16 outgoing:u32 incoming:u32 ttl_s:u16",
    "child": "eui:eui type:u8 id:u16 phy:u8 power:u8 timeout:u8",
    "child10": "eui:eui type:u8 id:u16 phy:u8 power:u8 timeout:u8 remaining:u32",
    "multicast": "group:u16 endpoint:u8 network_index:u8",
    "neighbor": "id:u16 lqi:u8 in_cost:u8 out_cost:u8 age:u8 eui:eui",
    "route": "destination:u16 next_hop:u16 state:u8 age:u8 concentrator:u8 record_state:u8",
}

_COMMANDS = """
version                     0000 8-   desired:u8 -> protocol:u8 stack_type:u8 stack:u16
getLibraryStatus            0001 8-   library:u8 -> state:u8
addEndpoint                 0002 8-   endpoint:u8 profile:u16 device:u16 device_version:u8 \
 input_count:u8 output_count:u8 inputs:u16@input_count outputs:u16@output_count -> status:ez
getExtendedValue            0003 8-   id:u8 characteristics:u32 -> status:ez value:lv
nop                         0005 8-   ->
callback                    0006 8-   ->
noCallbacks                 0007 8-   ->
getMfgToken                 000B 8-   id:u8 -> data:lv
setMfgToken                 000C 8-   id:u8 data:lv -> status:em
setConcentrator             0010 8-   on:u8 type:u16 min_time_s:u16 max_time_s:u16 \
 route_errors:u8 delivery_failures:u8 max_hops:u8 -> status:em
getXncpInfo                 0013 8-   -> status:em manufacturer:u16 version:u16
requestLinkKey              0014 8-   partner:eui -> status:em
setManufacturerCode         0015 8-13 code:u16 ->
setManufacturerCode         0015 14-  code:u16 -> status:em
setPowerDescriptor          0016 8-13 descriptor:u16 ->
setPowerDescriptor          0016 14-  descriptor:u16 -> status:em
networkInit                 0017 8-   bitmask:u16 -> status:em
networkState                0018 8-   -> state:u8
startScan                   001A 8-   type:u8 channels:u32 duration:u8 -> status:em
stopScan                    001D 8-   -> status:em
formNetwork                 001E 8-   $network -> status:em
leaveNetwork                0020 8-13 -> status:em
leaveNetwork                0020 14-  options:u8 -> status:em
permitJoining               0022 8-   duration_s:u8 -> status:em
getEui64                    0026 8-   -> eui:eui
getNodeId                   0027 8-   -> id:u16
getNetworkParameters        0028 8-   -> status:em node_type:u8 $network
getParentChildParameters    0029 8-   -> child_count:u8 parent_eui:eui parent_id:u16
maximumPayloadLength        0033 8-   -> length:u8
sendUnicast                 0034 8-13 type:u8 destination:u16 $aps tag:u8 payload:lv \
 -> status:em sequence:u8
sendUnicast                 0034 14-  type:u8 destination:u16 $aps tag:u16 payload:lv \
 -> status:em sequence:u8
sendBroadcast               0036 8-13 destination:u16 $aps radius:u8 tag:u8 payload:lv \
 -> status:em sequence:u8
sendBroadcast               0036 14-  alias:u16 destination:u16 alias_sequence:u8 $aps radius:u8 \
 tag:u16 payload:lv -> status:em sequence:u8
sendMulticast               0038 8-13 $aps hops:u8 nonmember_radius:u8 tag:u8 payload:lv \
 -> status:em sequence:u8
sendMulticast               0038 14-  $aps hops:u8 destination:u16 alias:u16 alias_sequence:u8 \
 tag:u16 payload:lv -> status:em sequence:u8
sendReply                   0039 8-   sender:u16 $aps payload:lv -> status:em
getNeighborFrameCounter     003E 8-   eui:eui -> status:em counter:u32
sendManyToOneRouteRequest   0041 8-   type:u16 radius:u8 -> status:em
customFrame                 0047 8-   payload:lv -> status:em reply:lv
getRandomNumber             0049 8-   -> status:em value:u16
getChildData                004A 8-9  index:u8 -> status:em $child
getChildData                004A 10-  index:u8 -> status:em $child10
getConfigurationValue       0052 8-   id:u8 -> status:ez value:u16
setConfigurationValue       0053 8-   id:u8 value:u16 -> status:ez
setPolicy                   0055 8-   id:u8 decision:u8 -> status:ez
getPolicy                   0056 8-   id:u8 -> status:ez decision:u8
invalidCommand              0058 8-   -> status:ez
setSourceRouteDiscoveryMode 005A 8-   mode:u8 -> remaining:u32
addressTableEntryIsActive   005B 8-   index:u8 -> active:u8
setAddressTableRemoteEui64  005C 8-13 index:u8 eui:eui -> status:em
setAddressTableInfo         005C 14-  index:u8 eui:eui id:u16 -> status:em
setAddressTableRemoteNodeId 005D 8-13 index:u8 id:u16 ->
getAddressTableRemoteEui64  005E 8-13 index:u8 -> eui:eui
getAddressTableInfo         005E 14-  index:u8 -> status:em id:u16 eui:eui
getAddressTableRemoteNodeId 005F 8-13 index:u8 -> id:u16
gpClearProxyTable           005F 17-  ->
lookupNodeIdByEui64         0060 8-13 eui:eui -> id:u16
lookupNodeIdByEui64         0060 14-  eui:eui -> status:em id:u16
lookupEui64ByNodeId         0061 8-   id:u16 -> status:em eui:eui
getMulticastTableEntry      0063 8-   index:u8 -> status:em $multicast
setMulticastTableEntry      0064 8-   index:u8 $multicast -> status:em
readAndClearCounters        0065 8-   -> values:u16*
addOrUpdateKeyTableEntry    0066 8-12 eui:eui link_key:u8 key:key -> status:em
setInitialSecurityState     0068 8-   bitmask:u16 preconfigured_key:key network_key:key \
 network_key_sequence:u8 trust_center:eui -> status:em
getCurrentSecurityState     0069 8-   -> status:em bitmask:u16 trust_center:eui
getKey                      006A 8-12 type:u8 -> status:em $key_struct
clearTransientLinkKeys      006B 8-   ->
gpSinkTableInit             0070 8-   ->
getKeyTableEntry            0071 8-12 index:u8 -> status:em $key_struct
setKeyTableEntry            0072 8-12 index:u8 eui:eui link_key:u8 key:key -> status:em
broadcastNextNetworkKey     0073 8-   key:key -> status:em
broadcastNetworkKeySwitch   0074 8-   -> status:em
findKeyTableEntry           0075 8-   eui:eui link_key:u8 -> index:u8
eraseKeyTableEntry          0076 8-   index:u8 -> status:em
tokenFactoryReset           0077 13-  exclude_outgoing:u8 exclude_boot:u8 ->
getNeighbor                 0079 8-   index:u8 -> status:em $neighbor
neighborCount               007A 8-   -> count:u8
getRouteTableEntry          007B 8-   index:u8 -> status:em $route
setExtendedTimeout          007E 8-13 eui:eui extended:u8 ->
setExtendedTimeout          007E 14-  eui:eui extended:u8 -> status:em
getExtendedTimeout          007F 8-13 eui:eui -> extended:u8
getExtendedTimeout          007F 14-  eui:eui -> status:em
echo                        0081 8-   data:lv -> data:lv
replaceAddressTableEntry    0082 8-   index:u8 eui:eui id:u16 extended:u8 \
 -> status:em old_eui:eui old_id:u16 old_extended:u8
setRadioPower               0099 8-   power:s8 -> status:em
setRadioChannel             009A 8-   channel:u8 -> status:em
removeDevice                00A8 8-   destination:u16 destination_eui:eui target:eui -> status:em
getValue                    00AA 8-   id:u8 -> status:ez value:lv
setValue                    00AB 8-   id:u8 value:lv -> status:ez
setChildData                00AC 9-9  index:u8 $child -> status:em
setChildData                00AC 10-  index:u8 $child10 -> status:em
setNeighborFrameCounter     00AD 9-   eui:eui counter:u32 -> status:em
setSourceRoute              00AE 8-   destination:u16 relays:u16s -> status:em
addTransientLinkKey         00AF 8-12 eui:eui key:key -> status:em
clearKeyTable               00B1 8-   -> status:em
getSourceRouteTableEntry    00C1 8-   index:u8 -> status:em destination:u16 closer_index:u8
getSourceRouteTableFilledSize 00C2 8- -> size:u8
getSourceRouteTableTotalSize 00C3 8-  -> size:u8
gpSinkTableClearAll         00E2 8-   ->
readCounters                00F1 8-   -> values:u16*
getTokenCount               0100 9-17 -> count:u8
getTokenCount               0100 18-  -> count:u32
getTokenData                0102 9-   token:u32 index:u32 -> status:em data:lv32?
setTokenData                0103 9-   token:u32 index:u32 data:lv32 -> status:em
getApsKeyInfo               010C 12-12 $context12 -> partner:eui $meta status:sl
getApsKeyInfo               010C 13-13 $context -> partner:eui $meta status:sl
getApsKeyInfo               010C 14-  $context -> status:sl $meta $context_out
exportLinkKeyByEui          010D 12-13 eui:eui -> key:key index:u8 $meta status:sl
exportLinkKeyByEui          010D 14-  eui:eui -> status:sl $context_out key:key $meta
importLinkKey               010E 12-  index:u8 eui:eui key:key -> status:sl
exportLinkKeyByIndex        010F 12-13 index:u8 -> eui:eui key:key $meta status:sl
exportLinkKeyByIndex        010F 14-  index:u8 -> status:sl $context_out key:key $meta
importTransientKey          0111 12-13 eui:eui key:key flags:u8 -> status:sl
importTransientKey          0111 14-  eui:eui key:key -> status:sl
exportTransientKeyByIndex   0112 12-12 index:u8 -> $context12_out key:key $meta status:sl
exportTransientKeyByIndex   0112 13-13 index:u8 -> $context_out key:key $meta status:sl
exportTransientKeyByIndex   0112 14-  index:u8 -> status:sl $context_out key:key $meta
exportTransientKeyByEui     0113 12-12 eui:eui -> $context12_out key:key $meta status:sl
exportTransientKeyByEui     0113 13-13 eui:eui -> $context_out key:key $meta status:sl
exportTransientKeyByEui     0113 14-  eui:eui -> status:sl $context_out key:key $meta
exportKey                   0114 12-12 $context12 -> key:key status:sl
exportKey                   0114 13-13 $context -> key:key status:sl
exportKey                   0114 14-  $context -> status:sl key:key $context_out
importKey                   0115 12-12 $context12 key:key -> status:sl
importKey                   0115 13-13 $context key:key -> status:sl
importKey                   0115 14-  $context key:key -> status:sl $context_out
getNetworkKeyInfo           0116 13-  -> status:sl set:u8 alternate_set:u8 key_sequence:u8 \
 alternate_sequence:u8 frame_counter:u32
"""

_CALLBACKS = """
stackStatusHandler          0019 8-   -> status:em
networkFoundHandler         001B 8-   -> channel:u8 pan:u16 extended_pan:eui joinable:u8 \
 stack_profile:u8 update_id:u8 lqi:u8 rssi:s8
scanCompleteHandler         001C 8-   -> channel:u8 status:em
childJoinHandler            0023 8-   -> index:u8 joining:u8 id:u16 eui:eui type:u8
trustCenterJoinHandler      0024 8-   -> id:u16 eui:eui update:u8 decision:u8 parent:u16
messageSentHandler          003F 8-13 -> type:u8 destination:u16 $aps tag:u8 status:em payload:lv
messageSentHandler          003F 14-  -> status:em type:u8 destination:u16 $aps tag:u16 payload:lv
incomingMessageHandler      0045 8-13 -> type:u8 $aps lqi:u8 rssi:s8 sender:u16 binding:u8 \
 address:u8 payload:lv
incomingMessageHandler      0045 14-  -> type:u8 $aps sender:u16 sender_eui:eui binding:u8 \
 address:u8 lqi:u8 rssi:s8 timestamp:u32 payload:lv
energyScanResultHandler     0048 8-   -> channel:u8 rssi:s8
incomingRouteRecordHandler  0059 8-   -> source:u16 source_eui:eui lqi:u8 rssi:s8 relays:u16s
idConflictHandler           007C 8-   -> id:u16
incomingRouteErrorHandler   0080 8-   -> status:em target:u16
"""


class Command(msgspec.Struct, frozen=True):
    """One command in one protocol version. A callback has no request."""

    name: str
    identifier: int
    request: tuple[Field, ...]
    response: tuple[Field, ...]


class Tables(msgspec.Struct, frozen=True):
    """Everything one protocol version knows."""

    version: int
    by_id: dict[int, Command]
    commands: dict[str, Command]
    callbacks: dict[str, Command]


def _fields(text: str) -> tuple[Field, ...]:
    fields: list[Field] = []
    for word in text.split():
        if word.startswith("$") and word.endswith("_out"):
            context = _fields(_STRUCTURES[word[1:].removesuffix("_out")])
            fields += (Field(f"context_{field.name}", field.kind) for field in context)
        elif word.startswith("$"):
            fields += _fields(_STRUCTURES[word[1:]])
        else:
            name, kind = word.split(":")
            fields.append(Field(name, kind.rstrip("?"), if_ok=kind.endswith("?")))
    return tuple(fields)


def _parse(text: str, version: int) -> dict[str, Command]:
    found: dict[str, Command] = {}
    for line in text.strip().splitlines():
        head, _, response = line.partition("->")
        name, identifier, span, *request = head.split()
        first, _, last = span.partition("-")
        if int(first) <= version and (not last or version <= int(last)):
            found[name] = Command(
                name, int(identifier, 16), _fields(" ".join(request)), _fields(response)
            )
    return found


@cache
def tables(version: int) -> Tables:
    """Return the tables of one protocol version. ValueError: not one of `VERSIONS`."""
    if version not in VERSIONS:
        raise ValueError(f"EZSP {version} is not one of {', '.join(map(str, VERSIONS))}")
    commands = _parse(_COMMANDS, version)
    by_id = {command.identifier: command for command in commands.values()}
    return Tables(version, by_id, commands, _parse(_CALLBACKS, version))
