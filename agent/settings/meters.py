"""Where readings come from: simulated, devices of the radio, or serial lines."""

from typing import Annotated, Literal

from msgspec import Meta

from agent.settings.table import MAX_WH, FilePath, Table


class SimulatedFeeder(Table, frozen=True, tag="simulated-feeder", tag_field="driver"):
    """A home of the IEEE European low voltage feeder, with panels if it has any."""

    load: Annotated[
        int, Meta(ge=1, le=55, description="Whose one-minute profile it uses.", examples=[1])
    ]
    pv_w_peak: Annotated[
        int, Meta(ge=0, le=20_000, multiple_of=10, description="Panels, in watts peak.")
    ] = 0
    day: Annotated[
        str,
        Meta(
            pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            title="a day as YYYY-MM-DD",
            description="The day whose sun shines.",
        ),
    ] = "2026-06-21"
    start_minute: Annotated[
        int, Meta(ge=0, le=1_439, description="Minute of that day at the market's genesis.")
    ] = 600
    battery_wh: Annotated[
        int, Meta(ge=0, le=MAX_WH, description="A simulated battery's capacity; 0: there is none.")
    ] = 0
    battery_w: Annotated[
        int, Meta(ge=1, le=100_000, description="The most that goes into it or out of it.")
    ] = 3_000
    battery_efficiency_percent: Annotated[
        int, Meta(ge=50, le=100, description="What comes out again of what goes in.")
    ] = 90


class AssignedMeters(Table, frozen=True, tag="assigned", tag_field="driver"):
    """Devices of the radio network: which of them is which meter is decided when they are paired."""


class SerialLine(Table, frozen=True):
    """One meter on a serial line."""

    role: Annotated[
        Literal["grid", "generation", "storage"],
        Meta(title="grid, generation or storage", description="Where it stands."),
    ]
    port: Annotated[FilePath, Meta(description="The port by its stable name, /dev/serial/by-id/…")]
    protocol: Annotated[
        Literal["p1", "sml", "modbus"],
        Meta(
            title="p1, sml or modbus",
            description="What it speaks; gridhearth meters probe asks it.",
        ),
    ]
    model: (
        Annotated[
            FilePath,
            Meta(
                description="Modbus: a name in config/meters/modbus or the path of a .toml like them."
            ),
        ]
        | None
    ) = None
    unit: Annotated[int, Meta(ge=1, le=247, description="Modbus: its address.")] = 1
    baud: (
        Annotated[
            int, Meta(ge=300, le=921_600, description="Without it the protocol's usual speed.")
        ]
        | None
    ) = None
    parity: (
        Annotated[Literal["N", "E"], Meta(title="N or E", description="Modbus: none or even.")]
        | None
    ) = None
    crc: Annotated[
        bool, Meta(description="P1: false for DSMR 2.2 and 3.0, whose telegrams have no checksum.")
    ] = True
    invert: Annotated[
        bool, Meta(description="Its import and export have changed places (wired the other way).")
    ] = False
    meter_id: (
        Annotated[
            str,
            Meta(min_length=1, max_length=96, description="Its number: no other meter is read."),
        ]
        | None
    ) = None
    every_s: Annotated[
        int, Meta(ge=1, le=60, description="One reading in so many seconds is kept.")
    ] = 10
    register_digits: (
        Annotated[
            int,
            Meta(
                ge=4,
                le=9,
                description="Digits before the point of its kWh registers, if they start anew at 0"
                " after the last; without it a register that falls is not believed.",
            ),
        ]
        | None
    ) = None


class SerialMeters(Table, frozen=True, tag="serial", tag_field="driver"):
    """Meters on serial lines (P1, IR read head, RS-485); devices of a radio can be the others."""

    lines: Annotated[
        tuple[SerialLine, ...],
        Meta(
            description="One table a meter; without [radio] one of them has the role grid.",
            examples=[
                [{"role": "grid", "port": "/dev/serial/by-id/usb-p1-cable", "protocol": "p1"}]
            ],
        ),
    ]
