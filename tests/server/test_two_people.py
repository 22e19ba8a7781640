"""What two people do takes two, both signed in, by every door; a typed name signs nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.acts import Actor, Role, perform
from tickbox_core.cli import main
from tickbox_core.desk import Cast, Desk
from tickbox_core.errors import BadValue, NotCountersigned
from tickbox_server import create_app

from ..installed import ACTS
from .conftest import HERE, OPEN, THERE, Small

Client = TestClient[Any]

OF_TWO = sorted(key for key, act in ACTS.items() if act.second)
LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
NO_SECOND = {
    "nobody": None,
    "no name": Actor(" ", Role.STAFF),
    "oneself": LIN,
    "oneself in full width": Actor(" 小 林 ", Role.STAFF),
    "oneself by the town's token": Actor("小林", Role.TOWN),
    "somebody without a role": Actor("老周"),
    "a keyer": Actor("老周", Role.KEYER),
    "an observer": Actor("老周", Role.OBSERVER),
    "a member of a group": Actor("老周", Role.GROUP, "g1"),
    "a representative": Actor("老周", Role.STAIRWELL, "s1"),
}


def first(key: str) -> Actor:
    """Somebody whom the act is for."""
    return LIN if ACTS[key].role is Role.STAFF else Actor("小林", ACTS[key].role, "s1")


def test_the_acts_of_two_people() -> None:
    """Whatever publishes, decides beside, fixes, corrects, voids or counts by sums."""
    assert set(OF_TWO) >= {
        "round/publish", "result/override", "result/finalise", "item/correct", "paper/count",
        "stairwell/count", "motion/publish", "judgement/publish", "round/void", "motion/void",
        "judgement/void", "paper/uncount", "paper/correct", "tie/settle",
    }  # fmt: skip


@pytest.mark.parametrize("key", OF_TWO)
def test_no_act_of_two_asks_for_a_name(key: str) -> None:
    """There is no field in which a second name could be typed."""
    assert "second" not in {field.name for field in attrs.fields(ACTS[key].fields)}


@pytest.mark.parametrize("second", NO_SECOND)
@pytest.mark.parametrize("key", OF_TWO)
def test_a_library_user_cannot_pass_alone(key: str, second: str, unchanged: Small) -> None:
    """Refused before anything is read; with another member of staff it goes on to the fields."""
    with pytest.raises(NotCountersigned):
        perform(ACTS[key], unchanged.desk, {}, first(key), NO_SECOND[second])
    with pytest.raises(BadValue):
        perform(ACTS[key], unchanged.desk, {}, first(key), ZHOU)


@pytest.fixture
def tokens(small: Small) -> dict[str, str]:
    """Tokens by who holds them."""
    town = small.town
    return {
        "first": town.add_staff(HERE, "小林"),
        "own again": town.add_staff(HERE, "小林"),
        "own, of the town": town.add_staff(HERE, "小林 ", "town"),
        "keyer": town.add_staff(HERE, "小王", "keyer"),
        "observer": town.add_staff(HERE, "老吴", "observer"),
        "foreign": town.add_staff(THERE, "老郑"),
        "right": town.add_staff(HERE, "老周"),
        "right, of the town": town.add_staff(HERE, "老钱", "town"),
        "typed name": "老周",
        "made up": "tb_made-up",
        "empty": "",
    }


WRONG = ("first", "own again", "own, of the town", "keyer", "observer", "foreign", "typed name",
         "made up", "empty", None)  # fmt: skip


def counted(desk: Desk) -> None:
    """A round that can be published."""
    for at, slot in enumerate(desk.slots(OPEN)):
        desk.cast(OPEN, Cast(slot.slot, ("i1",) if at else ("i1", "i2"), f"k{at}"))
    desk.close(OPEN)


def names(desk: Desk) -> tuple[str | None, str | None]:
    """Who signed the result that was posted."""
    (posted,) = [one for one in desk.diary.entries() if one.kind == "result-posted"]
    return posted.secret("by"), posted.secret("second")


@pytest.fixture
def api(small: Small) -> Iterator[Client]:
    """The program over HTTP."""
    with TestClient(create_app(small.town), base_url="http://testserver.local") as client:
        yield client


@pytest.mark.parametrize("key", [key for key in OF_TWO if ACTS[key].role is Role.STAFF])
def test_over_the_api(small: Small, api: Client, tokens: dict[str, str], key: str) -> None:
    """``Tickbox-Second`` is another person's token, with or without ``Bearer``; nothing else is."""
    url, bearer = f"/api/v1/areas/{HERE}/acts/{key}", f"Bearer {tokens['first']}"

    def act(token: str | None, **given: Any) -> Any:
        more = {} if token is None else {"Tickbox-Second": token.encode()}
        return api.post(url, json=given, headers={"Authorization": bearer.encode(), **more})

    for who in WRONG:
        answer = act(None if who is None else tokens[who], second="老周")
        assert (answer.status_code, answer.json()["code"]) == (403, "not-countersigned"), who
    for token in (tokens["right"], f"Bearer {tokens['right, of the town']}"):
        assert act(token).status_code == 422, "goes on to the fields"


def test_a_result_over_the_api(small: Small, api: Client, tokens: dict[str, str]) -> None:
    """Alone nothing has happened; with two it is published, and both names are sealed."""
    counted(small.desk)
    url, headers = f"/api/v1/areas/{HERE}/acts/round/publish", {
        "Authorization": f"Bearer {tokens['first']}"
    }  # fmt: skip
    alone = api.post(url, json={"round": OPEN}, headers=headers)
    assert alone.status_code == 403 and small.desk.outcome(OPEN) is None
    assert "要两个人签字" in alone.json()["detail"]
    headers["Tickbox-Second"] = tokens["right"]
    assert api.post(url, json={"round": OPEN}, headers=headers).status_code == 200
    assert names(small.desk) == ("小林", "老周")


def test_the_diary_names_both_as_people_say_it(
    small: Small, api: Client, tokens: dict[str, str]
) -> None:
    """The act, who did it and who signed beside; the core seals the second with their role."""
    counted(small.desk)
    headers = {"Authorization": f"Bearer {tokens['first']}", "Tickbox-Second": tokens["right"]}
    url = f"/api/v1/areas/{HERE}/acts/round/publish"
    assert api.post(url, json={"round": OPEN}, headers=headers).status_code == 200
    signed_in(api, tokens["first"])
    page = api.get("/staff/diary", headers={"Accept-Language": "zh"}).text
    (shown,) = re.findall(r"<strong>经办：公布结果</strong>[^<]*", page)
    assert shown.endswith("小林、老周")


def test_the_api_says_which_acts_two_people_sign(api: Client) -> None:
    """In the catalogue, and the header in the document."""
    told = {act["act"] for act in api.get("/api/v1/acts").json() if act["second"]}
    assert told == set(OF_TWO)
    document = api.get("/api/v1/openapi.json").json()
    path = next(path for path in document["paths"] if path.endswith("/acts/{stage}/{name}"))
    headers = [one["name"] for one in document["paths"][path]["post"]["parameters"]]
    assert "Tickbox-Second" in headers


@pytest.fixture
def folder(small: Small, tmp_path: Path) -> Path:
    """The data folder of the town."""
    found: Path = small.town._folder.path
    return found


def by_command(folder: Path, tmp_path: Path, act: str, second: str | None, *more: str) -> int:
    """``tickbox do`` with a second's token in a file."""
    args = ["do", "--data", str(folder), "--area", HERE, act, *more]
    if second is not None:
        (tmp_path / "second").write_text(f"{second}\n", encoding="utf-8")
        args += ["--second-token-file", str(tmp_path / "second")]
    return main(args)


def test_on_the_command_line(
    small: Small,
    folder: Path,
    tmp_path: Path,
    tokens: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each of the two signs with a token in a file: a name beside one token is one person."""
    counted(small.desk)
    (tmp_path / "first").write_text(tokens["first"], encoding="utf-8")
    first = ("--token-file", str(tmp_path / "first"))
    for who in WRONG:
        token = None if who is None else tokens[who]
        assert by_command(folder, tmp_path, "round/publish", token, *first, f"round={OPEN}") == 2
        assert small.desk.outcome(OPEN) is None, who
        assert capsys.readouterr().err.count("\n") == 1
    named = ("--by", "小林", f"round={OPEN}")
    assert by_command(folder, tmp_path, "round/publish", tokens["right"], *named) == 2
    assert "--token-file" in capsys.readouterr().err and small.desk.outcome(OPEN) is None
    more = (*first, f"round={OPEN}")
    assert by_command(folder, tmp_path, "round/publish", tokens["right"], *more, "second=老周") == 2
    assert "second" in capsys.readouterr().err
    assert by_command(folder, tmp_path, "round/publish", tokens["right"], *more) == 0
    assert names(small.desk) == ("小林", "老周")


def test_the_command_line_says_which_acts_two_people_sign(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In the list of acts, in what one asks for, and for programs."""
    assert main(["do"]) == 0
    listed = re.findall(r"^(\S+?) [*+]2 ", capsys.readouterr().out, re.MULTILINE)
    assert sorted(listed) == OF_TWO
    assert main(["do", "round/publish", "--fields"]) == 0
    assert "--second-token-file" in capsys.readouterr().out
    assert main(["do", "--json"]) == 0
    assert {one["act"] for one in json.loads(capsys.readouterr().out) if one["second"]} == set(
        OF_TWO
    )


def signed_in(client: Client, token: str) -> dict[str, str]:
    """The hidden keys of a form of whoever has signed in."""
    client.post("/staff/sign-in", data={"area": HERE, "token": token})
    page = client.get("/staff/do/wish/take").text
    return dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))


SHEET = {"f.round": OPEN, "f.ticks.0.0": "i1", "f.ticks.0.1": "1"}


def test_a_count_sheet_at_the_console(small: Small, api: Client, tokens: dict[str, str]) -> None:
    """Shown once more, and signed by a second with a token of their own: a name will not do."""
    keys = signed_in(api, tokens["first"])
    slot = small.desk.slots(OPEN)[0].slot
    sent = {**keys, **SHEET, "f.slots": slot}
    look = api.post("/staff/do/paper/count", data=sent)
    assert look.status_code == 200 and 'name="token"' in look.text, look.text
    for who in WRONG:
        token = {} if who is None else {"token": tokens[who]}
        answer = api.post("/staff/do/paper/count", data={**sent, "confirm": "yes", **token})
        assert answer.status_code == 422, who
    assert not [one for one in small.desk.diary.entries() if one.kind == "count-sheet"]
    done = api.post(
        "/staff/do/paper/count", data={**sent, "confirm": "yes", "token": tokens["right"]}
    )
    assert done.status_code == 200, done.text
    (entry,) = [one for one in small.desk.diary.entries() if one.kind == "count-sheet"]
    assert (entry.secret("by"), entry.secret("second")) == ("小林", "老周")
