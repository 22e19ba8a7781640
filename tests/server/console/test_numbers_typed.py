"""Numbers as a committee types them, tables as it keeps them: through the forms and the API."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from litestar.testing import TestClient

from tickbox_core.numbers import read_money
from tickbox_core.text import LANGUAGES
from tickbox_server import create_app
from tickbox_server.pages.words import money

HERE, PREPARED = "bamboo", "prepared-1"
API = f"/api/v1/areas/{HERE}/acts"
COSTS = {
    "1,200": 120_000,
    "1，200": 120_000,
    "１，２００": 120_000,
    "1 200": 120_000,
    "1,200.50": 120_050,
    "¥1,200.00": 120_000,
    "1200元": 120_000,
    "1.2万": 1_200_000,
    "1'200": 120_000,
    "1.200": None,
    "1.200,50": None,
    "1,2": None,
    "1,20": None,
    "1.2E+06": None,
}
ROLL = "房屋编号,楼栋,建筑面积,业主编号\n1-101,1号楼道,{area},p1\n"


@pytest.fixture
def staff(small: Any) -> Iterator[TestClient[Any]]:
    """The committee's secretary, signed in; the header of the API's token beside it."""
    with TestClient(create_app(small.town), base_url="http://testserver.local") as client:
        token = small.town.add_staff(HERE, "小林", "staff")
        client.post("/staff/sign-in", data={"area": HERE, "token": token})
        client.headers["authorization"] = f"Bearer {token}"
        yield client


def keys_of(page: str) -> dict[str, str]:
    """The session's form key and the form's own."""
    return dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))


@pytest.mark.parametrize("typed, fen", COSTS.items())
def test_a_cost_typed_into_a_form(
    small: Any, staff: TestClient[Any], typed: str, fen: int | None
) -> None:
    """The amount that is meant stands on the list; what is in doubt comes back with the reason."""
    page = staff.get("/staff/do/item/change", params={"round": PREPARED, "id": "i1"}).text
    sent = {**keys_of(page), "f.round": PREPARED, "f.id": "i1", "f.cost": typed}
    sent |= {"f.title": "路灯", "f.category": "renewal"}
    answer = staff.post("/staff/do/item/change", data=sent)
    before = small.desk.round(PREPARED).item("i1").cost
    if fen is None:
        assert answer.status_code == 422 and f'value="{typed}"' in answer.text
        assert before is None
        assert re.search("逗号不是千分位|可能是小数点|缩写", answer.text)
    else:
        assert answer.status_code == 200, answer.text
        assert before == fen


NOTE = re.compile(r'<div class="note" role="note"><p>([^<]*)</p></div>')


def changed_cost(staff: TestClient[Any], typed: str, **more: str) -> Any:
    """The answer to the form that changes the cost of an item."""
    page = staff.get("/staff/do/item/change", params={"round": PREPARED, "id": "i1"}).text
    sent = {**keys_of(page), "f.round": PREPARED, "f.id": "i1", "f.cost": typed, **more}
    sent |= {"f.title": "路灯", "f.category": "renewal"}
    return staff.post("/staff/do/item/change", data=sent)


@pytest.mark.parametrize(
    "typed, other", [("1,200", "1.2"), ("1，200", "1.2"), ("¥1,250", "1.25"), ("1,255", "")]
)
def test_a_lone_comma_in_a_form_is_read_and_said(
    staff: TestClient[Any], typed: str, other: str
) -> None:
    """How it is read, in yuan, and what to write where a decimal comma was meant and can stand."""
    (said,) = NOTE.findall(changed_cost(staff, typed).text)
    assert f"费用的“{typed}”，逗号按千分位读：" in said
    assert ("改成" in said) == bool(other)
    assert said.endswith(f"如果逗号是小数点，请改成{other}。" if other else "元。")


@pytest.mark.parametrize("typed", ["1200", "1,200.50", "1,200,000", "1 200", "1.2万", "12"])
def test_of_what_is_clear_nothing_is_said(staff: TestClient[Any], typed: str) -> None:
    """No remark that nobody needs."""
    assert not NOTE.findall(changed_cost(staff, typed).text)


def test_a_lone_comma_is_said_in_a_row_too_and_in_english(staff: TestClient[Any]) -> None:
    """Of the cost of an option."""
    staff.headers["accept-language"] = "en"
    rows = {"f.options.0.id": "a", "f.options.0.title": "甲", "f.options.0.cost": "2,500"}
    rows |= {"f.options.1.id": "b", "f.options.1.title": "乙"}
    answer = changed_cost(staff, "60", **rows)
    found = NOTE.findall(answer.text)
    assert len(found) == 1, answer.text
    assert "2,500" in found[0] and "2500.00 yuan" in found[0] and "2.5." in found[0]


def test_a_lone_comma_in_a_plan_and_in_its_rules_parameters(
    small: Any, staff: TestClient[Any]
) -> None:
    """Whole numbers have one reading, which is said; what a parameter holds is a number too."""
    page = staff.get("/staff/do/round/plan").text
    sent = {
        **keys_of(page),
        "f.id": "r9",
        "f.title": "春季",
        "f.places": "1,200",
        "own": "tick-share",
    }
    sent |= {"f.rule": "tick-share", "f.own_threshold": "1,300"}
    answer = staff.post("/staff/do/round/plan", data=sent)
    assert answer.status_code == 200, answer.text
    assert small.desk.round("r9").places == 1200
    (said,) = re.findall(r'<div class="note" role="note">(.*?)</div>', answer.text, re.S)
    assert "“1,200”" in said and "：1200。" in said and "改成" not in said
    assert "“1,300”" in said and "：1300。" in said


@pytest.mark.parametrize("typed, doubtful", [("1,200", True), ("3,2,1", False)])
def test_points_by_place_in_a_plan_say_what_their_commas_are(
    small: Any, staff: TestClient[Any], typed: str, doubtful: bool
) -> None:
    """Two places and no thousand, as on the command line."""
    page = staff.get("/staff/do/round/plan").text
    sent = {**keys_of(page), "f.id": "r9", "f.title": "春季", "f.places": "1", "own": "borda"}
    sent |= {"f.rule": "borda", "f.own_table": typed, "f.ballots": "ordered"}
    answer = staff.post("/staff/do/round/plan", data=sent)
    assert answer.status_code == 200, answer.text
    kept = list(small.desk.round("r9").rule.parameters["table"])
    assert kept == [int(one) for one in typed.split(",")]
    said = "".join(NOTE.findall(answer.text))
    assert ("逗号隔开各个数" in said) == doubtful


def test_before_what_cannot_be_undone_it_is_said_in_the_last_look(
    small: Any, staff: TestClient[Any]
) -> None:
    """There, before anything is done; what two count by hand is one of these."""
    slot, item = small.desk.slots("open-1")[0].slot, small.desk.round("open-1").item_ids[0]
    page = staff.get("/staff/do/paper/count", params={"round": "open-1"}).text
    sent = {**keys_of(page), "f.round": "open-1", "f.slots": slot}
    sent |= {"f.ticks.0.0": item, "f.ticks.0.1": "1,200"}
    answer = staff.post("/staff/do/paper/count", data=sent)
    assert answer.status_code == 200 and 'name="confirm"' in answer.text, answer.text
    (said,) = NOTE.findall(answer.text)
    assert "“1,200”，逗号按千分位读：1200。" in said


@pytest.mark.parametrize("typed, fen", COSTS.items())
def test_a_cost_in_a_table_that_is_read_in(
    staff: TestClient[Any], typed: str, fen: int | None
) -> None:
    """The same answer as in the form."""
    page = staff.get("/staff/tables/items", params={"round": PREPARED}).text
    sent = {"form_key": keys_of(page)["form_key"], "round": PREPARED, "policy": "plain"}
    table = f'事项编号,标题,类别,费用\nx1,路灯,renewal,"{typed}"\n'.encode()
    files = {"file": ("items.csv", table)}
    answer = staff.post("/staff/tables/items/check", data=sent, files=files)
    assert answer.status_code == (422 if fen is None else 200)
    if fen is None:
        assert re.search("逗号不是千分位|可能是小数点|缩写", answer.text)


def test_a_cost_over_the_api_is_fen_and_no_string(staff: TestClient[Any]) -> None:
    """A string is refused whatever it says: nobody has to guess how it was meant."""
    for cost in ("1,200", "1.200", "1200", 12.0):
        item = {"round": PREPARED, "id": "x", "title": "路灯", "category": "renewal", "cost": cost}
        answer = staff.post(f"{API}/item/add", json=item)
        assert answer.status_code == 422, answer.text


ROWS = {
    "1-102,,,": "没有写楼栋",
    "1-102": "这一行有1栏",
    "1-102,1号楼道,1,200,p2": "这一行有5栏",
    "2026-03-02,1号楼道,60,p2": "日期",
    '1-102,1号楼道,"89,52",p2': "逗号不是千分位",
    f"{'A' * 200_000},1号楼道,60,p2": "超过131072个字",
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_is_none_hangs_nobody(staff: TestClient[Any], row: str) -> None:
    """In the console and over the API: said by row; the next request is answered as before."""
    table = f"{ROLL.format(area='60.5')}{row}\n"
    page = staff.get("/staff/tables/roll", params={"round": PREPARED}).text
    sent = {"form_key": keys_of(page)["form_key"], "round": PREPARED}
    files = {"file": ("r.csv", table)}
    answer = staff.post("/staff/tables/roll/check", data=sent, files=files)
    assert answer.status_code == 422
    assert ROWS[row] in answer.text
    over = staff.post(f"{API}/motion/register", json={"id": "none", "table": table})
    assert over.status_code == 422
    assert ROWS[row] in over.text
    assert tempfile.gettempdir() not in f"{over.text}{answer.text}"
    good = {"file": ("r.csv", ROLL.format(area='"1,060.5"'))}
    assert staff.post("/staff/tables/roll/check", data=sent, files=good).status_code == 200


@pytest.mark.parametrize(
    "row", ["填表人：居委会,,,", "制表,,,", "合计,,100,", "房屋编号,楼栋,建筑面积,业主编号"]
)
def test_what_stands_below_a_roll_is_said_and_stops_nothing(
    staff: TestClient[Any], row: str
) -> None:
    """In the preview of the console, before anything is written, under the file's own name."""
    page = staff.get("/staff/tables/roll", params={"round": PREPARED}).text
    sent = {"form_key": keys_of(page)["form_key"], "round": PREPARED}
    files = {"file": ("某某小区名册.csv", f"{ROLL.format(area='60.5')}{row}\n")}
    answer = staff.post("/staff/tables/roll/check", data=sent, files=files)
    assert answer.status_code == 200
    assert "第3行" in answer.text


def test_a_message_names_the_file_as_it_was_handed_in(staff: TestClient[Any]) -> None:
    """Never a path of the server."""
    page = staff.get("/staff/tables/roll", params={"round": PREPARED}).text
    sent = {"form_key": keys_of(page)["form_key"], "round": PREPARED}
    files = {"file": ("某某小区名册.csv", "姓名,电话\n甲某,1\n")}
    answer = staff.post("/staff/tables/roll/check", data=sent, files=files)
    assert answer.status_code == 422
    assert "某某小区名册.csv" in answer.text and tempfile.gettempdir() not in answer.text


@pytest.mark.parametrize(
    "name",
    ["某某小区" * 30 + "名册.csv", "..", ".", "/", "a\x00b.csv", "..\\..\\名册.csv", "\n.csv"],
)
def test_a_file_may_be_called_anything(staff: TestClient[Any], name: str) -> None:
    """Longer than this server's disk takes, or what only means something to a disk."""
    page = staff.get("/staff/tables/roll", params={"round": PREPARED}).text
    sent = {"form_key": keys_of(page)["form_key"], "round": PREPARED}
    files = {"file": (name, ROLL.format(area="60.5"))}
    answer = staff.post("/staff/tables/roll/check", data=sent, files=files)
    assert answer.status_code == 200, answer.text


def test_a_new_building_is_offered_and_added_with_the_roll(staff: TestClient[Any]) -> None:
    """With how many homes it has; nothing is added by looking."""
    page = staff.get("/staff/tables/roll", params={"round": PREPARED}).text
    sent = {"form_key": keys_of(page)["form_key"], "round": PREPARED}
    table = "门牌地址,姓名,是否常住\n77号101室,甲某,是\n77号102室,乙某,是\n"
    look = staff.post("/staff/tables/roll/check", data=sent, files={"file": ("r.csv", table)})
    assert look.status_code == 200 and "新的楼栋“77号”：2套房屋" in look.text
    word = {**sent, "confirm": re.search(r'name="confirm" value="([^"]+)"', look.text)[1]}
    done = staff.post("/staff/tables/roll/take", data=word)
    assert done.status_code == 200
    again = staff.post("/staff/tables/roll/check", data=sent, files={"file": ("r.csv", table)})
    assert "新的楼栋" not in again.text


def test_what_is_handed_in_twice_is_no_failure_of_the_server(staff: TestClient[Any]) -> None:
    """Two options of one id are refused in words, not with a 500."""
    options = [{"id": "a", "title": "甲"}, {"id": "a", "title": "乙"}]
    item = {"round": PREPARED, "id": "x", "title": "路灯", "category": "renewal"}
    answer = staff.post(f"{API}/item/add", json={**item, "options": options})
    assert answer.status_code == 422
    assert answer.json()["code"] == "duplicate-id"


@given(st.integers(1, 10**12))
@example(120000)
def test_an_amount_on_a_page_is_read_back(fen: int) -> None:
    """In either language, thousands parted, with its unit."""
    assert [read_money(money(fen, language)) for language in LANGUAGES] == [fen, fen]
