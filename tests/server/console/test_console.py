"""The staff's console: signing in, forms of every act, refusals in place, one press each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_server import create_app

HERE, OPEN = "bamboo", "open-1"


def signed_in(small: Any, role: str = "staff", name: str = "小林") -> TestClient[Any]:
    """Somebody at the console."""
    client = TestClient(create_app(small.town), base_url="http://testserver.local")
    token = small.town.add_staff(HERE, name, role)
    answer = client.post("/staff/sign-in", data={"area": HERE, "token": token})
    assert answer.status_code == 200 and token not in answer.text
    assert token not in str(answer.url)
    return client


@pytest.fixture
def staff(small: Any) -> Iterator[TestClient[Any]]:
    """The committee's secretary, signed in."""
    with signed_in(small) as client:
        yield client


def hidden(page: str) -> dict[str, str]:
    """The keys of a page's form."""
    held = dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))
    return {"form_key": held["form_key"], "once": held.get("once", "")}


def test_a_stranger_is_asked_for_a_token(client: TestClient[Any]) -> None:
    """Every page of the console is the sign-in page to whoever is not signed in."""
    for page in ("", "/acts", "/wishes", "/diary", "/plugins", "/do/round/list"):
        answer = client.get(f"/staff{page}")
        assert answer.status_code == 401 and "token" in answer.text
    wrong = client.post("/staff/sign-in", data={"area": HERE, "token": "tb_made-up"})
    assert wrong.status_code == 401 and "tb_made-up" not in wrong.text
    assert client.post("/staff/sign-in", data={"area": "n9", "token": "x"}).status_code == 401


def test_the_cookie_is_shut_away_and_never_adopted(small: Any) -> None:
    """HttpOnly, SameSite=Strict; a name that the browser brings is replaced; secure over TLS."""
    for base, secure in (("http://testserver.local", False), ("https://testserver.local", True)):
        with TestClient(create_app(small.town), base_url=base) as client:
            client.cookies.set("tickbox_staff", "chosen-by-somebody")
            token = small.town.add_staff(HERE, "小林")
            given = {"area": HERE, "token": token}
            answer = client.post("/staff/sign-in", data=given, follow_redirects=False)
            header = answer.headers["set-cookie"].lower()
            assert "httponly" in header and "samesite=strict" in header
            assert ("secure" in header) is secure
            assert ("__host-tickbox_staff" in header) is secure
            assert "chosen-by-somebody" not in header


def test_signing_out_or_losing_the_token_ends_the_session(small: Any) -> None:
    """At once, for both."""
    with signed_in(small) as client:
        key = hidden(client.get("/staff/wishes").text)["form_key"]
        assert client.post("/staff/sign-out", data={"form_key": "x"}).status_code == 403
        client.post("/staff/sign-out", data={"form_key": key})
        assert client.get("/staff").status_code == 401
    with signed_in(small, name="老周") as client:
        assert client.get("/staff").status_code == 200
        small.town.remove_staff(HERE, "老周")
        assert client.get("/staff").status_code == 401


@pytest.mark.parametrize("language", ["zh", "en"])
def test_home_says_what_to_do_and_what_stands_in_the_way(
    staff: TestClient[Any], language: str
) -> None:
    """The round that is not open yet lacks its roll; the open one can be closed."""
    page = staff.get("/staff", params={"lang": language}).text
    missing = {"zh": "还没有名册", "en": "There is no roll"}[language]
    assert missing in page
    assert f"/staff/do/round/close?round={OPEN}" in page


def test_every_act_has_its_form(staff: TestClient[Any]) -> None:
    """For whoever may do it; and is on the page of all acts."""
    page = staff.get("/staff/acts").text
    for key, act in ACTS.items():
        if Role.STAFF in act.roles:
            assert staff.get(f"/staff/do/{key}").status_code == 200, key
            assert f'/staff/do/{key}"' in page


@pytest.mark.parametrize("role", ["observer", "keyer", "town"])
def test_a_role_is_shown_and_allowed_only_what_is_for_it(small: Any, role: str) -> None:
    """An observer finds no form that writes, and posting one by hand changes nothing."""
    with signed_in(small, role) as client:
        page = client.get("/staff/acts").text
        key = hidden(page)["form_key"]
        for name, act in ACTS.items():
            may = Role(role) in act.roles
            assert (f'/staff/do/{name}"' in page) is may, name
            if not may:
                answer = client.post(f"/staff/do/{name}", data={"form_key": key})
                assert answer.status_code == 403, name


def test_a_form_is_filled_in_refused_in_place_and_done_once(
    small: Any, staff: TestClient[Any]
) -> None:
    """What was typed stays; the same form pressed twice does it once."""
    page = staff.get("/staff/do/wish/take")
    keys = hidden(page.text)
    bad = staff.post("/staff/do/wish/take", data={**keys, "f.author": "王阿姨", "f.text": ""})
    assert bad.status_code == 422 and "王阿姨" in bad.text and "mend" in bad.text
    good = {**keys, "f.text": "东门装灯", "f.channel": "door", "f.author": "王阿姨"}
    assert "✓" in staff.post("/staff/do/wish/take", data=good).text
    staff.post("/staff/do/wish/take", data=good)
    (wish,) = small.desk.collecting.wishes()
    assert (wish.text, str(wish.channel), wish.taken_by) == ("东门装灯", "door", "小林")


def test_forms_of_others_are_refused(small: Any, staff: TestClient[Any]) -> None:
    """Without the session's key, with another's, or sent from another site."""
    keys = hidden(staff.get("/staff/do/wish/take").text)
    for form_key in ("", "x", "é"):
        sent = {**keys, "form_key": form_key, "f.text": "灯"}
        assert staff.post("/staff/do/wish/take", data=sent).status_code == 403
    foreign = {"sec-fetch-site": "cross-site"}
    sent = {**keys, "f.text": "灯"}
    assert staff.post("/staff/do/wish/take", data=sent, headers=foreign).status_code == 403
    assert small.desk.collecting.wishes() == ()


def test_what_cannot_be_undone_is_shown_once_more(small: Any, staff: TestClient[Any]) -> None:
    """Closing asks again, and closes when it is confirmed."""
    page = staff.get("/staff/do/round/close", params={"round": OPEN})
    keys = hidden(page.text)
    look = staff.post("/staff/do/round/close", data={**keys, "f.round": OPEN})
    assert small.desk.round(OPEN).state.value == "ticking" and 'name="confirm"' in look.text
    sent = {**hidden(look.text), "f.round": OPEN, "confirm": "yes"}
    assert staff.post("/staff/do/round/close", data=sent).status_code == 200
    assert small.desk.round(OPEN).state.value == "counting"


def test_tables_words_and_money_are_typed_as_people_write(
    small: Any, staff: TestClient[Any]
) -> None:
    """Rows of a table, English beside Chinese, yuan; more rows keep what stands there."""
    keys = hidden(staff.get("/staff/do/round/plan").text)
    sent = {
        **keys,
        "f.id": "r9",
        "f.title": "秋季打钩",
        "f.title.en": "autumn",
        "f.budget": "1,200.50",
        "f.categories.0.0": "renewal",
        "f.categories.0.1": "plain",
        "f.tier_limits.0.tier": "street",
        "f.tier_limits.0.maximum": "2",
        "f.revisable": "是",
    }
    more = staff.post("/staff/do/round/plan", data={**sent, "more": "1"})
    assert "秋季打钩" in more.text and 'name="f.categories.2.0"' in more.text
    done = staff.post("/staff/do/round/plan", data=sent)
    assert done.status_code == 200, done.text
    round = small.desk.round("r9")
    assert (round.title.en, round.budget, round.revisable) == ("autumn", 120_050, True)
    assert round.limits.tiers[0].maximum == 2 and round.categories[0].policy == "plain"


def test_wishes_are_merged_and_answered_by_ticking(small: Any, staff: TestClient[Any]) -> None:
    """Several at once; a slip changes nothing and keeps the ticks."""
    from tickbox_core.components.wishes import NewWish

    one, two = small.desk.collecting.take_many([NewWish("装灯"), NewWish("东门太黑")])
    key = hidden(staff.get("/staff/wishes").text)["form_key"]
    sent = {"form_key": key, "ref": [one.ref, two.ref], "work": "merge"}
    slip = staff.post("/staff/wishes", data={**sent, "reason": ""})
    assert slip.status_code == 422 and slip.text.count(" checked") == 2
    assert staff.post("/staff/wishes", data={**sent, "reason": "同一盏灯"}).status_code == 200
    assert small.desk.collecting.wish(two.ref).merged_into == one.ref
    reply = {"form_key": key, "ref": one.ref, "work": "answer", "reply": "declined", "words": "有"}
    assert staff.post("/staff/wishes", data=reply).status_code == 200
    assert small.desk.collecting.wish(one.ref).answer is not None


def test_codes_are_shown_once_and_work(small: Any, staff: TestClient[Any]) -> None:
    """Pressing again shows nothing; the page may not be kept by the browser."""
    page = staff.get(f"/staff/rounds/{OPEN}/codes")
    sent = {**hidden(page.text), "all": "1"}
    shown = staff.post(f"/staff/rounds/{OPEN}/codes", data=sent)
    assert shown.headers["cache-control"] == "no-store"
    codes = re.findall(r'class="hash">([^<]+)<', shown.text)
    assert len(codes) == len(small.desk.slots(OPEN))
    assert all(small.desk.slot_of_code(OPEN, code) for code in codes[:2])
    again = staff.post(f"/staff/rounds/{OPEN}/codes", data=sent)
    assert again.status_code == 409 and codes[0] not in again.text


def test_the_call_list_never_tells_what_was_ticked(small: Any, staff: TestClient[Any]) -> None:
    """A home is on it until one of it has ticked."""
    from tickbox_core.desk import Cast

    page = staff.get(f"/staff/rounds/{OPEN}/calls").text
    assert page.count("名册上的人数") == 6
    first = small.desk.slots(OPEN)[0]
    small.desk.cast(OPEN, Cast(first.slot, ("i1",), "k1"))
    page = staff.get(f"/staff/rounds/{OPEN}/calls").text
    said = re.sub("<[^>]+>", " ", page)  # what is read: random keys in attributes spell anything
    assert page.count("名册上的人数") == 5 and "i1" not in said
    assert small.desk.round(OPEN).item("i1").title.zh not in page


def test_the_diary_tells_who_did_what(small: Any, staff: TestClient[Any]) -> None:
    """With the name that was sealed, for staff alone."""
    keys = hidden(staff.get("/staff/do/wish/take").text)
    staff.post("/staff/do/wish/take", data={**keys, "f.text": "灯", "f.channel": "door"})
    assert "小林" in staff.get("/staff/diary").text
    with signed_in(small, "keyer", "小王") as keyer:
        assert keyer.get("/staff/diary").status_code == 403


def test_a_keyer_finds_no_wishes_in_the_lists_to_choose_from(small: Any) -> None:
    """What anybody may ask by a reference does not hand out the references."""
    from tickbox_core.components.wishes import NewWish

    wish = small.desk.collecting.take(NewWish("东门太黑"))
    with signed_in(small) as staff, signed_in(small, "keyer", "小王") as keyer:
        assert wish.ref in staff.get("/staff/do/wish/follow").text
        page = keyer.get("/staff/do/wish/follow").text
        assert wish.ref not in page and "东门太黑" not in page


def test_what_is_missing_is_said_without_internal_names(staff: TestClient[Any]) -> None:
    """In the place of the box; no key, no code word of a choice."""
    keys = hidden(staff.get("/staff/do/meeting/announce").text)
    answer = staff.post("/staff/do/meeting/announce", data={**keys, "f.title": "会"})
    assert answer.status_code == 422 and "请填写这一项" in answer.text
    assert "hearing（" not in answer.text and "（kind）" not in answer.text


def test_the_diary_calls_facts_as_the_act_calls_them(small: Any, staff: TestClient[Any]) -> None:
    """A field of that name in some other act says nothing; a round goes by its title."""
    staff_actor = Actor("小林", Role.STAFF)
    ref = perform(ACTS["problem/raise"], small.desk, {"title": "漏水"}, staff_actor)["ref"]
    given = {"ref": ref, "side": "property-firm", "name": "甲物业", "task": "修"}
    perform(ACTS["problem/take-on"], small.desk, given, staff_actor)
    able = {"round": "prepared-1", "item": "i1", "feasible": "yes", "reason": "灯杆已有"}
    perform(ACTS["item/assess"], small.desk, able, staff_actor)
    small.town.add_staff(HERE, "小周", "keyer", by=Actor("主任", Role.TOWN))
    page = staff.get("/staff/diary", headers={"Accept-Language": "zh"}).text
    told = dict(reversed(re.findall(r"<dt>([^<]+)</dt>\s*<dd>([^<]+)</dd>", page)))
    assert told["问题编号"].startswith("漏水") and told["责任方"] == "物业公司"
    assert told["轮次"] == "prepared-1打钩" and told["是否可行"] == "可行"
    assert told["身份"] == Role.KEYER.words.zh
    assert "报名编号" not in page and "代理人身份" not in page and ">keyer<" not in page
