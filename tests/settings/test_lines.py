"""Every key of a TOML text is found on its line, whatever stands around it."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from agent.settings.lines import key_lines
from agent.settings.pages import example

TRAPS = '''\
schema = 1 # [not.a.table]
"quoted key" = "a = 1 # no remark"

[ first ]
one = """
[no.table]
two = 2
""" # closing
lists = [
  "[x]", # = ]
  { a = 1, b = [2] },
]
'lit.eral' = \'\'\'
three = 3\'\'\'
dotted . deep = 4
[first.inner] # remark = 5
escaped = "\\"]\\\\"
quotes = """"five""""
end = 6
[[many]]
seven = 7
[[many]]
seven = 8'''


def test_traps_of_toml_do_not_move_the_lines() -> None:
    tomllib.loads(TRAPS)
    found = {".".join(path): line for path, line in key_lines(TRAPS).items()}
    assert found == {
        "schema": 1,
        "quoted key": 2,
        "first": 4,
        "first.one": 5,
        "first.lists": 9,
        "first.lit.eral": 13,
        "first.dotted": 15,
        "first.dotted.deep": 15,
        "first.inner": 16,
        "first.inner.escaped": 17,
        "first.inner.quotes": 18,
        "first.inner.end": 19,
        "many": 22,
        "many.seven": 23,
    }


def test_no_key_of_the_example_is_missed() -> None:
    text = example()
    lines = text.splitlines()
    for name, table in tomllib.loads(text).items():
        if not isinstance(table, dict):
            continue
        for key in table:
            assert lines[key_lines(text)[name, key] - 1].startswith(f"{key} = ")


WORDS = st.from_regex(r"[a-z0-9_-]{1,5}", fullmatch=True)
VALUES = st.one_of(
    st.integers(-9, 9).map(str),
    st.text(
        st.characters(codec="ascii", exclude_characters="'\n\r", exclude_categories=["Cc"])
    ).map(lambda text: f"'{text}'"),
    st.lists(st.sampled_from(["1", "[2]", "'#'", "{ a = ']' }"])).map(
        lambda items: "[\n" + ",\n".join(items) + "]"
    ),
    st.sampled_from(['"""\n[a]\nb = 1\n"""', "'''\n#'''", '"\\\\"', "{ }", "1979-05-27T07:32:00Z"]),
)


@given(st.dictionaries(WORDS, st.dictionaries(WORDS, VALUES, max_size=4), max_size=4))
def test_any_file_is_read_as_tomllib_reads_it(tables: dict[str, dict[str, str]]) -> None:
    text, expected = "", {}
    for name, keys in tables.items():
        expected[(name,)] = text.count("\n") + 1
        text += f"[{name}] # x\n"
        for key, value in keys.items():
            expected[name, key] = text.count("\n") + 1
            text += f"{key} = {value}\n\n"
    tomllib.loads(text)
    assert key_lines(text) == expected
