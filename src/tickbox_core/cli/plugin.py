"""``tickbox plugin check NAME``: what a plugin is worth, and what it lacks."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable

from tickbox_core.inspection import Level, Report, Topic, find_plugin, with_notices
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import page, wrap_text
from tickbox_core.text import Language, Text

LONGEST = 120  # seconds


class Plugin:
    """Looks a plugin over, in a process of its own; exit code 1 where something is missing."""

    help = Text("检查一个插件", "look a plugin over")

    def configure(self, parser: Parser) -> None:
        """What to do, with which plugin, and ``--json``."""
        only = Text("目前只有 check（检查）", "check is all there is")
        parser.add_argument("action", choices=["check"], help=parser.said(only))
        name = Text("插件的名称，如 property-fee", "its name: property-fee, say")
        parser.add_argument("name", help=parser.said(name))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Print level, evidence and what is missing."""
        find_plugin(args.name)
        report = looked_over(args.name, args.without_plugin)
        if args.json:
            print_json(report.plain())
        else:
            print(format_report(report, args.lang))
        return 0 if report.level is Level.RELIABLE else 1


def looked_over(name: str, without: Iterable[str] = ()) -> Report:
    """The report, made by another process: what a plugin does there stays there."""
    command = [sys.executable, "-m", "tickbox_core.inspection", name, *without]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return with_notices(name, f"{LONGEST} s")
    try:
        return Report.of_plain(json.loads(done.stdout.splitlines()[-1]))
    except (ValueError, KeyError, IndexError, TypeError):
        said = done.stderr.strip().splitlines()
        return with_notices(name, one_line(said[-1] if said else f"exit {done.returncode}")[:200])


def format_report(report: Report, language: Language) -> str:
    """The report for people: the level, a line for each topic, then what is missing."""
    head = Text("{plugin} {version}：{level}", "{plugin} {version}: {level}").filled(
        plugin=report.plugin, version=report.version, level=report.level.words
    )
    lines = [head.said_in(language), ""]
    for topic in Topic:
        number = sum(finding.topic is topic for finding in report.findings)
        mark = "–" if topic not in report.looked else "!" if number else "✓"
        lines.append(f"{mark} {topic.words.said_in(language)}")
    for finding in report.findings:
        said = Text("{where}：{problem} {remedy}", "{where}: {problem} {remedy}").filled(
            where=finding.where, problem=finding.problem, remedy=finding.remedy
        )
        lines += ["", *wrap_text(one_line(said.said_in(language)), page())]
    if report.note:
        lines += ["", *wrap_text(one_line(report.note.said_in(language)), page())]
    return "\n".join(lines)


COMMAND = Plugin()
