"""A component that a plugin brings goes round: form, API, diary, wall, archive, erasure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

import tickbox_console
from tickbox_core import Area, AreaTree, hookimpl, open_registry
from tickbox_core.acts import Actor, Role, catalogue_of, perform
from tickbox_core.declarations import ListOf, WallCard, answer_schema
from tickbox_core.desk import Town
from tickbox_core.testing import desks
from tickbox_core.testing.answers import misfits
from tickbox_server import create_app
from tickbox_server.links import API

from ..example_component import time_bank

HERE, NAME = "n1", "王阿姨"
ACTS = f"{API}/areas/{HERE}/acts/hours"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A neighbourhood with a time bank."""
    registry = open_registry(
        discover=False, plugins={"time-bank": time_bank(), "console": tickbox_console}
    )
    made = Town(tmp_path / "data", registry)
    made.plant(AreaTree((Area(HERE, "neighbourhood", "竹园"),)))
    made.found(HERE)
    yield made
    made.close()


@pytest.fixture
def staff(town: Town) -> Iterator[TestClient[Any]]:
    """The committee's secretary at the console."""
    token = town.add_staff(HERE, "小林", "staff")
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        client.post("/staff/sign-in", data={"area": HERE, "token": token})
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def key_of(page: str) -> str:
    """The session's form key."""
    return page.partition('name="form_key" value="')[2].partition('"')[0]


def test_it_goes_round_through_every_door(town: Town, staff: TestClient[Any]) -> None:
    """Noted at the console, thanked over the API, read on the wall; the name stands nowhere."""
    assert "时间银行" in staff.get("/staff/acts").text
    form = staff.get("/staff/do/hours/give").text
    assert "志愿者" in form and "小时数" in form
    typed = {"f.name": NAME, "f.what": "陪独居老人就医", "f.hours": "3", "form_key": key_of(form)}
    done = staff.post("/staff/do/hours/give", data=typed)
    assert done.status_code == 200 and "小时数" in done.text and NAME not in done.text
    form = staff.get("/staff/do/hours/thank").text
    assert "陪独居老人就医" in form  # chosen, not typed
    (given,) = staff.get(f"{ACTS}/list").json()["answer"]
    thanked = staff.post(f"{ACTS}/thank", json={"ref": given["ref"], "thanks": "谢谢您"})
    assert thanked.json()["answer"]["thanks"]["zh"] == "谢谢您"
    diary = staff.get("/staff/diary", headers={"Accept-Language": "zh"}).text
    assert "志愿服务" in diary and "感谢志愿者" in diary and "小时数" in diary
    assert "时间银行" in staff.get("/staff/plugins").text
    assert f"{town.desk(HERE).today():%Y}年" in diary and f"{town.desk(HERE).today()}" not in diary
    assert "经办：登记志愿服务" in diary and "其他办理" not in diary
    for language, words in (("zh", ("时间银行", "3小时")), ("en", ("Time bank", "3 h"))):
        headers = {"Accept-Language": language}
        assert words[0] in staff.get(f"/n/{HERE}", headers=headers).text
        page = staff.get(f"/n/{HERE}/matters/time-bank", headers=headers).text
        assert all(one in page for one in (*words, "陪独居老人就医", "谢谢您"))
        assert NAME not in page
    twin = staff.get(f"{API}/areas/{HERE}/matters/time-bank").json()
    assert list(misfits(answer_schema(ListOf(WallCard)), twin)) == []
    assert staff.get(f"{API}/areas/{HERE}/matters/nothing").status_code == 404


def test_the_description_has_its_acts_with_their_schemas(staff: TestClient[Any]) -> None:
    """A program that is made from it knows the component as it knows the core."""
    described = staff.get(f"{API}/openapi.json").json()
    path = described["paths"][f"{API}/areas/{{area}}/acts/hours/give"]["post"]
    asked = path["requestBody"]["content"]["application/json"]["schema"]
    assert set(asked["required"]) == {"name", "what", "hours"}
    assert "GivenHours" in described["components"]["schemas"]
    listed = {one["act"] for one in staff.get(f"{API}/acts").json()}
    assert {"hours/give", "hours/thank", "hours/list"} <= listed


def test_without_it_nothing_of_it_is_offered_and_the_record_stands(
    town: Town, staff: TestClient[Any], tmp_path: Path
) -> None:
    """Its entries stay in the diary, in words that say that they are another's."""
    staff.post(f"{ACTS}/give", json={"name": NAME, "what": "修灯", "hours": 1})
    town.leave_out(["time-bank"])
    assert "hours/give" not in catalogue_of(town.components).acts
    assert staff.get(f"{ACTS}/list").status_code == 404
    assert staff.get(f"/n/{HERE}/matters/time-bank").status_code == 404
    diary = staff.get("/staff/diary", headers={"Accept-Language": "zh"}).text
    assert "其他办理" in diary


def broken(**changes: Any) -> SimpleNamespace:
    """The time bank with something of it that fails."""
    component = attrs.evolve(time_bank().COMPONENT, **changes)
    return SimpleNamespace(tickbox_components=hookimpl(lambda: (component,)))


def fails(*_: Any) -> Any:
    """A plugin with a fault."""
    raise RuntimeError("no bank today")


class Forgetful(time_bank().Hours):  # type: ignore[misc]
    """A state that cannot read what it once wrote."""

    apply = fails


@pytest.mark.parametrize(
    ("changes", "card", "acts"),
    [
        ({"service": fails}, 404, 404),
        ({"cards": fails}, 500, 200),
        ({"state": Forgetful}, 500, 500),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, dict) else str(one),
)
def test_a_component_that_fails_takes_nothing_else_with_it(
    town: Town, changes: dict[str, Any], card: int, acts: int, tmp_path: Path
) -> None:
    """The neighbourhood's page, the diary and every other act work; its own say that it failed."""
    who = Actor("小林", Role.STAFF)
    give = catalogue_of(town.components).acts["hours/give"]
    perform(give, town.desk(HERE), {"name": NAME, "what": "修灯", "hours": 1}, who)
    town.close()
    registry = open_registry(
        discover=False, plugins={"time-bank": broken(**changes), "console": tickbox_console}
    )
    again = Town(tmp_path / "data", registry)
    with TestClient(create_app(again)) as client:
        assert client.get(f"/n/{HERE}").status_code == 200
        assert client.get(f"/n/{HERE}/matters/time-bank").status_code == card
        assert client.get(f"{ACTS}/list").status_code == acts
        assert client.get(f"{API}/areas/{HERE}/acts/problem/list").json() == {"answer": []}
    desk = again.desk(HERE)
    perform(catalogue_of(desk.components).acts["problem/raise"], desk, {"title": "漏水"}, who)
    assert [one.kind for one in desk.diary.entries()][-2:] == ["problem", "act"]
    again.close()


def test_what_fails_as_it_is_written_is_refused_and_not_written(tmp_path: Path) -> None:
    """The diary holds nothing that its own component cannot read."""
    registry = open_registry(discover=False, plugins={"bank": broken(state=Forgetful)})
    desk = desks.desk(registry=registry)
    give = catalogue_of(desk.components).acts["hours/give"]
    given, who = {"name": NAME, "what": "修灯", "hours": 1}, Actor("小林", Role.STAFF)
    with pytest.raises(RuntimeError, match="no bank today"):
        perform(give, desk, given, who)
    assert desk.diary.entries() == ()
