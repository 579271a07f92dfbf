"""Modbus meters: maps against registers laid out by hand, and a slave that is not pymodbus."""

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.check import Refused
from agent.metering.reading import MeterRole
from agent.ports import MeterError
from drivers.serial_frame import Reason, Rejected
from drivers.serial_modbus import Kind, Register, read_map, serial_of, shipped_maps, value_of
from drivers.simulated.serial_faults import Fault
from drivers.simulated.serial_modbus_slave import MODBUS_MODELS, words_of
from tests.meters.line_rig import answering, bus, descriptors, home, take, unit

RESOLUTION_WH = {"eastron-sdm630": 1, "abb-b23": 10, "gavazzi-em340": 100}


def float_words(value: float) -> list[int]:
    return list(struct.unpack(">HH", struct.pack(">f", value)))


@pytest.mark.parametrize("model", MODBUS_MODELS)
async def test_every_model_gives_the_homes_registers(model: str, tmp_path: Path) -> None:
    async with answering(tmp_path, model) as slaves:
        meter = unit(model)
        readings = await take(bus(tmp_path, model, meter), 3)
        last = home().at(60_000 * slaves.answered)
    step = RESOLUTION_WH[model]
    assert 0 <= last.import_wh - readings[-1].import_wh < 2 * step + 20
    assert 0 <= last.export_wh - readings[-1].export_wh < 2 * step + 120
    assert readings[-1].power_w is not None
    assert abs(readings[-1].power_w - last.power_w) < 500
    assert meter.said is not None
    assert meter.said.meter_id.endswith("68217")


def test_the_maps_are_those_of_the_documents() -> None:
    assert set(shipped_maps()) == set(MODBUS_MODELS)
    for model, known in shipped_maps().items():
        words = words_of(model, home().at(0))
        function = {"input": 4, "holding": 3}
        for register in (*known.registers().values(), known.serial):
            assert register is not None
            at = function[register.table], register.address
            assert at in words, (model, register)


@given(st.floats(min_value=0, max_value=999_999, width=32), st.integers(1, 4))
def test_a_float_register_that_rose_never_falls_by_rounding(value: float, steps: int) -> None:
    register = Register(table="input", address=0, type=Kind.FLOAT32, multiplier=1_000)
    (bits,) = struct.unpack(">I", struct.pack(">f", value))
    higher = struct.unpack(">f", struct.pack(">I", bits + steps))[0]
    before, after = (value_of(register, float_words(one), "big") for one in (value, higher))
    assert isinstance(before, int)
    assert isinstance(after, int)
    assert before <= after
    assert before <= value * 1_000 < before + 1.001


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_no_reading(value: float) -> None:
    said = value_of(
        Register(table="input", address=0, type=Kind.FLOAT32), float_words(value), "big"
    )
    assert isinstance(said, Rejected)


def test_values_marked_as_not_there_are_no_readings() -> None:
    b23, em340 = shipped_maps()["abb-b23"], shipped_maps()["gavazzi-em340"]
    assert isinstance(value_of(b23.import_, [0xFFFF] * 4, "big"), Rejected)
    assert isinstance(value_of(em340.import_, [0xFFFF, 0x7FFF], "little"), Rejected)
    assert value_of(em340.import_, [2, 1], "little") == 65_538 * 100
    assert b23.power is not None
    assert value_of(b23.power, [0xFFFF, 0xFF9C], "big") == -1
    assert isinstance(value_of(b23.power, [1], "big"), Rejected)
    turned = Register(table="input", address=0, type=Kind.INT16, sign="turned")
    assert value_of(turned, [0xFFFF], "big") == 1
    text = Register(table="input", address=0, type=Kind.TEXT, words=2)
    assert serial_of(text, [0x4142, 0x4300], "big") == "ABC"


SOUND = 'title = "x"\n[import]\ntable = "input"\naddress = 0\ntype = "uint32"\n'


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (SOUND.replace("uint32", "text"), "import.type"),
        (SOUND + 'invalid = ["FFFF"]\n', "import.invalid"),
        (SOUND + "divisor = 0\n", "import.divisor"),
        (SOUND.replace("address = 0", "address = 65536"), "import.address"),
        (SOUND + "colour = 1\n", "import.colour"),
        ('title = "x"\n', "import"),
        ("[", "model"),
        ('name = "x"\n' + SOUND, "name"),
    ],
)
def test_a_wrong_map_is_refused_with_its_place(text: str, field: str) -> None:
    assert read_map("model", SOUND).import_.size == 2
    with pytest.raises(Refused) as refused:
        read_map("model", text)
    assert [one.field for one in refused.value.problems] == [field]


async def test_two_meters_share_a_bus(tmp_path: Path) -> None:
    async with answering(tmp_path, units=(1, 7)):
        grid, made = unit("eastron-sdm630"), unit("eastron-sdm630", 7, MeterRole.GENERATION)
        readings = await take(bus(tmp_path, "", grid, made), 4)
    assert {one.meter for one in readings} == {"grid", "generation"}


async def test_a_silent_neighbour_on_the_bus_does_not_silence_the_others(tmp_path: Path) -> None:
    async with answering(tmp_path, units=(1,)):
        gone = unit("eastron-sdm630", 9, MeterRole.GENERATION)
        readings = await take(bus(tmp_path, "", unit("eastron-sdm630"), gone, answer_s=0.1), 4)
    assert {one.meter for one in readings} == {"grid"}
    assert gone.quarantine.counts[Reason.NO_ANSWER] >= 1


async def test_a_wrong_address_is_said_in_words(tmp_path: Path) -> None:
    async with answering(tmp_path, units=(2,)):
        with pytest.raises(MeterError, match="unit 1 gives no reading as Eastron"):
            await take(bus(tmp_path, answer_s=0.05), 1)


async def test_another_model_than_named_is_said_in_words(tmp_path: Path) -> None:
    async with answering(tmp_path, "abb-b23"):
        with pytest.raises(MeterError, match="gives no reading as Eastron"):
            await take(bus(tmp_path), 1)


@pytest.mark.parametrize("fault", [Fault.BAD_CRC, Fault.TRUNCATED])
async def test_damaged_answers_are_asked_for_again(fault: Fault, tmp_path: Path) -> None:
    async with answering(tmp_path, fault=fault):
        readings = await take(bus(tmp_path, answer_s=0.1), 4)
    registers = [(one.import_wh, one.export_wh) for one in readings]
    assert registers == sorted(registers)


@pytest.mark.parametrize("fault", [Fault.SPLIT, Fault.SLOW])
async def test_answers_in_pieces_lose_nothing(fault: Fault, tmp_path: Path) -> None:
    async with answering(tmp_path, fault=fault):
        meter = unit("eastron-sdm630")
        await take(bus(tmp_path, "", meter), 2)
    assert meter.quarantine.counts == {}


async def test_silence_of_the_whole_bus_is_an_error(tmp_path: Path) -> None:
    async with answering(tmp_path, fault=Fault.SILENCE):
        with pytest.raises(MeterError, match="no answer"):
            await take(bus(tmp_path, answer_s=0.05), 100)


async def test_a_disconnect_leaves_no_descriptor_behind(tmp_path: Path) -> None:
    async with answering(tmp_path, fault=Fault.DISCONNECT, at=6):
        meter = bus(tmp_path, answer_s=0.1)
        with pytest.raises(MeterError):
            await take(meter, 100)
        before = descriptors()
        for _ in range(3):
            with contextlib.suppress(MeterError):
                await take(meter, 100)
        assert descriptors() == before


async def test_a_port_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(MeterError, match="is not there; look whether the cable is plugged in"):
        await take(bus(tmp_path), 1)
