"""TLS faults, each refused by both sides with a name a person understands; none is survivable."""

import asyncio
import contextlib
import ctypes
import datetime
import socket
import ssl
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest

from agent.ports import LinkDown, LinkUp
from drivers import mqtt_tls
from drivers.certificate_authority import Authority
from drivers.durable_file import replace_file
from drivers.mqtt_paho import PahoBroker, TlsFiles
from tests.mosquitto.market_broker import A, B, MarketBroker, item, until

NOW = datetime.datetime.now(datetime.UTC)
YEARS = datetime.timedelta(days=365)
ME = A[2:]


async def refusal(broker: PahoBroker) -> str:
    async with broker.connected():
        found = await item(broker)
    assert isinstance(found, LinkDown), found
    return found.reason


def trusting(market: MarketBroker, directory: Path) -> TlsFiles:
    """Return the files of a home that believes only the authority in `directory`."""
    return msgspec.structs.replace(market.files.client(ME), ca=str(directory / "ca.crt"), crl=None)


@contextlib.contextmanager
def server_certificate(
    market: MarketBroker, now: datetime.datetime, host: str = "localhost", *, fresh: bool = False
) -> Iterator[None]:
    """Give the broker another certificate: of another time, host or authority."""
    directory = market.directory / ("other" if fresh else "authority")
    issued = Authority(directory, now).server(host)
    server = market.files._server
    market.files._server = issued
    yield
    market.files._server = server


@contextlib.asynccontextmanager
async def restarted(market: MarketBroker) -> AsyncIterator[None]:
    await market.stop()
    await market.start()
    yield


async def test_the_right_certificates_are_let_in_with_either_version(market: MarketBroker) -> None:
    for five in (True, False):
        async with market.client(ME, mqtt5=five) as broker:
            assert broker._connection is not None
            assert broker._connection.socket().version() == "TLSv1.3"  # type: ignore[union-attr]


async def test_a_broker_of_another_authority(market: MarketBroker, tmp_path: Path) -> None:
    Authority(tmp_path / "stranger", NOW)
    tls = trusting(market, tmp_path / "stranger")
    broker = PahoBroker(market.settings(ME, tls=tls))
    assert await refusal(broker) == "the broker's certificate does not come from our authority"


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (NOW - 6 * YEARS, "the broker's certificate has expired"),
        (NOW + YEARS, "the broker's certificate is not valid yet"),
    ],
)
async def test_a_certificate_of_another_time(
    market: MarketBroker, made: datetime.datetime, reason: str
) -> None:
    (market.directory / "authority" / "issued" / "server.crt").unlink()
    with server_certificate(market, made):
        async with restarted(market):
            broker = PahoBroker(market.settings(ME))
            assert await refusal(broker) == reason


async def test_a_certificate_for_another_host(market: MarketBroker) -> None:
    with server_certificate(market, NOW, "broker.example"):
        async with restarted(market):
            broker = PahoBroker(market.settings(ME))
            assert await refusal(broker) == "the broker's certificate is not for localhost"
            numbered = msgspec.structs.replace(market.settings(ME), host="127.0.0.1")
            assert await refusal(PahoBroker(numbered)) == (
                "the broker's certificate is not for 127.0.0.1"
            )


async def test_a_broker_whose_certificate_was_withdrawn(market: MarketBroker) -> None:
    market.files.authority.revoke("server")
    replace_file(market.directory / "revoked.crl", market.files.authority.revocation_list(), 0o600)
    broker = PahoBroker(market.settings(ME))
    assert await refusal(broker) == "the broker's certificate was revoked"
    # Without the list nobody can know: the negative control of this test.
    tls = msgspec.structs.replace(market.files.client(ME), crl=None)
    async with PahoBroker(market.settings(ME, tls=tls)).connected() as unknowing:
        assert await item(unknowing) == LinkUp()


async def test_a_self_signed_broker(market: MarketBroker) -> None:
    other = market.directory / "self"
    Authority(other, NOW)
    server = market.files._server
    market.files._server = server._replace(certificate=other / "ca.crt", key=other / "ca.key")
    async with restarted(market):
        broker = PahoBroker(market.settings(ME))
        assert await refusal(broker) == (
            "the broker's certificate is self-signed, not from our authority"
        )


async def test_no_client_certificate(market: MarketBroker) -> None:
    for _ in range(5):  # the reason must not depend on a race with the broker's reset
        broker = PahoBroker(market.settings(None))
        assert await refusal(broker) == "the broker wants a client certificate and was shown none"


async def test_a_client_certificate_of_another_authority(
    market: MarketBroker, tmp_path: Path
) -> None:
    issued = Authority(tmp_path / "forger", NOW).client(ME)
    mine = market.files.client(ME)
    tls = TlsFiles(mine.ca, str(issued.certificate), str(issued.key))
    reason = await refusal(PahoBroker(market.settings(ME, tls=tls)))
    assert reason == "the broker does not know the authority of our certificate"


async def test_a_home_whose_certificate_was_withdrawn(market: MarketBroker) -> None:
    tls = market.files.client(ME)
    async with market.client(ME, client_id="still there") as before, market.client(B[2:]):
        market.files.authority.revoke(ME)
        market.write()
        async with restarted(market):
            assert (await until(before, LinkDown)).reason
            assert (await until(before, LinkDown)).reason == "our certificate was revoked"
        assert await refusal(PahoBroker(market.settings(ME, tls=tls))) == (
            "our certificate was revoked"
        )
        async with market.client(B[2:]):
            pass


async def test_an_expired_client_certificate(market: MarketBroker) -> None:
    old = Authority(market.directory / "authority", NOW - 6 * YEARS).client("old")
    mine = market.files.client(ME)
    tls = TlsFiles(mine.ca, str(old.certificate), str(old.key))
    reason = await refusal(PahoBroker(market.settings(ME, tls=tls)))
    assert reason == "our certificate has expired, says the broker"


@contextlib.asynccontextmanager
async def tls_server(market: MarketBroker, version: ssl.TLSVersion) -> AsyncIterator[int]:
    """A server that speaks one version of TLS only, and then nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(market.directory / "server.crt", market.directory / "server.key")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version

    def serve(listener: socket.socket) -> None:  # asyncio's server would not send the alert
        with contextlib.suppress(OSError):
            line, _ = listener.accept()
            with line, context.wrap_socket(line, server_side=True) as secured:
                secured.recv(1_000)
                secured.send(b"\x20\x02\x00\x00")
                secured.recv(1_000)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(asyncio.to_thread(serve, listener))
        yield listener.getsockname()[1]
        await serving


async def test_tls_1_1(market: MarketBroker) -> None:
    for version, expected in (
        (ssl.TLSVersion.TLSv1_1, LinkDown(mqtt_tls._ALERTS["PROTOCOL_VERSION"])),
        (ssl.TLSVersion.TLSv1_2, LinkUp()),
    ):
        async with tls_server(market, version) as port:
            settings = msgspec.structs.replace(market.settings(ME, mqtt5=False), port=port)
            async with PahoBroker(settings).connected() as broker:
                assert await item(broker) == expected


async def test_a_broker_without_tls(market: MarketBroker) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10_000)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        settings = msgspec.structs.replace(market.settings(ME), port=port)
        assert await refusal(PahoBroker(settings)) == ("the broker does not speak TLS on this port")


async def test_in_1970_the_clock_is_named_and_nothing_is_weakened(
    market: MarketBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Pi without a battery starts in 1970; once the time service has set it the link comes up."""
    real = mqtt_tls.client_context
    clock_s = [86_400.0]

    def context(files: TlsFiles) -> ssl.SSLContext:
        made = real(files)
        if clock_s[0] < NOW.timestamp():
            _judge_at(made, int(clock_s[0]))
        assert made.verify_mode == ssl.CERT_REQUIRED
        assert made.check_hostname
        return made

    monkeypatch.setattr("drivers.mqtt_connection.client_context", context)
    broker = PahoBroker(market.settings(ME), wall_s=lambda: clock_s[0])
    async with broker.connected():
        assert await item(broker) == LinkDown(
            "this machine's clock is not set (it says 1970-01-02), so no certificate can be judged"
        )
        clock_s[0] = NOW.timestamp()
        assert await until(broker, LinkUp) == LinkUp()


def _judge_at(context: ssl.SSLContext, unix_s: int) -> None:
    """Make OpenSSL judge certificates by another time than the machine's; Python cannot."""
    library = ctypes.CDLL(ssl._ssl.__file__)  # type: ignore[attr-defined]
    library.SSL_CTX_get0_param.restype = ctypes.c_void_p
    library.SSL_CTX_get0_param.argtypes = [ctypes.c_void_p]
    library.X509_VERIFY_PARAM_set_time.argtypes = [ctypes.c_void_p, ctypes.c_int64]
    handle = ctypes.c_void_p.from_address(id(context) + object.__basicsize__).value
    library.X509_VERIFY_PARAM_set_time(library.SSL_CTX_get0_param(handle), unix_s)


@pytest.mark.parametrize("broken", ["ca", "certificate", "key", "crl"])
async def test_files_that_are_no_good_are_named(market: MarketBroker, broken: str) -> None:
    path = market.directory / "broken.pem"
    tls = msgspec.structs.replace(market.files.client(ME), **{broken: str(path)})
    first = await refusal(PahoBroker(market.settings(ME, tls=tls)))
    path.write_text("-----BEGIN NOTHING-----\n")
    second = await refusal(PahoBroker(market.settings(ME, tls=tls)))
    if broken != "key":
        assert first.endswith(f"{path}: No such file or directory")
        assert second.endswith(f"{path}: is no PEM file that fits")
    else:
        assert "our certificate" in first
        assert "our certificate" in second
