"""A small year of the whole town: every page that its pages lead to is there, and holds something.

The pages are read in English, since what says that a page is empty is known by its English words.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from tickbox_core import open_registry
from tickbox_core.bundle import differences
from tickbox_core.desk import Town
from tickbox_demo.generate import Demonstration, Sizes, generate
from tickbox_server import create_app

pytestmark = pytest.mark.slow

SMALL = Sizes(items=363, participations=1100, problems=33)
EMPTY = re.compile(
    r">\s*(?:(?:There (?:is|are) no |No \w+ (?:has|have)|Nothing (?:is|has)|None has|"
    r"Nobody (?:is|has))"
    r"[^<.]*\.?\s*)<|<(?:ul|ol|table|dl|tbody)[^>]*>\s*</"
)
"""What a page says where it has nothing to show: a sentence of its own, or an empty list."""
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
ONE_OF = re.compile(r"/items/\w+$")
"""Items are many and alike: of each list the first few are read."""
ITEMS = 4


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Demonstration]]:
    """The small year, built once."""
    registry = open_registry()
    lacking = {"property-fee"} - set(registry.policies) | {"cn-shanghai"} - set(
        registry.jurisdictions
    )
    if lacking:
        pytest.skip(f"what the year is made of is not installed: {lacking}")
    town, demonstration = generate(tmp_path_factory.mktemp("small"), registry, sizes=SMALL)
    yield town, demonstration
    town.close()


@pytest.fixture(scope="module")
def pages(built: tuple[Town, Demonstration]) -> dict[str, tuple[int, str]]:
    """Every page that can be reached from the town's: its status and its text."""
    found: dict[str, tuple[int, str]] = {}
    items: Counter[str] = Counter()
    with TestClient(create_app(built[0])) as client:
        client.headers["accept-language"] = "en"
        waiting = ["/"]
        for path in waiting:
            if path in found:
                continue
            of_list = ONE_OF.sub("", path)
            items[of_list] += of_list != path
            if items[of_list] > ITEMS:
                continue
            answer = client.get(path)
            kind = answer.headers.get("content-type", "")
            text = answer.text if "text/html" in kind else ""
            found[path] = (answer.status_code, text)
            waiting += [one for one in map(html.unescape, LINK.findall(text)) if "?" not in one]
    return found


def test_every_link_leads_to_a_page(pages: dict[str, tuple[int, str]]) -> None:
    """Nothing that is linked is missing, refused or broken."""
    refused = {path for path, (status, _) in pages.items() if status != 200}
    assert refused <= {"/staff"}, "whoever is no staff is asked for a token there"
    assert len(pages) > 400


def test_no_page_is_empty(pages: dict[str, tuple[int, str]]) -> None:
    """No page says that it has nothing to show, and no list stands without a row."""
    found = [(path, hit[0]) for path, (_, text) in pages.items() for hit in EMPTY.finditer(text)]
    assert found == []


def test_every_kind_of_page_has_an_example(pages: dict[str, tuple[int, str]]) -> None:
    """Town, awards, cases, months; and of the first neighbourhood all that there is."""
    here = "/n/n01"
    wanted = {"/", "/awards", "/cases", "/months", here, f"{here}/projects", f"{here}/meetings",
        f"{here}/motions", f"{here}/motions/lights", f"{here}/motions/intercom",
        f"{here}/judge/spring", f"{here}/judge/summer", f"{here}/problems",
        f"{here}/wishes", f"{here}/ideas", f"{here}/n01-2023-3",
        f"{here}/n01-2023-1/wall"}  # fmt: skip
    assert {one.rstrip("/") or "/" for one in wanted} <= {one.rstrip("/") or "/" for one in pages}


def test_projects_come_in_every_state_that_they_are_said_to_have(
    built: tuple[Town, Demonstration],
) -> None:
    """Forty-eight over all neighbourhoods: some dearer, some later, three under way, one paused."""
    town, _ = built
    cards = {area: town.desk(area).projects.cards() for area in town.neighbourhoods()}
    every = [one for held in cards.values() for one in held]
    assert all(len(held) >= 4 for held in cards.values())
    assert Counter(one["status"] for one in every) == {
        "delivered": 44,
        "under-way": 3,
        "paused": 1,
    }
    compared = [one["comparison"] for one in every if one["comparison"]]
    assert any(one["over"] > 0 for one in compared) and any(one["over"] < 0 for one in compared)
    assert any((one["late"] or 0) > 0 for one in compared)
    assert any(one["money"]["decisions"] for one in every)
    shown = Counter(len(note["pictures"]) for one in every for note in one["notes"])
    assert shown == {1: 48 + 44, 0: 1}, "before, after; why one rests has no picture"


def test_days_go_forward(built: tuple[Town, Demonstration]) -> None:
    """In every diary what is written later happened later, all of it in 2023."""
    town, _ = built
    for area in town.areas():
        hours = [one.at for one in town.desk(area).diary.entries()]
        assert hours == sorted(hours)
        assert {hour[:4] for hour in hours} == {"2023"}


def test_motions_judgement_and_award_are_decided_as_told(
    built: tuple[Town, Demonstration],
) -> None:
    """One motion passed, one rejected, one open whose codes are codes; all of them recount."""
    town, demonstration = built
    desk = town.desk(demonstration.open[0])
    decided = {id_: desk.motions.published(id_)["result"] for id_ in ("lights", "terrace")}
    assert decided == {"lights": "passed", "terrace": "rejected"}
    assert desk.motions.published("intercom") is None
    codes = demonstration.motion_codes
    assert len({desk.motions.elector_of_code("intercom", code) for code in codes} - {None}) == 3
    for id_ in decided:
        assert differences(desk.motions.sealed(id_)).status == 0
    assert differences(desk.judging.bundle("spring")).status == 0
    judged = [one["judged"] for one in desk.projects.cards() if one["judged"]]
    assert {one["level"] for one in judged} == {"fairly-satisfied"}
    counted = town.figures().total.counted
    assert (counted["projects"], counted["awards"]) == (48, 10)
