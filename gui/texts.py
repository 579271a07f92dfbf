"""Integers as a household reads them, by language; no clock, no window.

Built on agent.api.words: rounding is half away from zero, to the digits named, for showing only.
A minus is a true minus sign (U+2212); numbers and their unit are apart by a no-break space, so
that no line ends between them. Words come from the translation that is installed, numbers from
the `Reader`.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from agent.api.words import decimal
from agent.units import MICRO, MM_PER_M, WH_PER_KWH

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"
NOTHING = "\N{EN DASH}"
"""Stands where a number is not known."""

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

POINT_LANGUAGES = frozenset({"en", "he", "ja", "zh", "ko", "th", "ga", "mt"})
"""Write 1.5; others write 1,5 (CLDR, symbols of decimal numbers)."""

SIGN_FIRST_LANGUAGES = frozenset({"en", "ga", "mt", "he", "ja", "zh"})
"""Write £1.84; others write 1,84 £ (CLDR, standard currency pattern)."""

SMALL_MONEY = {"GBP": "p", "EUR": "ct", "USD": "¢", "CHF": "Rp", "DKK": "øre", "SEK": "öre"}
"""Currencies whose hundredth part prices per kWh are named in (ISO 4217)."""
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Reader:
    """Who reads: the language (ISO 639, maybe with a country: "de_AT") and the time zone.

    `zone` None is the machine's own.
    """

    language: str = "en"
    zone: tzinfo | None = None

    @property
    def decimal_mark(self) -> str:
        return "." if self.language.split("_")[0] in POINT_LANGUAGES else ","


def number(amount: int, per_unit: int, digits: int, reader: Reader, *, signed: bool = False) -> str:
    """Return `amount` / `per_unit` with `digits` decimals; `signed`: a plus before gains too.

    `per_unit` is a positive power of ten. Zero has no sign, also when rounding made it so.
    """
    text = decimal(amount, per_unit, digits).replace(".", reader.decimal_mark)
    if text.startswith("-"):
        return MINUS + text[1:]
    zero = not any(digit in text for digit in "123456789")
    return "+" + text if signed and not zero else text


def kilowatts(power_w: int, reader: Reader, *, signed: bool = False) -> str:
    """Return watts as the number of kW: "1.24", from 10 kW on "12.3"."""
    digits = 2 if abs(power_w) < 9_995 else 1
    return number(power_w, 1_000, digits, reader, signed=signed)


def power(power_w: int, reader: Reader) -> str:
    """Return watts as "850 W", from 1 000 W on as "1.24 kW"."""
    if abs(power_w) < 1_000:
        return number(power_w, 1, 0, reader) + SPACE + "W"
    return kilowatts(power_w, reader) + SPACE + "kW"


def kilowatt_hours(energy_wh: int, reader: Reader) -> str:
    """Return watt-hours as the number of kWh: "1.5", "0.82", at most three decimals, none of
    them a zero at the end beyond the first."""
    text = number(energy_wh, WH_PER_KWH, 3, reader)
    while text.endswith("0") and text[-2] != reader.decimal_mark:
        text = text[:-1]
    return text


def energy(energy_wh: int, reader: Reader) -> str:
    """Return watt-hours as "1.5 kWh", exactly."""
    return kilowatt_hours(energy_wh, reader) + SPACE + "kWh"


def price_unit(currency: str) -> str:
    """Return what prices per kWh are counted in: "p/kWh", or "XYZ/kWh" without a small coin."""
    return f"{SMALL_MONEY.get(currency, currency)}/kWh"


def price_number(micro_per_kwh: int, currency: str, reader: Reader) -> str:
    """Return a price in `price_unit`: "16.2" pence, or "0.162" of a currency without pence."""
    if currency in SMALL_MONEY:
        return number(micro_per_kwh, MICRO // 100, 1, reader)
    return number(micro_per_kwh, MICRO, 3, reader)


def price(micro_per_kwh: int, currency: str, reader: Reader) -> str:
    """Return a price as "16.2 p/kWh"."""
    return price_number(micro_per_kwh, currency, reader) + SPACE + price_unit(currency)


def short_price(micro_per_kwh: int, currency: str, reader: Reader) -> str:
    """Return a price whose "per kWh" is understood: "16.2 p"."""
    unit = SMALL_MONEY.get(currency, currency)
    return (price_number(micro_per_kwh, currency, reader) + SPACE + unit).rstrip()


def money_number(micro: int, reader: Reader, *, signed: bool = False) -> str:
    """Return an amount to the hundredth: "+1.84"."""
    return number(micro, MICRO, 2, reader, signed=signed)


def money_unit(currency: str) -> str:
    """Return the sign of a currency, or its code: "£", "XYZ"."""
    return SIGNS.get(currency, currency)


def money(micro: int, currency: str, reader: Reader, *, signed: bool = False) -> str:
    """Return an amount as "£1.84" or "1,84 €"; below a whole unit in small coin, "12.96 p"."""
    if abs(micro) < MICRO and currency in SMALL_MONEY:
        small = number(micro, MICRO // 100, 2, reader, signed=signed)
        return small + SPACE + SMALL_MONEY[currency]
    amount = money_number(micro, reader, signed=signed)
    unit = money_unit(currency)
    if unit != currency and reader.language.split("_")[0] in SIGN_FIRST_LANGUAGES:
        sign = amount[0] if amount[0] in {MINUS, "+"} else ""
        return sign + unit + amount.removeprefix(sign)
    return (amount + SPACE + unit).rstrip()


def distance(mm: int, reader: Reader) -> str:
    """Return millimetres as "121 m", from a kilometre on as "1.2 km"."""
    if mm < 999_500:
        return number(mm, MM_PER_M, 0, reader) + SPACE + "m"
    return number(mm, MM_PER_M * 1_000, 1, reader) + SPACE + "km"


def clock(at_ms: int, reader: Reader) -> str:
    """Return the time of day as "14:05"."""
    return _local(at_ms, reader).strftime("%H:%M")


def day_number(at_ms: int, reader: Reader) -> str:
    """Return the day as "2026-06-21", as calls name days."""
    return _local(at_ms, reader).strftime("%Y-%m-%d")


def moment(at_ms: int, now_ms: int, reader: Reader) -> str:
    """Return the time of day, with the day before it when that is not today: "06-20 14:05"."""
    then = _local(at_ms, reader)
    today = _local(now_ms, reader).date()
    return then.strftime("%H:%M" if then.date() == today else "%m-%d %H:%M")


def midnight_ms(at_ms: int, reader: Reader) -> int:
    """Return when the reader's day of `at_ms` began, in unix milliseconds."""
    day = _local(at_ms, reader).replace(hour=0, minute=0, second=0, microsecond=0)
    if reader.zone is None:  # the zone's offset may differ at midnight: ask again
        day = day.replace(tzinfo=None).astimezone()
    return int(day.timestamp()) * SECOND_MS


def _local(at_ms: int, reader: Reader) -> datetime:
    then = datetime.fromtimestamp(at_ms // SECOND_MS, tz=reader.zone)
    return then if reader.zone is not None else then.astimezone()


def countdown(left_ms: int) -> str:
    """Return what is left as "04:31", from an hour on "1:04:31"; never below "00:00"."""
    seconds = max(left_ms, 0) // SECOND_MS
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def age(at_ms: int, now_ms: int, reader: Reader) -> str:
    """Return how long ago something was true; beyond a day, or in the future, when it was."""
    gone = now_ms - at_ms
    if gone < -MINUTE_MS or gone >= DAY_MS:
        return translate("texts", "at %1").replace("%1", moment(at_ms, now_ms, reader))
    if gone < 10 * SECOND_MS:
        return translate("texts", "just now")
    if gone < 2 * MINUTE_MS:
        return translate("texts", "%1 s ago").replace("%1", str(gone // SECOND_MS))
    if gone < 2 * HOUR_MS:
        return translate("texts", "%1 min ago").replace("%1", str(gone // MINUTE_MS))
    return translate("texts", "%1 h ago").replace("%1", str(gone // HOUR_MS))
