"""The screen itself: language, light, night, privacy, what it is made of."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QObject, Signal, Slot, qVersion

from gui import texts
from gui.glance import Ask, Glance
from gui.models import flag, in_qml, put, rows, text
from gui.models.history_rows import filled
from gui.preferences import Preferences, PreferenceStore
from gui.texts import NOTHING, SPACE, translate

LANGUAGES = (
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("el", "Ελληνικά"),
    ("tr", "Türkçe"),
)
"""Each in its own words: whoever cannot read the screen finds the way back."""
BRIGHTNESS_STEP = 10
LEAST_BRIGHTNESS, MOST_BRIGHTNESS = 10, 100
DIM_AFTER_S = (30, 60, 90, 120, 300, 600, 1_800)
MINUTES_STEP, DAY_MINUTES = 30, 1_440
SWITCHES = ("dark", "night", "wake_on_alert", "private")


@dataclass(frozen=True)
class Shown:
    """The page."""

    languages: tuple[dict[str, str], ...] = ()
    language: str = ""
    brightness: str = ""
    darker: bool = True
    brighter: bool = True
    dim: str = ""
    sooner: bool = True
    later: bool = True
    dark: bool = True
    night: bool = False
    night_from: str = ""
    night_to: str = ""
    night_words: str = ""
    wake_on_alert: bool = True
    private: bool = False
    about: tuple[dict[str, str], ...] = ()


def shown(now: Preferences, glance: Glance) -> Shown:
    """Return the page for the settings in use."""
    return Shown(
        languages=tuple({"key": code, "text": name} for code, name in LANGUAGES),
        language=now.language or glance.reader.language.split("_")[0],
        brightness=f"{now.brightness_percent}{SPACE}%",
        darker=now.brightness_percent > LEAST_BRIGHTNESS,
        brighter=now.brightness_percent < MOST_BRIGHTNESS,
        dim=_while(now.dim_after_s),
        sooner=now.dim_after_s > DIM_AFTER_S[0],
        later=now.dim_after_s < DIM_AFTER_S[-1],
        dark=now.dark,
        night=now.night,
        night_from=_minute(now.night_from),
        night_to=_minute(now.night_to),
        night_words=_night(now),
        wake_on_alert=now.wake_on_alert,
        private=now.private,
        about=_about(glance),
    )


def _while(seconds: int) -> str:
    if seconds < 120:
        return filled(translate("settings", "%1 s"), str(seconds))
    return filled(translate("settings", "%1 min"), str(seconds // 60))


def _minute(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _night(now: Preferences) -> str:
    if not now.night:
        return translate("settings", "The screen dims when nobody touches it, at any hour.")
    if now.night_from == now.night_to:
        return translate("settings", "The night begins when it ends, so there is none.")
    sentence = translate(
        "settings",
        "From %1 to %2 the screen goes dark when nobody touches it. It is not broken: touch it"
        " once and it wakes. That touch presses nothing.",
    )
    return filled(sentence, _minute(now.night_from), _minute(now.night_to))


def _about(glance: Glance) -> tuple[dict[str, str], ...]:
    member = glance.snapshot.member if glance.snapshot is not None else ""
    lines = [
        (translate("settings", "The agent"), glance.seen.server or NOTHING),
        (
            translate("settings", "This screen"),
            f"gridhearth {own_version()} · Qt {qVersion()}",
        ),
        (translate("settings", "This home's address on the chain"), member or NOTHING),
        (
            translate("settings", "Licence"),
            translate(
                "settings",
                "GNU General Public License 3 or later. You may use, study, share and improve it.",
            ),
        ),
        (translate("settings", "Also in it"), "Qt (LGPL 3), DejaVu Sans (Bitstream Vera)"),
    ]
    if glance.seen.last_seen_ms is not None:
        heard = texts.moment(glance.seen.last_seen_ms, glance.now_ms, glance.reader)
        lines.insert(2, (translate("settings", "The agent last answered"), heard))
    return tuple({"name": name, "value": value} for name, value in lines)


@cache  # it reads a file, and this page is looked at every second
def own_version() -> str:
    """Return the version of this program; a dash when it was never installed."""
    try:
        return version("gridhearth")
    except PackageNotFoundError:
        return NOTHING


@in_qml
class SettingsModel(QObject):
    """Shows and changes the screen's own settings; nothing of the house."""

    changed = Signal()
    languages_changed = Signal()
    about_changed = Signal()

    def __init__(self, _ask: Ask, store: PreferenceStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()
        self._store = store
        self._glance: Glance | None = None
        store.changed.connect(self._show)

    def look(self, glance: Glance) -> None:
        """Show the settings to this reader."""
        self._glance = glance
        self._show()

    @Slot(str)
    def speak(self, language: str) -> None:
        """Change the language; the whole screen speaks it at once."""
        if language in {code for code, _name in LANGUAGES}:
            self._store.prefer(language=language)

    @Slot(int)
    def brighten(self, steps: int) -> None:
        """Change the brightness by so many steps of ten per cent."""
        wanted = self._store.now.brightness_percent + BRIGHTNESS_STEP * steps
        kept = min(max(wanted, LEAST_BRIGHTNESS), MOST_BRIGHTNESS)
        self._store.prefer(brightness_percent=kept)

    @Slot(int)
    def dim_later(self, steps: int) -> None:
        """Dim later (or, below zero, sooner)."""
        now = self._store.now.dim_after_s
        place = max((at for at, one in enumerate(DIM_AFTER_S) if one <= now), default=0)
        place = min(max(place + steps, 0), len(DIM_AFTER_S) - 1)
        self._store.prefer(dim_after_s=DIM_AFTER_S[place])

    @Slot(str, bool)
    def turn(self, switch: str, wanted: bool) -> None:
        """Turn a setting on or off: dark, night, wake_on_alert or private."""
        if switch in SWITCHES:
            self._store.prefer(**{switch: wanted})

    @Slot(str, int)
    def move_night(self, end: str, steps: int) -> None:
        """Move the beginning ("from") or the end ("to") of the night by half hours."""
        name = {"from": "night_from", "to": "night_to"}.get(end)
        if name is not None:
            now: int = getattr(self._store.now, name)
            self._store.prefer(**{name: (now + MINUTES_STEP * steps) % DAY_MINUTES})

    def _show(self) -> None:
        if self._glance is not None:
            put(self, shown(self._store.now, self._glance))

    languages = rows("languages", languages_changed)
    language = text("language", changed)
    brightness = text("brightness", changed)
    darker = flag("darker", changed)
    brighter = flag("brighter", changed)
    dim = text("dim", changed)
    sooner = flag("sooner", changed)
    later = flag("later", changed)
    dark = flag("dark", changed)
    night = flag("night", changed)
    night_from = text("night_from", changed)
    night_to = text("night_to", changed)
    night_words = text("night_words", changed)
    wake_on_alert = flag("wake_on_alert", changed)
    private = flag("private", changed)
    about = rows("about", about_changed)
