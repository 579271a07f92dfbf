"""On which line of a TOML text each key stands, so that a problem can name its place.

tomllib gives values without lines. This reads just enough of TOML 1.0 for that: statements,
table headers, dotted and quoted keys, and values long enough to know where they end. It is only
used on texts that tomllib has read already, so it need not find mistakes.
"""

import re
import tomllib
from collections.abc import Iterator

KeyPath = tuple[str, ...]

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|\n"
    r"|[\[\]{}=.,]"
    r"|[A-Za-z0-9_-]+"
    r"|[^\S\n]+"
    r"|.",
    re.DOTALL,
)
_OPEN, _CLOSED = frozenset("[{"), frozenset("]}")


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, counted from 1, of every table and key outside inline tables.

    A key that stands several times (in an array of tables) has the line of the last one.
    """
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for line, words, is_header in _statements(text):
        path = words if is_header else (*table, *words)
        if is_header:
            table = path
        for length in range(1, len(path)):
            lines.setdefault(path[:length], line)
        lines[path] = line
    return lines


def _statements(text: str) -> Iterator[tuple[int, KeyPath, bool]]:
    """Yield (line, key path, whether it is a table's header) of every statement."""
    line, depth = 1, 0
    words: list[str] = []
    began, header, in_value = 1, False, False
    for part in _TOKEN.findall(text):
        if part == "\n" and depth == 0:
            if header and words:
                yield began, tuple(words), True
            words, header, in_value = [], False, False
        elif in_value:
            depth += (part in _OPEN) - (part in _CLOSED)
        elif part == "=":
            yield began, tuple(words), False
            words, in_value = [], True
        elif part == "[":
            began, header = line, True
        elif part not in {".", "]"} and not part.isspace() and not part.startswith("#"):
            began = began if words or header else line
            words.append(_word(part))
        line += part.count("\n")
    if header and words:
        yield began, tuple(words), True


def _word(part: str) -> str:
    return str(tomllib.loads(f"key = {part}")["key"]) if part[0] in "\"'" else part
