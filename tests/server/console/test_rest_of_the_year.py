"""What a secretary does after the list, handed in as forms: every step is taken and answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_awards import AwardService
from tickbox_core.components.wishes import NewWish
from tickbox_core.desk import Town
from tickbox_server import create_app

CHINESE = {"Accept-Language": "zh-CN"}
Press = Callable[..., str]


@pytest.fixture(scope="module")
def town(played_year: Path) -> Iterator[Town]:
    """A played year: what comes now is entered by hand."""
    made = Town(played_year)
    yield made
    made.close()


@pytest.fixture
def press(town: Town) -> Iterator[Press]:
    """Opens the form of an act in an area, fills it in, confirms; the words of the answer."""
    clients: dict[str, TestClient[Any]] = {}

    def seated(area: str) -> TestClient[Any]:
        if area not in clients:
            clients[area] = TestClient(create_app(town), base_url="http://testserver.local")
            clients[area].__enter__()
            token = town.add_staff(area, "小林")
            clients[area].post("/staff/sign-in", data={"area": area, "token": token})
        return clients[area]

    def pressed(area: str, act: str, **given: Any) -> str:
        client, path = seated(area), f"/staff/do/{act}"
        fields = {f"f.{name.replace('__', '.')}": value for name, value in given.items()}
        page = client.get(path, headers=CHINESE)
        sent = client.post(path, data={**fields, **_keys(page.text)}, headers=CHINESE)
        if 'name="confirm"' in sent.text:
            again = {**fields, **_keys(sent.text), "confirm": "yes"}
            sent = client.post(path, data=again, headers=CHINESE)
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", sent.text))
        assert sent.status_code == 200, (act, said[:900])
        assert "已办理" in said, (act, said[:900])
        return said

    yield pressed
    for client in clients.values():
        client.__exit__(None, None, None)


def _keys(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', html))


def test_wishes_are_merged_taken_apart_and_answered(town: Town, press: Press) -> None:
    """By their references; the answer says whom it was passed on to."""
    new = [NewWish(text) for text in ("坡道太陡", "坡道要扶手", "垃圾房味道大")]
    one, two, three = (wish.ref for wish in town.desk("n1").collecting.take_many(new))
    assert one in press("n1", "wish/merge", refs=[two], into=one, reason="同一件事")
    press("n1", "wish/unmerge", ref=two, reason="不是一回事")
    said = press("n1", "wish/answer", ref=three, reply="referred", words="已转", referred_to="物业")
    assert "物业" in said and "编号 " + three in said


def test_a_problem_is_raised_taken_on_and_solved(town: Town, press: Press) -> None:
    """Its reference leads through all three."""
    said = press("n1", "problem/raise", title="三楼漏水")
    ref = re.search(r"编号 ([0-9A-Z]{4}-[0-9A-Z]{4})", said)
    assert ref is not None
    press("n1", "problem/take-on", ref=ref[1], side="property-firm", name="物业", task="修")
    press("n1", "problem/solve", ref=ref[1], how="修好了")
    assert any(one.solved for one in town.desk("n1").problems() if one.title.zh == "三楼漏水")


def test_an_item_with_options_and_money_is_listed_and_posted(town: Town, press: Press) -> None:
    """Tables of a form: where the money comes from, and the ways to do it."""
    press("n2", "item/add", round="r2027", id="ramp", title="坡道", category="plain",
          cost="1200.50", funding__0__0="public", funding__0__1="1200.50", options__0__id="a",
          options__0__title="钢", options__0__cost="100", tier="street")  # fmt: skip
    item = town.desk("n2").round("r2027").item("ramp")
    assert (item.cost, dict(item.funding), item.tier) == (120_050, {"public": 120_050}, "street")
    assert [(one.id, one.cost) for one in item.options] == [("a", 10_000)]
    press("n2", "item/assess", round="r2027", item="ramp", feasible="yes", reason="可行")


def test_an_award_is_declared_scored_and_decided(town: Town, press: Press) -> None:
    """Nominated below, gathered, scored, decided: shares with their base on the way."""
    said = press("n1", "award/nominate", award="a2027", project="light", text="好")
    assert "45名参与居民的71.1%" in said and "满意38，较满意4，全体成员60" in said
    press("n2", "award/nominate", award="a2027", project="shelter", text="好")
    press("t", "award/declare", award="a2027", title="明年", places="1",
          weights__0__0="ticks", weights__0__1="1")  # fmt: skip
    assert "东门路灯" in press("t", "award/gather", award="a2027")
    assert "东门路灯" in press("t", "award/decide", award="a2027")
    press("t", "award/commend", award="a2027")
    assert "a2027" in {one.award for one in town.desk("n1").service(AwardService).won()}
    press("n3", "round/plan", id="r2027", title="明年", maximum="2", places="1")
    press("n3", "award/take-over", case="n1.light", round="r2027")
    assert town.desk("n3").round("r2027").item("light").title.zh == "东门路灯"
