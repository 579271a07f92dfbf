"""What a box does to join, whoever asks it to: a person, step by step, or the box by itself."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.api.joining import JoiningView
    from agent.provisioning.enrolment import Approval, JoinRequest, Refusal
    from agent.settings import Settings
    from drivers.join_files import JoinFolder

DROP_IN = "50-broker.toml"


class RefusedError(Exception):
    """What was asked cannot be done; the message is a sentence."""


class WrongCodeError(RefusedError):
    """The one-time code is none."""


def drop_in_of(config: Path) -> Path:
    """Return the file that switches the broker on: the last deed of joining."""
    from agent.shell.settings_files import drop_ins_of

    return drop_ins_of(config) / DROP_IN


def request_with(settings: "Settings", folder: "JoinFolder", typed: str) -> str:
    """Make the keys and the request with a code, and keep it; RefusedError, JoinError.

    The same code makes the very same request again: a run that was cut off after keeping it and
    before it removed the code is simply repeated.
    """
    from agent.provisioning.code import CodeWrong, read_code
    from agent.provisioning.enrolment import encode_request, request_digest

    try:
        code = read_code(typed)
    except CodeWrong as wrong:
        raise WrongCodeError(str(wrong)) from wrong
    folder.make()
    asked = _asked(settings, folder, code)
    digest = request_digest(asked)
    text = encode_request(
        asked, folder.order_key().sign_digest(digest), folder.report_key().sign_digest(digest)
    )
    if text != folder.request():
        folder.keep_request(text)
    return text


def own_request(text: str, settings: "Settings") -> "JoinRequest":
    """Return the kept request, if it still is for the market of the settings; RefusedError."""
    from agent.provisioning.enrolment import Wrong, read_request

    asked = read_request(text)
    if isinstance(asked, Wrong):
        raise RefusedError(
            f"The kept request cannot be used: {asked.sentence} Give the code again."
        )
    if asked.contract != settings.chain.contract or asked.meter.hex() != settings.home.meter[2:]:
        raise RefusedError(
            "The settings have changed since the request was made. Make a new one with a new code."
        )
    return asked


def take(
    text: str, asked: "JoinRequest", settings: "Settings", config: Path, folder: "JoinFolder"
) -> "Approval | Refusal":
    """Check the operator's answer, keep it, and do what it says; RefusedError, JoinError.

    The document is kept before anything is done with it: after a power cut no network is needed
    to go on.
    """
    from agent.provisioning.enrolment import Refusal, Wrong, read_answer
    from agent.units import Address
    from drivers.join_files import CA, CERTIFICATE, REVOKED

    given = read_answer(text, Address(settings.operator.address), asked)
    if isinstance(given, Wrong):
        raise RefusedError(given.sentence)
    folder.keep_document("".join(text.split()).upper())
    if isinstance(given, Refusal):
        return given
    files = {CA: given.ca, CERTIFICATE: given.certificate, REVOKED: given.revoked}
    folder.keep_answer(files, drop_in_of(config), _drop_in(given, folder))
    return given


def standing_of(
    settings: "Settings", config: Path, folder: "JoinFolder", code_file: Path
) -> "JoiningView":
    """Return where joining stands; JoinError: its files may not be looked at."""
    from agent.provisioning.joining import standing
    from agent.units import Address
    from drivers.join_files import JoinError

    operator = Address(settings.operator.address)
    try:
        return standing(folder.seen(operator, drop_in_of(config), code_file))
    except OSError as hidden:
        raise JoinError(f"{hidden.filename} could not be read: {hidden.strerror}") from hidden


def _asked(settings: "Settings", folder: "JoinFolder", code: str) -> "JoinRequest":
    import msgspec

    from agent.provisioning.enrolment import JoinRequest, code_proof, request_body
    from agent.units import Address

    bare = JoinRequest(
        chain_id=_chain_id(settings),
        contract=Address(settings.chain.contract),
        member=folder.order_key().address,
        report_key=folder.report_key().address,
        meter=bytes.fromhex(settings.home.meter[2:]),
        broker_key=folder.broker_key(),
        proof=bytes(32),
    )
    proven: JoinRequest = msgspec.structs.replace(bare, proof=code_proof(code, request_body(bare)))
    return proven


def _chain_id(settings: "Settings") -> int:
    from agent.ledger.network import read_network

    path = Path(settings.chain.network)
    try:
        return read_network(tomllib.loads(path.read_text("utf-8")).get("network", {})).chain_id
    except (OSError, ValueError) as wrong:
        raise RefusedError(f"The network file {path} cannot be used: {wrong}.") from wrong


def _drop_in(given: "Approval", folder: "JoinFolder") -> str:
    from drivers.join_files import BROKER_KEY, CA, CERTIFICATE, REVOKED

    where = folder.directory.absolute()
    return (
        "# Written by: gridhearth join\n\n"
        "[broker]\n"
        "enabled = true\n"
        f'host = "{given.broker_host}"\n'
        f"port = {given.broker_port}\n"
        'mqtt = "5"\n'
        f'tls = {{ ca = "{where / CA}", certificate = "{where / CERTIFICATE}",'
        f' key = "{where / BROKER_KEY}", crl = "{where / REVOKED}" }}\n'
    )
