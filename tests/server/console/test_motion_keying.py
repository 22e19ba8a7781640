"""Papers of a motion in the console: the home, one number, two people, a third look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.desk import Town
from tickbox_server import create_app

from .. import asking_town

CHINESE = {"Accept-Language": "zh"}
URL = "/staff/motions/m1/keying"
SAID = r'<(?:p|div) class="(?:keyed-so-far|error|well|note)".*?</(?:p|div)>'


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A neighbourhood whose owners are asked one thing."""
    made = asking_town.town(tmp_path / "data")
    asking_town.ask(made.desk(asking_town.HERE), "m1")
    yield made
    made.close()


class Keyer:
    """Somebody who keys papers."""

    def __init__(self, town: Town, name: str, role: str = "keyer") -> None:
        app = create_app(town)
        self.client: Any = TestClient(app, base_url="http://testserver.local").__enter__()
        token = town.add_staff(asking_town.HERE, name, role)
        self.client.post("/staff/sign-in", data={"area": asking_town.HERE, "token": token})
        self.page = self.client.get(URL, headers=CHINESE)

    def leave(self) -> None:
        """Their browser is closed."""
        self.client.__exit__(None, None, None)

    def type(self, words: str) -> str:
        """Type into whatever has the focus, and press Enter."""
        form = next(
            part for part in re.findall(r"<form.*?</form>", self.page.text, re.DOTALL)
            if "autofocus" in part
        )  # fmt: skip
        held = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        name = re.search(r'name="(\w+)"[^>]*autofocus', form)
        assert name
        self.page = self.client.post(URL, data={**held, name[1]: words}, headers=CHINESE)
        return str(self.page.text)


@pytest.fixture
def sits(town: Town) -> Iterator[Callable[[str], Keyer]]:
    """Seats people down."""
    seated: list[Keyer] = []

    def sit(name: str) -> Keyer:
        seated.append(Keyer(town, name))
        return seated[-1]

    yield sit
    for one in seated:
        one.leave()


def test_two_people_key_a_pile(town: Town, sits: Callable[[str], Keyer]) -> None:
    """Home, Enter, number, Enter; neither sees the other, and all counts together."""
    said = []
    for name, marks in (("小王", "121"), ("小李", "122")):
        keyer = sits(name)
        for home, mark in zip(("8号楼201", "８号楼 301", "u4"), marks, strict=True):
            assert "票上的意见" in keyer.type(home)
            said.append(keyer.type(mark))
            assert "已存" in said[-1] and keyer.page.status_code == 200
    for page in said:
        page = page.partition("<footer")[0]
        assert "核对" not in page and "不同" not in page and "计入" not in page
    keyed = town.desk(asking_town.HERE).motions.keyed("m1")
    assert [one.is_settled for one in keyed].count(True) == 2 and not any(one.end for one in keyed)
    third = sits("小孙")
    assert "等您核对的" in third.page.text and "8号楼401" in third.page.text
    third.type("8号楼401")
    assert "第三人核对" in third.page.text
    third.type("2")
    assert town.desk(asking_town.HERE).motions.count("m1").counted == 3
    ends = [one.end for one in town.desk(asking_town.HERE).motions.keyed("m1")]
    assert ends.count("cast") == 3


def test_a_slip_of_the_hand_is_said_and_stays(town: Town, sits: Callable[[str], Keyer]) -> None:
    """A home that is not asked, a number that is not offered, two at once, a reason."""
    keyer = sits("小王")
    assert "没有“9号楼&lt;9&gt;”这一户" in keyer.type("9号楼<9>")
    assert 'value="9号楼&lt;9&gt;"' in keyer.page.text
    assert "没有" in keyer.type("")
    keyer.type("8号楼201")
    for typed, words in (
        ("7", "清单里没有7"), ("1 2", "只有一个意见"), ("x 3", "后面写原因"), ("", "还没有写"),
    ):  # fmt: skip
        assert words in keyer.type(typed) and keyer.page.status_code == 422
        assert "票上的意见" in keyer.page.text
    assert "已存" in keyer.type("x 撕破")
    assert "已撤回，请再录" in keyer.type("-")
    assert "已存" in keyer.type("?")
    assert "已撤回" in keyer.type("-")
    keyer.type("0")
    (paper,) = town.desk(asking_town.HERE).motions.keyed("m1")
    assert [one.mark for one in paper.taken_back] == ["spoiled", None]
    assert paper.read[0].mark == "abstain"


def test_a_spoiled_paper_takes_a_reason(town: Town, sits: Callable[[str], Keyer]) -> None:
    """Behind the x, or in the next box; without one it is asked for, and nothing is kept."""
    keyer = sits("小王")
    keyer.type("8号楼201")
    assert "作废的原因" in keyer.type("x") and keyer.page.status_code == 200
    assert "请写作废的原因" in keyer.type("  ") and keyer.page.status_code == 422
    assert town.desk(asking_town.HERE).motions.keyed("m1") == ()
    assert "已存" in keyer.type("画了 两处")
    keyer.type("8号楼301")
    assert "已存" in keyer.type("* 撕破")
    read = [paper.read[0] for paper in town.desk(asking_town.HERE).motions.keyed("m1")]
    assert [(one.mark, str(one.reason and one.reason.zh)) for one in read] == [
        ("spoiled", "画了 两处"), ("spoiled", "撕破"),
    ]  # fmt: skip


def test_the_page_of_the_second_reader_says_nothing_of_the_first(
    town: Town, sits: Callable[[str], Keyer]
) -> None:
    """After a reading that agrees and one that does not: the same totals, the same sentences."""
    first = sits("小王")
    for home in ("8号楼201", "8号楼301"):
        first.type(home)
        first.type("1")
    second = sits("小李")
    said = []
    for at, (home, mark) in enumerate((("8号楼201", "1"), ("8号楼301", "2")), 1):
        second.type(home)
        pages = [second.type(mark), second.type(home)]
        second.page = second.client.get(URL, headers=CHINESE)
        assert not [page for page in (*pages, second.page.text) if "第三人核对" in page]
        found = [re.findall(SAID, page, re.DOTALL) for page in (*pages, second.page.text)]
        assert all(f"已录两遍{at}张" in one[0] for one in found)
        words = str(found).replace(home, "·").replace(f"已录两遍{at}张", "·")
        said.append(words.replace(f"您录了{at}张", "·"))
    assert "您录过一张" in said[0]
    assert said[0] == said[1]


def test_another_paper_of_a_home_is_asked_about(town: Town, sits: Callable[[str], Keyer]) -> None:
    """Before it is keyed, not after; the same form twice is keyed once."""
    for name in ("小王", "小李"):
        keyer = sits(name)
        keyer.type("8号楼201")
        keyer.type("1")
    third = sits("小孙")
    assert "已经录完一张" in third.type("8号楼201")
    assert "已存" in third.type("1")
    assert [one.number for one in town.desk(asking_town.HERE).motions.keyed("m1")] == [1, 2]


def test_who_may_not_and_what_is_not_open(town: Town, sits: Callable[[str], Keyer]) -> None:
    """An observer, a foreign form, a motion that is not there, one that is closed."""
    watcher = Keyer(town, "小陈", "observer")
    assert watcher.page.status_code == 403
    watcher.leave()
    keyer = sits("小王")
    sent = {"form_key": "x", "place": "u2", "entry": "1"}
    assert keyer.client.post(URL, data=sent).status_code == 403
    assert keyer.client.get("/staff/motions/none/keying").status_code == 404
    assert "录入表决票" in keyer.client.get("/staff", headers=CHINESE).text
    town.desk(asking_town.HERE).motions.close("m1")
    assert "不在表决期" in keyer.type("8号楼201")


def test_with_the_majority_is_the_fourth_number(tmp_path: Path) -> None:
    """Where papers have the box it stands on the page with its number, and counts with a side."""
    made = asking_town.town(tmp_path / "data", marks__with_majority=True)
    asking_town.ask(made.desk(asking_town.HERE), "m1")
    for name in ("小王", "小李"):
        keyer = Keyer(made, name)
        for home, number in (("u2", "1"), ("u3", "4"), ("u4", "4"), ("u5", "1")):
            assert "从众" in re.sub(r"<[^>]+>", " ", keyer.type(home))
            keyer.type(number)
        keyer.leave()
    desk = made.desk(asking_town.HERE)
    desk.motions.close("m1")
    desk.motions.publish("m1", "小王", "小李")
    tally = (desk.motions.published("m1") or {})["tallies"][0]
    assert (tally["marks"]["yes"], tally["followed"]) == (4, 2)
    made.close()
