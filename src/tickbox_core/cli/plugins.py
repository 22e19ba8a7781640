"""``tickbox plugins``: what is installed, what each brings, and what went wrong."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from tickbox_core import Registry, open_registry
from tickbox_core.cli.commands import clashes
from tickbox_core.desk.installed import without_clashes
from tickbox_core.registry import Notice
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import columns
from tickbox_core.text import Language, Text

KINDS = {
    "policies": Text("类别", "categories"),
    "rules": Text("规则", "rules"),
    "tie_breaks": Text("并列处理", "tie-breaks"),
    "engines": Text("计票引擎", "engines"),
    "jurisdictions": Text("法律依据", "jurisdictions"),
    "printers": Text("打印", "printers"),
    "components": Text("栏目", "components"),
}


class Plugins:
    """Lists plugins; installed is not in force: a round names what it uses."""

    help = Text("列出已安装的插件", "list the plugins that are installed")

    def configure(self, parser: Parser) -> None:
        """``--json``."""
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Print them."""
        registry = without_clashes(open_registry(without=args.without_plugin))
        notices = (*registry.notices, *clashes(args.without_plugin))
        if args.json:
            print_json(plain(registry, notices))
        else:
            print(format_plugins(registry, args.lang, notices))
        return 0


def plain(registry: Registry, notices: Iterable[Notice]) -> dict[str, Any]:
    """Plugins with what each brings, those left out, and notices, for JSON."""
    return {
        "plugins": [
            {
                "name": plugin.name,
                "version": plugin.version,
                "brings": _keys_of_plugin(registry, plugin),
            }
            for plugin in registry.plugins
        ],
        "without": list(registry.without),
        "notices": [
            {
                "plugin": notice.plugin,
                "plugins": list(notice.plugins),
                "hook": notice.hook,
                "text": notice.text.plain(),
            }
            for notice in notices
        ],
    }


def _keys_of_plugin(registry: Registry, plugin: Any) -> dict[str, list[str]]:
    found = {
        kind: [key for key, one in getattr(registry, kind).items() if one.plugin == plugin]
        for kind in KINDS
    }
    return {kind: keys for kind, keys in found.items() if keys}


def format_plugins(registry: Registry, language: Language, notices: Iterable[Notice]) -> str:
    """The same for people."""
    rows: list[tuple[str, str]] = []
    for plugin in registry.plugins:
        brought = _keys_of_plugin(registry, plugin)
        said = "; ".join(
            f"{KINDS[kind].said_in(language)}: {', '.join(keys)}" for kind, keys in brought.items()
        )
        rows.append((f"{plugin.name} {plugin.version}", said or "–"))
    problems = [f"! {one_line(notice.text.said_in(language))}" for notice in notices]
    foot = Text(
        "已安装不等于生效：每一轮写明用哪些，开放时冻结。",
        "Installed is not in force: a round names what it uses, and opening freezes it.",
    )
    return "\n".join([columns(rows), *problems, "", foot.said_in(language)])


COMMAND = Plugins()
