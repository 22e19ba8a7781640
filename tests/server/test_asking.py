"""Motions over pages and API: four screens, one answer, no interim result, nobody's name."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.desk import Town
from tickbox_core.desk.motions import Poll
from tickbox_core.rules.motions import Motion, ways_of
from tickbox_core.text import Text
from tickbox_server import Settings, create_app

from . import asking_town
from .asking_town import (
    ENGLISH,
    HERE,
    Client,
    answer,
    ask,
    carried,
    choice,
    hidden,
    post,
    receipt_code,
    residents,
    to_confirm,
)

PAGE, API = "/n/n1/motions/m1", "/api/v1/areas/n1/motions/m1"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    """The town whose neighbourhood decides."""
    made = asking_town.town(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def last(tmp_path: Path) -> Iterator[Town]:
    """The same where the last answer stands."""
    made = asking_town.town(tmp_path / "data", channel__double="last_valid_stands")
    yield made
    made.close()


def visiting(town: Town) -> Client:
    """Somebody who visits its pages."""
    return TestClient(create_app(town, settings=Settings(figures_seconds=0)))


def say(client: Client, mark: str, code: str, key: str = "a-random-key", url: str = API) -> Any:
    """Answer over the API."""
    headers = {"Tickbox-Code": code, "Idempotency-Key": key, **ENGLISH}
    return client.post(f"{url}/casts", json={"mark": mark}, headers=headers)


def words(html: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html[html.index("<main") :]))


# -- answering ---------------------------------------------------------------------------------


def test_four_screens_from_the_question_to_a_receipt_that_counts(place: Town) -> None:
    """Question, check with the code, the own share, receipt; the check says it counts."""
    codes = ask(place.desk(HERE))
    with visiting(place) as client:
        question = client.get(PAGE, headers=ENGLISH).text
        assert re.findall(r'name="tick" value="([a-z]+)"', question) == ["yes", "no", "abstain"]
        assert "binds every owner" in words(question)
        review = post(client, f"{PAGE}/review", "yes")
        assert hidden(review.text, "tick") == ["yes"]
        shown = to_confirm(client, PAGE, "yes", codes["u0"])
        assert "3.5 m²" in shown.text and "for 2 homes together" in words(shown.text)
        assert "250 fen" in shown.text and "410 fen" not in shown.text
        receipt = post(client, f"{PAGE}/cast", "yes", **carried(shown.text))
        assert "Your answer counts" in receipt.text and "Agree" not in words(receipt.text)
        checked = post(client, f"{PAGE}/check", "", code=receipt_code(receipt.text))
        assert "It counts" in checked.text and "Agree" not in words(checked.text)
        again = post(client, f"{PAGE}/receipt", "", "zh", code=receipt_code(receipt.text))
        assert receipt_code(again.text) == receipt_code(receipt.text)
    assert place.desk(HERE).motions.taken_part("m1") == 1


def test_each_kind_is_named_in_words_and_never_as_a_preference(place: Town) -> None:
    """Owners by area and heads, residents by heads; bars and days are on the page."""
    desk = place.desk(HERE)
    ask(desk)
    residents(desk)
    with visiting(place) as client:
        listed = words(client.get("/n/n1/motions", headers=ENGLISH).text)
        assert 'href="/n/n1/motions"' in client.get("/n/n1").text
        assert "Owners' motion".replace("'", "&#39;") in listed
        assert "Residents&#39; motion" in listed
        owners = words(client.get(PAGE, headers=ENGLISH).text)
        heads = words(client.get("/n/n1/motions/m2", headers=ENGLISH).text)
        chinese = words(client.get(PAGE, headers={"Accept-Language": "zh"}).text)
    assert "At least 2/3 of all area".lower() in owners.lower()
    assert "area" not in heads.split("What it takes to pass")[1].split("Days")[0]
    assert "Result stays posted for 7 days" in owners
    assert "同意的面积超过参与表决面积的1/2" in chinese and "业主共同决定" in chinese
    for said in (owners, heads, listed):
        assert "preference" not in said and "binds" in said


def test_a_motion_that_was_posted_and_asked_differently_stays_and_says_so(place: Town) -> None:
    """Its page does not vanish, and never says that what is not posted is posted."""
    desk = place.desk(HERE)
    motion = attrs.evolve(
        Motion("m1", bars=asking_town.bars("heads"), question=Text("更换电梯", "A new lift?")),
        **ways_of(desk.motions.law("here")),
    )
    desk.motions.prepare(Poll(motion, jurisdiction="here"))
    with visiting(place) as client:

        def said() -> tuple[str, str]:
            pages = [client.get(f"{PAGE}?lang={one}") for one in ("zh", "en")]
            return tuple(words(one.text) for one in pages)  # type: ignore[return-value]

        assert client.get(PAGE).status_code == 404
        desk.motions.post("m1")
        zh, en = said()
        assert "议题正在公示" in zh and "Its agenda is posted" in en
        lin = Actor("小林", Role.STAFF)
        perform(ACTS["motion/prepare"], desk, {"id": "m1", "question": "修电梯？/Mend it?"}, lin)
        zh, en = said()
        assert "要先公示" in zh and "is to be posted before it opens" in en
        assert "议题正在公示" not in zh and "Its agenda is posted" not in en


@pytest.mark.parametrize("silence", ["not_participating", "abstain", "follow_majority"])
def test_what_silence_means_is_said_only_where_it_means_something(
    tmp_path: Path, silence: str
) -> None:
    """Nothing is said of it where whoever is silent just does not take part."""
    town = asking_town.town(tmp_path / "d", silence=silence)
    ask(town.desk(HERE))
    with visiting(town) as client:
        said = words(client.get(PAGE, headers=ENGLISH).text)
        told = client.get(API).json()["silence"]
    assert ("hands in nothing" in said) is (silence != "not_participating")
    assert (told is None) is (silence == "not_participating")
    assert ("also 'against'" in said.replace("&#39;", "'")) is (silence == "follow_majority")
    town.close()


def test_a_choice_offers_none_of_these(place: Town) -> None:
    """Beside its options and abstaining."""
    codes = choice(place.desk(HERE))
    with visiting(place) as client:
        question = client.get("/n/n1/motions/m3", headers=ENGLISH).text
        offered = re.findall(r'name="tick" value="([a-z-]+)"', question)
        assert offered == ["red", "green", "none-of-these", "abstain"]
        assert answer(client, "/n/n1/motions/m3", "none-of-these", codes["u2"]).status_code == 200


@pytest.mark.parametrize("ticks", ["", "spoiled", "perhaps", ["yes", "no"]])
def test_nothing_or_nonsense_is_explained_in_place(place: Town, ticks: str | list[str]) -> None:
    """On each step; nothing is written."""
    codes = ask(place.desk(HERE))
    with visiting(place) as client:
        for step in ("review", "confirm", "cast"):
            page = post(client, f"{PAGE}/{step}", ticks, key="long-enough", code=codes["u0"])
            assert page.status_code == 422 and "choose an answer" in page.text.lower()
        assert say(client, "spoiled", codes["u0"]).status_code == 422
        assert say(client, "", codes["u0"]).status_code == 400
    assert place.desk(HERE).motions.taken_part("m1") == 0


def test_double_tap_and_lost_reply_are_one_answer(place: Town) -> None:
    """The same form again brings the same receipt; by the API the same key does."""
    codes = ask(place.desk(HERE))
    with visiting(place) as client:
        form = carried(to_confirm(client, PAGE, "yes", codes["u0"]).text)
        first, second = (post(client, f"{PAGE}/cast", "yes", **form) for _ in "12")
        assert receipt_code(first.text) == receipt_code(second.text)
        assert say(client, "yes", codes["u0"], form["key"]).json()["code"] == receipt_code(
            first.text
        )
        other = say(client, "no", codes["u0"], form["key"])
        assert (other.status_code, other.json()["code"]) == (409, "key-reused")


def test_where_the_first_stands_a_second_phone_is_told_so(place: Town) -> None:
    """Before the last press, and where both pressed at once; also after a paper."""
    codes = ask(place.desk(HERE))
    with visiting(place) as client:
        late = carried(to_confirm(client, PAGE, "no", codes["u0"]).text)
        answer(client, PAGE, "yes", codes["u0"])
        refused = post(client, f"{PAGE}/cast", "no", **late)
        assert refused.status_code == 409 and "already received" in refused.text
        assert to_confirm(client, PAGE, "no", codes["u0"]).status_code == 409
        details = say(client, "no", codes["u0"])
        assert (details.status_code, details.json()["code"]) == (409, "already-cast")
    assert place.desk(HERE).motions.taken_part("m1") == 1


def test_where_the_last_stands_one_may_think_again(last: Town) -> None:
    """The page says that an earlier answer is replaced; the old receipt that another counts."""
    codes = ask(last.desk(HERE))
    with visiting(last) as client:
        first = receipt_code(answer(client, PAGE, "yes", codes["u0"]).text)
        assert "You have answered before" in to_confirm(client, PAGE, "no", codes["u0"]).text
        second = receipt_code(answer(client, PAGE, "no", codes["u0"]).text)
        assert "Another counts" in post(client, f"{PAGE}/check", "", code=first).text
        assert "It counts" in post(client, f"{PAGE}/check", "", code=second).text
        checks = [client.post(f"{API}/check", json={"code": c}).json() for c in (first, second)]
        assert [one["counted"] for one in checks] == [False, True]


def test_two_phones_at_once_leave_one_counted_answer(last: Town) -> None:
    """Eight of them over HTTP, each with a key of its own and pressing twice."""
    desk = last.desk(HERE)
    codes = ask(desk)
    found: list[Any] = []
    with visiting(last) as client:

        def phone(number: int) -> None:
            mark = ("yes", "no", "abstain")[number % 3]
            found.extend(say(client, mark, codes["u0"], f"phone-{number:04}") for _ in "12")

        phones = [threading.Thread(target=phone, args=(n,)) for n in range(8)]
        for one in phones:
            one.start()
        for one in phones:
            one.join()
        assert {one.status_code for one in found} == {201}
        receipts = {one.json()["code"] for one in found}
        checks = [client.post(f"{API}/check", json={"code": c}).json() for c in receipts]
    assert len(receipts) == 8 and sum(one["counted"] for one in checks) == 1
    desk.motions.close("m1")
    assert desk.motions.publish("m1").tallies[0].participating == 1
    assert differences(desk.motions.sealed("m1")).status == 0


def test_wrong_dead_and_missing_codes_are_answered_alike(place: Town) -> None:
    """Asked for again on the page with the answer kept; 401 over the API; a round's is unknown."""
    desk = place.desk(HERE)
    old = ask(desk)
    asking_town.codes(desk, places=list(old))
    texts = set()
    with visiting(place) as client:
        for code in (old["u0"], "0000-0000-0000-0000", "x", ""):
            page = to_confirm(client, PAGE, "yes", code)
            assert page.status_code == 403 and hidden(page.text, "tick") == ["yes"]
            details = say(client, "yes", code)
            assert (details.status_code, details.json()["code"]) == (401, "no-elector")
            assert client.get(f"{API}/mine", headers={"Tickbox-Code": code}).status_code == 401
            texts.add(words(page.text).replace(code or "-", "-"))
    assert len({text[:200] for text in texts}) == 1


def test_an_answer_that_may_not_be_kept_is_asked_for_again(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The confirm page comes back with the same key; pressing again finds out."""
    desk = place.desk(HERE)
    codes = ask(desk)
    real = desk.motions.say
    with visiting(place) as client:
        form = carried(to_confirm(client, PAGE, "yes", codes["u0"]).text)

        def torn(*told: Any) -> Any:
            real(*told)
            raise OSError("the disk went away")

        monkeypatch.setattr(desk.motions, "say", torn)
        page = post(client, f"{PAGE}/cast", "yes", **form)
        assert page.status_code == 503 and page.headers["retry-after"]
        assert carried(page.text) == form
        monkeypatch.setattr(desk.motions, "say", real)
        assert "Your answer counts" in post(client, f"{PAGE}/cast", "yes", **form).text
    assert desk.motions.taken_part("m1") == 1


# -- what is told, and when --------------------------------------------------------------------


def readable(answer: Any) -> str:
    """What an answer says: of a zip what its files say, for packed bytes spell anything."""
    if not answer.content.startswith(b"PK"):
        return str(answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return "".join(packed.read(name).decode("utf-8") for name in packed.namelist())


def test_while_it_is_open_nothing_of_the_answers_is_told(place: Town) -> None:
    """No page and no route changes by what is answered; names and units stand nowhere."""

    def seen(client: Client) -> list[str]:
        paths = ["/n/n1", "/n/n1/motions", PAGE, f"{PAGE}/check", API, f"{API}/outcome",
                 f"{API}/bundle", "/api/v1/areas/n1/motions"]  # fmt: skip
        return [readable(client.get(path, headers=ENGLISH)) for path in paths]

    desk = place.desk(HERE)
    codes = ask(desk)
    with visiting(place) as client:
        before = seen(client)
        for unit, mark in (("u0", "yes"), ("u2", "no"), ("u3", "yes")):
            assert say(client, mark, codes[unit], f"key-of-{unit}").status_code == 201
        assert seen(client) == before
        assert client.get(f"{API}/outcome").status_code == 404
        assert client.get(f"{API}/bundle").status_code == 409
        desk.motions.close("m1")
        closed = client.get(PAGE, headers=ENGLISH).text
        assert 'name="tick"' not in closed and "No more answers" in closed
        refused = post(client, f"{PAGE}/review", "yes")
        assert refused.status_code == 409 and "Replace the lift?" in refused.text
        assert say(client, "no", codes["u4"]).json()["code"] == "not-asking"
        desk.motions.publish("m1")
        shown = seen(client)
        after = "".join(shown)
    told = "".join(before) + after
    assert not [secret for secret in ("王小", '"p1"', '"u0"', "8号楼0") if secret in told]
    pages = "".join(one for one in shown if "ledger" not in one)
    assert not [seat.slot for seat in desk.motions.seats("m1") if seat.slot in pages]


@pytest.mark.parametrize(
    "areas, marks, result, said",
    [
        ((100,) * 4, "yyy.", "passed", ["3 / 3 = 1 (100.00%)", "✓ reached"]),
        ((100,) * 4, "yyn.", "passed", ["2 / 3 = 2/3 (66.67%)", "more than 1/2"]),
        ((100,) * 4, "ynya", "rejected", ["2 / 4 = 1/2 (50.00%)", "not reached, 1 short"]),
        ((100,) * 4, "yy..", "rejected", ["2 / 4 = 1/2 (50.00%)", "not reached, 1 short"]),
        ((100,) * 4, "....", "rejected", ["0 / 0", "not reached"]),
        ((100, 100, 100, None), "yyy.", "undetermined", ["3 m² / not known", "cannot be told",
                                                         "Undetermined is not rejected"]),
    ],
)  # fmt: skip
def test_after_closing_each_base_is_told_with_exact_fractions(
    tmp_path: Path, areas: tuple[Any, ...], marks: str, result: str, said: list[str]
) -> None:
    """Just over, on and just under the bars, with nobody voting, and with an unknown area."""
    town = asking_town.town(tmp_path / "d")
    desk = town.desk(HERE)
    # the second owner has one home of their own here: every home is a head
    rolled = asking_town.roll(areas)
    one_each = tuple(own.__class__(f"p{n}", f"u{n}") for n, own in enumerate(rolled.ownerships))
    rolled = type(rolled)(rolled.as_of, rolled.units, rolled.persons, rolled.residences, one_each)
    codes = ask(desk, the_roll=rolled)
    long = {"y": "yes", "n": "no", "a": "abstain"}
    with visiting(town) as client:
        for unit, mark in enumerate(marks):
            if mark != ".":
                answer(client, PAGE, long[mark], codes[f"u{unit}"])
        desk.motions.close("m1")
        desk.motions.publish("m1")
        page, told = client.get(PAGE, headers=ENGLISH).text, client.get(f"{API}/outcome").json()
        assert told["result"] == result
        assert client.get(API).json()["decision"] == told
        assert differences(client.get(f"{API}/bundle").content).status == 0
    for one in said:
        assert one in words(page), words(page)
    assert ("Not passed" in words(page)) is (result == "rejected")
    town.close()


def test_before_its_agenda_is_posted_a_motion_is_nobodys_business(place: Town) -> None:
    """404 on every route; then readable, but not to be answered."""
    desk = place.desk(HERE)
    ask(desk)
    poll = desk.motions.poll("m1")
    motion = attrs.evolve(poll.motion, id="m9")
    desk.motions.prepare(attrs.evolve(poll, motion=motion, posted=None, own=(), practice=None))
    there, twin = "/n/n1/motions/m9", "/api/v1/areas/n1/motions/m9"
    with visiting(place) as client:
        for path in (there, f"{there}/check", twin, f"{twin}/outcome", "/n/n1/motions/none"):
            assert client.get(path).status_code == 404, path
        assert post(client, f"{there}/review", "yes").status_code == 404
        assert "m9" not in client.get("/n/n1/motions").text
        desk.motions.post("m9")
        page = client.get(there, headers=ENGLISH).text
        assert "agenda is posted" in page and 'name="tick"' not in page
        assert post(client, f"{there}/review", "yes").status_code == 409


def test_pages_behind_forms_lead_back_to_the_question(place: Town) -> None:
    """Opened by their address; what is no form of ours is refused."""
    ask(place.desk(HERE))
    with visiting(place) as client:
        for step in ("review", "confirm", "cast", "receipt"):
            led = client.get(f"{PAGE}/{step}", follow_redirects=False)
            assert led.status_code == 303 and led.headers["location"].startswith(PAGE)
        assert post(client, f"{PAGE}/cast", "yes").status_code == 400
        assert client.post(f"{PAGE}/review", json={"tick": "yes"}).status_code == 400
        assert post(client, f"{PAGE}/receipt", "", code="AAAA-AAAA").status_code == 404


def test_a_hosts_identity_goes_straight_to_the_own_share(place: Town) -> None:
    """Whom the host knows is asked for no code, on pages and over the API."""
    desk = place.desk(HERE)
    ask(desk)
    slot = desk.motions.seats("m1")[0].slot

    class Host:
        key = "host"

        def slot(self, round: str, request: Any) -> str | None:
            return slot if round == "m1" and request.headers.get("x-known") else None

    app = create_app(place, identity=Host(), settings=Settings(figures_seconds=0))
    with TestClient(app) as client:
        client.headers["x-known"] = "1"
        confirm = post(client, f"{PAGE}/review", "yes")
        assert "Is this your answer?" in confirm.text
        assert (
            "Your answer counts"
            in post(client, f"{PAGE}/cast", "yes", **carried(confirm.text)).text
        )
        del client.headers["x-known"]
        assert "not signed in" in post(client, f"{PAGE}/review", "yes").text


# -- the whole of it over HTTP -----------------------------------------------------------------


def acting(client: Client, town: Town, area: str) -> Any:
    """How staff have the desk do something over the API."""

    token, other = (town.add_staff(area, name) for name in ("小林", "老周"))

    def act(key: str, **fields: Any) -> Any:
        done = client.post(
            f"/api/v1/areas/{area}/acts/{key}",
            json=fields,
            headers={"Authorization": f"Bearer {token}", "Tickbox-Second": other, **ENGLISH},
        )
        assert done.status_code == 200, (key, done.text)
        return done.json()["answer"]

    return act


def test_a_motion_is_played_wholly_over_http(place: Town) -> None:
    """Prepared by hand, registered, posted, opened, coded, answered, helped, closed, published."""
    with visiting(place) as client:
        act = acting(client, place, HERE)
        prepared = act("motion/prepare", id="w1", question="装门禁/A gate?", matter="other",
                       jurisdiction="here")  # fmt: skip
        assert prepared["state"] == "prepared"
        table = "房屋编号,楼栋,建筑面积,业主编号\n" + "\n".join(
            f"h{n},8号楼,{50 + n},o{n}" for n in range(5)
        )
        assert act("motion/register", id="w1", table=table)["heads"] == 5
        act("motion/post", id="w1")
        ready = client.get(
            f"/api/v1/areas/{HERE}/acts/motion/checklist",
            params={"id": "w1"},
            headers={"Authorization": f"Bearer {place.add_staff(HERE, '小林')}"},
        )
        assert ready.json()["answer"]["ready"]
        act("motion/open", id="w1")
        slips = act("motion/codes", id="w1")["slips"]
        by_unit = {slip["places"][0]: slip["code"] for slip in slips}
        page, api = "/n/n1/motions/w1", "/api/v1/areas/n1/motions/w1"
        assert "Your answer counts" in answer(client, page, "yes", by_unit["h0"]).text
        assert say(client, "yes", by_unit["h1"], "key-for-h1", api).status_code == 201
        act("motion/cast", id="w1", place="h2", mark="no", by="o2")
        act("motion/assist", id="w1", place="h3", mark="yes", by="o3", channel="door",
            witness="老周")  # fmt: skip
        (new,) = act("motion/codes", id="w1", places=["h4"])["slips"]
        assert say(client, "yes", by_unit["h4"], "key-for-h4", api).status_code == 401
        assert say(client, "abstain", new["code"], "key-for-h4", api).status_code == 201
        act("motion/close", id="w1")
        told = act("motion/publish", id="w1")
        assert told["result"] == "passed"
        assert told["tallies"][0]["marks"] == {"yes": 3, "no": 1, "abstain": 1, "spoiled": 0,
                                               "silent": 0}  # fmt: skip
        assert client.get(f"{api}/outcome").json() == told
        shown = words(client.get(page, headers=ENGLISH).text)
        assert "3 / 5 = 3/5 (60.00%)" in shown
        assert differences(client.get(f"{api}/bundle").content).status == 0
    assert differences(place.desk(HERE).motions.sealed("w1")).status == 0


def test_codes_are_staffs_to_issue(place: Town) -> None:
    """Nobody else's, and their answer stands in no reading act."""
    ask(place.desk(HERE))
    with visiting(place) as client:
        there = f"/api/v1/areas/{HERE}/acts/motion/codes"
        assert client.post(there, json={"id": "m1"}).status_code == 403
        assert client.get(there, params={"id": "m1"}).status_code in (403, 404, 405)


def test_the_routes_are_described(place: Town) -> None:
    """OpenAPI names every route, the key, and the problems."""
    with visiting(place) as client:
        paths = client.get("/api/v1/openapi.json").json()["paths"]
    cast = paths["/api/v1/areas/{area}/motions/{motion}/casts"]["post"]
    assert "Idempotency-Key" in {one["name"] for one in cast["parameters"]}
    assert {"201", "401", "409", "422", "503"} <= set(cast["responses"])
    assert "/api/v1/areas/{area}/judgements/{judgement}/marks" in paths
