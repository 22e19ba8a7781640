"""From the words on the command line to a command, and from what it raises to an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping, Sequence

from tickbox_core import __version__
from tickbox_core.cli.commands import clashes, load, offered
from tickbox_core.errors import BadCommand, MalformedFile, TickboxError
from tickbox_core.terminal.parser import LEAVE_OUT, Parser, left_out
from tickbox_core.terminal.printing import forgiving, one_line
from tickbox_core.terminal.table import columns
from tickbox_core.text import LANGUAGES, Language, Text

DONE, AT_FAULT, STOPPED, NOBODY_READS = 0, 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``tickbox`` with these words (default: those it was started with); returns exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    language = spoken(words, os.environ)
    forgiving(sys.stdout, sys.stderr)
    try:
        code = _run(words, language)
        sys.stdout.flush()
    except TickboxError as error:
        told = error.lines if isinstance(error, MalformedFile) else (error.text,)
        for text in told:
            print(f"tickbox: {one_line(text.said_in(language))}", file=sys.stderr)
        return AT_FAULT
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        # What is left to write goes nowhere, or Python would complain once more at its end.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    return code


def spoken(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of ``--lang``, or else the one that the environment is set to."""
    for at, word in enumerate(words):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        given = value if equals else "".join(words[at + 1 : at + 2])
        if name == "--lang" and given in LANGUAGES:
            return "zh" if given == "zh" else "en"
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def _run(words: list[str], language: Language) -> int:
    before, name, after = _split_command(words)
    if name is None or {"-h", "--help", "--version"} & set(before):
        return _without_command(before, language)
    _top(language).parse_args(before)  # refuses what stands before the command and is not known
    without = left_out(words)
    command = load(name, without)
    for clash in clashes(without):
        if clash.key == name:  # the core's own is run; who has the other has to know
            print(f"tickbox: {one_line(clash.text.said_in(language))}", file=sys.stderr)
    parser = Parser(f"tickbox {name}", language, command.help, without)
    command.configure(parser)
    named = [word for plugin in left_out(before) for word in (LEAVE_OUT, plugin)]
    try:
        args = parser.parse_intermixed_args([*named, *after])  # options may stand anywhere
    except SystemExit as done:  # --help has been shown
        return int(done.code or DONE)
    return command.run(args)


def _split_command(words: list[str]) -> tuple[list[str], str | None, list[str]]:
    """What stands before the command, the command, and what stands behind it."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in ("--lang", LEAVE_OUT) else 1
    name = words[at] if at < len(words) else None
    return words[:at], name, words[at + 1 :]


def _top(language: Language) -> Parser:
    about = Text("让居民打钩：谁都能复核的计票。", "A count that anyone can check.")
    parser = Parser("tickbox", language, about)
    parser.add_argument("--version", action="store_true")
    return parser


def _without_command(before: list[str], language: Language) -> int:
    if {"-h", "--help"} & set(before):
        print(_help(language, left_out(before)))
        return DONE
    if _top(language).parse_args(before).version:
        print(f"tickbox {__version__}")
        return DONE
    raise BadCommand(
        Text("请说明要做什么。", "no command was given."),
        Text("用法见 tickbox --help。", "See tickbox --help."),
    )


def _help(language: Language, without: Sequence[str] = ()) -> str:
    """What there is: a line for each command; one that cannot be loaded says why."""
    head = Text(
        "用法：tickbox [--lang zh|en] 命令 …（tickbox 命令 --help 看详细说明；--version 看版本）",
        "usage: tickbox [--lang zh|en] COMMAND …  (tickbox COMMAND --help tells more; --version)",
    )
    names = sorted({*offered(without), *(clash.key for clash in clashes(without))})
    rows = [(f"  {name}", one_line(_about(name, without).said_in(language))) for name in names]
    return f"{head.said_in(language)}\n\n{columns(rows)}"


def _about(name: str, without: Sequence[str]) -> Text:
    try:
        return load(name, without).help
    except TickboxError as problem:
        return Text(f"（不可用：{problem.text.zh}）", f"(not available: {problem.text.en})")
