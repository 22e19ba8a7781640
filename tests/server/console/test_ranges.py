"""Ranges of sheets (1-50 53) through the forms: handed out by number, taken back, spoiled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.year.papers import SheetWhere

from .test_special import HERE, signed_in

OPEN = "open-1"
BAD = {
    "50-1": "是不是1-50？",
    "1-": "看不懂“1-”",
    "0-3": "没有0-3号",
    "1-999999999": "请分几次办",
    "a": "看不懂“a”",
    "1-2 2": "2写了两次",
    "1,200": "逗号不清楚",
    "-3": "看不懂",
}


@pytest.fixture
def staff(small: Any) -> Iterator[TestClient[Any]]:
    """The committee's secretary, with a batch of sheets that is printed."""
    small.desk.paper.print_batch(OPEN, "一号楼", "小林")
    with signed_in(small) as client:
        client.headers["accept-language"] = "zh"
        yield client


def send(staff: TestClient[Any], act: str, typed: str) -> Any:
    """The form of an act on sheets, as a browser hands it in; twice where it asks once more."""
    page = staff.get(f"/staff/do/{act}", params={"round": OPEN}).text
    sent = dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))
    sent |= {"f.round": OPEN, "f.numbers": typed}
    answer = staff.post(f"/staff/do/{act}", data=sent)
    if 'name="confirm"' in answer.text:
        answer = staff.post(f"/staff/do/{act}", data={**sent, "confirm": "yes"})
    return answer


def where(small: Any) -> dict[SheetWhere, list[int]]:
    """The numbers of the sheets by where they are."""
    found: dict[SheetWhere, list[int]] = {}
    for number in range(1, 7):
        sheet = small.desk.paper.sheet(OPEN, number)
        found.setdefault(sheet.where, []).append(number)
    return found


def test_sheets_are_taken_back_and_spoiled_by_range(small: Any, staff: TestClient[Any]) -> None:
    """All of a range, single ones beside it, in full width; and what is left is outstanding."""
    assert send(staff, "paper/return", "1-2 ４").status_code == 200
    assert send(staff, "paper/spoil", "５～6").status_code == 200
    assert where(small) == {
        SheetWhere.RETURNED: [1, 2, 4],
        SheetWhere.SPOILED: [5, 6],
        SheetWhere.OUTSTANDING: [3],
    }


@pytest.mark.parametrize("act", ["paper/return", "paper/spoil"])
@pytest.mark.parametrize("typed", BAD)
def test_a_bad_range_is_said_in_a_sentence_and_stays(
    small: Any, staff: TestClient[Any], act: str, typed: str
) -> None:
    """What is wrong with it, beside the box with what was typed; no sheet is registered."""
    answer = send(staff, act, typed)
    assert answer.status_code == 422
    assert BAD[typed] in answer.text and f'value="{typed}"' in answer.text
    assert where(small) == {SheetWhere.OUTSTANDING: [1, 2, 3, 4, 5, 6]}


def test_a_range_beyond_the_pile_names_what_is_not_there(
    small: Any, staff: TestClient[Any]
) -> None:
    """All or nothing: none of the others is registered."""
    last = len(small.desk.paper.sheets(OPEN))
    answer = send(staff, "paper/return", f"1-{last + 2}")
    assert answer.status_code == 422 or answer.status_code == 409
    assert f"没有这些票号：{last + 1}、{last + 2}" in answer.text
    assert where(small) == {SheetWhere.OUTSTANDING: [1, 2, 3, 4, 5, 6]}


@pytest.mark.parametrize("typed", BAD)
def test_the_same_over_the_api(small: Any, staff: TestClient[Any], typed: str) -> None:
    """The text with ranges will do there as well, and is refused in the same words."""
    token = small.town.add_staff(HERE, "小周")
    address, held = f"/api/v1/areas/{HERE}/acts/paper/return", {"authorization": f"Bearer {token}"}
    sent = {"round": OPEN, "numbers": typed}
    answer = staff.post(address, json=sent, headers=held)
    assert answer.status_code == 422 and BAD[typed] in answer.text
    assert staff.post(address, json={**sent, "numbers": "1-3"}, headers=held).status_code in (
        200,
        201,
    )
    assert where(small)[SheetWhere.RETURNED] == [1, 2, 3]


def test_sheets_are_printed_by_range(small: Any, staff: TestClient[Any]) -> None:
    """The box of a batch; what will not do comes back with what was typed and why."""
    if not small.town.registry.printers:
        pytest.skip("no printer is installed")
    page = staff.get(f"/staff/print/round/{OPEN}").text
    (address,) = re.findall(r'<form class="boxes" method="get" action="([^"]+)"', page)
    for typed, words in {**BAD, "5-999": "没有这些票号"}.items():
        answer = staff.get(address, params={"numbers": typed})
        assert answer.status_code in (409, 422), typed
        assert (
            words in answer.text
            and f'name="numbers" maxlength="2000" value="{typed}"' in answer.text
        )
    made = staff.get(address, params={"numbers": "1-2 4"})
    assert made.status_code == 200 and made.content.startswith(b"%PDF")
    whole = staff.get(address)
    assert len(whole.content) > len(made.content)
