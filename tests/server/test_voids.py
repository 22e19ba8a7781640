"""A voided round by every door: pages, receipt, feed, API, command line, console, plain recount."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.cli import main
from tickbox_core.desk import Cast
from tickbox_core.model import State
from tickbox_server import create_app

from .conftest import HERE, Small, opened, planned
from .test_ties import Client, act, keys, recounted, signed_in, tokens, words

__all__ = ["tokens"]

R, WHY = "tied-1", "名册用错了一份，下月重来"
LIST, WALL, CHECK = f"/n/{HERE}/{R}", f"/n/{HERE}/{R}/wall", f"/n/{HERE}/{R}/check"
DATA = f"/api/v1/areas/{HERE}/rounds/{R}"


@pytest.fixture
def receipts(small: Small) -> list[str]:
    """The codes of three ballots in an open round."""
    slots = opened(small.desk, planned(R, HERE, tie_break="refuse"))
    ballots = [("i1", "i2"), ("i1", "i3"), ("i1", "i2")]
    return [
        small.desk.cast(R, Cast(slots[at], ticks, f"k{at}")).code
        for at, ticks in enumerate(ballots)
    ]


@pytest.fixture
def client(small: Small, receipts: list[str]) -> Iterator[Client]:
    """The program over HTTP."""
    with TestClient(create_app(small.town), base_url="http://testserver.local") as client:
        yield client


def void(client: Client, tokens: tuple[str, str]) -> None:
    """Voided by two over the API."""
    done = act(client, tokens, "round/void", round=R, reason=WHY)
    assert done.status_code == 200, done.text


def test_over_the_api_after_closing(
    client: Client, small: Small, tokens: tuple[str, str], tmp_path
) -> None:
    """One token is not enough; then the reason and the count stand in the JSON, and recount."""
    small.desk.close(R)
    alone = client.post(
        f"/api/v1/areas/{HERE}/acts/round/void",
        json={"round": R, "reason": WHY},
        headers={"Authorization": f"Bearer {tokens[0]}"},
    )
    assert alone.status_code == 403, alone.text
    assert client.get(DATA).json()["void"] is None
    void(client, tokens)
    shown = client.get(DATA).json()
    assert (shown["state"], shown["state_text"]["zh"]) == ("void", "已作废")
    assert shown["void"]["reason"]["zh"] == WHY and shown["void"]["computed"][0] == "i1"
    listed = client.get(f"/api/v1/areas/{HERE}/rounds").json()
    assert next(one for one in listed if one["id"] == R)["void"] == shown["void"]
    assert client.get(f"{DATA}/outcome").status_code == 404
    code, told = recounted(tmp_path, client)
    assert code == 0 and "It does not hold" in told
    late = act(client, tokens, "round/publish", round=R)
    assert late.status_code == 409 and "已作废" in late.json()["detail"]
    again = act(client, tokens, "round/void", round=R, reason="再来")
    assert again.status_code == 409 and "round/clone" in again.json()["detail"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("closed", [True, False])
def test_what_residents_see(
    client: Client,
    small: Small,
    tokens: tuple[str, str],
    receipts: list[str],
    language: str,
    closed: bool,
) -> None:
    """Area, list and wall give the reason; after closing the wall shows the count, not in force."""
    client.get(f"/?lang={language}")
    if closed:
        small.desk.close(R)
    void(client, tokens)
    for path in (f"/n/{HERE}", LIST, WALL):
        page = client.get(path)
        assert WHY in words(page.text), path
    wall = words(client.get(WALL).text)
    label = {"zh": "计票算出的结果（不生效）", "en": "What the count comes to: not in force"}[
        language
    ]
    assert (label in wall) == closed
    chosen = {"zh": "按计票会选出：", "en": "The count would have chosen, which is not in force:"}
    reached = {"zh": ("打钩还没有截止", "打钩已经截止"), "en": ("still open", "had closed by then")}
    assert reached[language][closed] in words(client.get(f"/n/{HERE}").text)
    for path in (f"/n/{HERE}", LIST, WALL):
        assert (chosen[language] in words(client.get(path).text)) == closed, path
    tag = {"zh": "本可入选：不生效", "en": "would have been chosen: not in force"}[language]
    assert wall.count(tag) == (2 if closed else 0)
    assert ("%" in wall) == closed, "before closing nothing was counted"
    assert f"{DATA}/bundle" in client.get(WALL).text
    assert client.get(f"{DATA}/bundle").status_code == 200
    for kind in ("feed.atom", "calendar.ics"):
        feed = client.get(f"/n/{HERE}/{kind}?lang={language}")
        assert f"{R}:voided" in feed.text or f"{R}.voided" in feed.text, kind
    checked = words(client.post(CHECK, data={"code": receipts[0]}).text)
    taken = {"zh": "您的选票已经收到", "en": "Your ballot was taken"}[language]
    assert taken in checked and WHY in checked
    assert "✓" not in checked
    assert client.get(f"{LIST}/wall.json").status_code in (200, 404)


def test_a_list_that_was_never_opened_has_no_turnout(
    client: Client, small: Small, tokens: tuple[str, str]
) -> None:
    """Voided while it was posted: nobody could take part, so nobody is counted."""
    small.desk.prepare(attrs.evolve(planned("never", HERE), notice_days=7))
    small.desk.posting.post("never")
    assert act(client, tokens, "round/void", round="never", reason=WHY).status_code == 200
    page = client.get(f"/n/{HERE}?lang=en").text
    card = page[page.index(f"/n/{HERE}/never/wall") - 800 : page.index(f"/n/{HERE}/never/wall")]
    assert WHY in card and "taken part" not in words(card[card.index("<section") :])


def test_a_ballot_that_comes_too_late_is_told_why(
    client: Client, tokens: tuple[str, str], receipts: list[str]
) -> None:
    """On the page and over the API; a receipt over the API says that it was voided."""
    void(client, tokens)
    late = client.post(f"{LIST}/review", data={"tick": ["i1"]})
    assert late.status_code == 409 and WHY in words(late.text)
    asked = client.post(f"{DATA}/check", json={"code": receipts[0]}).json()
    assert (asked["counted"], asked["voided"]) == (False, True)


def test_nothing_of_it_names_who_signed(
    client: Client, small: Small, tokens: tuple[str, str]
) -> None:
    """Neither page nor JSON, nor the zip."""
    small.desk.close(R)
    void(client, tokens)
    for path in (WALL, LIST, DATA, f"/n/{HERE}"):
        assert "小林" not in client.get(path).text and "老周" not in client.get(path).text
    assert "小林".encode() not in client.get(f"{DATA}/bundle").content


def test_on_the_command_line(
    small: Small,
    receipts: list[str],
    tokens: tuple[str, str],
    tmp_path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``tickbox do round/void`` by two, never by one; ``tickbox print void`` has the reason."""
    for name, token in zip(("first", "second"), tokens, strict=True):
        (tmp_path / name).write_text(token, encoding="utf-8")
    signed = ("--token-file", str(tmp_path / "first"),
              "--second-token-file", str(tmp_path / "second"))  # fmt: skip
    folder = str(small.town._folder.path)

    def do(key: str, *more: str, two: bool = True) -> int:
        who = signed if two else signed[:2]
        return main(["do", "--data", folder, "--area", HERE, "--json", key, *who, *more])

    assert do("round/void", f"round={R}", f"reason={WHY}", two=False) == 2
    assert do("round/void", f"round={R}") == 2
    capsys.readouterr()
    assert do("round/void", f"round={R}", f"reason={WHY}") == 0
    assert json.loads(capsys.readouterr().out)["reason"]["zh"] == WHY
    assert small.desk.round(R).state is State.VOID


def test_at_the_console(client: Client, small: Small, tokens: tuple[str, str]) -> None:
    """The last look shows what will be posted; the second signs there; the first page leads on."""
    small.desk.close(R)
    sent = signed_in(client, tokens[0])
    form = client.get(f"/staff/do/round/void?round={R}").text
    assert "作废理由（会公布，请勿写人名）" in words(form) and R in form
    given = {"f.round": R, "f.reason": WHY}
    empty = client.post("/staff/do/round/void", data={**keys(client), "f.round": R})
    assert empty.status_code == 422
    look = client.post("/staff/do/round/void", data={**sent, **given})
    assert look.status_code == 200 and 'name="token"' in look.text
    assert "入选" in words(look.text), "what will be posted beside the reason"
    alone = client.post("/staff/do/round/void", data={**keys(client), **given, "confirm": "yes"})
    assert alone.status_code == 422 and small.desk.round(R).state is State.COUNTING
    yes = {"confirm": "yes", "token": tokens[1]}
    done = client.post("/staff/do/round/void", data={**keys(client), **given, **yes})
    assert done.status_code == 200, done.text
    assert small.desk.round(R).state is State.VOID
    assert WHY in words(done.text) and "不生效" in words(done.text)
    assert "作废一轮" in words(client.get("/staff/diary").text)
    home = html.unescape(client.get("/staff/").text)
    assert f"/staff/do/round/clone?round={R}" in home and "沿用清单另开一轮" in home
    assert f"/staff/do/round/publish?round={R}" not in home
    printed = client.get(f"/staff/print/round/{R}").text
    assert "作废公告" in words(printed)
