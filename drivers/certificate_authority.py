"""A market's own certificate authority, in a directory: keys, certificates, who was withdrawn.

X.509 certificates on the curve P-256 through the library cryptography (extra `operator`): one
process, no temporary files with keys in them, and a certificate takes a third of a millisecond
where the openssl command takes three programs and sixty. The authority signs nothing but one
market's broker, operator and homes, and nobody else's signature counts there.

    ca.key ca.crt     the authority; ca.key never leaves this directory
    revoked.json      serial numbers that were withdrawn
    issued/NAME.crt   the newest certificate of each identity, its key beside it
"""

import datetime
import ipaddress
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from drivers.durable_file import replace_file

PRIVATE, SHARED, PUBLIC = 0o600, 0o640, 0o644

AUTHORITY_DAYS = 20 * 365
LEAF_DAYS = 5 * 365
RENEW_DAYS = 365
"""Renewed by any run in its last year, with the same key: homes are visited rarely."""

BACKDATED = datetime.timedelta(days=1)
"""A home's clock may be slow when it meets its first certificate."""

_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")


class AuthorityError(Exception):
    """The directory does not hold a sound authority; the sentence names the file."""


class Issued(NamedTuple):
    """An identity's certificate and key files."""

    certificate: Path
    key: Path
    made: bool
    """Whether this run made (or renewed) the certificate."""


class Authority:
    """One authority; every method leaves the directory whole, whatever interrupts it."""

    def __init__(self, directory: Path, now: datetime.datetime) -> None:
        """Open the authority in `directory`, or make one where there is none; AuthorityError."""
        self._directory = directory
        self._now = now.astimezone(datetime.UTC).replace(microsecond=0)
        (directory / "issued").mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)
        self.certificate_file = directory / "ca.crt"
        self.made = not self.certificate_file.exists()
        if self.made:
            self._found()
        self._key = _read_key(directory / "ca.key")
        self._certificate = _read_certificate(self.certificate_file)
        if self._certificate.public_key() != self._key.public_key():
            raise AuthorityError(f"{directory / 'ca.key'} is not the key of ca.crt")
        self._revoked = self._read_revoked()

    def server(self, host: str) -> Issued:
        """Return the broker's certificate for a host name or address; ValueError."""
        name = subject_name(host)
        usage = ExtendedKeyUsageOID.SERVER_AUTH
        return self._issue("server", host, usage, [name], again=self._other_host(name))

    def client(self, identity: str, *, again: bool = False) -> Issued:
        """Return an identity's certificate; `again`: a new key if the last one was withdrawn."""
        usage = ExtendedKeyUsageOID.CLIENT_AUTH
        withdrawn = again and self.revoked(identity)
        return self._issue(identity, identity, usage, [], again=withdrawn)

    def client_of(self, identity: str, point: bytes) -> Issued:
        """Return the certificate of an identity that holds its key itself; ValueError.

        `point` is its P-256 public key, uncompressed (SEC 1, 2.3.3). The same point again gives
        the same certificate until it ends soon; another one is issued anew.
        """
        public_key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        path = self._directory / "issued" / f"{identity}.crt"
        held = path.exists() and _read_certificate(path).public_key() == public_key
        if held and not self.revoked(identity) and not self._ends_soon(path):
            return Issued(path, path.with_suffix(".key"), made=False)
        usage = ExtendedKeyUsageOID.CLIENT_AUTH
        certificate = self._signed(identity, public_key, usage, [])
        path.with_suffix(".key").unlink(missing_ok=True)  # of an earlier certificate, made here
        replace_file(path, _pem(certificate), PUBLIC)
        return Issued(path, path.with_suffix(".key"), made=True)

    def revoked(self, identity: str) -> bool:
        """Whether the newest certificate of an identity was withdrawn."""
        path = self._directory / "issued" / f"{identity}.crt"
        return path.exists() and _read_certificate(path).serial_number in self._revoked

    def revoke(self, identity: str) -> bool:
        """Withdraw an identity's certificate; False when it was already; AuthorityError."""
        path = self._directory / "issued" / f"{identity}.crt"
        if not path.exists():
            raise AuthorityError(f"{identity} never had a certificate from here")
        serial = _read_certificate(path).serial_number
        if serial in self._revoked:
            return False
        self._revoked[serial] = self._now.isoformat()
        told = {f"{number:x}": when for number, when in self._revoked.items()}
        replace_file(self._directory / "revoked.json", _json(told), PRIVATE)
        return True

    def revocation_list(self) -> bytes:
        """Return the list as PEM, empty or not.

        Valid as long as the authority: brokers and homes refuse everybody with a list that has
        run out, and a list reaches them when somebody copies it.
        """
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._certificate.subject)
            .last_update(self._now - BACKDATED)
            .next_update(self._certificate.not_valid_after_utc)
            .add_extension(x509.CRLNumber(int(self._now.timestamp())), critical=False)
            .add_extension(self._own_identifier(), critical=False)
        )
        for serial, when in sorted(self._revoked.items()):
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(serial)
                .revocation_date(datetime.datetime.fromisoformat(when))
                .build()
            )
        signed = builder.sign(self._key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.PEM)

    def _found(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("gridhearth market authority")
        signs = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        certificate = (
            self._builder(name, name, key.public_key(), AUTHORITY_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(signs, critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .sign(key, hashes.SHA256())
        )
        replace_file(self._directory / "ca.key", _pem_key(key), PRIVATE)
        replace_file(self.certificate_file, _pem(certificate), PUBLIC)

    def _issue(
        self,
        file_name: str,
        common_name: str,
        usage: x509.ObjectIdentifier,
        names: Iterable[x509.GeneralName],
        *,
        again: bool,
    ) -> Issued:
        path = self._directory / "issued" / f"{file_name}.crt"
        key_path = path.with_suffix(".key")
        if path.exists() and not again and not self._ends_soon(path):
            return Issued(path, key_path, made=False)
        renewed = path.exists() and not self.revoked(file_name)
        if renewed and not key_path.exists():  # its holder keeps the key: the same one again
            public_key = _read_certificate(path).public_key()
            if not isinstance(public_key, ec.EllipticCurvePublicKey):
                raise AuthorityError(f"the certificate {path} is of another kind")
        else:
            key = _read_key(key_path) if renewed else ec.generate_private_key(ec.SECP256R1())
            replace_file(key_path, _pem_key(key), PRIVATE)
            public_key = key.public_key()
        replace_file(path, _pem(self._signed(common_name, public_key, usage, names)), PUBLIC)
        return Issued(path, key_path, made=True)

    def _signed(
        self,
        common_name: str,
        public_key: ec.EllipticCurvePublicKey,
        usage: x509.ObjectIdentifier,
        names: Iterable[x509.GeneralName],
    ) -> x509.Certificate:
        builder = self._builder(
            _name(common_name), self._certificate.subject, public_key, LEAF_DAYS
        )
        builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        builder = builder.add_extension(self._own_identifier(), critical=False)
        if listed := list(names):
            builder = builder.add_extension(x509.SubjectAlternativeName(listed), critical=False)
        return builder.sign(self._key, hashes.SHA256())

    def _builder(
        self, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
    ) -> x509.CertificateBuilder:
        end = self._now + datetime.timedelta(days=days)
        if subject != issuer:  # no certificate outlives its authority
            end = min(end, self._certificate.not_valid_after_utc)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - BACKDATED)
            .not_valid_after(end)
        )

    def _own_identifier(self) -> x509.AuthorityKeyIdentifier:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())

    def _ends_soon(self, path: Path) -> bool:
        left = _read_certificate(path).not_valid_after_utc - self._now
        return left < datetime.timedelta(days=RENEW_DAYS)

    def _other_host(self, wanted: x509.GeneralName) -> bool:
        path = self._directory / "issued" / "server.crt"
        if not path.exists():
            return False
        found = _read_certificate(path).extensions
        return wanted not in found.get_extension_for_class(x509.SubjectAlternativeName).value

    def _read_revoked(self) -> dict[int, str]:
        path = self._directory / "revoked.json"
        if not path.exists():
            return {}
        try:
            told = json.loads(path.read_text("utf-8"))
            return {int(number, 16): str(when) for number, when in told.items()}
        except (ValueError, AttributeError) as broken:
            raise AuthorityError(f"{path} is damaged: {broken}") from broken


def subject_name(host: str) -> x509.GeneralName:
    """Return how a certificate names a host; ValueError when it is no name and no address."""
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        if len(host) > 253 or not _HOST.fullmatch(host):
            raise ValueError(f"{host!r} is no host name and no address") from None
        return x509.DNSName(host)


def _name(common_name: str) -> x509.Name:
    # A common name has at most 64 characters (X.520, ub-common-name); a host name may be longer.
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64])])


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as broken:
        raise AuthorityError(f"the key {path} could not be read: {broken}") from broken
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise AuthorityError(f"the key {path} is of another kind")
    return key


def _read_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as broken:
        raise AuthorityError(f"the certificate {path} could not be read: {broken}") from broken


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _pem_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True).encode() + b"\n"
