"""Check what came from outside against a Struct and name everything that is wrong, at once.

msgspec's own decoder stops at the first mistake; a person who corrects a file or a form wants
the whole list. The Struct's annotations are the only source: names, types and ranges are read
from it, here and for the documentation.
"""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar, cast

import msgspec
from msgspec import NODEFAULT, UNSET
from msgspec import inspect as kinds

from agent.api.sections import Problem

T = TypeVar("T", bound=msgspec.Struct)

SAFE_INTEGER = 2**53 - 1
"""JSON numbers beyond this are not the same in every program that reads them."""

SCALARS = (kinds.BoolType, kinds.EnumType, kinds.IntType, kinds.LiteralType, kinds.StrType)

MOST_PROBLEMS = 20  # a hostile message must not become a larger answer
SHOWN_CHARACTERS = 60
NOT_REPEATED = "what was given (not repeated here: it may be a secret)"


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """What was given is not allowed; `problems` has every reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = tuple(problems)


def check(kind: type[T], given: object, at: str = "", *, most: int | None = MOST_PROBLEMS) -> T:
    """Return `given` as a `kind`; Refused lists every missing, unknown, mistyped or excessive field.

    Integers without a range of their own are allowed up to ±(2^53 - 1). A tagged Struct inside
    another needs its tag, at the top it has none. `at` is put before the names of fields, as in
    "order.energy_wh"; at most `most` problems are told.
    """
    problems: list[Problem] = []
    value = _read(_described_kind(kind), given, at, problems)
    if problems:
        raise Refused(problems[:most])
    return cast(T, value)


@lru_cache
def _described_kind(kind: type[msgspec.Struct]) -> kinds.Type:
    return kinds.type_info(kind)


def allowed(kind: kinds.Type) -> str:
    """Say in words which values a field takes."""
    match kind:
        case kinds.Metadata(type=inner, extra_json_schema=extra):
            return str((extra or {}).get("title", allowed(inner)))
        case kinds.BoolType():
            return "true or false"
        case kinds.IntType():
            low, high = _range(kind)
            what = f"a multiple of {kind.multiple_of}" if kind.multiple_of else "a whole number"
            return f"{what} from {low} to {high}"
        case kinds.StrType(max_length=longest):
            return "text" if longest is None else f"text of at most {longest} characters"
        case kinds.EnumType(cls=cls):
            return "one of " + ", ".join(str(member.value) for member in cls)
        case kinds.LiteralType(values=values):
            return "one of " + ", ".join(str(value) for value in values)
        case kinds.VarTupleType(item_type=item):
            return f"a list, each {allowed(item)}"
        case kinds.UnionType(types=types):
            return " or ".join(allowed(one) for one in types)
        case kinds.NoneType():
            return "nothing"
        case kinds.StructType(tag=tag, tag_field=tag_field) if tag is not None:
            return f"a table with {tag_field} = {tag!r}"
        case _:
            return "a table"


def described(kind: kinds.Type) -> str:
    """Return the description that an annotation carries, or the empty text."""
    if isinstance(kind, kinds.Metadata):
        return str((kind.extra_json_schema or {}).get("description", ""))
    return ""


def problem(field: str, given: object, allowed_text: str, what: str) -> Problem:
    """One entry of the list, its sentence made the same way everywhere."""
    shown = _shown(given)
    return Problem(field, shown, allowed_text, f"{field}: {what}; allowed: {allowed_text}.")


def _shown(given: object) -> str:
    if given is UNSET:
        return "nothing"
    text = given if isinstance(given, str) else json.dumps(given, default=str, allow_nan=True)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def _range(kind: kinds.IntType) -> tuple[int, int]:
    low = kind.ge if kind.ge is not None else -SAFE_INTEGER
    high = kind.le if kind.le is not None else SAFE_INTEGER
    return low, high


def _read(kind: kinds.Type, given: object, at: str, problems: list[Problem]) -> object:
    """Return the value; what is wrong goes to `problems` and the value is then meaningless."""
    match kind:
        case kinds.Metadata(type=inner):
            before = len(problems)
            value = _read(inner, given, at, problems)
            if len(problems) > before and isinstance(inner, SCALARS):
                problems[before:] = [_not_allowed(at, given, kind)]  # in the annotation's words
            return value
        case kinds.StructType(tag=tag) if tag is not None and at:
            return _read_union(kind, (kind,), given, at, problems)
        case kinds.StructType():
            return _read_struct(kind, given, at, problems)
        case kinds.UnionType(types=types):
            return _read_union(kind, types, given, at, problems)
        case kinds.VarTupleType(item_type=item) if isinstance(given, list):
            return tuple(
                _read(item, one, f"{at}[{index}]", problems) for index, one in enumerate(given)
            )
        case kinds.EnumType(cls=cls) if isinstance(given, str):
            for member in cls:
                if member.value == given:
                    return member
        case _ if _fits(kind, given):
            return given
    problems.append(_not_allowed(at, given, kind))
    return None


def _not_allowed(at: str, given: object, kind: kinds.Type) -> Problem:
    told = NOT_REPEATED if _may_be_secret(kind, given) else given
    return problem(at, told, allowed(kind), f"{_shown(told)} is not allowed")


def _may_be_secret(kind: kinds.Type, given: object) -> bool:
    """Whether this may be a password that was written where the table that names it belongs.

    Secrets are never settings themselves: a table says where one lies. And a field may say of
    itself that what it takes is only ever written (JSON Schema, validation, 9.4: writeOnly).
    """
    match kind:
        case kinds.Metadata(type=inner, extra_json_schema=extra):
            return bool((extra or {}).get("writeOnly")) or _may_be_secret(inner, given)
        case kinds.UnionType(types=types):
            if any(isinstance(o, kinds.Metadata) and _may_be_secret(o, given) for o in types):
                return True
            tables = [one for one in types if isinstance(one, kinds.StructType)]
            rest = [one for one in types if not isinstance(one, kinds.StructType | kinds.NoneType)]
            return bool(tables) and not rest and isinstance(given, str | dict)
        case kinds.StructType(tag=tag):
            return tag is not None and isinstance(given, str | dict)
        case _:
            return False


def _fits(kind: kinds.Type, given: object) -> bool:
    match kind:
        case kinds.NoneType():
            return given is None
        case kinds.BoolType():
            return isinstance(given, bool)
        case kinds.IntType():
            low, high = _range(kind)
            if not isinstance(given, int) or isinstance(given, bool):
                return False
            return low <= given <= high and not (kind.multiple_of and given % kind.multiple_of)
        case kinds.StrType(min_length=shortest, max_length=longest, pattern=pattern):
            return (
                isinstance(given, str)
                and (shortest is None or len(given) >= shortest)
                and (longest is None or len(given) <= longest)
                and (pattern is None or re.fullmatch(pattern, given) is not None)
            )
        case kinds.LiteralType(values=values):
            return isinstance(given, str) and given in values
        case _:
            return False


def _read_union(
    kind: kinds.Type,
    types: tuple[kinds.Type, ...],
    given: object,
    at: str,
    problems: list[Problem],
) -> object:
    if isinstance(given, dict):
        for one in types:
            if isinstance(one, kinds.StructType) and _tagged(one, given):
                rest = {key: value for key, value in given.items() if key != one.tag_field}
                return _read_struct(one, rest, at, problems)
    for one in types:
        if isinstance(one, kinds.StructType):
            continue
        tried: list[Problem] = []
        value = _read(one, given, at, tried)
        if not tried:
            return value
    problems.append(_not_allowed(at, given, kind))
    return None


def _tagged(kind: kinds.StructType, given: dict[str, object]) -> bool:
    return kind.tag is None or given.get(str(kind.tag_field)) == kind.tag


def _read_struct(kind: kinds.StructType, given: object, at: str, problems: list[Problem]) -> object:
    if not isinstance(given, dict):
        problems.append(_not_allowed(at or "params", given, kind))
        return None
    before = at + "." if at else ""
    names = [field.encode_name for field in kind.fields]
    for name in given:
        if name not in names:
            known = "one of " + ", ".join(names) if names else "no fields"
            problems.append(problem(_shown(before + name), given[name], known, "is not known"))
    values: dict[str, object] = {}
    for field in kind.fields:
        if field.encode_name in given:
            value = given[field.encode_name]
            values[field.name] = _read(field.type, value, before + field.encode_name, problems)
        elif field.default is NODEFAULT and field.default_factory is NODEFAULT:
            words = allowed(field.type)
            problems.append(problem(before + field.encode_name, UNSET, words, "is missing"))
    return None if problems else kind.cls(**values)
