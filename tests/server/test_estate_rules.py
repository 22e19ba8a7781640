"""An answer by the estate's own rules: over the API, on the console, and where it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.bundle import differences
from tickbox_core.desk import Town
from tickbox_core.desk.notices import Sender, motion_notice
from tickbox_core.playing.stage import Clock
from tickbox_server import create_app

from .asking_town import HERE, town
from .test_ties import words

ID = "m1"
PAGE, DATA = f"/n/{HERE}/motions/{ID}", f"/api/v1/areas/{HERE}/motions/{ID}"
LAW = f"/staff/motions/{ID}/law"
SAYS = "《业主大会议事规则》第九条（2024年3月1日通过）"
RULE = {"document": "业主大会议事规则", "article": "第九条", "adopted": "2024-03-01"}
CHINESE = {"Accept-Language": "zh"}


@attrs.frozen
class Place:
    """The town, the program over HTTP, and the token of two."""

    town: Town
    client: TestClient[Any]
    tokens: tuple[str, str]

    def act(self, key: str, **given: Any) -> Any:
        """An act of two over the API."""
        headers = {"Authorization": f"Bearer {self.tokens[0]}", "Tickbox-Second": self.tokens[1]}
        there = f"/api/v1/areas/{HERE}/acts/{key}"
        return self.client.post(there, json={"id": ID, **given}, headers=headers)

    def do(self, key: str, **given: Any) -> Any:
        """One that is done; its answer."""
        found = self.act(key, **given)
        assert found.status_code in (200, 201), found.text
        return found.json()["answer"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A motion that is being prepared."""
    made = town(tmp_path / "town", Clock())
    tokens = made.add_staff(HERE, "小林"), made.add_staff(HERE, "老周")
    with TestClient(create_app(made), base_url="http://testserver.local") as client:
        found = Place(made, client, tokens)
        found.do("motion/prepare", question="装电动门", matter="other", jurisdiction="here")
        yield found
    made.close()


def _finished(place: Place) -> None:
    table = "房屋编号,楼栋,建筑面积,业主编号\n"
    table += "".join(f"h{n},8号楼,{50 + n},o{n}\n" for n in range(5))
    place.do("motion/register", table=table)
    place.do("motion/post")
    place.do("motion/open")
    for home in range(5):
        place.do("motion/cast", place=f"h{home}", mark="yes", by=f"o{home}")
    place.do("motion/close")
    place.do("motion/publish")


def test_it_stands_beside_the_answer_everywhere(place: Place) -> None:
    """Questions, law, page in both languages, JSON, notice, bundle."""
    asked = {"question": "abstention", "answer": "not_participating", "mark": "rules"}
    place.do("motion/answer", **asked, **RULE)
    headers = {"Authorization": f"Bearer {place.tokens[0]}"}
    there = f"/api/v1/areas/{HERE}/acts/motion/questions?id={ID}"
    points = place.client.get(there, headers=headers).json()["answer"]
    (point,) = [one for one in points if one["question"] == "abstention"]
    assert (point["source"]["zh"], point["mark"]) == (SAYS, "rules")
    assert point["rule"]["adopted"] == "2024-03-01"
    assert all("rule" not in one for one in points if one is not point)
    _finished(place)
    for language, title in (("zh", "依据本小区规则"), ("en", "By the estate's own rules")):
        page = words(place.client.get(PAGE, headers={"Accept-Language": language}).text)
        assert title in page
        assert ("第九条" in page) and (SAYS in page or "adopted on 2024-03-01" in page)
    (rule,) = place.client.get(DATA).json()["estate_rules"]
    assert rule["rule"]["article"]["zh"] == "第九条" and rule["said"]["zh"] == "不算参与"
    assert SAYS in str(motion_notice(place.town.desk(HERE), ID, Sender()))
    frozen = place.town.desk(HERE).motions.practice(ID).find("abstention")
    assert frozen is not None and frozen.sourced.rule is not None
    assert differences(place.client.get(f"{DATA}/bundle").content).sentences == []


def test_without_such_a_rule_nothing_is_shown(place: Place) -> None:
    """A source of another kind stays in words, and the page has no such part."""
    place.do("motion/answer", question="abstention", answer="takes_part", source="业主大会决定")
    _finished(place)
    assert "依据本小区规则" not in place.client.get(PAGE, headers=CHINESE).text
    assert "estate_rules" not in place.client.get(DATA).json()
    assert "依据本小区规则" not in str(motion_notice(place.town.desk(HERE), ID, Sender()))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mark": "rules"}, "哪天通过"),
        ({"mark": "rules", **RULE, "document": ""}, "文件名称"),
        ({"mark": "rules", **RULE, "article": ""}, "哪一条"),
        ({"mark": "rules", **RULE, "source": "议事规则"}, "依据"),
        ({"mark": "rules", **RULE, "adopted": "2026-02-03"}, "今天以后"),
        ({"mark": "law", "source": "某法", **RULE}, "依据的种类"),
        ({"source": ""}, "依据"),
        ({}, "依据"),
    ],
)
def test_half_a_source_is_refused_and_says_what_is_missing(
    place: Place, given: dict[str, str], said: str
) -> None:
    """Nothing is kept of it."""
    given = {name: value for name, value in given.items() if value or name == "source"}
    answer = place.act("motion/answer", question="abstention", answer="takes_part", **given)
    assert answer.status_code == 422, answer.text
    assert said in answer.text
    assert place.town.desk(HERE).motions.poll(ID).own == ()


def test_adopted_today_will_do_and_tomorrow_not(place: Place) -> None:
    """The day itself is no later than today."""
    asked = {"question": "abstention", "answer": "takes_part", "mark": "rules"}
    place.do("motion/answer", **asked, **{**RULE, "adopted": "2026-02-02"})
    late = place.act("motion/answer", **asked, **{**RULE, "adopted": "2026-02-03"})
    assert late.status_code == 422


def _fields(page: str) -> dict[str, str]:
    (form,) = re.findall(r'<form class="boxes".*?</form>', page, re.DOTALL)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_said_on_the_console_and_said_again(place: Place) -> None:
    """Kind, document, article, day; it stands there, and in the form the next time."""
    client = place.client
    client.post("/staff/sign-in", data={"area": HERE, "token": place.tokens[0]})
    url = f"{LAW}?question=marks.with_majority"
    page = client.get(url, headers=CHINESE).text
    assert "填了才有" in page and "出自本小区规则的：写在哪里" in page
    typed = {"value": "yes", "source": "", "mark": "rules", **RULE}
    half = client.post(
        LAW, data={**_fields(page), **typed, "article": ""}, headers=CHINESE
    )  # fmt: skip
    assert half.status_code == 422 and "哪一条" in half.text
    assert 'value="业主大会议事规则"' in half.text  # what was typed stays
    done = client.post(LAW, data={**_fields(half.text), **typed}, headers=CHINESE)
    assert done.status_code == 200, words(done.text)
    shown = words(client.get(LAW, headers=CHINESE).text)
    assert SAYS in shown and "本小区的规约、议事规则" in shown
    again = client.get(url, headers=CHINESE).text
    assert 'value="2024-03-01"' in again and 'value="rules" selected' in again
    # by another kind of source: what is left of the rule is not sent
    other = {"value": "yes", "source": "业主大会决定", "mark": "choice", **RULE}
    done = client.post(LAW, data={**_fields(again), **other}, headers=CHINESE)
    assert done.status_code == 200, words(done.text)
    point = place.town.desk(HERE).motions.question(ID, "marks.with_majority")
    assert point.own is not None and point.own.sourced.rule is None
    assert place.town.desk(HERE).motions.poll(ID).motion.majority_agreed == "业主大会决定"
