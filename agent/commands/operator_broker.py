"""`gridhearth operator broker-config`: everything a market's MQTT broker and its clients need.

Run again, it keeps every key, adds new members and renews what ends soon; what it withdrew stays
withdrawn. It prints paths and names, never a secret.
"""

import argparse
import datetime
import grp
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from agent.bridge.report import ReportDomain
    from drivers.certificate_authority import Authority, Issued

FAILED, WRONG = 1, 2
BROKER_GROUP = "mosquitto"
DATA = "/var/lib/mosquitto"

_DESCRIPTION = """\
Writes, into a directory of its own: the market's certificate authority, the broker's
configuration, access list and certificate for mosquitto 2.0.11 or newer, and a certificate for the
operator and for every member. Run it again to add members; keys are kept."""


class _WrongError(Exception):
    """What was asked cannot be done; every problem, one a line."""


class _Asked(NamedTuple):
    """What the command was asked, checked."""

    domain: "ReportDomain | None"
    members: tuple[str, ...]
    """Identities, those of the settings file first."""
    named: frozenset[str]
    """Those named on the command line: a new certificate even after a withdrawal."""
    revoke: tuple[str, ...]


def add_to_operator(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", config: Path
) -> None:
    """Add `broker-config` to the commands of `gridhearth operator`."""
    parser = commands.add_parser(
        "broker-config",
        help="set up the market's MQTT broker: certificates, access list, mosquitto.conf",
        description=_DESCRIPTION,
    )
    add = parser.add_argument
    add("--dir", type=Path, required=True, help="where everything is kept and written")
    add("--host", required=True, help="the broker's name or address, as homes will call it")
    add("--port", type=int, default=8883, help="(default: %(default)s)")
    add("--bind", default="", metavar="ADDRESS", help="listen on this address only")
    add("--member", action="append", default=[], metavar="ADDRESS", help="a member; repeatable")
    add("--revoke", action="append", default=[], metavar="ADDRESS", help="withdraw a certificate")
    add(
        "--config",
        type=Path,
        help=f"the operator's settings, for market and members (default: {config}, if it is there)",
    )
    add(
        "--installed-at",
        type=Path,
        metavar="DIR",
        help="where the broker's files will be on its machine (default: where they are written)",
    )
    add("--data", default=DATA, metavar="DIR", help="what mosquitto retains (default: %(default)s)")
    parser.set_defaults(func=lambda arguments: _run(arguments, config))


def _run(arguments: argparse.Namespace, default_config: Path) -> int:
    try:
        from drivers.certificate_authority import AuthorityError
    except ImportError:
        print(
            "The library cryptography is missing: pip install 'gridhearth[operator]'.",
            file=sys.stderr,
        )
        return FAILED
    try:
        asked = _asked(arguments, default_config)
        _write(arguments, asked)
    except (_WrongError, AuthorityError, ValueError, OSError) as wrong:
        for line in str(wrong).splitlines():
            print(f"gridhearth operator: {line}", file=sys.stderr)
        return WRONG if isinstance(wrong, _WrongError | ValueError) else FAILED
    return 0


def _asked(arguments: argparse.Namespace, default_config: Path) -> _Asked:
    """Return what is to be done; _WrongError names every problem."""
    from agent.dso.broker_config import identity_of

    problems = _places(arguments)
    path = arguments.config or (default_config if default_config.exists() else None)
    domain, planned = (None, ()) if path is None else _from_settings(path)
    found: dict[str, list[str]] = {"member": [], "revoke": []}
    for option, names in found.items():
        for given in getattr(arguments, option):
            try:
                names.append(identity_of(given))
            except ValueError as wrong:
                problems.append(f"--{option}: {wrong}")
    problems += [
        f"{name} cannot be both --member and --revoke"
        for name in sorted(set(found["member"]) & set(found["revoke"]))
    ]
    if problems:
        raise _WrongError("\n".join(problems))
    members = tuple(dict.fromkeys([*map(identity_of, planned), *found["member"]]))
    return _Asked(domain, members, frozenset(found["member"]), tuple(found["revoke"]))


def _places(arguments: argparse.Namespace) -> list[str]:
    """Return what is wrong with host, port and directories."""
    from agent.dso.broker_config import BrokerPlan, configuration
    from drivers.certificate_authority import subject_name

    problems = [] if 0 < arguments.port < 65_536 else [f"{arguments.port} is no port"]
    plan = BrokerPlan(str(_installed_at(arguments)), arguments.data, arguments.port, members=0)
    for check in (lambda: subject_name(arguments.host), lambda: configuration(plan)):
        try:
            check()
        except ValueError as wrong:
            problems.append(str(wrong))
    return problems


def _installed_at(arguments: argparse.Namespace) -> Path:
    where: Path = arguments.installed_at or arguments.dir.absolute() / "broker"
    return where


def _from_settings(path: Path) -> "tuple[ReportDomain | None, tuple[str, ...]]":

    from agent.api.check import Refused
    from agent.bridge.report import ReportDomain
    from agent.dso.settings import read_operator_settings
    from agent.networks import NetworkFileError, load_network
    from agent.units import Address

    try:
        settings = read_operator_settings(path.read_text("utf-8"))
        members = tuple(plan.address for plan in settings.members)
        if settings.chain.contract is None:
            return None, members
        chain_id = load_network(Path(settings.chain.network)).chain_id
    except Refused as refused:
        told = [f"{path}: {one.sentence}" for one in refused.problems]
        raise _WrongError("\n".join(told)) from refused
    except (OSError, ValueError, NetworkFileError) as lost:
        raise _WrongError(f"{path}: {lost}") from lost
    return ReportDomain(chain_id, Address(settings.chain.contract)), members


def _write(arguments: argparse.Namespace, asked: _Asked) -> None:
    from agent.dso.broker_config import OPERATOR, BrokerPlan, access_list, configuration
    from drivers.certificate_authority import Authority

    where = arguments.dir.absolute()
    installed = _installed_at(arguments)
    authority = Authority(where / "authority", datetime.datetime.now(datetime.UTC))
    print(f"{'made' if authority.made else 'found'} the authority in {where / 'authority'}")
    for name in asked.revoke:
        done = authority.revoke(name)
        print(f"{name}: {'certificate withdrawn' if done else 'was withdrawn before'}")
    known = sorted(path.name for path in (where / "members").glob("*") if path.is_dir())
    names = list(dict.fromkeys([*known, *asked.members]))
    members = [name for name in names if name in asked.named or not authority.revoked(name)]
    plan = BrokerPlan(str(installed), arguments.data, arguments.port, len(members), arguments.bind)
    files = {
        "mosquitto.conf": configuration(plan).encode(),
        "acl": access_list(asked.domain, {name: [name] for name in members}).encode(),
    }
    hand_out(authority, where / "operator", authority.client(OPERATOR))
    for number, name in enumerate(members, 1):
        issued = authority.client(name, again=name in asked.named)
        hand_out(authority, where / "members" / name, issued)
        if issued.made:
            print(f"made the certificate of {name} ({number} of {len(members)})", flush=True)
    _write_broker(authority, where / "broker", authority.server(arguments.host), files)
    _summary(arguments, where, installed, asked, members)


def hand_out(authority: "Authority", directory: Path, issued: "Issued") -> None:
    """Put what one client needs into a directory of its own."""
    from drivers.certificate_authority import PRIVATE, PUBLIC
    from drivers.durable_file import replace_file

    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    replace_file(directory / "broker-ca.crt", authority.certificate_file.read_bytes(), PUBLIC)
    replace_file(directory / "broker-revoked.crl", authority.revocation_list(), PUBLIC)
    replace_file(directory / "broker.crt", issued.certificate.read_bytes(), PUBLIC)
    if issued.key.exists():  # else its holder made it, and nobody else ever has it
        replace_file(directory / "broker.key", issued.key.read_bytes(), PRIVATE)


def _write_broker(
    authority: "Authority", directory: Path, server: "Issued", files: dict[str, bytes]
) -> None:
    from drivers.certificate_authority import SHARED
    from drivers.durable_file import replace_file

    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o750)
    files |= {
        "ca.crt": authority.certificate_file.read_bytes(),
        "revoked.crl": authority.revocation_list(),
        "server.crt": server.certificate.read_bytes(),
        "server.key": server.key.read_bytes(),
    }
    for name, content in files.items():
        replace_file(directory / name, content, SHARED)
    _share([directory, *(directory / name for name in files)])


def _share(paths: Sequence[Path]) -> None:
    """Let mosquitto's group read them, where we may: it gives up root before it reads its keys."""
    if os.geteuid() != 0:
        return
    try:
        group = grp.getgrnam(BROKER_GROUP).gr_gid
    except KeyError:
        return  # the broker is on another machine
    for path in paths:
        os.chown(path, -1, group)


def _summary(
    arguments: argparse.Namespace, where: Path, installed: Path, asked: _Asked, members: list[str]
) -> None:
    topics = "any market (deploy it, then run this again)"
    if asked.domain is not None:
        topics = f"chain {asked.domain.chain_id}, contract {asked.domain.contract}"
    print(f"""
The broker's access list is for {len(members)} members of {topics}.

to the broker    {where / "broker"}/  ->  {installed}/
                 readable by the group {BROKER_GROUP}; then: mosquitto -c {installed}/mosquitto.conf
                 after every later run: copy again and send mosquitto SIGHUP, after --revoke restart it
to the operator  {where / "operator"}/  ->  /etc/gridhearth/
to each home     {where / "members"}/ADDRESS/  ->  /etc/gridhearth/ of that home and no other
keep here        {where / "authority"}/: whoever has ca.key can be anybody; back it up offline

In the settings of homes and operator:

[broker]
host = "{arguments.host}"
port = {arguments.port}
mqtt = "5"

[broker.tls]
ca = "/etc/gridhearth/broker-ca.crt"
certificate = "/etc/gridhearth/broker.crt"
key = "/etc/gridhearth/broker.key"
crl = "/etc/gridhearth/broker-revoked.crl\"""")
