"""An election on the pages, in JSON and in the console: several ticks, no script, nobody named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core import Option, Text
from tickbox_core.desk import Town
from tickbox_server import create_app

from . import asking_town
from .asking_town import Client, answer, carried, post

PAGE, API = "/n/n1/motions/e1", "/api/v1/areas/n1/motions/e1"
KEYING = "/staff/motions/e1/keying"
CANDIDATES = (
    Option("a", Text("陈建国", "Chen")),
    Option("b", Text("李秀英", "Li")),
    Option("c", Text("王志强", "Wang")),
)


def elect(town: Town, id_: str = "e1", seats: int = 2) -> dict[str, str]:
    """An open election; codes by the first home of each head."""
    question = Text("选举业委会", "The owners' committee")
    return asking_town.ask(
        town.desk(asking_town.HERE), id_, comes=False, options=CANDIDATES, seats=seats,
        question=question,
    )  # fmt: skip


@pytest.fixture
def at(tmp_path: Path) -> Iterator[tuple[Client, Town, dict[str, str]]]:
    """A client, the town, and the codes."""
    town = asking_town.town(tmp_path / "data")
    codes = elect(town)
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        yield client, town, codes
    town.close()


def test_candidates_are_boxes_and_at_most_so_many(at: tuple[Client, Town, dict[str, str]]) -> None:
    """In the order of the paper, numbered; none of these and abstaining stand apart."""
    client, _, _ = at
    page = client.get(PAGE, headers={"Accept-Language": "zh"}).text
    assert "候选人最多勾2人" in page
    boxes = re.findall(r'type="checkbox" name="tick" value="([^"]+)"', page)
    assert boxes == ["a", "b", "c", "none-of-these", "abstain"]
    assert 'type="radio" name="tick"' not in page
    assert page.index("1. 陈建国") < page.index("2. 李秀英") < page.index("3. 王志强")
    told = client.get(API).json()
    assert (told["seats"], [one["mark"] for one in told["sides"]]) == (2, boxes)


@pytest.mark.parametrize(
    ("ticks", "said"),
    [
        (["a", "b", "c"], "more than 2 are ticked"),
        (["a", "none-of-these"], "beside"),
        ([], "choose an answer first"),
        (["z"], "no candidate"),
        (["spoiled"], "choose an answer first"),
    ],
)
def test_what_no_paper_may_say_is_told_with_the_ticks_kept(
    at: tuple[Client, Town, dict[str, str]], ticks: list[str], said: str
) -> None:
    """The question again, with why; what was ticked is still ticked."""
    answered = post(at[0], f"{PAGE}/review", ticks)
    assert answered.status_code == 422 or answered.status_code == 400
    assert said in answered.text.lower() and "tick 2 candidates at most" in answered.text.lower()
    for one in ticks:
        if one in "abc":
            assert f'value="{one}" checked' in answered.text


def test_from_the_boxes_to_the_table_of_candidates(
    at: tuple[Client, Town, dict[str, str]], tmp_path: Path
) -> None:
    """Each answers without a script; the result shows votes, who passes, who is elected."""
    client, town, codes = at
    review = post(client, f"{PAGE}/review", ["b", "a"], "zh")
    assert "陈建国、李秀英" in review.text
    assert 'name="tick" value="a+b"' in review.text
    confirm = post(client, f"{PAGE}/confirm", "a+b", "zh", **carried(review.text),
                   code=codes["u0"])  # fmt: skip
    assert "陈建国、李秀英" in confirm.text
    receipt = post(client, f"{PAGE}/cast", "a+b", "zh", **carried(confirm.text))
    assert "receipt-code" in receipt.text and "陈建国" not in receipt.text
    for home, mark in (("u2", "a"), ("u3", "a+b"), ("u4", "none-of-these")):
        assert answer(client, PAGE, mark, codes[home]).status_code == 200
    key, over = "0123456789abcdef0123", {"mark": "a+b+c"}
    headers = {"Tickbox-Code": codes["u5"], "Idempotency-Key": key}
    refused = client.post(f"{API}/casts", json=over, headers=headers)
    assert refused.status_code in (400, 422) and "2" in refused.text
    assert client.post(f"{API}/casts", json={"mark": "b,c"}, headers=headers).status_code == 201
    desk = town.desk(asking_town.HERE)
    desk.motions.close("e1")
    desk.motions.publish("e1")
    page = client.get(PAGE, headers={"Accept-Language": "zh"}).text
    table = page[page.index('class="counted candidates"') :]
    assert "候选人得票" in page and "<strong>当选</strong>" in table
    # b has more than half of heads and area, a has three heads of five and 1060 of 2210 only
    assert "李秀英当选；空缺1席，另行投票" in page
    outcome = client.get(f"{API}/outcome").json()
    assert (outcome["elected"], outcome["left"], outcome["again"]) == (["b"], 1, ["a", "c"])
    assert not [name for name in ("王小", "8号楼") if name in page or name in str(outcome)]


def test_papers_are_keyed_by_numbers(at: tuple[Client, Town, dict[str, str]]) -> None:
    """Several numbers; too many are kept as spoiled for that reason; no contradiction is kept."""
    _, town, _ = at
    desk = town.desk(asking_town.HERE)
    for name in ("小林", "老周"):
        token = town.add_staff(asking_town.HERE, name, "keyer")
        with TestClient(create_app(town), base_url="http://testserver.local") as client:
            client.post("/staff/sign-in", data={"area": asking_town.HERE, "token": token})
            assert "最多2人" in _open(client, "u2")
            assert "都不选" in _type(client, "u2", "1 4")
            assert "已存" in _type(client, "u2", "2 1")
            assert "已存" in _type(client, "u3", "1 2 3")
            assert "已存" in _type(client, "u4", "4")
    kept = {one.place: one for one in desk.motions.keyed("e1")}
    assert {place: one.agreed for place, one in kept.items()} == {
        "u2": "a+b", "u3": "spoiled", "u4": "none-of-these",
    }  # fmt: skip
    reason = kept["u3"].read[0].reason
    assert reason is not None and reason.zh == "勾选超过2人。"
    assert desk.motions.count("e1").counted == 3


def test_whoever_stands_keys_nothing(at: tuple[Client, Town, dict[str, str]]) -> None:
    """Though they have a token of staff."""
    town = at[1]
    token = town.add_staff(asking_town.HERE, "陈 建国", "keyer")
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        client.post("/staff/sign-in", data={"area": asking_town.HERE, "token": token})
        assert "候选人不能经办" in _type(client, "u2", "2")
    assert town.desk(asking_town.HERE).motions.keyed("e1") == ()


def _open(client: TestClient[Any], home: str) -> str:
    return str(client.get(f"{KEYING}?place={home}", headers={"Accept-Language": "zh"}).text)


def _type(client: TestClient[Any], home: str, entry: str) -> str:
    page = _open(client, home)
    held = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    data = {**held, "place": home, "entry": entry}
    return str(client.post(KEYING, data=data, headers={"Accept-Language": "zh"}).text)
