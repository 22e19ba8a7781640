"""The pages: from the list to the receipt, the wall, and the receipt check."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.testing import desks

from .conftest import roll

Client = TestClient[Any]
Small = Any  # conftest's

LIST, FINAL, DECIDED = "/n/bamboo/open-1", "/n/bamboo/final-1", "/n/willow/decided-1"
ENGLISH = {"Accept-Language": "en"}


def hidden(html: str, name: str) -> list[str]:
    """The values that a page's form carries along under a name."""
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', html)


def post(client: Client, path: str, ticks: list[str], **fields: str) -> Any:
    """Post a form of the ticking pages."""
    return client.post(path, data={"tick": ticks, **fields}, headers=ENGLISH)


def to_confirm(client: Client, code: str, ticks: list[str], round_: str = LIST) -> Any:
    """List, review, code: the page on which to confirm."""
    key = hidden(post(client, f"{round_}/review", ticks).text, "key")[0]
    return post(client, f"{round_}/confirm", ticks, key=key, code=code)


def press(client: Client, page: Any, round_: str = LIST) -> Any:
    """Press the button of the confirm page: post what its form holds."""
    (key,), (code,) = hidden(page.text, "key"), hidden(page.text, "code")
    return post(client, f"{round_}/cast", hidden(page.text, "tick"), key=key, code=code)


def ticked(html: str) -> list[str]:
    """The items whose boxes are ticked (the page groups them by category)."""
    return sorted(re.findall(r'value="(i\d)"[^>]* checked', html))


def receipt_code(html: str) -> str:
    """The code on a receipt."""
    found = re.search(r'<p class="receipt-code">([0-9A-Z-]+)</p>', html)
    assert found is not None
    return found.group(1)


def participants(small: Small, round_: str = "open-1") -> int:
    """How many ballots count."""
    return int(small.desk.turnout(round_).participants)


# -- ticking -----------------------------------------------------------------------------------


def test_the_list_says_who_may_tick_and_for_whom(client: Client) -> None:
    """Beside the limits, on the page and in the API; a round for all says nothing of it."""
    who, whom = "Who may tick: residents.", "one person brings them for 2 at most."
    page = client.get(FINAL, headers=ENGLISH).text
    assert who in page and whom in page
    terms = client.get("/api/v1/areas/bamboo/rounds/final-1").json()["terms"]
    assert [term["en"] == who for term in terms] == [True, False]
    assert "Who may tick" not in client.get(LIST, headers=ENGLISH).text


def test_the_last_day_of_ticking_is_said_while_it_is_to_come(
    client: Client, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On list, wall and neighbourhood, and as data; not once it has passed."""
    desk, today = small.desk, small.desk.today()
    for id_, left in (("soon", 3), ("today", 0)):
        plan = attrs.evolve(desk.round("open-1"), id=id_, closes=today + timedelta(left))
        desk.prepare(plan)
        desk.register(id_, roll())
        desks.open_list(desk, id_)
    said = " left, until 24:00 on "
    for page in ("", "/wall"):
        assert said in client.get(f"/n/bamboo/soon{page}", headers=ENGLISH).text
        assert said in client.get(f"/n/bamboo/today{page}", headers=ENGLISH).text
        assert said not in client.get(f"/n/bamboo/open-1{page}", headers=ENGLISH).text
    assert said in client.get("/n/bamboo", headers=ENGLISH).text
    told = client.get("/api/v1/areas/bamboo/rounds/soon").json()
    assert told["closes"] == (today + timedelta(3)).isoformat()
    tomorrow = desk.now() + timedelta(1)
    monkeypatch.setattr(type(desk), "now", lambda _: tomorrow)
    assert said in client.get("/n/bamboo/soon", headers=ENGLISH).text
    over = client.get("/n/bamboo/today", headers=ENGLISH).text
    assert said not in over and "nded as announced, at 24:00 on" in over


def test_the_list_says_which_of_two_ballots_counts(client: Client) -> None:
    """The first where it is final, the last where it can be changed; page and API alike."""
    for at, id_, said in ((FINAL, "final-1", "the first"), (LIST, "open-1", "the last")):
        words = client.get(f"/api/v1/areas/bamboo/rounds/{id_}").json()["which_counts"]
        assert f"{said} that arrives" in words["en"]
        assert words["zh"] in client.get(at, headers={"Accept-Language": "zh-CN"}).text


def test_four_screens_from_the_list_to_a_receipt_that_is_counted(
    client: Client, small: Small
) -> None:
    """List, review with the code, confirm, receipt; the receipt check says counted."""
    listed = client.get(LIST, headers=ENGLISH)
    assert 'name="tick" value="i1"' in listed.text
    review = post(client, f"{LIST}/review", ["i1", "i3"])
    assert "You ticked 2 items" in review.text
    assert sorted(hidden(review.text, "tick")) == ["i1", "i3"]
    confirm = to_confirm(client, small.codes[0], ["i1", "i3"])
    assert "Is this your ballot?" in confirm.text
    assert participants(small) == 0
    receipt = press(client, confirm)
    assert "Your ballot counts" in receipt.text
    assert "backrests" not in receipt.text, "a receipt does not show the choice"
    assert participants(small) == 1
    checked = client.post(
        f"{LIST}/check", data={"code": receipt_code(receipt.text)}, headers=ENGLISH
    )
    assert "Counted" in checked.text
    assert "backrests" not in checked.text


def test_everything_is_readable_before_any_identification(client: Client) -> None:
    """Titles, descriptions, places, costs and the kind of tick stand on the list."""
    page = client.get(LIST, headers=ENGLISH).text
    for words in ("Item 2: backrests", "about 2", "in front of building 2", "2,469 yuan"):
        assert words in page
    assert "preference tick (orders the work)" in page
    assert "Tick between 1 and 3" in page
    assert page.count("not known yet") == 1, "a host has opened a list with one cost that is open"
    assert 'name="code"' not in page


@pytest.mark.parametrize(
    "ticks, words",
    [
        (["i1", "i2", "i3", "i4"], "You ticked 4 items and at most 3 are allowed; untick 1"),
        ([], "You ticked 0 items and at least 1 are needed; tick 1 more"),
    ],
)
def test_limits_are_explained_in_place(
    client: Client, small: Small, ticks: list[str], words: str
) -> None:
    """The list comes back with what to undo, and everything still ticked."""
    page = post(client, f"{LIST}/review", ticks)
    assert page.status_code == 422
    assert words in page.text
    assert ticked(page.text) == ticks


def test_more_than_the_limit_does_not_reach_the_ballot_by_another_door(
    client: Client, small: Small
) -> None:
    """Whoever posts straight to the last page is told the same."""
    ticks = ["i1", "i2", "i3", "i4"]
    page = post(client, f"{LIST}/cast", ticks, key="long-enough", code=small.codes[0])
    assert page.status_code == 422
    assert ticked(page.text) == ticks
    assert participants(small) == 0


def test_a_wrong_code_is_told_beside_the_field(client: Client, small: Small) -> None:
    """The review comes back with the same key and the same ticks."""
    review = post(client, f"{LIST}/review", ["i2"])
    (key,) = hidden(review.text, "key")
    page = post(client, f"{LIST}/confirm", ["i2"], key=key, code="AAAA-AAAA-AAAA-AAAA")
    assert page.status_code == 403
    assert "the code is wrong" in page.text
    assert hidden(page.text, "key") == [key]
    assert hidden(page.text, "tick") == ["i2"]
    assert "AAAA-AAAA" not in page.text


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA-AAAA"])
def test_no_page_takes_a_ballot_without_a_slot(client: Client, small: Small, code: str) -> None:
    """Straight to the last page with no code or a wrong one: nothing is cast."""
    page = post(client, f"{LIST}/cast", ["i1"], key="long-enough", code=code)
    assert page.status_code == 403
    assert participants(small) == 0


def test_pressing_twice_gives_one_ballot_and_the_same_receipt(client: Client, small: Small) -> None:
    """Double tap, lost reply, back button: the form's key makes them one."""
    confirm = to_confirm(client, small.codes[0], ["i1"])
    receipts = [receipt_code(press(client, confirm).text) for _ in range(3)]
    assert len(set(receipts)) == 1
    assert participants(small) == 1


def test_a_second_ballot_replaces_the_first_where_the_round_allows_it(
    client: Client, small: Small
) -> None:
    """The confirm page says so beforehand, the receipt check says which one counts."""
    first_confirm = to_confirm(client, small.codes[0], ["i1"])
    first = press(client, first_confirm)
    second_confirm = to_confirm(client, small.codes[0], ["i2"])
    assert "this one counts in its place" in second_confirm.text
    press(client, second_confirm)
    assert participants(small) == 1
    checked = client.post(f"{LIST}/check", data={"code": receipt_code(first.text)}, headers=ENGLISH)
    assert "Replaced" in checked.text
    again = press(client, first_confirm)
    assert "A later ballot counts instead" in again.text, "an old key brings an old receipt"


def test_a_second_ballot_is_refused_plainly_where_none_is_allowed(
    client: Client, small: Small
) -> None:
    """Before the last press, in both languages."""
    press(client, to_confirm(client, small.final_codes[0], ["i1"], FINAL), FINAL)
    page = to_confirm(client, small.final_codes[0], ["i2"], FINAL)
    assert page.status_code == 409
    assert "您的选票已经收到并计入" in page.text
    assert "it cannot be cast twice" in page.text


def test_going_back_keeps_the_ticks(client: Client) -> None:
    """The list, asked for by the form, has the same items ticked."""
    page = post(client, LIST, ["i2", "i5", "unknown"])
    assert ticked(page.text) == ["i2", "i5"]


@pytest.mark.parametrize("page", ["review", "confirm", "cast"])
def test_pages_behind_a_form_lead_back_to_the_list(client: Client, page: str) -> None:
    """Opened by their address (a phone that reloads), they begin again."""
    answer = client.get(f"{LIST}/{page}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, LIST)


def test_a_closed_round_says_so(client: Client, small: Small) -> None:
    """Whoever was ticking while it closed reads why nothing was cast; the list stays readable."""
    confirm = to_confirm(client, small.codes[0], ["i1"])
    small.desk.close("open-1")
    page = press(client, confirm)
    assert page.status_code == 409
    assert "takes no ballots" in page.text
    assert "open-1打钩" in page.text
    listed = client.get(LIST, headers=ENGLISH).text
    assert "Item 1" in listed
    assert 'type="checkbox"' not in listed


@pytest.mark.parametrize(
    "body, kind",
    [
        (b"tick=i1", "text/plain"),
        (b'{"tick": "i1"}', "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"tick=" + b"x" * 201, "application/x-www-form-urlencoded"),
        (b"tick=%ff", "application/x-www-form-urlencoded"),
        (b"key=longenough1&key=longenough2", "application/x-www-form-urlencoded"),
        ("tick=电".encode(), "application/x-www-form-urlencoded"),
        (b"&".join(b"tick=%d" % at for at in range(3000)), "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_of_ours_is_refused(client: Client, body: bytes, kind: str) -> None:
    """One plain page, 400, never a traceback."""
    page = client.post(f"{LIST}/cast", content=body, headers={"Content-Type": kind})
    assert page.status_code == 400
    assert "请回到上一页重新填写" in page.text


# -- the wall and the rest ---------------------------------------------------------------------


def test_the_wall_shows_turnout_only_while_open(client: Client, small: Small) -> None:
    """No share, no rank, no bundle before the result is published."""
    press(client, to_confirm(client, small.codes[0], ["i1"]))
    wall = client.get(f"{LIST}/wall", headers=ENGLISH).text
    assert "<strong>1</strong> resident has taken part" in wall
    assert "12 on the roll" in wall
    assert "never an interim result" in wall
    assert "bundle" not in wall
    assert "%</strong>" not in wall


def test_the_wall_shows_shares_with_base_and_reason(client: Client) -> None:
    """Percentage, numerator, denominator, base in words, chosen or not, and why."""
    wall = client.get(f"{DECIDED}/wall", headers=ENGLISH).text
    assert "<strong>60.0%</strong> <span>3 / 5 residents who took part</span>" in wall
    assert "Among the first 2." in wall
    assert "✓ chosen" in wall
    assert "not chosen" in wall
    assert "The projects to be" in wall
    assert "/api/v1/areas/willow/rounds/decided-1/bundle" in wall
    assert "5 ballots were counted." in wall


def test_closed_but_unpublished_shows_no_result(client: Client, small: Small) -> None:
    """Between closing and publishing the wall says that counting is going on."""
    small.desk.close("open-1")
    wall = client.get(f"{LIST}/wall", headers=ENGLISH).text
    assert "Ticking has closed" in wall
    assert "ranking" not in wall


@pytest.mark.parametrize("path", ["/", "/n/willow", f"{DECIDED}/wall", DECIDED, f"{DECIDED}/check"])
def test_generated_data_is_labelled_wherever_it_is_shown(client: Client, path: str) -> None:
    """A demonstration never looks like the real thing."""
    assert "all data on this page is generated" in client.get(path, headers=ENGLISH).text
    assert "is generated" not in client.get("/n/bamboo", headers=ENGLISH).text


def test_the_neighbourhood_shows_problems_open_and_solved(client: Client) -> None:
    """Each solved problem is posted with how and by whom."""
    page = client.get("/n/bamboo", headers=ENGLISH).text
    assert page.index("stairwell dark") < page.index("leaking pipe")
    assert "looked after by property firm" in page
    assert "solved on 9 January 2026" in page


def test_what_is_being_prepared_is_not_shown(client: Client) -> None:
    """A plan is neither listed nor found."""
    assert "prepared-1" not in client.get("/n/bamboo").text
    for page in ("", "/wall", "/check"):
        assert client.get(f"/n/bamboo/prepared-1{page}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/n/nowhere",
        "/n/north",
        "/n/willow/open-1",
        "/n/bamboo/decided-1/wall",
        "/n/nowhere/x/check",
        "/nothing/at/all",
        "/n/..%2fkeys",
    ],
)
def test_a_stranger_is_not_there(client: Client, path: str) -> None:
    """404 in both languages, with a way back."""
    page = client.get(path)
    assert page.status_code == 404
    assert 'lang="zh-CN"' in page.text
    assert '<p lang="en">' in page.text
    assert 'href="/"' in page.text


def test_recount_script_is_the_one_that_confirms_results(client: Client) -> None:
    """The page names the hash of the very file it hands out."""
    script = client.get("/recount.py")
    assert hashlib.sha256(script.content).hexdigest() in client.get("/recount").text
    assert b"--receipt" in script.content


def test_a_receipt_that_nobody_was_given(client: Client) -> None:
    """Not found, with what to compare; nothing is given away."""
    page = client.post(f"{LIST}/check", data={"code": "AAAA-AAAA"}, headers=ENGLISH)
    assert "Not found" in page.text
    assert 'value="AAAA-AAAA"' in page.text


def test_a_code_on_a_slip_is_no_receipt(client: Client, small: Small) -> None:
    """A voting code typed into the receipt check finds nothing."""
    page = client.post(f"{LIST}/check", data={"code": small.codes[0]}, headers=ENGLISH)
    assert "Not found" in page.text


def test_an_error_can_be_read_in_large_type(client: Client) -> None:
    """What an address led to nowhere has the ways to other type and language; a form has none."""
    lost = client.get("/n/bamboo/nothing", headers=ENGLISH)
    assert lost.status_code == 404 and 'href="/n/bamboo/nothing?type=large"' in lost.text
    large = client.get("/n/bamboo/nothing?type=large", headers=ENGLISH)
    assert large.status_code == 404 and 'data-size="large"' in large.text
    sent = client.post("/n/bamboo/nothing/review", data={"tick": ["i1"]}, headers=ENGLISH)
    assert sent.status_code == 404 and "?type=" not in sent.text
