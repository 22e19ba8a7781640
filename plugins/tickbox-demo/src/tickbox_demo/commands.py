"""``tickbox demo``: a generated year of a whole town, its figures, then its pages."""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import attrs
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from tickbox_core import Registry, Text, open_registry
from tickbox_core.desk import Town
from tickbox_core.errors import BadValue
from tickbox_core.terminal import Parser
from tickbox_core.terminal.printing import print_json
from tickbox_core.text import Language
from tickbox_demo import show
from tickbox_demo.generate import generate


@attrs.frozen
class Demo:
    """Builds the year in a fresh folder, prints it, and serves it."""

    help: Text = attrs.field(
        default=Text(
            "演示：生成一个镇一年的数据，列出前十名，再开网页",
            "a demonstration: generate a town's year, print the top ten, serve its pages",
        )
    )

    def configure(self, parser: Parser) -> None:
        """The command's options."""
        folder = Text("保存这一年数据的新文件夹", "a new or empty folder to keep the year in")
        tables = Text("列出表格后就结束", "stop after the tables")
        machine = Text("输出 JSON 而不是表格", "print JSON instead of tables")
        parser.add_argument("--data", type=Path, help=parser.said(folder))
        parser.add_argument("--no-serve", action="store_true", help=parser.said(tables))
        parser.add_argument("--json", action="store_true", help=parser.said(machine))
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def run(self, args: argparse.Namespace) -> int:
        """Build, print, serve; without ``--data`` the year is gone afterwards."""
        language: Language = args.lang
        with ExitStack() as stack:
            folder = _fresh(args.data) or Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="tickbox-demo-"))
            )
            shown = _build(folder, open_registry(without=args.without_plugin), language)
            stack.callback(shown.town.close)
            if args.json:
                print_json(show.plain(shown))
            else:
                print(show.people(shown, language))
            if args.no_serve:
                return 0
            return _serve(shown, folder, args, language)


def _fresh(folder: Path | None) -> Path | None:
    """The folder asked for, if it can hold a new year."""
    if folder is None or not folder.exists() or not any(folder.iterdir()):
        return folder
    raise BadValue(
        str(folder),
        Text("这个文件夹里已有文件。", "this folder is not empty."),
        Text(
            "请换一个新文件夹；想接着看原来的数据，用 tickbox serve --data。",
            "Name a new folder; to look at a year again use: tickbox serve --data.",
        ),
    )


@contextmanager
def _little_tidying() -> Iterator[None]:
    """Garbage is collected less often: a year makes millions of objects, and few circles of them.

    What is loaded by now stays, and is not looked through again.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _build(folder: Path, registry: Registry, language: Language) -> show.Shown:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(stage: Text, done: int, total: int) -> None:
            label = stage.said_in(language)
            if label not in tasks:
                tasks[label] = progress.add_task(label, total=total)
            progress.update(tasks[label], completed=done)

        start = time.perf_counter()
        with _little_tidying():
            town, demonstration = generate(folder, registry, tell)
        seconds = time.perf_counter() - start
    area, round = demonstration.shown
    start = time.perf_counter()
    town.desk(area).count(round)
    milliseconds = (time.perf_counter() - start) * 1000
    return show.Shown(town, demonstration, seconds, milliseconds)


PHONE = "021-0000 0000"
"""A number that no one has, where the committee's stands."""


def _token(shown: show.Shown, folder: Path) -> str:
    """For the console; not of the seed that the year is made from, which everybody knows."""
    town = Town(folder, shown.town.registry)
    try:
        return town.add_staff(shown.demonstration.open[0], "演示/demo")
    finally:
        town.close()


def _serve(shown: show.Shown, folder: Path, args: argparse.Namespace, language: Language) -> int:
    from tickbox_server import Settings
    from tickbox_server.commands import serve_town  # the web is loaded only when it is wanted

    address = f"http://{args.host}:{args.port}"
    said = show.where(shown, address, _token(shown, folder)).said_in(language)
    print(f"\n{said}", file=sys.stderr if args.json else sys.stdout, flush=True)
    return serve_town(shown.town, args.host, args.port, Settings(phone=PHONE))


demo = Demo()
