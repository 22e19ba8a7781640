"""``tickbox check-notice FILE.json``: does what a posted notice prints add up to what it claims?

What an entry holds, ``tickbox_core.interchange.notices`` says.  The bars come from a jurisdiction,
by default ``cn`` of the plugin ``tickbox-china``: those of the entry's ``date``, today's where it
has none.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tickbox_core import Registry, open_registry
from tickbox_core.errors import MissingPlugin, PluginFailed
from tickbox_core.interchange.exact_json import read_entries, with_notes
from tickbox_core.interchange.notices import AMOUNTS, PAPERS, answers
from tickbox_core.model.local_time import DEFAULT_ZONE, day_at, read_zone, told_in
from tickbox_core.rules.motions import Practice
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import WIDTH, wrap_text
from tickbox_core.text import Language, Text
from tickbox_core.workflow.context import system_time

__all__ = ["COMMAND", "CheckNotice", "answers", "law", "told"]

_now = told_in(system_time, read_zone(DEFAULT_ZONE))
DEFAULT, PLUGIN = "cn", "tickbox-china"
_NUMBERS = (*AMOUNTS, *PAPERS, "pct")
_REFUSED = Text("无法核对。", "This cannot be checked. ")


class CheckNotice:
    """Judges the notices of a file by the law of a place."""

    help = Text("核对张贴的表决结果", "check the totals printed on a posted notice")

    def configure(self, parser: Parser) -> None:
        """The file, the jurisdiction, ``--json``."""
        parser.add_argument("file", type=Path, metavar="FILE.json")
        parser.add_argument(
            "--jurisdiction",
            default=DEFAULT,
            help=parser.said(Text("适用哪里的规定（默认 cn）", "whose law applies (default cn)")),
        )
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Answer every entry; 0 whatever they come to."""
        out = args.without_plugin
        registry = open_registry(without=out) if out else open_registry()
        practice, today = law(registry, args.jurisdiction), day_at(_now())
        entries = read_entries(args.file)
        given = with_notes(answers(entries, practice, today), entries, _NUMBERS)
        if args.json:
            print_json(given)
        else:
            print("\n".join(told(given, args.lang)))
        return 0


def law(registry: Registry, jurisdiction: str) -> Practice:
    """The law of a place, of every day.

    Raises ``MissingPlugin`` where no plugin brings any, or the one that should has failed;
    ``UnknownName`` for a place that none of them knows.
    """
    for notice in registry.notices:
        if isinstance(notice, PluginFailed) and notice.plugin == PLUGIN:
            raise notice
    if jurisdiction not in registry.jurisdictions and DEFAULT not in registry.jurisdictions:
        raise MissingPlugin(f"--jurisdiction {jurisdiction}", PLUGIN)
    return registry.laws(jurisdiction)


def told(given: Iterable[dict[str, Any]], language: Language) -> list[str]:
    """The answers for people: the id, and below it what was found."""
    lines: list[str] = []
    for answer in given:
        refused = "error" in answer
        why = answer["error" if refused else "why"][language]
        said = f"{_REFUSED.said_in(language)}{why}" if refused else why
        lines.append("–" if answer["id"] is None else one_line(str(answer["id"])))
        for each in (said, *(note[language] for note in answer.get("notes", ()))):
            lines += [f"    {line}" for line in wrap_text(one_line(each), WIDTH - 4)]
    return lines


COMMAND = CheckNotice()
