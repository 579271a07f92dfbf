"""What an installer asks of the radio and its devices, answered in sentences.

What the state must remember goes through the core and its journal; what only the radio does goes
to its desk. A role is given only to a function that the radio shows and that can be used.
"""

import msgspec

from agent.api.device_params import (
    CheckStart,
    DeviceAssign,
    DeviceIeee,
    DeviceKey,
    DeviceRename,
    MeterExchanged,
    PairCode,
    PairOpen,
    RadioForm,
    RadioRestore,
    RelaySet,
)
from agent.api.methods import WishAnswer
from agent.api.sections import Problem
from agent.api.wishes import (
    AssignDevice,
    DeviceRole,
    DeviceWish,
    ExchangeMeter,
    ForgetDevice,
    ReleaseDevice,
    RenameDevice,
    SetRelay,
)
from agent.core.devices import ieee_of, name_of, relays
from agent.core.overlay import device_of, function_of
from agent.devices.device import FunctionKind
from agent.devices.install_code import ALLOWED, InstallCodeError, read_install_code
from agent.shell.household import Household
from agent.shell.radio_desk import RadioDesk

NO_RADIO = (
    "This home has no radio: its settings have no [radio] table. Add it, and start the agent again."
)


async def commission(
    household: Household, method: str, params: msgspec.Struct, caller: str
) -> WishAnswer:
    """Answer one of the methods that commission; a refusal changed nothing."""
    if method == "ladder.resume":
        return await household.resume(caller)
    if isinstance(params, MeterExchanged):
        return await _decided(household, ExchangeMeter(params.role), caller)
    desk = household.desk
    if desk is None:
        return WishAnswer(False, (), NO_RADIO)
    match params:
        case DeviceAssign():
            return await _assign(household, params, caller)
        case DeviceRename(ieee, name):
            if device_of(household.overlay, ieee) is None:
                return _unknown(ieee)
            return await _decided(household, RenameDevice(ieee, name), caller)
        case DeviceKey(key, role):
            return await _decided(household, ReleaseDevice(key, role), caller)
        case DeviceIeee(ieee):
            return await _device(household, desk, method, ieee, caller)
        case RelaySet():
            return await _relay(household, params, caller)
        case _:
            before = tuple(device.ieee for device in desk.shown.devices)
            answer = await _radio(desk, method, params, caller)
            if method == "radio.backup" and answer.accepted:
                await household.note_backup(before, caller)
            return answer


async def _radio(desk: RadioDesk, method: str, params: msgspec.Struct, caller: str) -> WishAnswer:
    match params:
        case PairCode():
            return await _pair_code(desk, params)
        case PairOpen():
            return await desk.pair_open(params)
        case CheckStart():
            return desk.checks.begin(params, caller)
        case _ if method == "check.loaded":
            return desk.checks.loaded()
        case _ if method == "check.stop":
            return desk.checks.stop()
        case RadioForm(channel):
            return await desk.form(channel)
        case RadioRestore():
            return await desk.restore(params)
        case _ if method == "pair.stop":
            return await desk.pair_stop()
        case _ if method == "radio.backup":
            return await desk.backup()
        case _:
            raise AssertionError(f"{method} is answered nowhere")


async def _pair_code(desk: RadioDesk, asked: PairCode) -> WishAnswer:
    try:
        code = read_install_code(asked.code, asked.ieee or "")
    except InstallCodeError as wrong:  # what was given is left out: it opens the device
        problems = tuple(Problem("code", "", ALLOWED, said) for said in wrong.problems)
        return WishAnswer(False, problems, "Nothing was opened.")
    return await desk.pair_code(code, asked.seconds)


async def _decided(household: Household, wish: DeviceWish, caller: str) -> WishAnswer:
    answer = await household.decide(wish, caller)
    return WishAnswer(answer.accepted, answer.problems, answer.sentence)


async def _assign(household: Household, asked: DeviceAssign, caller: str) -> WishAnswer:
    overlay = household.overlay
    wanted = FunctionKind.RELAY if asked.role is DeviceRole.RELAY else FunctionKind.METER
    function = function_of(overlay, asked.key, wanted)
    if function is None:
        if all(function_of(overlay, asked.key, kind) is None for kind in FunctionKind):
            return _unknown(asked.key)
        return WishAnswer(False, (), f"{asked.key} is no {wanted.value}.")
    if not function.usable:
        why = function.sentence or "the radio does not say why."
        return WishAnswer(False, (), f"{asked.key} cannot be used: {why}")
    wish = AssignDevice(asked.key, asked.role, asked.invert, asked.replace, asked.name)
    return await _decided(household, wish, caller)


async def _device(
    household: Household, desk: RadioDesk, method: str, ieee: str, caller: str
) -> WishAnswer:
    if device_of(household.overlay, ieee) is None:
        return _unknown(ieee)
    match method:
        case "device.interview":
            return await desk.interview(ieee)
        case "device.configure":
            return await desk.configure(ieee)
        case _:
            return await _remove(household, desk, ieee, caller)


async def _remove(household: Household, desk: RadioDesk, ieee: str, caller: str) -> WishAnswer:
    """A meter the home trades by is never removed by one slip: its role is taken away first."""
    book = household.state.devices
    in_use = [known for known in book.assigned if ieee_of(known.key) == ieee]
    if in_use:
        said = f"{name_of(book, ieee)} is in use ({in_use[0].role.value}); release it first."
        return WishAnswer(False, (), said)
    answer = await desk.remove(ieee)
    if answer.accepted:
        return await _decided(household, ForgetDevice(ieee), caller)
    return answer


async def _relay(household: Household, asked: RelaySet, caller: str) -> WishAnswer:
    book = household.state.devices
    wanted = asked.relay.casefold()
    found = [
        known.key
        for known in relays(book)
        if wanted in {known.key, ieee_of(known.key), name_of(book, known.key).casefold()}
    ]
    if not found:
        said = f"No relay is called {asked.relay}; gridhearth devices lists them."
        return WishAnswer(False, (), said)
    if len(found) > 1:
        said = f"{asked.relay} has several relays; name one by its key: {', '.join(found)}."
        return WishAnswer(False, (), said)
    return await _decided(household, SetRelay(found[0], asked.mode), caller)


def _unknown(what: str) -> WishAnswer:
    return WishAnswer(False, (), f"The radio shows no {what}; gridhearth devices lists them all.")
