"""The count sheet of a stairwell: a number for each item, homes chosen by their address."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import attrs
import pytest

from tickbox_console import widgets
from tickbox_core import Option, Person, Residence, Roll, Text, Unit
from tickbox_core.model import NONE_OF_THESE

from ..conftest import planned
from .test_special import HERE, keys_of, signed_in

ROUND = "sheet-1"
ROOMS = ("101室", "102室", "201室")
URL = "/staff/do/paper/count"
ZH = {"Accept-Language": "zh"}
COLOURS = (Option("red", Text("红", "red")), Option("blue", Text("蓝", "blue")))


@pytest.fixture
def staff(small: Any) -> Any:
    """The committee's secretary; in the first home live two, and one item has options."""
    plan = planned(ROUND, HERE)
    first, *others = plan.items
    items = (attrs.evolve(first, options=COLOURS), *others)
    small.desk.prepare(attrs.evolve(plan, items=items))
    people = tuple(Person(f"q{at}") for at in range(len(ROOMS) + 1))
    units = tuple(Unit(f"v{at}", "stair", room) for at, room in enumerate(ROOMS))
    homes = (*(Residence(f"q{at}", f"v{at}") for at in range(3)), Residence("q3", "v0"))
    small.desk.register(ROUND, Roll(date(2026, 1, 1), units, people, homes))
    small.desk.open(ROUND)
    small.town.add_staff(HERE, "老周")
    with signed_in(small) as client:
        yield client


def form(client: Any) -> str:
    """The form in that round."""
    return html.unescape(client.get(URL, params={"round": ROUND}, headers=ZH).text)


def rows(page: str) -> dict[str, str]:
    """The box of each thing that can be ticked, by its id."""
    found = re.findall(r'name="f\.ticks\.(\d+)\.0" value="([^"]+)"', page)
    return {id_: f"f.ticks.{row}.1" for row, id_ in found}


def sent(page: str, numbers: dict[str, str], **more: Any) -> dict[str, Any]:
    """The form filled in, with every box that it has."""
    hidden = re.findall(r'name="(f\.ticks\.\d+\.0|f\.ticks\.offered)" value="([^"]+)"', page)
    typed = {name: numbers.get(id_, "") for id_, name in rows(page).items()}
    return {**keys_of(page), **dict(hidden), "f.round": ROUND, **typed, **more}


def slots(small: Any, *units: str) -> list[str]:
    """The slots of homes."""
    return [one.slot for one in small.desk.slots(ROUND) if one.unit in units]


def test_each_item_has_a_box_for_its_number(small: Any, staff: Any) -> None:
    """Options too, and none of them; no item has to be chosen, none is a tick box."""
    page = form(staff)
    first, second, *_ = small.desk.round(ROUND).items
    assert list(rows(page))[:4] == [
        f"{first.id}/red", f"{first.id}/blue", f"{first.id}/{NONE_OF_THESE}", second.id,
    ]  # fmt: skip
    assert "：都不选</label>" in page
    assert not re.search(r'type="checkbox" name="f\.ticks', page)
    assert re.search(r'type="checkbox" name="f\.slots"[^>]*><span>[^<]*102室', page)


def test_what_is_typed_is_counted(small: Any, staff: Any) -> None:
    """A number for each; an empty box is nothing; the last look says it in words."""
    page = form(staff)
    first, second, *_ = small.desk.round(ROUND).items
    numbers = {f"{first.id}/{NONE_OF_THESE}": "2", f"{first.id}/red": "１", second.id: "3"}
    given = sent(page, numbers, **{"f.slots": slots(small, "v0", "v1")})
    look = staff.post(URL, data=given, headers=ZH)
    assert look.status_code == 200 and "都不选 2" in html.unescape(look.text), look.text
    token = small.town.add_staff(HERE, "吴姐")
    done = staff.post(URL, data={**given, "confirm": "yes", "token": token}, headers=ZH)
    assert done.status_code == 200, done.text
    (sheet,) = small.desk.paper.count_sheets(ROUND)
    assert sheet.participants == 3
    assert {one.tick: one.number for one in sheet.ticks} == {
        f"{first.id}/{NONE_OF_THESE}": 2, f"{first.id}/red": 1, second.id: 3,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["many", "-1", "1.5"])
def test_what_is_no_number_is_said_and_kept(small: Any, staff: Any, typed: str) -> None:
    """The form comes back with everything that was typed."""
    page = form(staff)
    item = small.desk.round(ROUND).items[1].id
    answer = staff.post(
        URL, data=sent(page, {item: typed}, **{"f.slots": slots(small, "v1")}), headers=ZH
    )
    assert answer.status_code == 422
    again = html.unescape(answer.text)
    name = rows(again)[item]
    assert re.search(rf'name="{re.escape(name)}" value="{re.escape(typed)}"', again)


def test_where_there_are_many_homes_they_are_typed(
    small: Any, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One a line, as people write them; a home of two asks who, what nobody knows is said."""
    monkeypatch.setattr(widgets, "MOST_CHECKS", 2)
    page = form(staff)
    assert '<textarea id="f.slots"' in page
    item = small.desk.round(ROUND).items[1].id
    clear = sent(page, {item: "1"}, **{"f.slots": "102\n２０１室"})
    look = staff.post(URL, data=clear, headers=ZH)
    assert look.status_code == 200 and 'name="confirm"' in look.text, look.text
    carried = re.findall(r'name="f\.slots" value="([^"]+)"', look.text)
    assert sorted(carried) == sorted(slots(small, "v1", "v2"))
    unknown = sent(page, {item: "1"}, **{"f.slots": "102\n909"})
    text = html.unescape(staff.post(URL, data=unknown, headers=ZH).text)
    assert "没有找到“909”" in text and "102\n909" in text
    monkeypatch.undo()
    two = sent(page, {item: "1"}, **{"f.slots": "102\n101"})
    answer = staff.post(URL, data=two, headers=ZH)
    text = html.unescape(answer.text)
    assert answer.status_code == 422 and "“101”有2个" in text
    boxes = re.findall(r'name="f\.slots" value="([^"]+)"( checked)?>', text)
    assert {id_ for id_, ticked in boxes if ticked} == set(slots(small, "v1"))
    assert {id_ for id_, _ in boxes} >= set(slots(small, "v0"))
