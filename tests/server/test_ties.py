"""A tied round by every door: pages, feed, API, command line, console, and plain ``recount.py``."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.acts.things import THINGS
from tickbox_core.cli import main
from tickbox_core.desk import Cast, Desk
from tickbox_core.model import State
from tickbox_server import create_app

from .conftest import HERE, Small, opened, planned

Client = TestClient[Any]
TIED, ROW = "tied-1", "3 5 1 6 2 " * 4
WALL, DATA = f"/n/{HERE}/{TIED}/wall", f"/api/v1/areas/{HERE}/rounds/{TIED}"


@pytest.fixture
def desk(small: Small) -> Desk:
    """The neighbourhood with a closed round in which two items are equal for the last place."""
    slots = opened(small.desk, planned(TIED, HERE, tie_break="refuse"))
    ballots = [("i1", "i2"), ("i1", "i3"), ("i1",)]
    for at, ticks in enumerate(ballots):
        small.desk.cast(TIED, Cast(slots[at], ticks, f"k{at}"))
    small.desk.close(TIED)
    return small.desk


@pytest.fixture
def tokens(small: Small) -> tuple[str, str]:
    """Those of two members of staff."""
    return small.town.add_staff(HERE, "小林"), small.town.add_staff(HERE, "老周")


@pytest.fixture
def client(small: Small, desk: Desk) -> Iterator[Client]:
    """The program over HTTP."""
    with TestClient(create_app(small.town), base_url="http://testserver.local") as client:
        yield client


def words(page: str) -> str:
    """What stands on a page, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def act(client: Client, tokens: tuple[str, str], key: str, **given: Any) -> Any:
    """An act of two over the API."""
    headers = {"Authorization": f"Bearer {tokens[0]}", "Tickbox-Second": tokens[1]}
    return client.post(f"/api/v1/areas/{HERE}/acts/{key}", json=given, headers=headers)


def recounted(tmp_path: Path, client: Client) -> tuple[int, str]:
    """What the downloaded script says of the downloaded zip, by plain Python."""
    (tmp_path / "bundle.zip").write_bytes(client.get(f"{DATA}/bundle").content)
    (tmp_path / "recount.py").write_bytes(client.get("/recount.py").content)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "recount.py", "bundle.zip", "--lang", "en"],
        cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout


def test_over_the_api(client: Client, tokens: tuple[str, str], tmp_path: Path) -> None:
    """Counted, posted, seen, counted again by anybody, settled by dice, and seen again."""
    asked = client.get(
        f"/api/v1/areas/{HERE}/acts/round/count?round={TIED}",
        headers={"Authorization": f"Bearer {tokens[0]}"},
    )
    assert asked.json()["answer"]["ties"][0]["places"] == 1
    assert client.get(DATA).json()["tied"] is None
    assert client.get(f"{DATA}/bundle").status_code == 409
    early = act(client, tokens, "tie/settle", round=TIED, how="lot", dice=ROW)
    assert early.status_code == 409 and "骰子要在并列公布以后才掷" in early.json()["detail"]
    assert act(client, tokens, "round/publish", round=TIED).status_code == 200
    shown = client.get(DATA).json()
    assert shown["state"] == "counting" and "tied" in shown["state_text"]["en"]
    assert shown["tied"]["ties"][0]["items"] == ["i2", "i3"]
    assert shown["tied"]["ways"] == ["lot", "all", "none", "run-off"]
    listed = client.get(f"/api/v1/areas/{HERE}/rounds").json()
    assert next(one for one in listed if one["id"] == TIED)["tied"] == shown["tied"]
    assert client.get(f"{DATA}/outcome").status_code == 404
    assert "AGREES: these are tied" in recounted(tmp_path, client)[1]
    few = act(client, tokens, "tie/settle", round=TIED, how="lot", dice="1 2 3")
    assert few.status_code == 422 and "至少20次" in few.json()["detail"] + str(few.json())
    done = act(client, tokens, "tie/settle", round=TIED, how="lot", dice=ROW)
    assert done.status_code == 200, done.text
    outcome = client.get(f"{DATA}/outcome").json()
    assert outcome["settling"]["how"] == "lot" and outcome["settling"]["dice"] == "35162" * 4
    assert outcome["parameters"]["tie_break"] == "refuse" and len(outcome["selected"]) == 2
    code, told = recounted(tmp_path, client)
    assert code == 0 and "ties settled: lot 35162" in told


@pytest.mark.parametrize("language,said", [("zh", "最多还能取1项"), ("en", "can still be taken")])
def test_what_residents_see(
    client: Client, tokens: tuple[str, str], language: str, said: str
) -> None:
    """Area, list and wall say who is equal; the wall how it will be settled, then how it was."""
    client.get(f"/?lang={language}")
    paths = (f"/n/{HERE}", f"/n/{HERE}/{TIED}", WALL)
    assert all(said not in words(client.get(path).text) for path in paths)
    act(client, tokens, "round/publish", round=TIED)
    for path in paths:
        assert said in words(client.get(path).text), path
    wall = client.get(WALL).text
    assert f"{DATA}/bundle" in wall and "20" in words(wall)
    feed = client.get(f"/n/{HERE}/feed.atom?lang={language}")
    assert f"urn:tickbox:{HERE}:{TIED}:tied" in feed.text
    act(client, tokens, "tie/settle", round=TIED, how="all", reason="两项都急")
    wall = words(client.get(WALL).text)
    decided = {"zh": "由两人决定全部列入", "en": "to take all of the tied"}[language]
    tag = {"zh": "由两人决定列入（计票之外）", "en": "taken by decision, beside the count"}[
        language
    ]
    assert decided in wall and wall.count(tag) == 2 and "两项都急" in wall
    item = words(client.get(f"/n/{HERE}/{TIED}/items/i2").text)
    assert decided in item


def test_nothing_of_it_names_who_signed(client: Client, tokens: tuple[str, str]) -> None:
    """Neither page nor JSON, nor the zip."""
    act(client, tokens, "round/publish", round=TIED)
    act(client, tokens, "tie/settle", round=TIED, how="lot", dice=ROW)
    for path in (WALL, DATA, f"{DATA}/outcome", f"/n/{HERE}"):
        assert "小林" not in client.get(path).text and "老周" not in client.get(path).text
    bundle = client.get(f"{DATA}/bundle").content
    assert "小林".encode() not in bundle


def test_on_the_command_line(
    small: Small,
    desk: Desk,
    tokens: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``tickbox do``: counted, posted, settled; ``tickbox print`` has the notice's words."""
    for name, token in zip(("first", "second"), tokens, strict=True):
        (tmp_path / name).write_text(token, encoding="utf-8")
    signed = ("--token-file", str(tmp_path / "first"),
              "--second-token-file", str(tmp_path / "second"))  # fmt: skip

    def do(key: str, *more: str, two: bool = True) -> int:
        who = signed if two else signed[:2]
        folder = str(small.town._folder.path)
        return main(["do", "--data", folder, "--area", HERE, "--json", key, *who, *more])

    assert do("round/count", f"round={TIED}", two=False) == 0
    assert json.loads(capsys.readouterr().out)["ties"][0]["places"] == 1
    assert do("tie/settle", f"round={TIED}", "how=lot", f"dice={ROW}") == 2
    assert "no tie is posted" in capsys.readouterr().err
    assert do("round/publish", f"round={TIED}", two=False) == 2
    assert do("round/publish", f"round={TIED}") == 0
    capsys.readouterr()
    assert do("tie/settle", f"round={TIED}", "how=lot", "dice=123") == 2
    assert "3 throws" in capsys.readouterr().err
    assert do("tie/settle", f"round={TIED}", "how=lot", f"dice={ROW}") == 0
    assert json.loads(capsys.readouterr().out)["settling"]["how"] == "lot"
    assert desk.round(TIED).state is State.DECIDED


def signed_in(client: Client, token: str) -> dict[str, str]:
    """The hidden keys of a form of whoever has signed in."""
    client.post("/staff/sign-in", data={"area": HERE, "token": token})
    return keys(client)


def keys(client: Client) -> dict[str, str]:
    """Fresh keys: each form is handed in once."""
    page = client.get("/staff/do/wish/take").text
    return dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))


def test_at_the_console(client: Client, desk: Desk, tokens: tuple[str, str]) -> None:
    """The first page leads on; the last look shows the tie; the second signs there."""
    sent = signed_in(client, tokens[0])
    look = client.post("/staff/do/round/publish", data={**sent, "f.round": TIED})
    assert "最多还能取1项" in words(look.text) and "公布前掷的骰子不算" in words(look.text)
    yes = {"confirm": "yes", "token": tokens[1]}
    posted = client.post("/staff/do/round/publish", data={**sent, "f.round": TIED, **yes})
    assert posted.status_code == 200 and "最多还能取1项" in words(posted.text)
    home = client.get("/staff/").text
    assert "并列已公布：请两人当众掷骰子，再来录入点数" in words(home)
    assert f"/staff/do/tie/settle?round={TIED}" in html.unescape(home)
    form = client.get(f"/staff/do/tie/settle?round={TIED}").text
    assert 'name="f.dice"' in form and TIED in form
    given = {"f.round": TIED, "f.how": "lot", "f.dice": ROW}
    look = client.post("/staff/do/tie/settle", data={**keys(client), **given})
    assert 'name="token"' in look.text and "小花园" not in look.text
    assert "最多还能取1项" in words(look.text)
    alone = client.post("/staff/do/tie/settle", data={**keys(client), **given, "confirm": "yes"})
    assert alone.status_code == 422 and desk.outcome(TIED) is None
    short = {**given, "f.dice": "1 2 3"}
    few = client.post("/staff/do/tie/settle", data={**keys(client), **short, **yes})
    assert few.status_code == 422 and "至少20次" in words(few.text)
    done = client.post("/staff/do/tie/settle", data={**keys(client), **given, **yes})
    assert done.status_code == 200, done.text
    assert desk.round(TIED).state is State.DECIDED
    diary = words(client.get("/staff/diary").text)
    assert "公布并列" in diary and "处理并列" in diary
    assert "处理并列" not in words(client.get("/staff/").text)


def test_tied_is_a_state_of_its_own_as_long_as_it_is_posted(
    client: Client, desk: Desk, tokens: tuple[str, str]
) -> None:
    """Before it is posted it is being counted; then picker, last look, acts and pages say tied,
    in both languages; settled it is decided.
    """
    zh, en = "票数并列，待当众处理", "tied, to be settled in public"
    signed_in(client, tokens[0])

    def shown() -> list[bool]:
        form = words(client.get(f"/staff/do/round/count?round={TIED}").text)
        (choice,) = [one for one in THINGS["round"].choices(desk, {}) if one.id == TIED]
        asked = client.get(
            f"/api/v1/areas/{HERE}/acts/round/list",
            headers={"Authorization": f"Bearer {tokens[0]}"},
        ).json()["answer"]
        (listed,) = [one for one in asked if one["round"] == TIED]
        late = client.post(f"/n/{HERE}/{TIED}/review", data={"tick": "i1"})
        assert late.status_code == 409
        return [
            zh in form,
            zh in choice.title.zh and en in choice.title.en,
            listed.get("state_words") == {"zh": zh, "en": en},
            desk.state_words(TIED).en == en,
            f"现在不能打钩：{zh}" in words(late.text),
            "计票中" not in form + choice.title.zh,
        ]

    assert shown() == [False] * 6
    act(client, tokens, "round/publish", round=TIED)
    assert shown() == [True] * 6
    given = {"f.round": TIED, "f.how": "lot", "f.dice": ROW}
    look = client.post("/staff/do/tie/settle", data={**keys(client), **given})
    assert zh in words(look.text) and "计票中" not in words(look.text)
    act(client, tokens, "tie/settle", round=TIED, how="lot", dice=ROW)
    assert shown() == [False] * 5 + [True]


def test_a_new_round_is_proposed_a_tie_break_that_decides(
    client: Client, small: Small, tokens: tuple[str, str]
) -> None:
    """A lot by a seed drawn now: never the same twice, never the list's order, never to refuse."""
    sent = signed_in(client, tokens[0])

    def proposed() -> str:
        page = client.get("/staff/do/round/plan").text
        (box,) = re.findall(r'<select[^>]*name="f\.ties".*?</select>', page, re.DOTALL)
        (value,) = re.findall(r'<option value="([^"]+)" selected', box)
        return str(value)

    first, second = proposed(), proposed()
    assert re.fullmatch(r"lot:\d{20}", first) and first != second
    given = {"f.id": "r-new", "f.title": "新一轮", "f.places": "2", "f.rule": "tick-share",
             "f.ties": first, "own": "tick-share"}  # fmt: skip
    made = client.post("/staff/do/round/plan", data={**sent, **given})
    assert made.status_code == 200, made.text
    assert small.desk.round("r-new").tie_break == first
    kept = client.post("/staff/do/round/plan", data={**keys(client), **given, "more": "1"}).text
    assert f'value="{first}" selected' in kept, "shown again it is the same seed"
    checks = client.get("/staff/do/round/checklist?round=r-new")
    asked = client.post("/staff/do/round/checklist", data={**keys(client), "f.round": "r-new"})
    assert first.removeprefix("lot:") in words(checks.text) + words(asked.text)


def test_residents_read_what_happens_on_a_tie(client: Client, small: Small) -> None:
    """On the list, before they tick: with the seed of a lot."""
    opened(small.desk, attrs.evolve(planned("lot-1", HERE), tie_break="lot:13579"))
    assert "13579" in words(client.get(f"/n/{HERE}/lot-1").text)
