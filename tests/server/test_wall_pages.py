"""Pages of the wall: page and JSON twin tell the same, neither tells a sealed name."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import Area, AreaTree, Item, Person, Residence, Roll, Unit
from tickbox_core.components.meetings import About, Matter, Meeting
from tickbox_core.components.projects import Milestone
from tickbox_core.components.wishes import NewWish
from tickbox_core.desk import Cast, Town
from tickbox_core.desk.motions import Poll
from tickbox_core.model import Funding
from tickbox_core.model.channels import Channel
from tickbox_core.model.parties import Side
from tickbox_core.rules.motions import Bar, Bars, Base, Motion
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.year import Feasible
from tickbox_server import Settings, create_app

AREA, ROUND, NEXT = "n1", "r1", "r2"
CANARY = "金丝雀"
"""In every sealed name and text of the town, and in nothing that is published."""
SEED = date(2026, 1, 1)
PEOPLE = 30


def text(zh: str, en: str) -> Text:
    """Words that differ by language, with signs that have to be escaped."""
    return Text(f"{zh}<&>", f"{en} <&>")


def build(folder: Path) -> Town:
    """A project in every part, a problem, a meeting, a motion, a posted list."""
    town = Town(folder)
    houses = [Area(f"b{n}", "building", f"{n}号楼", AREA) for n in (1, 2)]
    town.plant(AreaTree((Area(AREA, "neighbourhood", "一村"), *houses)))
    desk = town.found(AREA)
    items = (
        Item("gate", text("开边门", "the side gate"), cost=120_000, scope={"within": ["b1", "b2"]}),
        Item("lamp", text("修路灯", "the lamp"), cost=5_000),
    )
    plan = desks.plan(items=items, places=1, limits=desks.Limits())
    desk.prepare(plan)
    units = tuple(Unit(f"u{n}", f"b{1 + n % 2}") for n in range(PEOPLE))
    people = tuple(Person(f"p{n}", CANARY) for n in range(PEOPLE))
    homes = tuple(Residence(f"p{n}", f"u{n}") for n in range(PEOPLE))
    desk.register(ROUND, Roll(SEED, units, people, homes))
    desks.open_list(desk, ROUND)
    casts = [Cast(s.slot, ("gate",), f"key-{s.slot}") for s in desk.slots(ROUND)[:15]]
    desk.cast_many(ROUND, casts)
    desk.close(ROUND)
    desk.publish(ROUND)
    desk.concluding.override(
        ROUND,
        take=["lamp"],
        reason=text("更急", "urgent"),
        decided_by=text("居民代表", "delegates"),
    )
    desk.concluding.finalise(ROUND)
    step = Milestone("works", text("施工", "works"), SEED)
    desk.projects.start(ROUND, "gate", by=CANARY, milestones=[step], pilot=["b1"])
    desk.projects.responsible("gate", Side.FIRM, text("物业", "the firm"), text("施工", "to build"))
    desk.projects.supervise("gate", [f"{CANARY}{n}" for n in range(3)], CANARY, 1)
    desk.projects.pledge("gate", Funding.SPONSOR, CANARY, amount=7_700)
    desk.projects.begin("gate")
    desk.projects.spend("gate", 33_300, text("铁门", "a gate"))
    desk.projects.note("gate", text("顺利", "going well"))
    ref = desk.solving.raise_problem(
        text("进不去", "locked out"), text=CANARY, raiser={"name": CANARY}
    ).ref
    desk.solving.take_on(ref, Side.FIRM, text("物业", "the firm"), text("开锁", "to open it"))
    desk.solving.link(ref, item=f"{ROUND}/gate", project="gate")
    about = [About(Matter.PROJECT, "gate"), About(Matter.ITEM, f"{ROUND}/gate")]
    desk.meetings.announce("m1", Meeting.HEARING, text("听证", "hearing"), about, by=CANARY)
    minutes = text("都同意", "all agree")
    desk.meetings.minute("m1", minutes, by=CANARY, present=[CANARY], attended=9)
    bars = (Bars(Base.HEADS, Bar.of("more_than 1/2"), Bar.of("more_than 1/2")),)
    question = text("开门吗", "open the gate?")
    desk.motions.prepare(Poll(Motion("q1", question, bars), round=ROUND, item="gate"))
    desk.motions.post("q1")
    posted(desk, plan)
    return town


def posted(desk: Any, plan: Any) -> None:
    """A list on the wall before it opens, from a wish, with an objection and its answer."""
    desk.prepare(attrs.evolve(plan, id=NEXT, items=(plan.items[1],), notice_days=7))
    wish = NewWish(CANARY, Channel.PAPER, author={"name": CANARY}, taken_by=CANARY)
    ref = desk.collecting.take(wish).ref
    desk.collecting.list_as([ref], NEXT, Item("bench", text("长椅", "a bench")))
    desk.posting.assess(NEXT, "bench", Feasible.YES, text("已看过", "looked at"), CANARY)
    desk.posting.post(NEXT)
    objection = desk.posting.object(NEXT, CANARY, item="bench", author={"name": CANARY})
    desk.posting.answer(objection, text("会留路", "a way stays free"), CANARY)


PAGES = [
    f"/n/{AREA}/projects",
    f"/n/{AREA}/projects/gate",
    f"/n/{AREA}/problems",
    f"/n/{AREA}/meetings",
    f"/n/{AREA}/{ROUND}/items/gate",
    f"/n/{AREA}/{ROUND}/items/lamp",
    f"/n/{AREA}/{NEXT}/items/bench",
    f"/n/{AREA}/{ROUND}/wall",
    f"/n/{AREA}/{NEXT}/wall",
    f"/n/{AREA}",
    "/awards",
    "/",
]


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Somebody who passes by."""
    town = build(tmp_path_factory.mktemp("wall") / "data")
    with TestClient(create_app(town, settings=Settings(figures_seconds=0))) as client:
        yield client
    town.close()


def twin_of(page: str) -> str:
    """Where the page says that its JSON is."""
    found = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)">', page)
    assert found is not None
    return html.unescape(found[1])


def words(value: Any, language: str) -> Iterator[str]:
    """Every text of a JSON answer in a language."""
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            yield value[language]
            return
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from words(one, language)


def plain(page: str) -> str:
    """What a reader reads of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", page)))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_every_word_of_its_twin(visitor: Any, path: str, language: str) -> None:
    """Cards on lists of projects say less: there it is their titles."""
    page = visitor.get(path, headers={"Accept-Language": language}).text
    answer = visitor.get(twin_of(page))
    assert answer.status_code == 200
    body = answer.json()
    if path.endswith("/projects"):
        body = [card["title"] for card in body]
    if path.endswith(f"{ROUND}/items/gate"):
        body["project"] = body["project"]["title"]
        body.pop("needs_words")
    skipped = set(words(visitor.get(f"/api/v1/areas/{AREA}/problems/cards").json(), language))
    publisher = {one for one in skipped if "党总支" in one or "Party" in one}
    read = plain(page)
    missing = [one for one in words(body, language) if one and one not in read]
    assert set(missing) <= publisher, missing


@pytest.mark.parametrize("path", PAGES)
def test_a_preview_has_title_description_and_picture(visitor: Any, path: str) -> None:
    """Open Graph, so that a link in a chat says what it leads to."""
    page = visitor.get(path).text
    for name in ("title", "description", "url", "image"):
        found = re.search(rf'<meta property="og:{name}" content="([^"]+)">', page)
        assert found, name


def test_amounts_of_the_twin_stand_on_the_page(visitor: Any) -> None:
    """Fen there, yuan here."""
    card = visitor.get(f"/api/v1/areas/{AREA}/projects/gate").json()
    read = plain(visitor.get(f"/n/{AREA}/projects/gate").text)
    money = card["money"]
    assert (money["promised"], money["spent"]) == (120_000, 33_300)
    assert "1,200元" in read and "333元" in read and "77元" in read


def test_the_tables_have_a_row_for_each_and_say_what_they_hold(visitor: Any) -> None:
    """Projects, problems, the annual list; with every column described."""
    described = visitor.get(f"/n/{AREA}/datapackage.json").json()
    for held in described["resources"]:
        table = visitor.get(f"/n/{AREA}/{held['path']}").content.decode("utf-8-sig")
        heads = table.splitlines()[0].split(",")
        assert heads == [field["name"] for field in held["schema"]["fields"]]
        assert len(table.splitlines()) == {"projects": 2, "problems": 2, "annual": 3}[held["name"]]


@pytest.mark.parametrize("path", ["projects/x", f"{ROUND}/items/x", "nothing/items/gate"])
def test_what_is_not_there_is_not_there(visitor: Any, path: str) -> None:
    """404 for a project or an item nobody has listed."""
    assert visitor.get(f"/n/{AREA}/{path}").status_code == 404


def test_no_output_names_anybody(visitor: Any) -> None:
    """Every route that anybody can get: signers, donors, authors, objectors are nowhere."""
    walked = 0
    for round, item in ((ROUND, "gate"), (NEXT, "bench")):
        for path in addresses(visitor.app, round, item):
            answer = visitor.get(path)
            if answer.status_code == 200:
                walked += 1
                for content in opened(answer.content):
                    assert CANARY.encode() not in content, path
                    assert json.dumps(CANARY)[1:-1].encode() not in content, path
    assert walked > 40


def addresses(app: Any, round: str, item: str) -> Iterator[str]:
    """Every route that is read, for a round and an item."""
    values = {"area": AREA, "project": "gate", "motion": "q1", "round": round, "item": item}
    for route in app.routes:
        if "GET" in getattr(route, "methods", ()):
            yield re.sub(r"\{(\w+):\w+\}", lambda found: values.get(found[1], "x"), route.path)


def opened(content: bytes) -> list[bytes]:
    """What an answer holds; of a zip, each of its files."""
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return [held.read(name) for name in held.namelist()]


@pytest.mark.parametrize(
    "language, title, project",
    [("zh", "开边门", "这一项的办理进展"), ("en", "side gate", "How its project goes")],
)
def test_a_problem_tells_the_title_of_an_item_and_its_project_once(
    visitor: Any, language: str, title: str, project: str
) -> None:
    """With a link to each of the two."""
    page = visitor.get(f"/n/{AREA}/problems", headers={"Accept-Language": language}).text
    shown = page.split('id="problem-', 1)[1].split("<h2>")[0]
    assert f'href="/n/{AREA}/{ROUND}/items/gate"' in shown
    assert re.search(f'href="/n/{AREA}/projects/gate"[^>]*>[^<]*{project}', shown)
    assert shown.count(title) == 1, shown
