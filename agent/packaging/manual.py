"""Man pages (man(7)) and completions for bash and zsh, made from the commands' own parsers."""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SUMMARY = "the box on the wall of a home that trades its own electricity"


@dataclass(frozen=True)
class Page:
    """One command as its parser describes it."""

    words: tuple[str, ...]
    """How it is called: gridhearth, operator, reconcile."""
    help: str
    parser: argparse.ArgumentParser

    @property
    def file_name(self) -> str:
        """Return the man page's file name."""
        return "-".join(self.words) + ".1"


def pages(name: str, text: str, parser: argparse.ArgumentParser) -> Iterator[Page]:
    """Yield the command and every command below it."""
    yield from _below(Page(("gridhearth", name), text, parser))


def _below(page: Page) -> Iterator[Page]:
    yield page
    for action in page.parser._actions:  # noqa: SLF001 - argparse shows its parts no other way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            told = {one.dest: one.help or "" for one in action._choices_actions}  # noqa: SLF001 - as above
            for word, parser in action.choices.items():
                yield from _below(Page((*page.words, word), told.get(word, ""), parser))


def man_page(page: Page, others: tuple[Page, ...], *, version: str, date: str) -> str:
    """Return the page in roff; `others` are named under SEE ALSO and COMMANDS. `date`: YYYY-MM-DD."""
    title = "-".join(page.words)
    lines = [
        f'.TH "{_roff(title.upper())}" "1" "{date}" "gridhearth {version}" "gridhearth"',
        ".SH NAME",
        f"{_roff(title)} \\- {_roff(_sentence(page.help) or SUMMARY)}",
        ".SH SYNOPSIS",
        f".B {_roff(' '.join(page.words))}",
        _roff(_usage(page.parser)),
    ]
    if page.parser.description:
        lines += [".SH DESCRIPTION", _roff(page.parser.description)]
    lines += _options(page.parser)
    below = [one for one in others if one.words[:-1] == page.words]
    if below:
        lines.append(".SH COMMANDS")
        for one in below:
            lines += [".TP", f".B {_roff(one.words[-1])}", _roff(_sentence(one.help) or SUMMARY)]
    lines += [".SH EXIT STATUS", "0 done, 1 it could not be done, 2 what was asked was wrong."]
    near = ["gridhearth", *("-".join(one.words) for one in below)]
    lines += [".SH SEE ALSO", ",\n".join(f".BR {_roff(one)} (1)" for one in near)]
    return "\n".join(lines) + "\n"


def overview_page(known: Mapping[str, str], *, version: str, date: str) -> str:
    """Return gridhearth(1): every command with its line."""
    lines = [
        f'.TH "GRIDHEARTH" "1" "{date}" "gridhearth {version}" "gridhearth"',
        ".SH NAME",
        f"gridhearth \\- {SUMMARY}",
        ".SH SYNOPSIS",
        ".B gridhearth",
        "[\\-\\-help] [\\-\\-version] COMMAND ...",
        ".SH COMMANDS",
    ]
    for name, text in known.items():
        lines += [".TP", f".BR gridhearth\\-{_roff(name)} (1)", _roff(_sentence(text))]
    lines += [".SH FILES", ".TP", ".I /etc/gridhearth/gridhearth.toml", "The home's settings."]
    return "\n".join(lines) + "\n"


def bash_completion(found: tuple[Page, ...]) -> str:
    """Return a completion for bash: commands, the commands below them, options; then files."""
    cases = [f"    {_pattern(key)}) words={_quoted(words)} ;;" for key, words in _words(found)]
    return "\n".join(
        [
            "# bash completion for gridhearth; made from its parsers: gridhearth completion bash",
            "_gridhearth() {",
            '    local current=${COMP_WORDS[COMP_CWORD]} path=gridhearth word words=""',
            '    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
            '        case "$path $word" in',
            f'            {_paths(found)}) path="$path $word" ;;',
            "        esac",
            "    done",
            '    case "$path" in',
            *cases,
            "    esac",
            '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
            '    [ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$current")',
            "}",
            "complete -o filenames -F _gridhearth gridhearth",
            "",
        ]
    )


def zsh_completion(found: tuple[Page, ...]) -> str:
    """Return a completion for zsh with the same words."""
    cases = [f"    {_pattern(key)}) list=({words}) ;;" for key, words in _words(found)]
    return "\n".join(
        [
            "#compdef gridhearth",
            "# zsh completion for gridhearth; made from its parsers: gridhearth completion zsh",
            "_gridhearth() {",
            "  local here=gridhearth word",
            "  local -a list",
            "  for word in ${words[2,CURRENT-1]}; do",
            '    case "$here $word" in',
            f'      {_paths(found)}) here="$here $word" ;;',
            "    esac",
            "  done",
            '  case "$here" in',
            *cases,
            "  esac",
            "  compadd -- $list || _files",
            "}",
            '_gridhearth "$@"',
            "",
        ]
    )


def _words(found: tuple[Page, ...]) -> list[tuple[str, str]]:
    top = " ".join(sorted({page.words[1] for page in found} | {"--help", "--version", "help"}))
    lines = [("gridhearth", top)]
    for page in found:
        below = {one.words[-1] for one in found if one.words[:-1] == page.words}
        options = {
            option
            for action in page.parser._actions  # noqa: SLF001 - as above
            for option in action.option_strings
            if option.startswith("--") and action.help != argparse.SUPPRESS
        }
        lines.append((" ".join(page.words), " ".join(sorted(below) + sorted(options))))
    return lines


def _paths(found: tuple[Page, ...]) -> str:
    return "|".join(f'"{" ".join(page.words)}"' for page in found)


def _pattern(key: str) -> str:
    return f'"{key}"'


def _quoted(words: str) -> str:
    return f'"{words}"'


def _usage(parser: argparse.ArgumentParser) -> str:
    text = " ".join(parser.format_usage().split())
    return text.removeprefix("usage:").strip().removeprefix(parser.prog).strip()


def _options(parser: argparse.ArgumentParser) -> list[str]:
    lines: list[str] = []
    formatter = parser._get_formatter()  # noqa: SLF001 - as above
    for action in parser._actions:  # noqa: SLF001 - as above
        below = isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - as above
        if below or action.help == argparse.SUPPRESS:
            continue
        told = formatter._expand_help(action) if action.help else ""  # noqa: SLF001 - as above
        called = formatter._format_action_invocation(action)  # noqa: SLF001 - as above
        lines += [".TP", f".B {_roff(called)}"]
        lines.append(_roff(_sentence(told)) or "\\&")
    return [".SH OPTIONS", *lines] if lines else []


def _sentence(text: str) -> str:
    return " ".join(text.split())


def _roff(text: str) -> str:
    """Return it safe for roff: no backslash, dash or leading dot is taken for a command."""
    safe = (
        text.replace("\\", "\\(rs").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha")
    )
    return "\n".join(
        "\\&" + line if line.startswith((".", "'")) else line for line in safe.splitlines()
    )
