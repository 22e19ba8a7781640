"""A year on the automatic clock: every hour is announced, and nobody opens, ends or closes.

The machine is in UTC, the place in Shanghai.  People plan, post, key paper, publish and settle;
what has an hour happens at it, found by a nudge or by whoever opens a page.  What the pages said
stands in ``docs/clock.md``.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from litestar.testing import TestClient

from tickbox_core.cli.main import main
from tickbox_core.desk import Cast, Town
from tickbox_core.playing.stage import Clock
from tickbox_core.workflow import log
from tickbox_server import Settings, create_app

from .estate import BUILDINGS, HEADER, LIN, ROUND, ZHOU, Estate, everything, rows

SHANGHAI = ZoneInfo("Asia/Shanghai")
AREAS = ["t:town:云岭镇", "n1:neighbourhood:云岭一村:t", "e1:estate:云岭一村小区:n1"]
AGAIN = "again"
DOCUMENT = Path(__file__).parents[2] / "docs" / "clock.md"


class UtcClock(Clock):
    """A clock as a container has it: in UTC, and set by hand."""

    def __call__(self) -> datetime:
        """Now, with no word of the place."""
        return self.now.astimezone(UTC)


class Year(Estate):
    """The neighbourhood with its pages; the transcript is what they said, hour by hour."""

    def __init__(self, town: Town, clock: Clock, folder: Path) -> None:
        super().__init__(town, clock, folder)
        app = create_app(town, settings=Settings(round_seconds=0.0, figures_seconds=0.0))
        self.pages = TestClient(app)  # without its lifespan: no thread nudges
        self.transcript: list[str] = []

    def at(self, month: int, day: int, hour: int, minute: int = 0) -> None:
        """It is that hour of 2026 in Shanghai; somebody nudges, as cron does."""
        self.clock.now = datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)
        self.town.run_jobs()

    def says(self, path: str, *words: str, language: str = "zh") -> None:
        """What a page says now; it is put down."""
        found = self.pages.get(path, headers={"Accept-Language": language})
        assert found.status_code == 200, (path, found.status_code)
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.text))
        for one in words:
            assert one in text, (str(self.clock.now), path, one, text)
            self.transcript.append(f"{self.clock.now:%m-%d %H:%M}  {path}  {one}")

    def kinds(self, id_: str) -> list[str]:
        """The kinds of entries of a log, without the ballots."""
        found = log.entries(self.desk.context.store, id_)
        return [one["kind"] for one in found if one["kind"] not in ("cast", "mark")]

    def tick_each(self, round: str, *choices: str) -> None:
        """The first residents of the roll tick online, one choice each."""
        for at, (slot, ticks) in enumerate(zip(self.desk.slots(round), choices, strict=False)):
            self.desk.cast(round, Cast(slot.slot, tuple(ticks.split(",")), f"{round}-{at}"))


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Year]:
    """Founded with its zone by the command, on a machine in UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    data = ["--data", str(tmp_path / "town")]
    assert main(["found", *data, "--zone", "Asia/Shanghai", *AREAS]) == 0
    clock = UtcClock()
    draw = random.Random(2026).randbytes
    town = Town(tmp_path / "town", everything(), clock=clock, entropy=draw)
    at = Year(town, clock, tmp_path)
    houses = [f"{one}号楼,楼栋,云岭一村小区" for one in BUILDINGS]
    at.table("areas", ["名称,层级,上级", *houses])
    yield at
    town.close()
    monkeypatch.undo()
    time.tzset()


def test_a_year_in_which_every_hour_is_announced(year: Year) -> None:
    """From the posted list to the judged project; the pages, hour by hour; all of it recounts."""
    announced(year)
    ticked_on_line_and_on_paper(year)
    tied_and_run_off(year)
    decided_by_the_owners(year)
    carried_out_and_judged(year)
    year.recounts()
    printed = DOCUMENT.read_text("utf-8").partition("```text\n")[2].partition("```")[0]
    assert printed.splitlines() == year.transcript, "\n".join(year.transcript)


def announced(at: Year) -> None:
    """Posted with both hours; it opens by itself, and the page says how long it is."""
    at.at(2, 2, 9)
    days = {"opens": "2026-02-10", "opens_at": "08:00", "closes": "2026-02-22"}
    put_off = {"extensions": 1, "extension_days": 3}
    at.plan(places=1, ties="refuse", closes_at="18:00", **days, **put_off)
    for id_, title in (("gate", "打开东边门"), ("lamp", "东门路灯"), ("bench", "长椅")):
        at.item(id_, title, cost=0)
    at.table("roll", [HEADER, *rows()], ROUND)
    at.do("round/post", round=ROUND)
    at.says("/n/n1/r2026", "将于2026年2月10日08:00自动开放打钩", "打钩到2026年2月22日18:00为止")
    at.says("/n/n1/r2026", "Ticking goes on until 18:00 on 22 February 2026", language="en")
    at.at(2, 10, 7, 59)
    at.says("/n/n1/r2026", "将于2026年2月10日08:00自动开放打钩")
    assert at.kinds(ROUND) == []
    at.at(2, 10, 8)
    assert at.kinds(ROUND) == ["configuration", "roll", "opened"]
    at.says("/n/n1/r2026", "还有12天10小时，2026年2月22日18:00截止")


def ticked_on_line_and_on_paper(at: Year) -> None:
    """Put off once; ended at the hour; a late ballot is told it; paper keyed; closed by itself."""
    at.tick_each(ROUND, "gate", "gate", "lamp", "bench")
    slots = [one.slot for one in at.desk.slots(ROUND)]
    at.do("paper/print", round=ROUND, batch="居委会", slots=slots[10:12])
    at.at(2, 21, 20)
    at.do("round/extend", round=ROUND, closes="2026-02-24", closes_at="18:00", reason="暴雪")
    at.says("/n/n1/r2026", "由2026年2月22日18:00延至2026年2月24日18:00，理由：暴雪")
    sheets = at.desk.paper.sheets(ROUND, "居委会")
    at.do("paper/return", round=ROUND, numbers=[sheets[0].number])
    at.at(2, 22, 18)
    at.says("/n/n1/r2026", "还有2天，2026年2月24日18:00截止")
    at.at(2, 24, 17, 59)
    at.says("/n/n1/r2026", "还有1分钟，2026年2月24日18:00截止")
    at.clock.now += timedelta(minutes=1)
    at.says("/n/n1/r2026", "已按公告于2026年2月24日18:00截止", "截止等：已收回的纸质选票还没有录完")
    late = {"Idempotency-Key": "a-late-ballot-0001", "Tickbox-Code": "AAAA-AAAA-AAAA-AAAA"}
    refused = at.pages.post("/n/n1/r2026/review", data={"tick": "gate"}, headers=late)
    assert refused.status_code == 409 and "2026年2月24日18:00" in refused.text
    key_the_paper(at, sheets)
    at.says("/n/n1/r2026", "已于2026年2月24日18:00截止，计票中")
    assert at.kinds(ROUND)[3:] == ["ticking-extended", "ticking-ended", "closed"]


def key_the_paper(at: Year, sheets: Any) -> None:
    """The other sheet lay in the box since noon; both are keyed twice, and the batch adds up."""
    at.at(2, 24, 19)
    for number in [one.number for one in sheets[1:]]:
        at.do("paper/return", round=ROUND, numbers=[number], in_time=True)
    for sheet in sheets:
        for slot in sheet.slots:
            for person in (LIN, ZHOU):
                given = {"round": ROUND, "number": sheet.number, "slot": slot}
                at.do("paper/key", person, ticks=["lamp"] if sheet is sheets[0] else [], **given)
    at.says("/n/n1/r2026", "批次还没有核对：居委会")
    assert at.desk.round(ROUND).closed_at is None
    at.do("paper/reconcile", round=ROUND, batch="居委会", returned=len(sheets))


def tied_and_run_off(at: Year) -> None:
    """Gate and lamp are equal: posted, run off at announced hours, settled by what it chose."""
    at.at(2, 25, 9)
    at.do("round/publish", round=ROUND)
    at.says("/n/n1/r2026/wall", "票数并列")
    at.do("tie/run-off", round=ROUND, id=AGAIN, opens="2026-03-06", opens_at="08:00",
        closes="2026-03-08", closes_at="20:00")  # fmt: skip
    at.do("round/post", round=AGAIN)
    at.says("/n/n1/r2026/wall", "打钩到2026年3月8日20:00为止")
    at.at(3, 6, 8)
    at.says("/n/n1/again", "还有2天12小时，2026年3月8日20:00截止")
    at.says("/n/n1/again", "2 days and 12 hours left, until 20:00 on 8 March 2026", language="en")
    at.tick_each(AGAIN, "gate", "gate", "lamp")
    at.at(3, 8, 20)
    at.says("/n/n1/again", "已于2026年3月8日20:00截止，计票中")
    assert at.kinds(AGAIN)[2:] == ["opened", "ticking-ended", "closed"]
    at.do("round/publish", round=AGAIN)
    at.says("/n/n1/r2026/wall", "已有结果：打开东边门")
    at.do("tie/settle", round=ROUND, how="run-off")
    at.says("/n/n1/r2026/wall", "交来的选票去了哪里")
    at.bundles |= {"round": at.desk.bundle(ROUND), "again": at.desk.bundle(AGAIN)}
    at.at(3, 20, 9)
    assert at.do("result/finalise", round=ROUND)["items"] == ["gate"]


def decided_by_the_owners(at: Year) -> None:
    """A motion opens and ends at its hours; a person closes it, and the page says why."""
    at.do("motion/prepare", id="fee", question="物业费调整", matter="property-fee",
        jurisdiction="cn-shanghai", scope={"within": ["e1"]})  # fmt: skip
    at.do("motion/register", id="fee", table="\n".join([HEADER, *rows()]))
    at.do("motion/post", id="fee")
    at.answer_law("fee")
    at.do("motion/open", id="fee", opens="2026-04-20", opens_at="09:00", closes="2026-05-01",
        closes_at="18:00")  # fmt: skip
    at.says("/n/n1/motions/fee", "将于2026年4月20日09:00自动开始表决，到2026年5月1日18:00为止")
    at.at(4, 20, 9)
    at.says("/n/n1/motions/fee", "还有11天9小时，2026年5月1日18:00截止")
    for unit in ("1-101", "1-102"):
        for person in (LIN, ZHOU):
            at.do("motion/key", person, id="fee", place=unit, mark="yes")
    at.clock.now = datetime(2026, 5, 1, 18, tzinfo=SHANGHAI)  # nobody nudges: the page does
    at.says("/n/n1/motions/fee", "已按公告于2026年5月1日18:00截止", "截止等：有人确认")
    assert at.kinds("fee")[-1] == "ticking-ended"
    at.at(5, 2, 9)
    at.do("motion/key", LIN, id="fee", place="1-201", mark="no")  # it lay in the box
    at.do("motion/key", ZHOU, id="fee", place="1-201", mark="no")
    at.do("motion/close", id="fee")
    at.do("motion/publish", id="fee")
    at.bundles["fee"] = at.desk.motions.bundle("fee")
    at.says("/n/n1/motions/fee", "2026年5月1日18:00")


def carried_out_and_judged(at: Year) -> None:
    """The gate is opened; judging opens, ends and closes by itself at its hours."""
    at.carry_out("gate")
    at.at(9, 1, 9)
    at.do("project/deliver", project="gate", words="今天起开放")
    at.do("judgement/announce", judgement="j", round=ROUND, title="年终评议", projects=["gate"],
        opens="2026-12-01", opens_at="08:00", closes="2026-12-10", closes_at="12:00")  # fmt: skip
    at.says("/n/n1/judge/j", "将于2026年12月1日08:00自动开始评议，到2026年12月10日12:00为止")
    at.at(12, 1, 8)
    at.says("/n/n1/judge/j", "还有9天4小时，2026年12月10日12:00截止")
    slot = at.desk.slots(ROUND)[0].slot
    code = at.do("judgement/codes", judgement="j", slots=[slot])[slot]
    votes = [{"project": "gate", "mark": "satisfied", "knew": True}]
    at.at(12, 10, 11, 59)
    at.says("/n/n1/judge/j", "还有1分钟，2026年12月10日12:00截止")
    at.ask("judgement/judge", judgement="j", code=code, votes=votes, key="one")
    at.clock.now += timedelta(minutes=1)  # nobody nudges: the late voice is the first
    said = at.refused("judgement/judge", judgement="j", code=code, votes=votes, key="two")
    assert "ended as announced, at 12:00 on 10 December 2026" in said
    at.says("/n/n1/judge/j", "已按公告于2026年12月10日12:00截止")
    assert at.kinds("j")[-2:] == ["ticking-ended", "closed"]
    at.do("judgement/publish", judgement="j")
    at.bundles["j"] = at.desk.judging.bundle("j")
    at.says("/n/n1/judge/j", "What residents said stands beside each project.", language="en")
