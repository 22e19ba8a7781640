"""``tickbox town``: a town's year in numbers, its awards, and cases that others take over."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tickbox_core.acts import catalogue_of
from tickbox_core.cli.host import host
from tickbox_core.declarations import references
from tickbox_core.desk import Town
from tickbox_core.desk.drilled import Drilled
from tickbox_core.errors import BadCommand, BadValue, MissingPlugin
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import print_json
from tickbox_core.terminal.table import columns
from tickbox_core.text import Language, Text
from tickbox_core.workflow.performing import plain_of


class TownCommand:
    """Shows the figures over all neighbourhoods' files, or has the town do something."""

    help = Text(
        "全镇一年的数字、案例评选、案例推广", "a town's year in numbers, its awards and cases"
    )

    def configure(self, parser: Parser) -> None:
        """The folder, and what is to be done besides showing figures."""
        parser.add_argument("--data", type=Path, required=True, help=parser.said(_DATA))
        parser.add_argument("--award", default="", help=parser.said(Text("评选编号", "an award")))
        parser.add_argument("--at", default="", help=parser.said(_AT))
        parser.add_argument("--gather", action="store_true", help=parser.said(_GATHER))
        parser.add_argument("--commend", action="store_true", help=parser.said(_COMMEND))
        parser.add_argument(
            "--take-over", default="", metavar="AREA.PROJECT", help=parser.said(_TAKE)
        )
        parser.add_argument("--list", dest="round", default="", help=parser.said(_LIST))
        parser.add_argument("--id", default="", help=parser.said(_ID))
        parser.add_argument("--category", default="", help=parser.said(_CATEGORY))
        parser.add_argument("--by", default="", help=parser.said(Text("经办人", "who does it")))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Do what is asked, or show the figures."""
        if not (args.data / "town.sqlite").is_file():
            raise BadValue(
                str(args.data),
                Text("不是数据文件夹。", "is no data folder."),
                Text("请用 tickbox found 建立。", "Found one with 'tickbox found'."),
            )
        town = Town(args.data, without=args.without_plugin)
        try:
            self._carry_out(town, args)
        finally:
            town.close()
        return 0

    def _carry_out(self, town: Town, args: argparse.Namespace) -> None:
        if args.gather or args.commend:
            _require_given(args.award and args.at, "--award", "--at")
        if args.gather:
            before = len(_of_award(town, args, SHOW).cases)
            new = len(_of_award(town, args, GATHER).cases) - before
            print(Text(f"新入围{new}个案例。", f"new cases: {new}.").said_in(args.lang))
        if args.commend:
            found = _of_award(town, args, COMMEND)
            print_json(plain_of(found)) if args.json else print(_certificates(found, args.lang))
        if args.take_over:
            _require_given(args.at and args.round, "--at", "--list")
            area, _, project = args.take_over.partition(".")
            item = town.take_over(
                area,
                project,
                to=args.at,
                round=args.round,
                id_=args.id,
                category=args.category,
                by=host(args.by),
            )
            said = Text("已列入：{title}（{id}）。", "Listed: {title} ({id}).")
            print(said.filled(title=item.title, id=item.id).said_in(args.lang))
        if not (args.gather or args.commend or args.take_over):
            print_json(plain(town)) if args.json else print("\n".join(town_lines(town, args.lang)))


def _of_award(town: Town, args: argparse.Namespace, key: str) -> Any:
    """Have the desk do an act on the award, as whoever owns the folder; what it answers."""
    desk, actor = town.desk(args.at), host(args.by)
    acts = catalogue_of(desk.components).acts
    if key not in acts:
        raise MissingPlugin(key, "tickbox-awards")
    act = acts[key]
    given = act.fields(args.award)
    if act.reads:
        return act.run(desk, given, actor)
    with desk.transaction(actor, key, about=references(given)):
        return act.run(desk, given, actor)


SHOW, GATHER, COMMEND = "award/show", "award/gather", "award/commend"
_DATA = Text("数据文件夹", "the data folder")
_AT = Text("镇或居民区编号", "the id of the town, or of a neighbourhood")
_GATHER = Text("收集各居民区的申报", "enter what the neighbourhoods have put forward")
_COMMEND = Text("把荣誉写入各居民区台账，列出证书", "write awards to the winners; certificates")
_TAKE = Text("把案例作为事项列入另一居民区", "list a case as an item elsewhere")
_LIST = Text("列入哪一轮清单", "on which list")
_ID = Text("事项编号", "the item's id there")
_CATEGORY = Text("那里的类别", "its category there")


def plain(town: Town) -> dict[str, Any]:
    """The town's figures for JSON, down to the building."""
    figures = town.figures()
    over, parts = town.drill()
    return {
        "total": figures.total.plain(),
        "by_area": {area: one.plain() for area, one in figures.by_area},
        "participations": _plain(over),
        "by_building": {area: _plain(one) for area, one in parts.items()},
    }


def _plain(drilled: Drilled) -> dict[str, Any]:
    cell = drilled.breakdown.rest
    return {
        "total": [drilled.total.part, drilled.total.whole],
        "shown": {name: [c.part, c.whole] for name, c in drilled.breakdown.shown.items()},
        "merged": list(drilled.breakdown.merged),
        "rest": None if cell is None else [cell.part, cell.whole],
    }


def town_lines(town: Town, language: Language) -> Iterator[str]:
    """The same for reading: the year's figures, then participations by area and building."""
    figures = town.figures()
    total = figures.total.plain()
    words = dict(_ROWS) | {one.key: one.title for c in town.components for one in c.figures}
    rows = [(said.said_in(language), str(total.get(name, 0))) for name, said in words.items()]
    yield columns(rows)
    over, parts = town.drill()
    yield ""
    for name, line in _lines(over, language):
        yield line
        if name in parts:
            yield from (f"  {inner}" for _, inner in _lines(parts[name], language))


_ROWS: Mapping[str, Text] = {
    "rounds": Text("轮次", "rounds"),
    "items": Text("勾选事项", "items to tick"),
    "participations": Text("参与人次", "participations"),
    "problems_solved": Text("解决急难愁盼问题", "problems solved"),
}


def _lines(drilled: Drilled, language: Language) -> Iterator[tuple[str, str]]:
    part, whole = Text("人次", "participations"), Text("应到", "places on the rolls")
    for names, cell in drilled.breakdown.rows:
        said = "、".join(drilled.names[name].said_in(language) for name in names)
        figures = f"{cell.part} {part.said_in(language)} / {cell.whole} {whole.said_in(language)}"
        yield names[0] if len(names) == 1 else "", f"{said}: {figures}"


def _certificates(found: Any, language: Language) -> str:
    return columns(
        [(one.number, one.area_name.said_in(language), one.case.said_in(language)) for one in found]
    )


def _require_given(given: object, *names: str) -> None:
    if not given:
        said = " ".join(names)
        raise BadCommand(
            Text(f"还要写 {said}。", f"{said} is missing."),
            Text("请补上。", "Give it."),
        )


COMMAND = TownCommand()
