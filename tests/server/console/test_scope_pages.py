"""The scope of a motion in the console: buildings 16 to 21, floors from 7, served by lift 3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tickbox_console
from tickbox_core import Area, AreaTree, Ownership, Person, Roll, Text, Unit, open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk, Town
from tickbox_core.model.people import Service

from ...installed import RESIDENTS_PAGES
from .. import asking_town
from . import law_house

HERE = asking_town.HERE
LIN = Actor("小林", Role.STAFF)
CHINESE = {"Accept-Language": "zh"}
FORM = "/staff/do/motion/prepare"
FLOORS, BUILDINGS = range(1, 11), range(15, 22)


def roll() -> Roll:
    """A home a floor; two floors of number 17 are one owner's, one area is not known."""
    units, owns = [], []
    for house in BUILDINGS:
        for floor in FLOORS:
            unknown = (house, floor) == (20, 8)
            area = None if unknown else 8000 + floor
            units.append(Unit(f"{house}-{floor}", f"b{house}", floor_area=area, floor=floor))
            owner = "17-7" if (house, floor) == (17, 8) else f"{house}-{floor}"
            owns.append(Ownership(f"o{owner}", f"{house}-{floor}"))
    people = tuple(Person(one) for one in dict.fromkeys(own.person for own in owns))
    lift = Service("l3", Text("3号电梯", "lift 3"), tuple(f"16-{floor}" for floor in FLOORS[1:]))
    return Roll(date(2026, 1, 1), tuple(units), people, (), tuple(owns), services=(lift,))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Seven buildings, and a motion whose roll is there."""
    plugins: dict[str, Any] = {
        **RESIDENTS_PAGES, "city": law_house.City(), "console": tickbox_console,
    }  # fmt: skip
    made = Town(tmp_path / "data", open_registry(discover=False, plugins=plugins))
    houses = [
        Area(f"b{at}", "building", Text(f"{at}号楼", f"building {at}"), HERE) for at in BUILDINGS
    ]
    top = Area(HERE, "neighbourhood", Text("竹园", "Bamboo"))
    made.plant(AreaTree((top, *houses)))
    desk = made.found(HERE)
    law_house.prepare(desk, roll())
    yield made
    made.close()


@pytest.fixture
def desk(town: Town) -> Desk:
    """The neighbourhood's desk."""
    return town.desk(HERE)


@pytest.fixture
def staff(town: Town) -> Iterator[Any]:
    """Somebody of the staff, signed in."""
    with law_house.signed_in(town) as client:
        yield client


NEW = {"f.id": "new", "f.question": "换电梯", "f.matter": "fee", "f.jurisdiction": "city",
       "f.kind": "owners-motion"}  # fmt: skip


def keys(page: str) -> dict[str, Any]:
    """What goes along unseen."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def typed(staff: Any, **boxes: Any) -> Any:
    """The form of a new motion as somebody fills it."""
    page = staff.get(FORM, headers=CHINESE).text
    scope = {f"f.scope{name}": value for name, value in boxes.items()}
    return staff.post(FORM, data={**keys(page), **NEW, **scope}, headers=CHINESE)


def confirmed(staff: Any, looked: Any) -> Any:
    """The last look is agreed to."""
    return staff.post(FORM, data={**keys(looked.text), "confirm": "yes"}, headers=CHINESE)


def test_whom_it_asks_is_counted_before_it_is_kept(staff: Any, desk: Desk) -> None:
    """Buildings by their numbers, floors from 7: heads, units and area stand there; then kept."""
    looked = typed(staff, **{".first": "16", ".last": "21", ".low": "7"})
    words = law_house.words_of(looked.text)
    assert "会问到谁" in words and "16–21号楼的7层及以上" in words
    assert "有表决权的人数 23" in words and "房屋数 24" in words and "面积不详的房屋数 1" in words
    assert "按哪份名册数的 表决“物业费调到1.2元”的名册（2026-01-01）" in words
    assert "new" not in [poll.id for poll in desk.motions.polls()]
    done = confirmed(staff, looked)
    assert done.status_code == 200 and "已办理" in done.text
    within = {"within": [f"b{at}" for at in range(16, 22)]}
    assert desk.motions.poll("new").motion.scope.plain() == {
        "all": [within, {"floors": {"from": 7}}]
    }


def test_a_lift_of_the_roll_can_be_chosen(staff: Any) -> None:
    """By its name; the units that it serves are counted."""
    assert "3号电梯" in staff.get(FORM, headers=CHINESE).text
    words = law_house.words_of(typed(staff, **{".lift": "l3"}).text)
    assert "3号电梯所服务的房屋" in words and "有表决权的人数 9" in words


def test_what_stands_is_in_the_boxes_and_an_emptied_box_clears(staff: Any, desk: Desk) -> None:
    """The form of a motion that is prepared; without the floors it asks whole buildings."""
    confirmed(staff, typed(staff, **{"": ["within:b16"], ".low": "7", ".high": "9"}))
    page = staff.get(FORM, params={"id": "new"}, headers=CHINESE).text
    assert 'value="within:b16" checked' in page
    assert re.search(r'name="f.scope.low" value="7"', page)
    boxes = {"f.scope": "within:b16", "f.scope.low": "", "f.scope.high": ""}
    again = staff.post(FORM, data={**keys(page), **NEW, **boxes}, headers=CHINESE)
    assert "有表决权的人数 10" in law_house.words_of(again.text)
    assert "已办理" in confirmed(staff, again).text
    assert desk.motions.poll("new").motion.scope.plain() == {"within": ["b16"]}


@pytest.mark.parametrize(
    ("boxes", "why"),
    [
        ({".first": "16", ".last": "30"}, "没有22号楼"),
        ({".first": "a"}, "楼号请填数字"),
        ({".first": "21", ".last": "16"}, "起止不对"),
        ({".low": "high"}, "floors=high.."),
        ({".low": "9", ".high": "3"}, "不能是"),
    ],
)
def test_what_is_no_scope_is_said_and_stays_as_typed(
    staff: Any, desk: Desk, boxes: dict[str, str], why: str
) -> None:
    """The form again; nothing is kept."""
    answer = typed(staff, **boxes)
    assert answer.status_code == 422 and why in law_house.words_of(answer.text)
    for value in boxes.values():
        assert f'value="{value}"' in answer.text
    assert "new" not in [poll.id for poll in desk.motions.polls()]


def test_a_scope_is_counted_for_programs_too(desk: Desk) -> None:
    """Heads, units, area in words; of residents households and no area."""
    scope = {"all": [{"within": ["b17"]}, {"floors": {"from": 7}}]}
    told = perform(ACTS["motion/scope"], desk, {"scope": scope}, LIN)
    assert (told["heads"], told["units"], told["area_unknown"]) == (3, 4, 0)
    assert told["area"]["en"] == "320.34 m²" and told["problem"] is None
    lost = perform(ACTS["motion/scope"], desk, {"scope": {"served_by": "l9"}}, LIN)
    assert lost["heads"] is None and "l9" in lost["problem"]["en"]


def test_without_a_roll_it_says_so(tmp_path: Path) -> None:
    """Rather than nought."""
    made = law_house.town(tmp_path / "data")
    desk = made.desk(HERE)
    desk.motions.drop(law_house.MOTION, Text("x", "x"), "小林")
    told = perform(ACTS["motion/scope"], desk, {}, LIN)
    assert told["heads"] is None and "no roll yet" in told["problem"]["en"]
    made.close()
