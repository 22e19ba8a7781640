"""Residents' motions by heads, by one per household and by delegates: from prepare to recount.

Each is prepared by its matter, answered question by question, and played twice: on paper, keyed by
two people, and online by code.  Everywhere it is said that floor area does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core import Area, AreaTree, Text, open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.notices import Sender, motion_notice
from tickbox_core.rules.motions import AnswerForm
from tickbox_server import create_app

from ..core.desk.motion_house import Clock
from ..installed import RESIDENTS_PAGES
from . import asking_town

china = pytest.importorskip("tickbox_china")
HERE = "n1"
LIN, WU = Actor("小林", Role.STAFF), Actor("老吴", Role.STAFF)
ROLL = """房屋编号,楼栋,建筑面积,业主编号,姓名,出生日期,是否业主,是否常住,居民代表
101,8号楼,50,an,安一,1960-01-01,是,是,是
101,8号楼,50,bo,安二,1962-01-01,否,是,否
101,8号楼,50,kid,安小,2015-01-01,否,是,否
102,8号楼,900,cy,陈三,1970-01-01,是,是,是
201,8号楼,60,di,丁四,1980-01-01,是,是,是
202,8号楼,60,ed,戴五,1985-01-01,是,是,否
"""
NOT_AREA = {
    "residents": ("按人数，不按面积", "heads, not floor area"),
    "residents-households": ("每户一票，不按面积", "one per household, not floor area"),
    "residents-delegates": (
        "由居民代表表决，按人数，不按面积",
        "delegates by heads, not floor area",
    ),
}  # fmt: skip
ASKED = {"residents": 5, "residents-households": 4, "residents-delegates": 3}
AGREE = {
    "residents": {"an": "yes", "bo": "yes", "cy": "no", "di": "yes"},
    "residents-households": {"101": "yes", "102": "no", "201": "yes"},
    "residents-delegates": {"an": "yes", "cy": "no", "di": "yes"},
}
"""What comes in: the biggest flat says no, and more than half of those who take part say yes."""


@pytest.fixture
def clock() -> Clock:
    """A clock that is set by hand."""
    return Clock()


@pytest.fixture
def town(tmp_path: Path, clock: Clock) -> Iterator[Town]:
    """A neighbourhood under the law of Shanghai."""
    plugins: dict[str, Any] = {**RESIDENTS_PAGES, "china": china}
    made = Town(tmp_path / "d", open_registry(discover=False, plugins=plugins), clock=clock)
    made.plant(
        AreaTree(
            (
                Area(HERE, "neighbourhood", Text("竹园", "Bamboo")),
                Area("b8", "building", Text("8号楼", "building 8"), HERE),
            )
        )
    )
    made.found(HERE)
    yield made
    made.close()


def do(desk: Desk, act: str, who: Actor = LIN, **given: Any) -> Any:
    """An act by staff, with a second person where it takes two."""
    found = ACTS[act]
    return perform(found, desk, given, who, WU if found.second else None)


def opened(desk: Desk, clock: Clock, matter: str) -> Any:
    """Prepared by its matter, its law answered one by one, posted, and open."""
    made = do(desk, "motion/prepare", id="m", question="楼道公约", matter=matter,
        jurisdiction="cn-shanghai")  # fmt: skip
    assert do(desk, "motion/register", id="m", table=ROLL)["heads"] == ASKED[matter]
    for point in desk.motions.questions("m"):
        if str(point.state) == "open":
            named = list(point.question.allows(point.matters))
            answer = named[-1] if named else "7"
            if point.question.form is AnswerForm.COUNT and not named:
                answer = "7"
            do(desk, "motion/answer", id="m", question=point.question.name, answer=answer,
                source="居民会议议事规则")  # fmt: skip
    do(desk, "motion/post", id="m")
    clock.at += timedelta(days=15)
    assert do(desk, "motion/checklist", id="m")["reasons"] == []
    do(desk, "motion/open", id="m")
    return made


def decided(desk: Desk, clock: Clock) -> Any:
    """Closed and published; both files recount."""
    clock.at += timedelta(days=7)
    do(desk, "motion/close", id="m")
    published = do(desk, "motion/publish", id="m")
    for file in (desk.motions.bundle("m"), desk.motions.sealed("m")):
        assert differences(file).status == 0
    return published


def passed_by_voices(published: Any, matter: str) -> None:
    """The verdict goes by heads or households alone: the biggest flat does not sink it."""
    assert published["result"] == "passed"
    base = "households" if matter == "residents-households" else "heads"
    (tally,) = published["tallies"]
    assert (tally["base"], tally["total"]) == (base, ASKED[matter])
    assert tally["marks"]["yes"] == list(AGREE[matter].values()).count("yes")
    assert tally["marks"]["no"] == 1


@pytest.mark.parametrize("matter", list(ASKED))
def test_on_paper_keyed_by_two(town: Town, clock: Clock, matter: str) -> None:
    """Its kind follows from its matter; the notice that is posted says what does not count."""
    desk = town.desk(HERE)
    made = opened(desk, clock, matter)
    assert made["kind"] == "residents-motion"
    assert (made["kind_words"]["zh"].partition("：")[2], made["kind_words"]["en"][19:]) == (
        NOT_AREA[matter]
    )
    for place, mark in AGREE[matter].items():
        for who in (LIN, WU):
            do(desk, "motion/key", who, id="m", place=place, mark=mark)
    passed_by_voices(decided(desk, clock), matter)
    notice = motion_notice(desk, "m", Sender())
    assert NOT_AREA[matter][0] in notice.question.zh and NOT_AREA[matter][1] in notice.question.en
    assert "平方米" not in str(notice)


@pytest.mark.parametrize("matter", list(ASKED))
def test_online_by_code(town: Town, clock: Clock, matter: str) -> None:
    """The page of the question is labelled; codes are of residents, homes or delegates."""
    desk = town.desk(HERE)
    opened(desk, clock, matter)
    slips = desk.motions.issue_codes("m").slips
    codes = {slip.places[0]: slip.code for slip in slips}
    assert set(AGREE[matter]) <= set(codes) and len(codes) == ASKED[matter]
    path = f"/n/{HERE}/motions/m"
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        for language, words in zip(("zh", "en"), NOT_AREA[matter], strict=True):
            page = client.get(path, headers={"Accept-Language": language}).text
            assert words in page and "平方米" not in page and "m²" not in page
        for place, mark in AGREE[matter].items():
            receipt = asking_town.answer(client, path, mark, codes[place])
            assert receipt.status_code == 200 and "receipt-code" in receipt.text
        passed_by_voices(decided(desk, clock), matter)
        page = client.get(path, headers={"Accept-Language": "zh"}).text
        assert NOT_AREA[matter][0] in page and "平方米" not in page
