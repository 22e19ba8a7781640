"""Judging delivered projects by code: marks, check, receipts; the last word counts."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import open_registry
from tickbox_core.bundle import differences
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.wall import DeliveredAnswer
from tickbox_core.playing import autumn, spring
from tickbox_core.playing.stage import ROUND, TOWN, Clock, tree
from tickbox_core.text import EMPTY, Text
from tickbox_decisions import judgement_pages as judging
from tickbox_server import Settings, create_app

from ..installed import RESIDENTS_PAGES
from .asking_town import ENGLISH, Client, carried, hidden, post, receipt_code

PAGE, API, ACTS = "/n/n1/judge/j1", "/api/v1/areas/n1/judgements/j1", "/api/v1/areas/n1/acts"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Clock]:
    """A year up to two delivered projects, on the disk."""
    folder, clock = tmp_path_factory.mktemp("year") / "data", Clock()
    registry = open_registry(discover=False, plugins=RESIDENTS_PAGES)
    town = Town(folder, registry, clock=clock, entropy=random.Random(1).randbytes)
    town.plant(tree(1))
    town.found(TOWN)
    first = town.found("n1")
    for step in (*spring.STEPS, autumn.people, autumn.light, autumn.rails):
        for _ in step(first, clock):
            pass
    town.close()
    return folder, clock


@attrs.frozen
class Site:
    """A visitor, the desk behind it, and the codes of an open judgement by slot."""

    client: Client
    desk: Desk
    act: Any
    codes: list[str]
    slots: list[str]


@pytest.fixture
def site(played: tuple[Path, Clock], tmp_path: Path) -> Iterator[Site]:
    """Everything that staff do is done over HTTP."""
    shutil.copytree(played[0], tmp_path / "data")
    registry = open_registry(discover=False, plugins=RESIDENTS_PAGES)
    town = Town(tmp_path / "data", registry, clock=played[1])
    token, other = (town.add_staff("n1", name) for name in ("小林", "老周"))
    with TestClient(create_app(town, settings=Settings(figures_seconds=0))) as client:

        def act(key: str, **fields: Any) -> Any:
            headers = {"Authorization": f"Bearer {token}", "Tickbox-Second": other, **ENGLISH}
            done = client.post(f"{ACTS}/{key}", json=fields, headers=headers)
            assert done.status_code == 200, (key, done.text)
            return done.json()["answer"]

        act("judgement/open", judgement="j1", round=ROUND, title="年终评议/Judge the year",
            projects=["light", "rails"])  # fmt: skip
        codes = act("judgement/codes", judgement="j1")
        yield Site(client, town.desk("n1"), act, list(codes.values()), list(codes))
    town.close()


def judge(site: Site, code: str, key: str = "a-random-key", **marks: str) -> Any:
    """Judge over the API; everybody knew."""
    votes = [{"project": one, "mark": mark, "knew": True} for one, mark in marks.items()]
    headers = {"Tickbox-Code": code, "Idempotency-Key": key, **ENGLISH}
    return site.client.post(f"{API}/marks", json={"votes": votes}, headers=headers)


@pytest.mark.parametrize(
    ("cost", "spent", "said"),
    [
        (0, 0, "spent: 0 yuan"),
        (1, 0, "spent: none recorded"),
        (None, 0, "spent: none recorded"),
        (0, 1, "spent: 0.01 yuan"),
        (None, 100, "spent: 1 yuan"),
    ],
)
def test_what_was_not_spent_is_no_thing_that_costs_nothing(
    cost: int | None, spent: int, said: str
) -> None:
    """Works that cost something are not said to have cost 0 yuan, or less, where nobody wrote any
    spending down; and nothing spent is never "no cost".
    """
    visit: Any = SimpleNamespace(language="en", say=lambda words: words.en)
    found = DeliveredAnswer(date(2026, 2, 12), spent, True, EMPTY)
    line = judging._delivery(visit, found, cost).en
    assert line.endswith(said) and "no cost" not in line


def test_what_was_left_out_is_said_to_be_left_out() -> None:
    """Beside what was delivered, words that stand alone would read as done."""
    visit: Any = SimpleNamespace(language="en", say=lambda words: words.en)
    found = DeliveredAnswer(date(2026, 2, 12), 100, False, Text("8号楼", "building 8"))
    told = judging._delivery(visit, found, 100)
    assert told.en.endswith("; left out: building 8") and told.zh.endswith("；未做：8号楼")
    silent = judging._delivery(visit, attrs.evolve(found, left_out=EMPTY), 100)
    assert silent.en.endswith("; in part only") and silent.zh.endswith("；有部分未完成")


def test_three_screens_to_a_receipt_for_each_project(site: Site) -> None:
    """Projects with promise and delivery in a line each; check with the code; receipts."""
    assert 'href="/n/n1/judge"' in site.client.get("/n/n1").text
    assert 'href="/n/n1/judge/j1"' in site.client.get("/n/n1/judge").text
    listed = site.client.get(PAGE, headers=ENGLISH).text
    assert len(re.findall(r'<p class="promise">Promised: [^<]+</p>', listed)) == 2
    assert len(re.findall(r'<p class="promise">Delivered: [^<]+</p>', listed)) == 2
    assert 'value="satisfied light"' in listed and 'value="knew rails"' in listed
    ticks = ["satisfied light", "knew light", "dissatisfied rails"]
    review = post(site.client, f"{PAGE}/review", ticks)
    assert "You judge 2 projects" in review.text and hidden(review.text, "tick") == ticks
    wrong = post(site.client, f"{PAGE}/cast", ticks, **carried(review.text), code="nonsense")
    assert wrong.status_code == 403 and hidden(wrong.text, "tick") == ticks
    form = {**carried(wrong.text), "code": site.codes[0]}
    receipt, again = (post(site.client, f"{PAGE}/cast", ticks, **form) for _ in "12")
    assert receipt.status_code == 200 and receipt.text == again.text
    assert "satisfied" not in receipt.text
    code = receipt_code(receipt.text)
    assert "It counts" in post(site.client, f"{PAGE}/check", "", code=code).text
    assert site.client.post(f"{API}/check", json={"code": code}).json()["counted"]
    said = site.desk.judging.said("j1", site.slots[0])
    assert [(str(v.mark), v.knew) for _, v in sorted(said.items())] == [
        ("satisfied", True),
        ("dissatisfied", False),
    ]


def test_the_last_word_on_each_project_counts_and_others_stay(site: Site) -> None:
    """Pages and API write the same marks; a repeated key brings the same receipts."""
    first = judge(site, site.codes[0], light="satisfied", rails="fairly")
    assert first.status_code == 201
    turned = judge(site, site.codes[0], rails="fairly", light="satisfied")
    assert turned.json() == first.json(), "in another order it is the same answer"
    review = post(site.client, f"{PAGE}/review", ["fairly light"])
    post(site.client, f"{PAGE}/cast", ["fairly light"], **carried(review.text), code=site.codes[0])
    said = site.desk.judging.said("j1", site.slots[0])
    assert {project: str(vote.mark) for project, vote in said.items()} == {
        "light": "fairly",
        "rails": "fairly",
    }
    by_project = {one["project"]: one["receipt"]["code"] for one in first.json()}
    checks = {
        project: site.client.post(f"{API}/check", json={"code": code}).json()["counted"]
        for project, code in by_project.items()
    }
    assert checks == {"light": False, "rails": True}


@pytest.mark.parametrize(
    "ticks, status",
    [([""], 422), (["satisfied nothing"], 400), (["great light"], 400), (["light"], 400),
     (["satisfied light", "fairly light"], 400)],
)  # fmt: skip
def test_nothing_or_nonsense_is_refused(site: Site, ticks: list[str], status: int) -> None:
    """Nothing is explained in place; what no page of ours sends is a bad form."""
    for step in ("review", "cast"):
        page = post(site.client, f"{PAGE}/{step}", ticks, key="long-enough", code=site.codes[0])
        assert page.status_code == status
    assert site.desk.judging.turnout("j1").participants == 0


def test_the_api_refuses_in_problem_details(site: Site) -> None:
    """Unknown code, project, mark, no key, the same project twice, another body for a key."""
    assert judge(site, "0000-0000-0000-0000", light="fairly").json()["code"] == "no-elector"
    assert judge(site, site.codes[0], garden="fairly").status_code == 422
    assert judge(site, site.codes[0], light="great").status_code == 400
    assert judge(site, site.codes[0], key="", light="fairly").json()["code"] == "no-key"
    twice = [{"project": "light", "mark": "fairly", "knew": True}] * 2
    headers = {"Tickbox-Code": site.codes[0], "Idempotency-Key": "a-random-key"}
    assert site.client.post(f"{API}/marks", json={"votes": twice}, headers=headers).status_code == (
        422
    )
    assert judge(site, site.codes[0], light="fairly").status_code == 201
    assert judge(site, site.codes[0], light="satisfied").json()["code"] == "key-reused"


def test_a_judgement_is_played_wholly_over_http(site: Site) -> None:
    """Opened, coded, judged on pages, over the API and with help, closed, published, recounted."""

    def seen() -> list[str]:
        paths = (PAGE, "/n/n1/judge", API, "/api/v1/areas/n1/judgements")
        return [site.client.get(path, headers=ENGLISH).text for path in paths]

    before = seen()
    for at, code in enumerate(site.codes[:40]):
        mark = "dissatisfied" if at % 9 == 0 else "satisfied"
        assert judge(site, code, f"key-number-{at}", light=mark).status_code == 201
    helped = [{"project": "rails", "mark": "fairly", "knew": True}]
    site.act("judgement/assist", judgement="j1", slot=site.slots[40], channel="door",
             witness="老周", votes=helped)  # fmt: skip
    assert seen() == before, "nothing of it is told while it is open"
    assert site.client.get(f"{API}/bundle").status_code == 409
    site.act("judgement/close", judgement="j1")
    closed = post(site.client, f"{PAGE}/review", ["satisfied light"])
    assert closed.status_code == 409 and "Judge the year" in closed.text
    assert judge(site, site.codes[0], "another-key", light="fairly").json()["code"] == "not-asking"
    site.act("judgement/publish", judgement="j1")
    light, rails = site.client.get(API).json()["projects"]
    assert light["judged"]["marks"]["satisfied"] == 35
    assert rails["judged"]["marks"]["fairly"] == 1
    bundle = site.client.get(f"{API}/bundle")
    assert differences(bundle.content).status == 0
    page = site.client.get(PAGE, headers=ENGLISH).text
    assert 'name="tick"' not in page and "stands beside each project" in page
    assert light["judged"]["text"]["en"] in page and "residents judged: satisfied" in page
    for name in ("小林", "老周", *site.slots[:41]):
        assert name not in page + site.client.get(API).text


def test_a_last_press_that_fails_asks_for_no_code_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that says "press again" carries a form ticket, also in larger type."""
    hashed: list[int] = []
    slow, known = hashlib.scrypt, type(site.desk.judging).judge

    def counted(*args: Any, **more: Any) -> bytes:
        hashed.append(1)
        return slow(*args, **more)

    def fails(*args: Any, **more: Any) -> Any:
        raise OSError

    monkeypatch.setattr(hashlib, "scrypt", counted)
    review = post(site.client, f"{PAGE}/review", "satisfied light")
    (key,) = hidden(review.text, "key")
    monkeypatch.setattr(type(site.desk.judging), "judge", fails)
    failed = post(site.client, f"{PAGE}/cast", "satisfied light", key=key, code=site.codes[0])
    assert failed.status_code == 503 and 'id="code"' not in failed.text
    (ticket,) = hidden(failed.text, "code")
    monkeypatch.setattr(type(site.desk.judging), "judge", known)
    fields = {"key": key, "code": ticket}
    path = f"{PAGE}/review?type=large"
    larger = post(site.client, path, "satisfied light", look="unconfirmed", **fields)
    assert 'id="code"' not in larger.text and hidden(larger.text, "code") == [ticket]
    assert "Press again" in larger.text
    done = post(site.client, f"{PAGE}/cast", "satisfied light", **fields)
    assert "receipt-code" in done.text and hashed == [1]
    site.act("judgement/codes", judgement="j1", slots=[site.slots[0]])
    again = post(site.client, f"{PAGE}/cast", "fairly light", key="another-key", code=ticket)
    assert again.status_code == 403 and 'id="code"' in again.text
    assert "More than 15 minutes have passed" in again.text


@pytest.mark.parametrize("tagged", [True, False])
def test_the_last_screen_says_what_a_recount_sees_of_homes(
    site: Site, monkeypatch: pytest.MonkeyPatch, tagged: bool
) -> None:
    """Where the round's places carry the tags of homes, so do its judgement's marks."""
    assert site.desk.shows_homes(ROUND) is False
    monkeypatch.setattr(Desk, "shows_homes", lambda *_: tagged)
    review = post(site.client, f"{PAGE}/review", ["satisfied light"])
    assert review.status_code == 200
    said = "can see which marks come from the same home, but not which home, nor whose they are"
    assert (said in review.text) is tagged


def test_what_is_announced_has_a_page_of_its_own(site: Site) -> None:
    """What, by whom and when, until it opens there; called off it says on which day, and why."""
    page = "/n/n1/judge/j2"
    assert site.client.get(page).status_code == 404  # nothing is announced
    site.act("judgement/void", judgement="j1", reason="改期/another day")
    site.act("judgement/announce", judgement="j2", round=ROUND, title="评一评/Judge",
             opens="2099-06-01", opens_at="08:00", closes="2099-06-10",
             projects=["light", "rails"])  # fmt: skip
    assert f'href="{page}"' in site.client.get("/n/n1/judge").text
    told = site.client.get(page, headers=ENGLISH)
    assert told.status_code == 200
    assert "Judging opens by itself at 08:00 on 1 June 2099" in told.text
    for link in (f"/n/n1/{ROUND}/wall", "/n/n1/projects/light", "/n/n1/projects/rails"):
        assert f'href="{link}"' in told.text and site.client.get(link).status_code == 200
    assert "<form id=" not in told.text  # nothing is taken yet
    feed = site.client.get("/n/n1/feed.atom", headers=ENGLISH).text
    assert "urn:tickbox:n1:j2:judgement-opening-due" in feed
    site.act("judgement/call-off", judgement="j2", reason="改期/another day")
    feed = site.client.get("/n/n1/feed.atom", headers=ENGLISH).text
    assert "urn:tickbox:n1:j2:judgement-called-off" in feed and "opening-due" not in feed
    assert "评一评/Judge: the judgement is called off: 改期/another day" in feed
    told = site.client.get(page, headers=ENGLISH)
    assert "Called off on" in told.text and "another day" in told.text
    assert "What was to be judged" in told.text and "may judge" not in told.text
    assert "改期" in site.client.get("/n/n1/judge").text
    anybody = site.client.get("/api/v1/areas/n1/acts/judgement/announced").json()["answer"]
    assert anybody[-1]["reason"]["zh"].startswith("改期") and anybody[-1]["called_off"]
    site.act("judgement/announce", judgement="j2", round=ROUND, title="评一评/Judge",
             opens="2099-07-01", projects=["light"])  # fmt: skip
    assert "another day" not in site.client.get(page, headers=ENGLISH).text


def test_a_late_mark_is_answered_with_the_hour(site: Site, played: tuple[Path, Clock]) -> None:
    """On page and API, as to a round; where no hour was announced it says that it is closed."""
    clock = played[1]
    now = clock.now
    site.act("judgement/void", judgement="j1", reason="另评")
    last = (now + timedelta(days=1)).date()
    site.act("judgement/open", judgement="j2", round=ROUND, title="年终评议/Judge the year",
             projects=["light"], closes=last.isoformat(), closes_at="18:00")  # fmt: skip
    code = next(iter(site.act("judgement/codes", judgement="j2").values()))
    there = f"{API[:-2]}j2/marks"

    def judged(key: str) -> Any:
        votes = [{"project": "light", "mark": "fairly", "knew": True}]
        headers = {"Tickbox-Code": code, "Idempotency-Key": key, **ENGLISH}
        return site.client.post(there, json={"votes": votes}, headers=headers)

    hour = datetime(last.year, last.month, last.day, 18, tzinfo=now.tzinfo)
    words = f"ended as announced, at 18:00 on {last.day} {last:%B} {last.year}"
    try:
        clock.now = hour - timedelta(seconds=1)
        assert judged("a-second-before").status_code == 201
        clock.now = hour
        for _ in range(2):  # before anybody wrote it down, and when it has closed by itself
            late = judged("on-the-very-hour")
            assert (late.status_code, late.json()["code"]) == (409, "ticking-ended")
            assert words in late.json()["detail"]
            assert judged("a-second-before").status_code == 201, "the same key, the same receipt"
            page = post(site.client, f"{PAGE[:-2]}j2/review", ["satisfied light"])
            assert page.status_code == 409 and words in page.text
            site.desk.catch_up()
    finally:
        clock.now = now
