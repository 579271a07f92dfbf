"""What `gridhearth doctor` looks at on this machine: the facts, nothing judged, nothing changed."""

import asyncio
import os
import socket
import ssl
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from agent.api.sections import Snapshot
from agent.commands.home_calls import PROGRAM
from agent.provisioning.findings import (
    Broker,
    Configured,
    Disk,
    Node,
    Port,
    PrivateFile,
    Time,
)
from agent.settings import KeyFile, SecretFile, SerialMeters, Settings, TlsFiles
from agent.settings.merge import FilesRefused
from agent.shell.box_look import disk as room
from agent.shell.box_look import port
from agent.shell.settings_files import SettingsUnreadableError, load_settings

ANSWER_WITHIN_S = 5.0


def read_configuration(path: Path) -> tuple[Configured, Settings | None]:
    """Read the settings file and its drop-ins; what is wrong with them is a fact as well."""
    try:
        settings = load_settings(path).settings
    except SettingsUnreadableError as lost:
        cause = lost.__cause__
        reason = cause.strerror if isinstance(cause, OSError) else "it is no UTF-8 text"
        return Configured(str(path), unreadable=reason or str(lost)), None
    except FilesRefused as refused:
        sentences = tuple(str(one) for one in refused.findings)
        return Configured(str(path), problems=sentences), None
    return Configured(str(path)), settings


def private_files(settings: Settings) -> Iterator[PrivateFile]:
    """Every file with a secret that the settings name; credentials are systemd's business."""
    for key, path in secret_paths(settings):
        what = f"The secret of {key}"
        try:
            mode = stat.S_IMODE(Path(path).stat().st_mode)
        except PermissionError:
            yield PrivateFile(path, what, None, seen=False)
        except OSError:
            yield PrivateFile(path, what, None)
        else:
            yield PrivateFile(path, what, mode)


def secret_paths(table: msgspec.Struct, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield (settings key, path) of every file with a secret, wherever in the settings it stands.

    Found by type, not by a list of names: a setting that comes later is struck out of bundles and
    wiped by a reset as well.
    """
    for name in table.__struct_fields__:
        value, key = getattr(table, name), f"{above}{name}"
        match value:
            case KeyFile(path=path) | SecretFile(path=path):
                yield key, path
            case TlsFiles(key=str(path)):
                yield f"{key}.key", path
            case msgspec.Struct():
                yield from secret_paths(value, f"{key}.")


def ports(settings: Settings) -> Iterator[Port]:
    """Every port of the settings; a stick on the network is looked for by the daemon alone."""
    named: list[tuple[str, str]] = []
    if settings.radio is not None and not settings.radio.path.startswith("tcp://"):
        named.append(("The ZigBee stick", settings.radio.path))
    if isinstance(settings.meters, SerialMeters):
        named += [(f"The {line.role} meter's line", line.port) for line in settings.meters.lines]
    for what, path in named:
        yield port(path, what)


def disk(settings: Settings) -> Disk:
    """Where the journal lies, or shall lie."""
    return room(Path(settings.journal.path).parent)


def clock(settings: Settings) -> Time:
    """The wall clock as the daemon judges it."""
    from drivers.clocks import SystemClock

    believed = SystemClock(assume_trusted=settings.home.clock == "assume-trusted").trusted()
    return Time(int(time.time()), believed)


def chain_id(settings: Settings) -> int | None:
    """The chain of the network file; None: it cannot be read, which the daemon will say."""
    from agent.networks import NetworkFileError, load_network

    try:
        return load_network(Path(settings.chain.network)).chain_id
    except NetworkFileError:
        return None


async def nodes(settings: Settings) -> tuple[Node, ...]:
    """Ask every node of the chain where it stands, all at once."""
    import aiohttp

    limit = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
    async with aiohttp.ClientSession(timeout=limit) as session:
        return tuple(await asyncio.gather(*(_node(session, u) for u in settings.chain.upstreams)))


async def _node(session: Any, url: str) -> Node:
    import aiohttp

    asked = [
        {"jsonrpc": "2.0", "id": number, "method": method, "params": []}
        for number, method in enumerate(("eth_chainId", "eth_blockNumber"))
    ]
    try:
        numbers = []
        for one in asked:
            async with session.post(url, json=one) as answer:
                said = await answer.content.read(4_096)
                if answer.content_type == "text/html" or said.lstrip()[:1] == b"<":
                    return Node(url, trouble="a web page answers in its place", portal=True)
                numbers.append(int(msgspec.json.decode(said, type=_Answer).result, 16))
    except TimeoutError:
        return Node(url, trouble="it took too long")
    except aiohttp.ClientConnectorError as lost:
        return Node(url, trouble=lost.os_error.strerror or "no connection")
    except (aiohttp.ClientError, msgspec.DecodeError, ValueError, OSError):
        return Node(url, trouble="what it says is no answer of a chain node")
    return Node(url, chain_id=numbers[0], height=numbers[1])


class _Answer(msgspec.Struct):
    result: str


async def broker(settings: Settings) -> Broker | None:
    """Shake hands with the operator's broker as the daemon would; None: it is switched off."""
    from drivers.mqtt_tls import TlsError, client_context, explain
    from drivers.mqtt_tls import TlsFiles as Files

    link = settings.broker
    if not link.enabled:
        return None
    where = f"{link.host}:{link.port}"
    try:
        context = (
            None
            if link.tls is None
            else client_context(
                Files(link.tls.ca, link.tls.certificate, link.tls.key, link.tls.crl)
            )
        )
        async with asyncio.timeout(ANSWER_WITHIN_S):
            _, writer = await asyncio.open_connection(link.host, link.port, ssl=context)
        writer.close()
        # a broker that dislikes us may end the line while it is being closed
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)
    except (TlsError, ssl.SSLError, socket.gaierror, TimeoutError) as lost:
        return Broker(where, trouble=explain(lost, link.host, time.time()))
    except OSError as lost:  # asyncio puts the address into its own text
        return Broker(where, trouble=os.strerror(lost.errno) if lost.errno else str(lost))
    certificate = None if link.tls is None else link.tls.certificate
    return Broker(where, expires_in_days=_days_left(certificate))


def _days_left(certificate: str | None) -> int | None:
    """Days until a PEM certificate ends; None: there is none, or it cannot be read by us."""
    from Crypto.Util.asn1 import DerObject, DerSequence

    def sequence(encoded: bytes) -> Any:  # its own types say that it holds nothing
        return DerSequence().decode(encoded)

    if certificate is None:
        return None
    try:
        der = ssl.PEM_cert_to_DER_cert(Path(certificate).read_text("ascii"))
        # RFC 5280, 4.1: Certificate -> tbsCertificate; its version is explicit, validity the fifth
        validity = sequence(sequence(sequence(der)[0])[4])
        ends = DerObject().decode(validity[1]).payload.decode("ascii")
    except (OSError, ValueError, IndexError, TypeError):
        return None
    shape = "%y%m%d%H%M%SZ" if len(ends) == len("YYMMDDHHMMSSZ") else "%Y%m%d%H%M%SZ"
    moment = datetime.strptime(ends, shape).replace(tzinfo=UTC)
    return int((moment.timestamp() - time.time()) // 86_400)


async def daemon(socket_path: Path) -> tuple[Snapshot | None, str]:
    """Ask the running agent for everything it shows; or why it could not be asked."""
    from agent.shell.link import CallFailed, LinkError, connected

    try:
        async with connected(socket_path, PROGRAM, group="viewer") as link:
            return msgspec.convert(await link.call("status.get"), Snapshot), ""
    except LinkError as away:
        return None, str(away)
    except CallFailed as refused:
        return None, refused.error.message
