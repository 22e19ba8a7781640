"""``tickbox law [PLACE]``: what holds in a place, and where each value comes from."""

from __future__ import annotations

import argparse
from typing import Any

from tickbox_core import Registry, open_registry
from tickbox_core.errors import UnknownName
from tickbox_core.rules.motions import Practice, SourcedValue
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import columns, page, wrap_text
from tickbox_core.text import Language, Text


class Law:
    """Lists places, or every value of one with its source, its mark and its layer."""

    help = Text("查看某地的规则和每一条的来源", "what holds in a place, each value with its source")

    def configure(self, parser: Parser) -> None:
        """The place, ``--value``, ``--json``."""
        place = Text(
            "法律依据，如 cn-shanghai；不写则全部列出", "cn-shanghai, say; else all places"
        )
        parser.add_argument("place", nargs="?", help=parser.said(place))
        one = Text("只看这一条，连同它取代的", "one value only, with those it replaces")
        parser.add_argument("--value", metavar="NAME", help=parser.said(one))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Print them."""
        registry = open_registry(without=args.without_plugin)
        if args.place is None:
            places = _places(registry)
            print_json(places) if args.json else print(_place_lines(places, args.lang))
            return 0
        practice = registry.practice(args.place)
        names = practice.names if args.value is None else (_checked_name(practice, args.value),)
        whole = args.value is not None
        found = {
            name: practice.trace(name) if whole else practice.trace(name)[-1:] for name in names
        }
        if args.json:
            print_json(
                {
                    "place": args.place,
                    "values": [_row(name, one) for name, some in found.items() for one in some],
                    "questions": {n: t.plain() for n, t in practice.questions().items()},
                }
            )
        else:
            print("\n".join(_value_lines(found, args.lang)))
            if not whole:
                print("\n".join(_question_lines(practice, args.lang)))
        return 0


def _places(registry: Registry) -> list[dict[str, Any]]:
    return [
        {"place": key, "title": one.thing.title.plain(), "plugin": str(one.plugin.name)}
        for key, one in registry.jurisdictions.items()
    ]


def _place_lines(places: list[dict[str, Any]], language: Language) -> str:
    if not places:
        none = Text(
            "没有安装法律依据，如 tickbox-china。", "no law is installed: tickbox-china, say."
        )
        return none.said_in(language)
    return columns([(row["place"], row["title"][language], row["plugin"]) for row in places])


def _checked_name(practice: Practice, name: str) -> str:
    if name not in practice.names:
        raise UnknownName("value", name, practice.names)
    return name


def _row(name: str, found: SourcedValue) -> dict[str, Any]:
    layer = {"key": found.layer.key, "title": found.layer.title.plain()}
    return {"name": name, "layer": layer, **found.sourced.plain()}


def _value_lines(found: dict[str, tuple[SourcedValue, ...]], language: Language) -> list[str]:
    lines: list[str] = []
    for name, some in found.items():
        for one in some:
            value, source = one.sourced.value, one.sourced
            lines += wrap_text(f"{name} = {value}", page())
            said = Text("{layer}；{mark}；{source}", "{layer}; {mark}; {source}").filled(
                layer=one.layer.title, mark=source.mark.words, source=source.source
            )
            lines += [
                f"  {line}" for line in wrap_text(one_line(said.said_in(language)), page() - 2)
            ]
            if source.note:
                note = one_line(source.note.said_in(language))
                lines += [f"  {line}" for line in wrap_text(note, page() - 2)]
    return lines


def _question_lines(practice: Practice, language: Language) -> list[str]:
    questions = practice.questions()
    if not questions:
        return []
    head = Text("没有查到、要问清楚的：", "Not known, to be asked:").said_in(language)
    return ["", head, *(f"  {name}: {text.said_in(language)}" for name, text in questions.items())]


COMMAND = Law()
