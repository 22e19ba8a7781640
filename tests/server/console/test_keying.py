"""Keying paper in the console: what is kept, what is asked once more, what is not told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.text import Text
from tickbox_core.year import Sheet

from .test_special import key_of, signed_in

OPEN = "open-1"
URL = f"/staff/rounds/{OPEN}/keying"
CHINESE, ENGLISH = {"Accept-Language": "zh"}, {"Accept-Language": "en"}


@pytest.fixture
def sheets(small: Any) -> tuple[Sheet, ...]:
    """Three sheets of two people each, all of them back."""
    slots = [slot.slot for slot in small.desk.slots(OPEN)]
    homes: dict[str, list[str]] = {}
    for slot in small.desk.slots(OPEN):
        homes.setdefault(slot.household, []).append(slot.slot)
    chosen = [slot for home in list(homes.values())[:3] for slot in home]
    assert len(chosen) == 6 and set(chosen) <= set(slots)
    printed: tuple[Sheet, ...] = small.desk.paper.print_batch(OPEN, "b1", "小林", chosen)
    small.desk.paper.take_back(OPEN, [sheet.number for sheet in printed], "小林")
    return printed


@pytest.fixture
def keyer(small: Any) -> Iterator[TestClient[Any]]:
    """Somebody who keys."""
    with signed_in(small, "keyer", "小王") as client:
        yield client


class Desk:
    """Somebody's page, and what they send from it as a browser would."""

    def __init__(self, client: TestClient[Any], headers: dict[str, str] = CHINESE) -> None:
        self.client, self.headers = client, headers
        self.page = client.get(URL, headers=headers)

    def hidden(self) -> dict[str, str]:
        """What the form that has the focus carries."""
        form = next(
            part for part in re.findall(r"<form.*?</form>", self.page.text, re.DOTALL)
            if "autofocus" in part
        )  # fmt: skip
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))

    def send(self, words: str = "", **more: Any) -> Any:
        """Type into whatever has the focus, and press Enter."""
        held = self.hidden()
        focus = next(re.finditer(r"<input[^>]*autofocus", self.page.text))[0]
        name = re.search(r'name="(\w+)"', focus)
        assert name
        fields = {**held, name[1]: words, **more}
        self.page = self.client.post(URL, data=fields, headers=self.headers)
        return self.page


def test_enter_opens_the_next_sheet_and_numbers_are_kept(
    small: Any, sheets: Any, keyer: Any
) -> None:
    """Person after person in the order of the sheet, then the next sheet by itself."""
    desk = Desk(keyer)
    assert "下一张：1号" in desk.page.text
    for sheet in sheets:
        desk.send()
        for slot in sheet.slots:
            assert desk.hidden()["slot"] == slot
            assert desk.send("2 1").status_code == 200
    assert "这一批没有等您录的了" in desk.page.text and "录了3张 / 收回3张" in desk.page.text
    stored = small.desk.paper.sheet(OPEN, 1)
    assert all(stored.keyed[slot][0].ticks == ("i1", "i2") for slot in stored.slots)


def test_the_boxes_stand_in_the_order_of_the_sheet(small: Any, sheets: Any, keyer: Any) -> None:
    """With the printed numbers; a tick with the mouse is kept like a number."""
    from tickbox_core.desk import notices

    page = keyer.get(URL, params={"number": 2}, headers=CHINESE).text
    held = small.desk.paper.sheets(OPEN, "b1")[1]
    (printed,) = notices.sheets(small.desk, OPEN, [held], notices.Sender()).sheets
    boxes = [(one.entry.number, box.tick) for one in printed.questions for box in one.boxes]
    shown = re.findall(r'name="tick" value="([^"]+)"><span>(\d+)\.', page)
    assert [(int(number), tick) for tick, number in shown] == boxes
    desk = Desk(keyer)
    desk.send()
    desk.send(tick=["i3"])
    slot = sheets[0].slots[0]
    assert small.desk.paper.sheet(OPEN, 1).keyed[slot][0].ticks == ("i3",)
    both = desk.send("3", tick=["i3"])
    assert both.status_code == 422 and "请只用一种" in both.text


@pytest.mark.parametrize(
    "headers, said",
    [
        (CHINESE, "清单里没有77。清单是1到6项。"),
        (ENGLISH, "77 is not on the list, which goes from 1 to 6"),
    ],
)
def test_what_was_typed_stays(
    small: Any, sheets: Any, keyer: Any, headers: dict[str, str], said: str
) -> None:
    """With why, and what each number is called; nothing is kept of it."""
    desk = Desk(keyer, headers)
    desk.send()
    answer = desk.send("1 77 <b>")
    assert answer.status_code == 422 and said in answer.text
    assert 'value="1 77 &lt;b&gt;"' in answer.text and 'role="alert"' in answer.text
    assert small.desk.paper.sheet(OPEN, 1).keyed == {}


def test_what_breaks_a_limit_is_asked_once_more(small: Any, sheets: Any, keyer: Any) -> None:
    """Sent again as it stands it is kept; another line is asked about by itself."""
    desk = Desk(keyer)
    desk.send()
    slot = desk.hidden()["slot"]
    assert "这张票不计" in desk.send("1 2 3 4").text
    assert "这张票不计" in desk.send("1 2 3 5").text
    assert small.desk.paper.sheet(OPEN, 1).keyed == {}
    assert "已存：勾4项" in desk.send("1 2 3 5").text
    assert "这张票不计" in desk.send("0").text  # at least one
    assert "已存：空白票" in desk.send("0").text
    assert small.desk.paper.sheet(OPEN, 1).keyed[slot][0].ticks == ("i1", "i2", "i3", "i5")


def test_enter_twice_keeps_it_once(small: Any, sheets: Any, keyer: Any) -> None:
    """The same form again shows where one is, with no fault."""
    desk = Desk(keyer)
    desk.send()
    held = desk.hidden()
    for _ in range(2):
        answer = keyer.post(URL, data={**held, "entry": "2"}, headers=CHINESE)
        assert answer.status_code == 200 and 'role="alert"' not in answer.text
    sheet = small.desk.paper.sheet(OPEN, 1)
    assert [len(sheet.keyed.get(slot, ())) for slot in sheet.slots] == [1, 0]


def test_the_page_never_tells_the_other_reading(small: Any, sheets: Any, keyer: Any) -> None:
    """Neither what it was nor whether it agreed: alike for alike and for different ones."""
    for slot, ticks in zip(sheets[0].slots, (["i5"], ["i6"]), strict=True):
        small.desk.paper.key(OPEN, 1, slot, ticks, "甲")
    desk = Desk(keyer)
    assert desk.send("1").status_code == 200
    pages = [desk.send("5").text.partition("<footer")[0] for _ in range(2)]
    for page in pages:
        assert "勾1项" in page and "核对" not in page and "不同" not in page and "计入" not in page
    assert not small.desk.has_ballot(OPEN, sheets[0].slots[0])
    assert small.desk.paper.mismatches(OPEN) == ((1, sheets[0].slots[1]),)
    assert 'name="back"' not in pages[1]


def test_a_sheet_is_opened_by_its_number(small: Any, sheets: Any, keyer: Any) -> None:
    """One that is not there, not back, spoiled or done says so, and what was typed stays."""
    printed = {slot for sheet in sheets for slot in sheet.slots}
    left = [one.slot for one in small.desk.slots(OPEN) if one.slot not in printed]
    more = small.desk.paper.print_batch(OPEN, "b2", "小林", left)
    small.desk.paper.spoil(OPEN, [more[1].number], "小林")
    desk = Desk(keyer)
    for words, said in (
        ("4", "还没有登记收回"),
        ("5", "已登记作废"),
        ("99", "没有"),
        ("abc", "请写票号"),
        ("0", "请写票号"),
    ):
        answer = desk.send(words)
        assert answer.status_code >= 400 and said in answer.text, words
        assert f'value="{words}"' in answer.text
    assert "已撤回" not in desk.send("-").text
    desk.send("２")
    assert desk.hidden()["number"] == "2"


def test_a_reading_is_taken_back_from_the_list(small: Any, sheets: Any, keyer: Any) -> None:
    """Any of one's last ones, not the newest alone; the diary's page names it."""
    desk = Desk(keyer)
    desk.send()
    slot, other = sheets[0].slots
    desk.send("2")
    desk.send("3")
    page = keyer.post(
        URL, data={"form_key": key_of(desk.page.text), "back": f"1/{slot}"}, headers=CHINESE
    )
    assert "1号第1位的录入已撤回" in page.text
    sheet = small.desk.paper.sheet(OPEN, 1)
    assert sheet.keyed[slot] == () and len(sheet.keyed[other]) == 1
    for wrong in ("1/", "x", f"2/{slot}", "99/nobody", "/"):
        answer = keyer.post(
            URL, data={"form_key": key_of(page.text), "back": wrong}, headers=CHINESE
        )
        assert answer.status_code >= 400 and 'role="alert"' in answer.text, wrong
    with signed_in(small) as staff:
        assert "撤回录入" in staff.get("/staff/diary", headers=CHINESE).text


def test_nobody_keys_who_may_not(small: Any, sheets: Any, keyer: Any) -> None:
    """An observer, a form of another session, a round that is not there."""
    with signed_in(small, "observer", "小陈") as observer:
        assert observer.get(URL).status_code == 403
    slot = sheets[0].slots[0]
    sent = {"form_key": "x", "number": "1", "slot": slot, "entry": "1"}
    assert keyer.post(URL, data=sent).status_code == 403
    assert keyer.get("/staff/rounds/nothing/keying").status_code == 404
    sent["form_key"] = key_of(keyer.get(URL).text)
    other = {**sent, "slot": sheets[1].slots[0]}
    assert keyer.post(URL, data=other, headers=CHINESE).status_code >= 400
    assert small.desk.paper.sheet(OPEN, 1).keyed == {}


def test_two_clerks_at_one_line(small: Any, sheets: Any, keyer: Any) -> None:
    """Both have it open for the first reading: one is the first, the other the second."""
    with signed_in(small, "keyer", "小李") as other:
        pages = Desk(keyer), Desk(other)
        for desk in pages:
            desk.send()
        assert pages[0].hidden()["slot"] == pages[1].hidden()["slot"]
        for desk in pages:
            assert desk.send("3").status_code == 200
    assert [one.ticks for one in small.desk.paper.sheet(OPEN, 1).keyed[sheets[0].slots[0]]] == [
        ("i3",), ("i3",),
    ]  # fmt: skip


def test_a_pile_is_registered_by_its_range(small: Any) -> None:
    """In the form of the act; a range that runs backwards says what was meant."""
    desk = small.desk
    desk.paper.print_batch(OPEN, "b1", "小林")
    with signed_in(small) as staff:
        page = staff.get("/staff/do/paper/return", headers=CHINESE).text
        once = re.search(r'name="once" value="([^"]+)"', page)
        assert once
        sent = {"form_key": key_of(page), "once": once[1], "f.round": OPEN}
        wrong = staff.post(
            "/staff/do/paper/return", data={**sent, "f.numbers": "4-1"}, headers=CHINESE
        )
        assert (
            wrong.status_code == 422 and "是不是1-4？" in wrong.text and 'value="4-1"' in wrong.text
        )
        done = staff.post(
            "/staff/do/paper/return", data={**sent, "f.numbers": "１－３ 5"}, headers=CHINESE
        )
        assert done.status_code == 200, done.text
    assert desk.paper.batches(OPEN)[0].returned == 4


def test_the_committee_sees_what_does_not_count(small: Any, sheets: Any, keyer: Any) -> None:
    """And why; somebody who keys does not."""
    small.desk.paper.key(OPEN, 1, sheets[0].slots[0], ["i1", "i2", "i3", "i4"], "甲")
    small.desk.paper.key(OPEN, 1, sheets[0].slots[0], ["i1", "i2", "i3", "i4"], "乙")
    with signed_in(small) as staff:
        assert "但不计" not in staff.get(URL, headers=CHINESE).text  # not before the batch is whole
    for sheet in small.desk.paper.sheets(OPEN):
        for slot in sheet.slots:
            for who in ("甲", "乙")[len(sheet.keyed.get(slot, ())) :]:
                small.desk.paper.key(OPEN, sheet.number, slot, ["i1"], who)
    (batch,) = small.desk.paper.batches(OPEN)
    small.desk.paper.reconcile(OPEN, batch.batch, batch.returned, batch.spoiled, "甲")
    with signed_in(small) as staff:
        page = staff.get(URL, headers=CHINESE).text
        assert "录完了，但不计" in page and "1-1 · 勾多了" in page
    assert "但不计" not in keyer.get(URL, headers=CHINESE).text


def test_the_words_of_a_third_look(small: Any, sheets: Any, keyer: Any) -> None:
    """Only to a third person, one after the other, from a list of sheet and person."""
    for slot in sheets[0].slots:
        small.desk.paper.key(OPEN, 1, slot, ["i1"], "甲")
        small.desk.paper.key(OPEN, 1, slot, [], "乙", Text("破", "torn"))
    page = keyer.get(URL, headers=CHINESE).text
    assert "等您核对的" in page and "1号票第2位" in page
    desk = Desk(keyer)
    desk.page = keyer.get(f"{URL}?look=third", headers=CHINESE)
    refused = desk.send("?")
    assert refused.status_code == 422 and "要在这里定下来" in refused.text
    assert desk.send("1").status_code == 200
    assert desk.hidden()["slot"] == sheets[0].slots[1]
    assert "已存：作废" in desk.send("x 撕破了").text
    assert small.desk.paper.mismatches(OPEN) == ()


@pytest.mark.parametrize(
    "typed, headers", [("x 名册上没有这个人", CHINESE), ("x not on the roll", ENGLISH)]
)
def test_somebody_who_is_not_on_the_roll_is_keyed_as_that(
    small: Any, sheets: Any, keyer: Any, typed: str, headers: dict[str, str]
) -> None:
    """The reason that is typed is what the paper ends with, and what the committee reads."""
    desk = Desk(keyer, headers)
    desk.send()
    assert desk.send(typed).status_code == 200
    first = sheets[0].slots[0]
    small.desk.paper.key(OPEN, 1, first, (), "乙", Text.of("不在名册上"))
    for sheet in small.desk.paper.sheets(OPEN):
        for slot in sheet.slots:
            for who in ("甲", "乙")[len(sheet.keyed.get(slot, ())) :]:
                small.desk.paper.key(OPEN, sheet.number, slot, ["i1"], who)
    (batch,) = small.desk.paper.batches(OPEN)
    small.desk.paper.reconcile(OPEN, batch.batch, batch.returned, batch.spoiled, "甲")
    assert small.desk.paper.sheet(OPEN, 1).done[first] == "not-on-roll"
    with signed_in(small) as staff:
        assert "1-1 · 作废：不在名册上" in staff.get(URL, headers=CHINESE).text
