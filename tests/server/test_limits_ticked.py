"""A money cart and limits by category on the residents' pages without a script, and in the API."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.testing import desks

from .conftest import roll

LIN = Actor("小林", Role.STAFF)
HERE = "/n/bamboo/cart"
ZH = {"Accept-Language": "zh-CN"}


def prepared(small: Any) -> Any:
    """A round with 500 yuan to a ballot and at most one plain item, planned through the acts."""
    desk = small.desk

    def do(act: str, **fields: Any) -> None:
        perform(ACTS[act], desk, fields, LIN)

    do("round/plan", id="cart", title="五百元打钩", places=2, ties="listed-first",
        categories=[["plain", "plain"], ["other", "plain"]], ballot_budget=50_000,
        category_limits=[{"category": "plain", "maximum": 1}])  # fmt: skip
    for id_, category, cost in (
        ("road", "plain", 30_000), ("lamp", "plain", 100), ("bench", "other", 20_050),
    ):  # fmt: skip
        do("item/add", round="cart", id=id_, title=id_, category=category, cost=cost)
    ways = [{"id": "red", "title": "红漆", "cost": 20_000}, {"id": "green", "title": "绿漆"}]
    do("item/change", round="cart", id="bench", options=ways)
    desk.register("cart", roll())
    desks.make_ready(desk, "cart")
    desk.open("cart")
    return desk


def sent(client: Any, where: str, *ticks: str, **more: str) -> Any:
    """A form with these ticks."""
    return client.post(f"{HERE}{where}", data={"tick": list(ticks), **more}, headers=ZH)


def test_the_sum_is_worked_out_without_a_script_and_ticks_stay(client: Any, small: Any) -> None:
    """Under and exactly on it is said, over it is refused as well; nothing ticked is lost."""
    prepared(small)
    assert "勾选的费用合计不超过500元" in client.get(HERE, headers=ZH).text
    page = sent(client, "", "road", "bench/red", look="sum")
    assert page.status_code == 200
    assert "勾选合计500元，每张选票最多500元，还可用0元" in page.text
    assert 'role="alert"' not in page.text
    page = sent(client, "", "road", "bench/green", look="sum").text
    assert "勾选合计500.50元，每张选票最多500元，超出0.50元" in page
    assert 'role="alert"' in page
    assert len(re.findall(r"<input[^>]* checked", page)) == 2


@pytest.mark.parametrize(
    ("ticks", "status", "words"),
    [
        (("road", "bench/red"), 200, "勾选合计500元"),
        (("road", "bench/green"), 422, "超出0.50元；请取消一些"),
        (("road", "lamp"), 422, "最多1项；请取消1项"),
        (("road", "bench/none-of-these"), 200, "勾选合计300元"),
        ((), 200, "勾选合计0元"),
    ],
)
def test_review_says_the_sum_or_what_to_undo(
    client: Any, small: Any, ticks: tuple[str, ...], status: int, words: str
) -> None:
    """The server holds to it, whatever a script has said."""
    prepared(small)
    page = sent(client, "/review", *ticks)
    assert page.status_code == status
    assert words in page.text


def test_the_api_states_the_limits_and_refuses_with_figures(client: Any, small: Any) -> None:
    """As whole fen, to be read by programs."""
    desk = prepared(small)
    told = client.get("/api/v1/areas/bamboo/rounds/cart").json()["limits"]
    assert told["budget"] == 50_000
    assert [(one["of"], one["maximum"]) for one in told["categories"]] == [("plain", 1)]
    assert told["tiers"] == []
    (code,) = desk.issue_codes("cart", [desk.slots("cart")[0].slot]).values()
    for ticks, status in ((["road", "bench/green"], 422), (["road", "bench/red"], 201)):
        answer = client.post(
            "/api/v1/areas/bamboo/rounds/cart/casts",
            json={"ticks": ticks},
            headers={"Idempotency-Key": "key-of-mine", "Tickbox-Code": code},
        )
        assert answer.status_code == status, answer.text
        if status == 422:
            problem = answer.json()
            assert "0.50 yuan too much" in problem["text"]["en"], problem
            assert problem["type"].endswith("costs-too-much")
