"""A household found by typing, without a script; homes in natural order."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest

from tickbox_core import Person, Residence, Roll, Unit

from ..conftest import planned
from .test_special import HERE, keys_of, signed_in

ROUND = "typed-1"
ROOMS = ("10号楼101室", "2号楼101室", "1号楼1001室", "1号楼201室")
ASSIST = "/staff/do/ballot/assist"
ZH = {"Accept-Language": "zh"}


@pytest.fixture
def staff(small: Any) -> Any:
    """The committee's secretary; in the first home live two."""
    people = tuple(Person(f"q{at}") for at in range(len(ROOMS) + 1))
    units = tuple(Unit(f"v{at}", "stair", room) for at, room in enumerate(ROOMS))
    homes = (*(Residence(f"q{at}", f"v{at}") for at in range(4)), Residence("q4", "v0"))
    small.desk.prepare(planned(ROUND, HERE))
    small.desk.register(ROUND, Roll(date(2026, 1, 1), units, people, homes))
    small.desk.open(ROUND)
    with signed_in(small) as client:
        yield client


def form(client: Any) -> str:
    """The form of help with ticking, in that round."""
    return html.unescape(client.get(ASSIST, params={"round": ROUND}, headers=ZH).text)


def sent(client: Any, page: str, said: str, **more: str) -> Any:
    """Help somebody who is named by their address."""
    given = {"f.round": ROUND, "f.slot": said, "f.ticks": "i1", "f.channel": "door"}
    more = {"f.witness": "小周", **more}
    return client.post(ASSIST, data={**keys_of(page), **given, **more}, headers=ZH)


def test_a_household_is_typed_as_people_write_it(small: Any, staff: Any) -> None:
    """Full width and dashes; the ballot is that home's."""
    page = form(staff)
    assert '<input id="f.slot"' in page and '<datalist id="f.slot-list">' in page
    listed = re.findall(r'<option value="([^"]*室[^"]*)">', page)
    assert [re.sub("1号楼道 |，.*", "", one) for one in listed] == [
        "1号楼201室", "1号楼1001室", "2号楼101室", "10号楼101室", "10号楼101室",
    ]  # fmt: skip
    done = sent(staff, page, "２－１０１")
    assert done.status_code == 200, done.text
    took = {one.slot for one in small.desk.slots(ROUND)} - {
        one.slot for one in small.desk.unreached(ROUND)
    }
    assert {one.unit for one in small.desk.slots(ROUND) if one.slot in took} == {"v1"}


def test_which_of_two_is_asked(small: Any, staff: Any) -> None:
    """A home where two live: they are offered; one that nobody knows is said so."""
    page = form(staff)
    unclear = sent(staff, page, "10号楼101")
    text = html.unescape(unclear.text)
    assert unclear.status_code == 422 and "请选择是哪一个" in text
    offered = re.findall(r'<option value="([0-9A-Z]+)">', text.split('id="f.slot"')[1])
    assert len(offered) >= 2
    assert sent(staff, text, offered[0]).status_code == 200
    nobody = sent(staff, form(staff), "9号楼101")
    assert nobody.status_code == 422 and "没有找到“9号楼101”" in html.unescape(nobody.text)
    assert 'value="9号楼101"' in html.unescape(nobody.text), "as it was typed"
    assert len(small.desk.unreached(ROUND)) == 4


def test_homes_for_codes_are_found_and_in_order(staff: Any) -> None:
    """By building or room; all of them again with one press."""
    url = f"/staff/rounds/{ROUND}/codes"
    every = re.findall(r"<span>([^<]*室)</span>", staff.get(url, headers=ZH).text)
    assert [one.removeprefix("1号楼道 ") for one in every] == [
        "1号楼201室", "1号楼1001室", "2号楼101室", "10号楼101室",
    ]  # fmt: skip
    for find, number in (("１－２０１", 1), ("101室", 2), ("9-999", 0)):
        page = staff.get(url, params={"find": find}, headers=ZH).text
        assert len(re.findall(r"<span>([^<]*室)</span>", page)) == number, find
