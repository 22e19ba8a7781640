"""``tickbox rules``: what there is to count by."""

from __future__ import annotations

import argparse
from typing import Any

from tickbox_core import Registry, open_registry
from tickbox_core.hooks import Parameter, RuleKind
from tickbox_core.registry import CORE, Offered
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import columns
from tickbox_core.text import Language, Text


class Rules:
    """Lists the rules and tie-breaks of the core and of installed plugins."""

    help = Text("列出计票规则和并列处理办法", "list the rules and the tie-breaks")

    def configure(self, parser: Parser) -> None:
        """``--json``."""
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Print them."""
        registry = open_registry(without=args.without_plugin)
        if args.json:
            print_json(plain(registry))
        else:
            print(format_rules(registry, args.lang))
        return 0


def plain(registry: Registry) -> dict[str, Any]:
    """Rules, tie-breaks, and what is wrong with plugins that bring none, for JSON."""
    return {
        "rules": [_rule(offered) for offered in registry.rules.values()],
        "tie_breaks": [
            {
                "key": offered.thing.key,
                "plugin": offered.plugin.name,
                "title": offered.thing.title.plain(),
            }
            for offered in registry.tie_breaks.values()
        ],
        "notices": [notice.text.plain() for notice in registry.notices],
    }


def _rule(offered: Offered) -> dict[str, Any]:
    kind: RuleKind = offered.thing
    return {
        "key": kind.key,
        "version": kind.version,
        "plugin": offered.plugin.name,
        "title": kind.title.plain(),
        "parameters": [
            {
                "name": parameter.name,
                "default": parameter.default,
                "choices": list(parameter.choices),
                "about": parameter.about.plain(),
            }
            for parameter in kind.parameters
        ],
    }


def format_rules(registry: Registry, language: Language) -> str:
    """The same for people: a line for each rule, one below it for each of its parameters."""
    rows: list[tuple[str, str]] = []
    for offered in registry.rules.values():
        kind: RuleKind = offered.thing
        by = "" if offered.plugin.name == CORE else f" ({offered.plugin.name})"
        rows.append((kind.key, kind.title.said_in(language) + by))
        rows += [(f"  --{p.name}", _parameter(p).said_in(language)) for p in kind.parameters]
    ties = [
        (f"--ties {key}", o.thing.title.said_in(language)) for key, o in registry.tie_breaks.items()
    ]
    notices = [one_line(notice.text.said_in(language)) for notice in registry.notices]
    return "\n".join([columns([*rows, *ties]), *notices])


def _parameter(parameter: Parameter) -> Text:
    """What it is, the values it takes, and which of them holds if nothing is said."""
    choices = "|".join(parameter.choices)
    return Text(
        f"{parameter.about.zh}{f'：{choices}' if choices else ''}（默认 {parameter.default}）",
        f"{parameter.about.en}{f': {choices}' if choices else ''} (default {parameter.default})",
    )


COMMAND = Rules()
