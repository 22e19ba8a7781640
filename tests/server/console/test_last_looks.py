"""Before something cannot be undone people look at what it is about: a count, a sheet, papers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_server import create_app

from ..every_state import HERE, House, build

Client = TestClient[Any]
EN = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A neighbourhood in every state at once."""
    made = build(tmp_path_factory.mktemp("looks") / "data")
    yield made
    made.town.close()


@pytest.fixture
def client(house: House) -> Iterator[Client]:
    """The committee's secretary."""
    token = house.town.add_staff(HERE, "小林")
    with TestClient(create_app(house.town), base_url="http://testserver.local") as found:
        found.post("/staff/sign-in", data={"area": HERE, "token": token})
        yield found


def looked(client: Client, act: str, **given: str) -> str:
    """What the last look before an act says."""
    page = client.get("/staff/do/wish/take").text
    keys = dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))
    fields = {f"f.{name}": value for name, value in given.items()}
    shown = client.post(f"/staff/do/{act}", data={**keys, **fields}, headers=EN)
    assert shown.status_code == 200, shown.text
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown.text)))


def ticking(house: House) -> tuple[str, int]:
    """A round that is open, with a count sheet of one home."""
    desk = house.desk
    (round, *_) = [
        one for one in desk.rounds() if str(one.state) == "ticking" and not one.rehearsal
    ]
    slot = next(
        one.slot for one in desk.slots(round.id) if one.slot not in desk.paper.used_slots(round.id)
    )
    tick = round.items[0].ticks[0]
    return round.id, desk.paper.take_count(round.id, [slot], {tick: 1}, by="林", second="周")


def test_a_count_sheet_is_looked_at_before_it_is_taken_back(house: House, client: Client) -> None:
    """Whom it counts and the sums, then the second token."""
    round, number = ticking(house)
    said = looked(client, "paper/uncount", round=round, number=str(number), reason="wrong")
    assert "As it stands now Number 1 Participants 1 Ticks by item" in said


def test_what_is_posted_beside_a_void_is_looked_at(house: House, client: Client) -> None:
    """Of a closed motion and judgement, as of a round; of an open one there is nothing yet."""
    polls = {str(one.state): one.id for one in house.desk.motions.polls()}
    said = looked(client, "motion/void", id=polls["closed"], reason="no")
    assert "As it stands now" in said and "Result" in said
    said = looked(client, "judgement/void", judgement="j-closed", reason="no")
    assert "What residents said, not in force satisfied: satisfied 6" in said
    open_ = looked(client, "judgement/void", judgement="j-open", reason="no")
    assert "As it stands now" not in open_


def test_what_a_correction_does_to_the_whole_is_looked_at(house: House, client: Client) -> None:
    """Heads and area before and afterwards; nothing where nothing would change."""
    table = "unit,building,floor,area,person,name\n101,b8,1,60,a,王一\n201,b8,2,70,b,李二\n"
    lin = Actor("小林", Role.STAFF)
    perform(ACTS["motion/register"], house.desk, {"id": "m-posted", "table": table}, lin)
    given = {"id": "m-posted", "place": "101", "floor_area": "61.5", "reason": "by the deed"}
    said = looked(client, "motion/correct-roll", **given)
    assert "Heads and area of the whole, if it is changed" in said
    assert "before, together 130 m²" in said and "afterwards, together 131.5 m²" in said
    same = looked(client, "motion/correct-roll", **{**given, "floor_area": "60"})
    assert "afterwards" not in same  # pressing it says that nothing would change


def test_every_look_has_somebody_who_draws_it() -> None:
    """Those that there are: a new one is tried above."""
    assert {key for key, act in ACTS.items() if act.look is not None} == {
        "judgement/void", "motion/correct-roll", "motion/prepare", "motion/void", "paper/uncount",
        "project/collect", "project/start", "project/subsidies", "result/finalise",
        "result/override", "round/count", "round/publish", "round/void", "tie/run-off",
        "tie/settle",
    }  # fmt: skip
