"""argparse, speaking Chinese and English, and raising errors like everybody else."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from tickbox_core.errors import BadCommand, BadValue
from tickbox_core.numbers import NotANumber, read_count
from tickbox_core.text import LANGUAGES, Language, Text

MOST = 10**19

# What argparse says in English only; the groups are names and values and stay as they are.
_COMPLAINTS = (
    (r"the following arguments are required: (.+)", "还缺少：{0}"),
    (r"unrecognized arguments: (.+)", "不认识：{0}"),
    (r"argument (.+): expected one argument", "{0} 后面要有一个值"),
    (r"argument (.+): expected at least one argument", "{0} 后面至少要有一个值"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", "{0} 不能是 {1}；可选：{2}"),
    (r"argument (.+): invalid (?:\w+) value: (.+)", "{0} 不能是 {1}"),
    (r"argument (.+): ignored explicit argument (.+)", "{0} 不带值，多了 {1}"),
    (r"argument (.+): not allowed with argument (.+)", "{0} 不能与 {1} 同用"),
)


LEAVE_OUT = "--without-plugin"
_LEAVE_OUT = Text("不用这个插件（可重复）", "leave this plugin out (may be repeated)")


def left_out(words: Sequence[str]) -> tuple[str, ...]:
    """The plugins that ``--without-plugin`` names anywhere among these words."""
    found = []
    for at, word in enumerate(words):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name == LEAVE_OUT:
            found += [value] if equals else list(words[at + 1 : at + 2])
    return tuple(found)


class Parser(argparse.ArgumentParser):
    """A command's parser: ``language`` is the reader's, ``said`` puts a ``Text`` in it.

    What cannot be parsed raises ``BadCommand``; ``--help``, ``--lang`` and ``--without-plugin`` are
    there already.  ``without`` are the plugins to be left out, known before anything is parsed.
    """

    def __init__(
        self, prog: str, language: Language, about: Text, without: Iterable[str] = ()
    ) -> None:
        self.language: Language = language
        self.without = tuple(without)
        super().__init__(
            prog=prog, description=self.said(about), add_help=False, allow_abbrev=False
        )
        self._positionals.title = self.said(Text("参数", "arguments"))
        self._optionals.title = self.said(Text("选项", "options"))
        self.add_argument(
            "-h", "--help", action="help", help=self.said(Text("显示这些说明", "show this help"))
        )
        self.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=language,
            help=self.said(Text("语言", "the language")),
        )
        self.add_argument(
            LEAVE_OUT, action="append", default=[], metavar="NAME", help=self.said(_LEAVE_OUT)
        )

    def said(self, text: Text) -> str:
        """The words in the reader's language, safe to stand in argparse's templates."""
        return text.said_in(self.language).replace("%", "%%")

    def add_round(self, about: Text) -> None:
        """``--round``, and unseen beside it the name that this option had before 0.1."""
        self.add_argument("--round", default="", help=self.said(about))
        self.add_argument(
            "--cycle", dest="round", default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )

    def format_help(self) -> str:
        """All the help.  ``format_usage`` stays English: argparse cuts its first word off by length
        where options may stand anywhere.
        """
        written = super().format_help()
        return re.sub(r"^usage: ", "用法：", written) if self.language == "zh" else written

    def error(self, message: str) -> NoReturn:
        """Raise ``BadCommand``."""
        raise BadCommand(
            Text(f"{_in_chinese(message)}。", f"{message}."),
            Text(f"用法见 {self.prog} --help。", f"See {self.prog} --help."),
        )


def _in_chinese(message: str) -> str:
    for pattern, chinese in _COMPLAINTS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return chinese.format(*match.groups())
    return message


def whole(option: str) -> Callable[[str], int]:
    """A whole number of 0 or more, for ``type=`` of that option."""

    def read(text: str) -> int:
        try:
            number = read_count(text)
        except NotANumber as refused:
            raise BadValue(option, refused.problem, refused.remedy) from None
        if not 0 <= number < MOST:
            raise BadValue(
                option,
                Text(f"不能是{text[:40]}。", f"cannot be {text[:40]}."),
                Text("请填不小于0的整数。", "Give a whole number of 0 or more."),
            )
        return number

    return read
