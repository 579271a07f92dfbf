"""TLS to the broker: what is asked of it, and its refusals in words a person understands.

TLS 1.2 or newer, the certificate's chain under our own authority's file, its host name, its dates
and, with a revocation list, that it was not withdrawn. No setting and no fault weakens any of it.
"""

import datetime
import select
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import msgspec

ALERT_WITHIN_S = 0.25
"""How long a TLS 1.3 broker is listened to before it is spoken to; see `hear_alert`."""

CLOCK_UNSET_BEFORE_S = 1_735_689_600
"""1 January 2025, UTC: this program is younger, so an earlier clock was never set."""


class TlsError(Exception):
    """The certificate files on this machine cannot be used; the sentence names the file."""


class TlsFiles(msgspec.Struct, frozen=True):
    """PEM files. The broker is believed for its certificate under `ca` and its host name."""

    ca: str
    certificate: str | None = None
    key: str | None = None
    crl: str | None = None
    """The authority's revocation list; with it a broker's withdrawn certificate is refused."""


def client_context(files: TlsFiles) -> ssl.SSLContext:
    """Return the context for one connection; TlsError names the file that is no good.

    Read anew for every connection: certificates and lists are renewed while we run.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # verifies chain and host name
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    _load(files.ca, "the authority's file", lambda: context.load_verify_locations(files.ca))
    if files.crl is not None:
        listed = files.crl
        _load(listed, "the revocation list", lambda: context.load_verify_locations(listed))
        context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    if files.certificate is not None:
        own = files.certificate
        _load(own, "our certificate", lambda: context.load_cert_chain(own, files.key))
    return context


def _load(path: str, what: str, load: Callable[[], object]) -> None:
    try:
        Path(path).open("rb").close()  # ssl names no file in its own "No such file"
        load()
    except OSError as broken:  # ssl.SSLError as well
        reason = "is no PEM file that fits" if isinstance(broken, ssl.SSLError) else broken.strerror
        raise TlsError(f"{what} {path}: {reason}") from broken


def hear_alert(sock: ssl.SSLSocket) -> None:
    """Raise the broker's TLS alert, if it has one for us.

    In TLS 1.3 (RFC 8446, 4.4.2.4 and 6.2) a client's handshake is over before the server has
    looked at the client's certificate. Had we sent CONNECT by then, a refusing server would
    answer it with a reset, and the reset can overtake the alert that says why.
    """
    if sock.version() != "TLSv1.3":
        return
    limit_s = sock.gettimeout()
    sock.setblocking(False)
    try:
        if select.select([sock], [], [], ALERT_WITHIN_S)[0] and not sock.recv(1):
            raise ConnectionResetError("the broker closed the connection after the TLS handshake")
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        pass  # its session tickets: all is well
    finally:
        sock.settimeout(limit_s)


_CERTIFICATE = {
    2: "the broker's certificate does not come from our authority",
    3: "the revocation list does not belong to the authority of the broker's certificate",
    7: "the broker's certificate does not come from our authority",
    9: "the broker's certificate is not valid yet",
    10: "the broker's certificate has expired",
    11: "the revocation list is not valid yet",
    12: "the revocation list has expired: fetch a new one",
    18: "the broker's certificate is self-signed, not from our authority",
    19: "the broker's certificate does not come from our authority",
    20: "the broker's certificate does not come from our authority",
    21: "the broker's certificate does not come from our authority",
    23: "the broker's certificate was revoked",
}
"""By OpenSSL's verification code (x509_vfy.h)."""

_WRONG_HOST = frozenset({62, 64})  # host name, IP address

_ALERTS = {
    "CERTIFICATE_REQUIRED": "the broker wants a client certificate and was shown none",
    "UNKNOWN_CA": "the broker does not know the authority of our certificate",
    "CERTIFICATE_REVOKED": "our certificate was revoked",
    "CERTIFICATE_EXPIRED": "our certificate has expired, says the broker",
    "BAD_CERTIFICATE": "the broker found our certificate bad",
    "CERTIFICATE_UNKNOWN": "the broker found our certificate unacceptable",
    "DECRYPT_ERROR": "our key does not fit our certificate, says the broker",
    "PROTOCOL_VERSION": "the broker speaks no TLS version that we accept (1.2 or newer)",
    "UNSUPPORTED_PROTOCOL": "the broker speaks no TLS version that we accept (1.2 or newer)",
    "NO_PROTOCOLS_AVAILABLE": "the broker speaks no TLS version that we accept (1.2 or newer)",
    "HANDSHAKE_FAILURE": "the broker ended the TLS handshake: it wants a client certificate, or shares no cipher with us",
    "WRONG_VERSION_NUMBER": "the broker does not speak TLS on this port",
    "UNEXPECTED_EOF": "the broker closed the connection during the TLS handshake",
}
"""By a part of OpenSSL's reason (ssl.h), the first that fits."""


def explain(error: BaseException, host: str, wall_s: float) -> str:
    """Return what went wrong with the connection to `host`, for a person.

    `wall_s` is this machine's clock: a clock that was never set makes every certificate look not
    valid yet, and is named instead. Nothing is accepted for it; the time service sets the clock.
    """
    match error:
        case ssl.SSLCertVerificationError(verify_code=code):
            if code in {9, 11} and wall_s < CLOCK_UNSET_BEFORE_S:
                return f"this machine's clock is not set (it says {_day(wall_s)}), so no certificate can be judged"
            if code in _WRONG_HOST:
                return f"the broker's certificate is not for {host}"
            return _CERTIFICATE.get(
                code, f"the broker's certificate was refused: {error.verify_message}"
            )
        case ssl.SSLError():
            reason = error.reason or type(error).__name__
            words = (text for part, text in _ALERTS.items() if part in reason)
            return next(words, f"TLS failed: {reason.lower().replace('_', ' ')}")
        case TlsError():
            return str(error)
        case socket.gaierror():
            return f"the name {host} was not found: {error.strerror}"
        case TimeoutError():
            return f"{host} did not answer in time"
        case OSError():
            return error.strerror or str(error) or type(error).__name__
        case _:
            return f"{type(error).__name__}: {error}"


def _day(wall_s: float) -> str:
    return datetime.datetime.fromtimestamp(wall_s, datetime.UTC).date().isoformat()
