"""``tickbox jobs``: what a town has to do at its time, and having it done now."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tickbox_core.desk import Desk, Town
from tickbox_core.desk.nudging import SECONDS
from tickbox_core.errors import BadValue
from tickbox_core.model.local_time import hour_words
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import print_json
from tickbox_core.text import Language, Text
from tickbox_core.workflow import deadlines


class JobsCommand:
    """Lists what is announced or waits, or does what is due."""

    help = Text(
        "到点自动办的事：列出，或现在办到期的", "what happens by itself at its hour: list it, do it"
    )

    def configure(self, parser: Parser) -> None:
        """What, where, once or again and again."""
        parser.add_argument("what", choices=("list", "run"), help=parser.said(_WHAT))
        data = Text("数据文件夹", "the data folder")
        parser.add_argument("--data", type=Path, required=True, help=parser.said(data))
        parser.add_argument("--watch", action="store_true", help=parser.said(_WATCH))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Say what was done, or what waits."""
        if not (args.data / "town.sqlite").is_file():
            raise BadValue(
                str(args.data),
                Text("不是数据文件夹。", "is no data folder."),
                Text("请用 tickbox found 建立。", "Found one with 'tickbox found'."),
            )
        town = Town(args.data, without=args.without_plugin)
        try:
            if args.what == "list":
                waiting = list(plain(town))
                print_json(waiting) if args.json else print("\n".join(lines(town, args.lang)))
                return 0
            if not args.watch:
                _do_due(town, args)
                return 0
            with _told_to_end() as told:
                while not told.is_set():
                    _do_due(town, args)
                    told.wait(SECONDS)
            return 0
        finally:
            town.close()


def _do_due(town: Town, args: argparse.Namespace) -> None:
    """Do what is due, and say how much it was; of somebody who watches, nothing of nothing."""
    done = town.run_jobs()
    if args.watch and not done:
        return
    if args.json:
        print_json({"done": done})
    else:
        print(Text(f"办了{done}件。", f"Done: {done}.").said_in(args.lang))
    sys.stdout.flush()


@contextlib.contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Set by Ctrl-C or SIGTERM: what is just being done is done to its end."""
    told = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield told
        return
    ends = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda *_: told.set()) for one in ends]
    try:
        yield told
    finally:
        for one, handler in zip(ends, before, strict=True):
            signal.signal(one, handler)


_WHAT = Text(
    "list 列出，run 办到期的；run 可由 cron 定时调用",
    "list them, or run what is due; cron may call run",
)
_WATCH = Text("一直守着，到点就办（Ctrl-C 停止）", "go on and do each at its hour (Ctrl-C ends it)")


def plain(town: Town) -> Iterator[dict[str, Any]]:
    """What waits, by area: announced endings and jobs."""
    for area in town.areas():
        desk = town.desk(area)
        for one in desk.deadlines():
            ends = one.announced.isoformat(timespec="seconds")
            yield {"area": area, "job": "ticking-ended", "key": one.id, "at": ends, "fault": ""}
        for job in desk.jobs.waiting():
            at = job.not_before.astimezone(town.now().tzinfo).isoformat(timespec="seconds")
            yield {"area": area, "job": job.job, "key": job.key, "at": at, "fault": job.fault}


def lines(town: Town, language: Language) -> Iterator[str]:
    """The same for reading."""
    found = False
    for area in town.areas():
        desk = town.desk(area)
        ends = [(one.announced, one.id, _ENDS) for one in desk.deadlines()]
        for at, id_, said in [
            *ends,
            *((job.not_before, job.key, _JOBS.get(job.job, _OPENS)) for job in desk.jobs.waiting()),
        ]:
            found = True
            hour = hour_words(at.astimezone(town.now().tzinfo), ends=said is _ENDS)
            yield said.filled(area=area, id=id_, hour=hour).said_in(language)
            for why in _why_not_done(desk, id_, said):
                yield f"  {why.said_in(language)}"
    if not found:
        yield Text("没有要自动办的事。", "Nothing waits for its hour.").said_in(language)


def _why_not_done(desk: Desk, id_: str, said: Text) -> tuple[Text, ...]:
    if said is _CLOSES:
        return desk.closing_waits_for(id_)
    why = desk.why_not_open(id_) if said is _OPENS else None
    return (why,) if why else ()


_CLOSES = Text(
    "{area} {id}：{hour}再看能否截止，还等：",
    "{area} {id}: looked at again at {hour} whether it can close. Still missing:",
)
_JOBS = {deadlines.CLOSING: _CLOSES}
_ENDS = Text("{area} {id}：{hour}自动截止", "{area} {id}: ends by itself at {hour}")
_OPENS = Text("{area} {id}：{hour}自动开放", "{area} {id}: opens by itself at {hour}")


COMMAND = JobsCommand()
