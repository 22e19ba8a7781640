"""The roll from a table with a look before it, and paper keyed twice without seeing the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.interchange.workbooks import is_workbook
from tickbox_server import create_app

HERE, OPEN, PREPARED = "bamboo", "open-1", "prepared-1"
TABLE = (
    "unit,building,area,person,name,is_owner,role\n"
    "1-101,1号楼道,60.5,p1,甲,是,居民\n1-102,1号楼道,{area},p2,乙,是,居民\n"
)


def signed_in(small: Any, role: str = "staff", name: str = "小林") -> TestClient[Any]:
    """Somebody at the console."""
    client = TestClient(create_app(small.town), base_url="http://testserver.local")
    token = small.town.add_staff(HERE, name, role)
    client.post("/staff/sign-in", data={"area": HERE, "token": token})
    return client


@pytest.fixture
def staff(small: Any) -> Iterator[TestClient[Any]]:
    """The committee's secretary, signed in."""
    with signed_in(small) as client:
        yield client


def key_of(page: str) -> str:
    """The session's form key."""
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found
    return found[1]


def hand_in(client: TestClient[Any], table: str, **changes: str) -> Any:
    """Upload a roll for the round that is being prepared."""
    page = client.get("/staff/tables/roll", params={"round": PREPARED}).text
    sent = {"form_key": key_of(page), "round": PREPARED, **changes}
    return client.post("/staff/tables/roll/check", data=sent, files={"file": ("r.csv", table)})


def test_a_roll_is_looked_at_and_then_read_in(small: Any, staff: TestClient[Any]) -> None:
    """Nothing is written before the word; pressed twice it is read in once."""
    look = hand_in(staff, TABLE.format(area="70"))
    assert look.status_code == 200, look.text
    assert small.desk.round(PREPARED).roll is None
    found = re.search(r'name="confirm" value="([^"]+)"', look.text)
    assert found
    sent = {"form_key": key_of(look.text), "round": PREPARED, "confirm": found[1]}
    assert staff.post("/staff/tables/roll/take", data=sent).status_code == 200
    assert small.desk.round(PREPARED).roll.registered == 2
    assert staff.post("/staff/tables/roll/take", data=sent).status_code == 404
    done = [one for one in small.desk.diary.entries() if one.kind == "act"]
    assert [one.facts["act"] for one in done] == ["table/import"]
    page = staff.get("/staff/diary", headers={"Accept-Language": "zh"}).text
    assert "经办：导入表格" in page and done[0].secret("name") in page


def test_what_a_colleague_read_in_meanwhile_is_not_lost(small: Any, staff: TestClient[Any]) -> None:
    """Neither by a table that was looked at before, nor by undoing another import."""
    look = hand_in(staff, TABLE.format(area="70"))
    with signed_in(small, "staff", "小陈") as colleague:
        theirs = hand_in(colleague, TABLE.format(area="90"))
        assert colleague.post("/staff/tables/roll/take", data=word_of(theirs)).status_code == 200
        stands = small.desk.round(PREPARED).roll
        late = staff.post("/staff/tables/roll/take", data=word_of(look))
        assert late.status_code == 409 and small.desk.round(PREPARED).roll == stands
        page = staff.get("/staff/tables/roll").text
        again = hand_in(colleague, TABLE.format(area="80"))
        assert colleague.post("/staff/tables/roll/take", data=word_of(again)).status_code == 200
        stands = small.desk.round(PREPARED).roll
    shown = re.search(r'name="undo" value="(\d+)"', page)
    assert shown
    undo = {"form_key": key_of(page), "undo": shown[1]}
    assert staff.post("/staff/tables/roll/take", data=undo).status_code == 409
    assert small.desk.round(PREPARED).roll == stands
    page = staff.get("/staff/tables/roll").text
    newest = re.search(r'name="undo" value="(\d+)"', page)
    assert newest and newest[1] != shown[1]
    look = staff.post("/staff/tables/roll/take", data={**undo, "undo": newest[1]})
    assert look.status_code == 200 and small.desk.round(PREPARED).roll == stands, "a look first"
    sure = {**undo, "undo": newest[1], "sure": "yes"}
    assert staff.post("/staff/tables/roll/take", data=sure).status_code == 200
    assert small.desk.round(PREPARED).roll != stands


def word_of(look: Any) -> dict[str, str]:
    """What a press on the page that shows what a table would change sends."""
    found = re.search(r'name="confirm" value="([^"]+)"', look.text)
    assert found, look.text
    return {"form_key": key_of(look.text), "round": PREPARED, "confirm": found[1]}


def test_a_faulty_roll_comes_back_with_red_cells(small: Any, staff: TestClient[Any]) -> None:
    """Each fault by row, the marked workbook to download, nothing read in."""
    answer = hand_in(staff, TABLE.format(area="seventy"))
    assert answer.status_code == 422 and "marked.xlsx" in answer.text
    book = staff.get("/staff/tables/roll/marked.xlsx")
    assert is_workbook(book.content[:4]) and book.headers["cache-control"] == "no-store"
    assert small.desk.round(PREPARED).roll is None
    assert is_workbook(staff.get("/staff/tables/roll/template.xlsx").content[:4])


def test_what_is_no_table_or_nobodys_is_refused(small: Any, staff: TestClient[Any]) -> None:
    """Noise, a form of another session, an observer, a stranger."""
    assert hand_in(staff, "\x00\x01").status_code in (400, 422)
    assert hand_in(staff, TABLE.format(area="70"), form_key="x").status_code == 403
    with signed_in(small, "observer", "小陈") as observer:
        assert observer.get("/staff/tables/roll").status_code == 403
    with TestClient(create_app(small.town), base_url="http://testserver.local") as stranger:
        assert stranger.get("/staff/tables/roll/template.xlsx").status_code == 404


def test_the_second_reader_does_not_see_the_first(small: Any, staff: TestClient[Any]) -> None:
    """Two keyers who agree make a ballot; one person never reads a slot twice."""
    slot = small.desk.slots(OPEN)[5].slot
    (sheet,) = small.desk.paper.print_batch(OPEN, "b1", "小林", [slot])
    small.desk.paper.take_back(OPEN, [sheet.number], "小林")
    url = f"/staff/rounds/{OPEN}/keying"
    for name in ("小王", "小李"):
        with signed_in(small, "keyer", name) as keyer:
            page = keyer.get(url, params={"number": sheet.number}).text
            assert slot in page and " checked" not in page
            sent = {"form_key": key_of(page), "number": sheet.number, "slot": slot, "tick": "i2"}
            assert keyer.post(url, data=sent).status_code == 200
            assert not small.desk.has_ballot(OPEN, slot)
            again = keyer.get(url, params={"number": sheet.number}).text
            assert 'name="slot"' not in again
    small.desk.paper.reconcile(OPEN, "b1", 1, 0, "小林")
    assert small.desk.has_ballot(OPEN, slot)


def test_an_unknown_sheet_is_said_on_the_page(staff: TestClient[Any]) -> None:
    """With the page to try another number."""
    answer = staff.get(f"/staff/rounds/{OPEN}/keying", params={"number": "77"})
    assert answer.status_code in (404, 409) and 'name="number"' in answer.text


def test_items_are_read_in_from_a_table(small: Any, staff: TestClient[Any]) -> None:
    """With their category's own columns; a wrong cell is red and nothing is read in."""
    page = staff.get("/staff/tables/items", params={"round": PREPARED}).text
    assert 'value="plain"' in page
    sent = {"form_key": key_of(page), "round": PREPARED, "policy": "plain"}
    before = small.desk.round(PREPARED).item_ids
    category = small.desk.round(PREPARED).items[0].category

    def look(cost: str) -> Any:
        table = f"事项编号,标题,类别,费用\nx1,路灯,{category},{cost}\n".encode()
        files = {"file": ("items.csv", table)}
        return staff.post("/staff/tables/items/check", data=sent, files=files)

    bad = look("不知道")
    assert bad.status_code == 422 and "marked.xlsx" in bad.text
    good = look("1200.50")
    assert good.status_code == 200, good.text
    assert small.desk.round(PREPARED).item_ids == before
    confirm = re.search(r'name="confirm" value="([^"]+)"', good.text)
    assert confirm
    word = {"form_key": key_of(page), "round": PREPARED, "confirm": confirm[1]}
    assert staff.post("/staff/tables/items/take", data=word).status_code == 200
    assert small.desk.round(PREPARED).item("x1").cost == 120_050
    assert is_workbook(staff.get("/staff/tables/items/template.xlsx").content[:4])
    assert staff.get("/staff/tables/owners").status_code == 404


def test_a_category_asks_for_its_own_fields_and_never_for_json(
    small: Any, staff: TestClient[Any]
) -> None:
    """Which ones is shown once it is chosen; a form sent without them comes back with them."""
    planned = {
        **keys_of(staff.get("/staff/do/round/plan").text),
        "f.id": "r7",
        "f.title": "加装电梯",
        "f.categories": "elevator",
    }
    assert staff.post("/staff/do/round/plan", data=planned).status_code == 200
    page = staff.get("/staff/do/item/add", params={"round": "r7"}).text
    assert "JSON" not in page and 'value="elevator"' in page
    sent = {
        **keys_of(page),
        "f.round": "r7",
        "f.id": "lift",
        "f.title": "8号楼电梯",
        "f.category": "elevator",
    }
    more = staff.post("/staff/do/item/add", data=sent)
    assert more.status_code == 422 and 'name="f.own_cost"' in more.text
    lacking = staff.post("/staff/do/item/add", data={**sent, "own": "elevator"})
    assert lacking.status_code == 422 and small.desk.round("r7").items == ()
    nothing = staff.post("/staff/do/item/add", data={**sent, "f.category": ""})
    assert nothing.status_code == 422


def test_an_item_is_changed_until_it_is_posted(small: Any, staff: TestClient[Any]) -> None:
    """The form begins with what stands there; what is left empty stays."""
    item = small.desk.round(PREPARED).items[0]
    page = staff.get("/staff/do/item/change", params={"round": PREPARED, "id": item.id}).text
    assert item.title.zh in page
    sent = {**keys_of(page), "f.round": PREPARED, "f.id": item.id, "f.cost": "99"}
    done = staff.post("/staff/do/item/change", data=sent)
    assert done.status_code == 200, done.text
    now = small.desk.round(PREPARED).item(item.id)
    assert (now.cost, now.title, now.category) == (9_900, item.title, item.category)
    late = {**sent, "f.round": OPEN, "f.id": small.desk.round(OPEN).items[0].id}
    assert staff.post("/staff/do/item/change", data={**late, "once": "2"}).status_code == 409


def keys_of(page: str) -> dict[str, str]:
    """The hidden keys of a form."""
    return dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))


@pytest.mark.parametrize("role", ["staff", "town"])
def test_a_result_is_published_by_two_people(small: Any, staff: TestClient[Any], role: str) -> None:
    """The second signs with a token of their own: not the first's, not a keyer's, not none."""
    from tickbox_core.desk import Cast

    desk = small.desk
    for at, slot in enumerate(desk.slots(OPEN)):
        desk.cast(OPEN, Cast(slot.slot, ("i1",) if at else ("i1", "i2"), f"k{at}"))
    desk.close(OPEN)
    url = "/staff/do/round/publish"
    form = staff.get(url, params={"round": OPEN}).text
    assert 'name="f.second"' not in form
    look = staff.post(url, data={**keys_of(form), "f.round": OPEN}).text
    assert 'name="token"' in look
    keyer = small.town.add_staff(HERE, "小王", "keyer")
    sent = {**keys_of(look), "f.round": OPEN, "confirm": "yes"}
    for token in ("", "tb_made-up", keyer):
        assert staff.post(url, data={**sent, "token": token}).status_code == 422
    with signed_in(small, name="老周") as other:
        sent = {**sent, **keys_of(other.get("/staff/do/wish/take").text)}
        mine = small.town.add_staff(HERE, "老吴", role)
        done = other.post(url, data={**sent, "token": mine})
        assert done.status_code == 200, done.text
        assert mine not in done.text
    (posted,) = [one for one in desk.diary.entries() if one.kind == "result-posted"]
    assert (posted.secret("by"), posted.secret("second")) == ("老周", "老吴")


def test_nobody_is_their_own_second_person(small: Any) -> None:
    """Their own token is told apart, and nothing has happened."""
    small.desk.close(OPEN)
    token = small.town.add_staff(HERE, "小林")
    with TestClient(create_app(small.town), base_url="http://testserver.local") as client:
        client.post("/staff/sign-in", data={"area": HERE, "token": token})
        keys = keys_of(client.get("/staff/do/round/publish").text)
        sent = {**keys, "f.round": OPEN, "confirm": "yes", "token": token}
        answer = client.post("/staff/do/round/publish", data=sent)
    assert answer.status_code == 422 and "自己的令牌" in answer.text
    assert small.desk.outcome(OPEN) is None


def test_a_round_is_printed_where_a_printer_is_installed(
    small: Any, staff: TestClient[Any]
) -> None:
    """Each notice is a PDF; what cannot be printed says why; keyers and observers print nothing."""
    page = staff.get(f"/staff/print/round/{OPEN}")
    assert page.status_code == 200
    registry = small.town.registry
    url = f"/staff/print/round/{OPEN}/list/a4"
    made = staff.get(url)
    if registry.printers:
        assert made.content.startswith(b"%PDF") and url in page.text
        assert made.headers["cache-control"] == "no-store"
    else:
        assert "tickbox-print" in page.text and "tickbox-print" in made.text
    assert staff.get(f"/staff/print/round/{OPEN}/result/a4").status_code == 404
    assert staff.get(f"/staff/print/round/{OPEN}/list/a9").status_code == 404
    with signed_in(small, "keyer", "小王") as keyer:
        assert keyer.get(url).status_code == 403
        assert keyer.get(f"/staff/print/round/{OPEN}").status_code == 403
    with TestClient(create_app(small.town), base_url="http://testserver.local") as stranger:
        assert stranger.get(url).status_code == 404


def test_without_a_printer_the_console_says_so_plainly(small: Any) -> None:
    """And leads to the public page, which the browser prints."""
    import attrs

    without = attrs.evolve(small.town.registry, printers={})
    small.town.registry = without
    with signed_in(small) as client:
        page = client.get(f"/staff/print/round/{OPEN}").text
    assert "tickbox-print" in page and "PDF A4" not in page and f"/n/{HERE}/{OPEN}" in page


def test_motions_judgements_and_minutes_print_from_the_console(
    small: Any, staff: TestClient[Any]
) -> None:
    """One list of what can be printed for command line and console; what is not there is 404."""
    from datetime import timedelta

    from tickbox_core.acts import ACTS, Actor, Role, perform

    clerk = Actor("小林", Role.STAFF)
    day = small.desk.today() - timedelta(1)
    given = {"id": "h1", "kind": "hearing", "title": "灯的听证会", "on": day.isoformat()}
    about = {"about": [f"item:{OPEN}/{small.desk.round(OPEN).items[0].id}"], "place": "活动室"}
    perform(ACTS["meeting/announce"], small.desk, {**given, **about}, clerk)
    index = staff.get("/staff/print").text
    assert "/staff/print/meeting/h1" in index and f"/staff/print/round/{OPEN}" in index
    page = staff.get("/staff/print/meeting/h1").text
    made = staff.get("/staff/print/meeting/h1/minutes/a4")
    if small.town.registry.printers:
        assert "会议记录" in page and made.content.startswith(b"%PDF")
    else:
        assert "tickbox-print" in page
    for wrong in ("meeting/h9", "spaceship/h1", "meeting/h1/result/a4", "motion/h1"):
        assert staff.get(f"/staff/print/{wrong}").status_code == 404
