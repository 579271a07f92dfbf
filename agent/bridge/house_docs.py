"""The second half of docs/mqtt.md: the house's broker, Home Assistant, evcc and /metrics."""

from collections.abc import Iterator

from agent.api.methods import METHODS, wish_method
from agent.api.permissions import Group
from agent.api.sections import (
    DeviceLine,
    FlowSection,
    HomeSection,
    LinkSection,
    MarketSection,
    MoneySection,
    OrderLine,
    RadioSection,
    Snapshot,
)
from agent.bridge.house import Fresh, HouseProfile, Value, fresh, text_of
from agent.bridge.house_commands import BURST, COMMANDS, MAX_PAYLOAD_BYTES, PAUSE_MS, Command
from agent.bridge.house_discovery import ANSWER, birth_topic, discovery_topic
from agent.bridge.house_plan import EXPIRE_AFTER_S, LIVE_REFRESH_MS, REFRESH_MS
from agent.bridge.house_relays import MOST_RELAYS, WORDS
from agent.bridge.house_values import values
from agent.bridge.metrics import LinkFacts, MetricFacts, ProcessFacts, families

NOW_MS = 1_790_000_000_000

PROFILE = HouseProfile(
    prefix="gridhearth",
    id="3f2a01bc",
    name="home-01",
    version="0.1.0",
    currency="GBP",
    meter_age_ms=180_000,
    price_floor_micro_per_kwh=0,
    price_ceiling_micro_per_kwh=1_000_000,
    energy_limit_wh=4_600,
    distance_limit_m=10_000,
    generation=True,
    storage=True,
    commands=True,
)
"""Of the examples on the page."""

EXAMPLE = Snapshot(
    revision=1,
    member="0x" + "5a" * 20,
    currency="GBP",
    home=HomeSection(
        "green",
        "Your home makes 0.50 kW more than it uses.",
        NOW_MS,
        import_power_w=-500,
        generation_w=1_500,
        usage_w=1_000,
        storage_w=200,
        import_wh=812_345,
        export_wh=206_789,
        expected_surplus_wh=125,
    ),
    flow=FlowSection(True, True, "sell", "manual", 150_000, 300_000, 400, 125, False, (), "active"),
    market=MarketSection(7, "quotation", NOW_MS, NOW_MS + 600_000, 202_300, 6),
    money=MoneySection(5_000_000, 0, 1_250_000, 45_000, 3_000),
    chain=LinkSection("live", "", NOW_MS - 2_000, 184_203),
    broker=LinkSection("up", "", NOW_MS),
    orders=(OrderLine("0x01", 7, "sell", 125, 150_000, 300_000, 400, "final"),),
    devices=(
        DeviceLine("grid", "grid", NOW_MS, 0, 0, "good"),
        DeviceLine("pv", "generation", NOW_MS, 0, 0, "good"),
        DeviceLine("battery", "storage", NOW_MS, 0, 0, "good"),
    ),
    radio=RadioSection("up", "", NOW_MS),
)

_HEAD = f"""
## The house's broker

A second connection with a second identity (`[house]` in the settings, off by default): its own client id, account, certificates and will. It is a client of the local interface with the permissions of its
group, `viewer` unless the settings say `user`. What is heard there never reaches the operator's broker, the chain or a key; at most it presses the flow's buttons, where `commands = true`.

Topics begin with `{{prefix}}/{{id}}`, by default `gridhearth/` and eight hexadecimal digits made from the member's address (which they do not tell). One scalar per topic, UTF-8 text, QoS 1; numbers are exact
decimals, never in exponents; `None` is what is not known. Energy is kWh, power W, money in units of the home's currency. *Import* is drawn from the grid, and power is **positive from the grid**.

Changes are told at most once a second per topic (block number and time: once a minute), everything again every {REFRESH_MS // 60_000} minutes, when the connection comes up, and when Home Assistant says `online` (at most every 10 s).
Retained topics are marked; what is *live* is not retained but told every {LIVE_REFRESH_MS // 1_000} s while it is true, so an old number never looks alive. Registers never fall: after a lost journal they go on from what the broker has retained.

`publish = "nothing"` takes everything back: the device in Home Assistant and every retained topic. Do that before a home leaves its broker, or before prefix or id change; `"topics"` takes back only what Home Assistant finds.

### Availability

| topic | payload | retained | meaning |
|---|---|---|---|
"""

_HOME_ASSISTANT = """
### Home Assistant

1. In Home Assistant, add the integration *MQTT* with its broker (2024.11 or newer: one message describes the whole device). Make an account for the home on that broker.
2. In the home's settings: `[house]` with `enabled = true`, `host`, `username` and `password` (a file of mode 0600, or a credential: `LoadCredentialEncrypted=house-password` in a drop-in of the unit); `gridhearth config check`, then restart the service.
3. The device *Gridhearth* with the home's name appears under *Settings → Devices*. Nothing needs to be written in YAML.
4. *Settings → Dashboards → Energy*: *Grid consumption* is *Grid import*, *Return to grid* is *Grid export*; as the price choose *use an entity with current price* and *Local price*.
5. *Health* is a problem sensor: its attributes say what is wrong and what to do. An automation on it is worth having.
6. To let Home Assistant trade and switch relays: `commands = true` and `group = "user"`. Everybody who may publish on that broker then may; the limits of `[limits]` hold for them as for a screen.

An example: sell only while nobody charges a car.

```yaml
triggers:
  - trigger: state
    entity_id: binary_sensor.car_charging
actions:
  - action: select.select_option
    target: { entity_id: select.gridhearth_3f2a01bc_set_activity }
    data: { option: "{{ 'none' if trigger.to_state.state == 'on' else 'sell' }}" }
```

### evcc

evcc reads the grid meter and the price from the same broker (`mqtt:` in evcc's own settings):

```yaml
meters:
  - name: grid
    type: custom
    power: { source: mqtt, topic: gridhearth/3f2a01bc/meter/power_w, timeout: 60s }
    energy: { source: mqtt, topic: gridhearth/3f2a01bc/meter/import_kwh }
  - name: pv
    type: custom
    power: { source: mqtt, topic: gridhearth/3f2a01bc/meter/generation_w, timeout: 60s }
  - name: battery
    type: custom
    power: { source: mqtt, topic: gridhearth/3f2a01bc/meter/battery_w, timeout: 60s }
tariffs:
  grid:
    type: custom
    price: { source: mqtt, topic: gridhearth/3f2a01bc/market/price }
```

Signs are evcc's and Home Assistant's: grid power positive while drawing, battery power positive while discharging. A meter that fell silent says `None`, which evcc reports as an error; an agent that is gone says nothing, which its `timeout` notices. Neither is taken for a number.
"""

_METRICS = """
## Measurements for Prometheus

`[metrics]`, off by default: `socket` (a Unix socket for the viewer group) or `listen` (a loopback address; any other is refused). Only `GET /metrics`, text format 0.0.4; a request has 5 s and 4 KiB, eight
connections at a time, one text a second. On TCP a request for a name that is not this machine's is refused. What is not known has no sample. Labels take their values from fixed lists.

```yaml
scrape_configs:
  - job_name: gridhearth
    static_configs: [{ targets: ["127.0.0.1:9469"] }]
```

| name | type | labels | meaning |
|---|---|---|---|
"""


def house_page() -> str:
    """Return what follows the operator's half of the page."""
    return "".join([_HEAD, *_availability(), *_values(), *_relays(), *_commands(), *_metrics()])


def _availability() -> Iterator[str]:
    yield "| `…/status` | online or offline | yes, last will | whether the agent is there |\n"
    about = {
        Fresh.METER: "whether the grid meter reported lately",
        Fresh.GENERATION: "whether what measures the panels did",
        Fresh.STORAGE: "whether what measures the battery did",
        Fresh.MARKET: "whether the chain is followed",
    }
    for group in Fresh:
        yield f"| `…/status/{group}` | online or offline | yes | {about[group]} |\n"


def _values() -> Iterator[str]:
    yield "\n### Values (home → house)\n\n"
    yield "| topic | example | retained | believed while | meaning |\n|---|---|---|---|---|\n"
    believed = fresh(EXAMPLE, PROFILE, NOW_MS)
    for value in values(PROFILE):
        example = text_of(value, EXAMPLE, believed)
        retained = f"live, {EXPIRE_AFTER_S} s" if value.live else "yes"
        group = "always" if value.fresh is None else f"`{value.fresh}`"
        yield f"| `…/{value.topic}` | `{example}` | {retained} | {group} | {_meaning(value)} |\n"
        if value.details is not None:
            keys = ", ".join(f"`{key}`" for key in value.details(EXAMPLE))
            yield f"| `…/{value.topic}/details` | JSON | yes | {group} | {keys} |\n"
    answer = "accepted or refused; what became of the last command"
    yield f"| `…/{ANSWER}` | `accepted` | no | with commands | {answer} |\n"
    keys = "`command`, `sentence`, `problems`"
    yield f"| `…/{ANSWER}/details` | JSON | no | with commands | {keys} |\n"
    yield f"| `{discovery_topic(PROFILE)}` | JSON | yes | `discovery` | the device for Home Assistant |\n"


def _meaning(value: Value) -> str:
    unit = "" if value.unit is None else f" ({value.unit.replace('{currency}', 'currency')})"
    options = f": {', '.join(value.options)}" if value.options and value.name else ""
    meaning = value.meaning.replace("{currency}", "currency")
    name = f"{value.name}{unit}: " if value.name else ""
    return f"{name}{meaning}{options}"


def _relays() -> Iterator[str]:
    yield f"""
### Relays (home → house)

Relays with a role, at most {MOST_RELAYS}; `{{relay}}` is the key with `_` for `/`.

| topic | payload | retained | meaning |
|---|---|---|---|
| `…/relay/{{relay}}` | ON, OFF or None | yes | position, as the relay itself confirmed it |
| `…/relay/{{relay}}/mode` | on, off, surplus or None | yes | who decides it |
| `…/relay/{{relay}}/status` | online or offline | yes | whether it answers |
"""


def _commands() -> Iterator[str]:
    yield f"""
### Commands (house → home)

Only with `commands = true` and the permission. At most {MAX_PAYLOAD_BYTES} bytes; {BURST} at once and one more every {PAUSE_MS // 1_000} s, the rest is dropped and counted. A retained command is a replay and is ignored: publish without the
retain flag. Every command is answered by the state, told again, and on `…/{ANSWER}`; it goes through the same methods as a screen's and stands in the journal as `house`.

| topic | payload | method | group |
|---|---|---|---|
"""
    for command in COMMANDS:
        payload = command.payload.replace("{currency}", "currency")
        yield f"| `…/set/{command.key}` | {payload} | {_methods(command)} | {_group(command)} |\n"
    words = ", ".join(WORDS)
    group = METHODS["relay.set"].group.word
    yield f"| `…/set/relay/{{relay}}` | {words} | `relay.set` | {group} |\n"
    yield "\nListened to besides:\n\n| topic | payload | meaning |\n|---|---|---|\n"
    birth = "Home Assistant (re)started: everything is told again"
    yield f"| `{birth_topic(PROFILE)}` | online | {birth} |\n"
    own = "our own registers, once, as the broker retained them"
    yield f"| `…/meter/import_kwh`, `…/meter/export_kwh` | kWh | {own} |\n"
    yield _HOME_ASSISTANT


def _methods(command: Command) -> str:
    return ", ".join(f"`{wish_method(wish)}`" for wish in command.wishes)


def _group(command: Command) -> str:
    groups: list[Group] = [METHODS[wish_method(wish)].group for wish in command.wishes]
    return max(groups).word


def _metrics() -> Iterator[str]:
    yield _METRICS
    facts = MetricFacts(
        now_ms=NOW_MS,
        version="0.1.0",
        clock_trusted=True,
        orders={},
        trades=0,
        endorsed=0,
        reports_signed=0,
        reports_unsigned=0,
        reports_refused=0,
        receipts=0,
        junk=0,
        replayed=0,
        journal_bytes=0,
        journal_entries=0,
        process=ProcessFacts(0, 0, 0, 0),
        links={"operator": LinkFacts(True, 1, 0, 0), "house": LinkFacts(True, 1, 0, 0)},
        house_commands=dict.fromkeys(("accepted", "refused", "dropped", "replayed"), 0),
    )
    for family in families(EXAMPLE, facts):
        labels: dict[str, list[str]] = {}
        for sample in family.samples:
            for key, value in sample.labels:
                labels.setdefault(key, []).append(value)
        told = "; ".join(f"{key}: {', '.join(found)}" for key, found in labels.items())
        yield f"| `{family.name}` | {family.kind} | {told} | {family.help} |\n"
