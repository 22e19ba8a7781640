"""A run-off by every door: API, pages, feed, console, and plain ``recount.py``."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.desk import Cast, Desk, notices
from tickbox_core.model import State
from tickbox_core.text import Text
from tickbox_core.year import Feasible
from tickbox_server import create_app

from .conftest import HERE, Small, opened, planned

Client = TestClient[Any]
TIED, AGAIN, ROW = "tied-1", "tied-1-run-off", "3 5 1 6 2 " * 4
AREA, DATA = f"/n/{HERE}", f"/api/v1/areas/{HERE}/rounds"


@pytest.fixture
def desk(small: Small) -> Desk:
    """The neighbourhood with a closed round in which two items are equal for the last place."""
    slots = opened(small.desk, planned(TIED, HERE, tie_break="refuse"))
    for at, ticks in enumerate([("i1", "i2"), ("i1", "i3"), ("i1",)]):
        small.desk.cast(TIED, Cast(slots[at], ticks, f"k{at}"))
    why = Text("已现场查看", "looked at on the spot")
    small.desk.posting.assess_many(TIED, ("i2", "i3"), Feasible.YES, why, "小林")
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


def done(client: Client, tokens: tuple[str, str], key: str, **given: Any) -> Any:
    """The answer of an act that is done."""
    answer = act(client, tokens, key, **given)
    assert answer.status_code == 200, (key, answer.text)
    return answer.json()["answer"]


def recounted(folder: Path, client: Client, *beside: str) -> tuple[int, str]:
    """What the downloaded script says of the downloaded zips, by plain Python."""
    for round in (TIED, *beside):
        (folder / f"{round}.zip").write_bytes(client.get(f"{DATA}/{round}/bundle").content)
    (folder / "recount.py").write_bytes(client.get("/recount.py").content)
    more = [word for one in beside for word in ("--run-off", f"{one}.zip")]
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "recount.py", f"{TIED}.zip", *more, "--lang", "en"],
        cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return ran.returncode, ran.stdout


def test_over_the_api(client: Client, desk: Desk, tokens: tuple[str, str], tmp_path: Path) -> None:
    """Made, opened, ticked with fresh codes, published; the tie is settled by it and recounts."""
    early = act(client, tokens, "tie/run-off", round=TIED, id=AGAIN)
    assert early.status_code == 409 and "还没有公布并列" in early.text
    done(client, tokens, "round/publish", round=TIED)
    alone = client.post(
        f"/api/v1/areas/{HERE}/acts/tie/run-off",
        json={"round": TIED, "id": AGAIN},
        headers={"Authorization": f"Bearer {tokens[0]}"},
    )
    assert alone.status_code == 403
    made = done(client, tokens, "tie/run-off", round=TIED, id=AGAIN)
    assert made["items"] == ["i2", "i3"]
    assert client.get(f"{DATA}/{TIED}").json()["tied"]["run_off"] is None, "nobody has posted it"
    done(client, tokens, "round/open", round=AGAIN)
    shown = client.get(f"{DATA}/{TIED}").json()["tied"]
    assert (shown["ways"], shown["run_off"]) == ([], AGAIN)
    assert client.get(f"{DATA}/{AGAIN}").json()["settles"] == TIED
    lot = act(client, tokens, "tie/settle", round=TIED, how="lot", dice=ROW)
    assert lot.status_code == 409 and "由它的结果决定" in lot.text
    codes = done(client, tokens, "round/codes", round=AGAIN)
    assert codes
    desk.cast(AGAIN, Cast(desk.slots(AGAIN)[0].slot, ("i3",), "k"))
    done(client, tokens, "round/close", round=AGAIN)
    done(client, tokens, "round/publish", round=AGAIN)
    assert client.get(f"{DATA}/{TIED}").json()["tied"]["ways"] == ["run-off"]
    done(client, tokens, "tie/settle", round=TIED, how="run-off")
    outcome = client.get(f"{DATA}/{TIED}/outcome").json()
    assert (outcome["settling"]["how"], outcome["settling"]["run_off"]) == ("run-off", AGAIN)
    assert outcome["settling"]["taken"] == ["i3"]
    code, told = recounted(tmp_path, client)
    assert code == 0 and "recount its bundle as well" in told, told
    code, told = recounted(tmp_path, client, AGAIN)
    assert code == 0 and f"run-off {AGAIN}: agrees, and is the one named" in told, told
    assert desk.concluding.standing(TIED).chosen == ("i1", "i3")


WAITS = {"zh": "正在这几项中举行决选", "en": "A run-off among them"}
SETTLES = {"zh": "这一轮是决选", "en": "This round is a run-off"}
CHOSEN = {"zh": "由决选选出", "en": "chosen in the run-off"}


@pytest.mark.parametrize("language", WAITS)
def test_what_residents_see(
    client: Client, desk: Desk, tokens: tuple[str, str], language: str
) -> None:
    """List and wall of each lead to the other, the days say it, and the item is tagged."""
    client.get(f"/?lang={language}")
    done(client, tokens, "round/publish", round=TIED)
    done(client, tokens, "tie/run-off", round=TIED, id=AGAIN)
    assert f"/{AGAIN}" not in client.get(f"{AREA}/{TIED}/wall").text
    done(client, tokens, "round/open", round=AGAIN)
    for path in (f"{AREA}/{TIED}", f"{AREA}/{TIED}/wall"):
        page = client.get(path).text
        assert WAITS[language] in words(page), path
        assert f'href="{AREA}/{AGAIN}"' in page
    for path in (f"{AREA}/{AGAIN}", f"{AREA}/{AGAIN}/wall"):
        page = client.get(path).text
        assert SETTLES[language] in words(page), path
        assert f'href="{AREA}/{TIED}/wall"' in page
    feed = client.get(f"{AREA}/feed.atom?lang={language}").text
    assert f"urn:tickbox:{HERE}:{TIED}:tie-run-off" in feed
    desk.cast(AGAIN, Cast(desk.slots(AGAIN)[0].slot, ("i2",), "k"))
    desk.close(AGAIN)
    desk.publish(AGAIN)
    done(client, tokens, "tie/settle", round=TIED, how="run-off")
    wall = client.get(f"{AREA}/{TIED}/wall").text
    assert words(wall).count(CHOSEN[language]) == 1 and f'href="{AREA}/{AGAIN}/wall"' in wall
    again = words(client.get(f"{AREA}/{AGAIN}/wall").text)
    assert {"zh": "那里的并列已经处理", "en": "The tie there is settled"}[language] in again
    twin = client.get(f"/api/v1/areas/{HERE}/rounds/{TIED}/wall").json()
    assert twin["result"]["settling"]["run_off"] == AGAIN
    for path in (f"{AREA}/{TIED}/wall", f"{AREA}/{AGAIN}/wall"):
        assert "小林" not in client.get(path).text and "老周" not in client.get(path).text


def keys(client: Client) -> dict[str, str]:
    """Fresh keys: each form is handed in once."""
    page = client.get("/staff/do/wish/take").text
    return dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))


def test_at_the_console(client: Client, desk: Desk, tokens: tuple[str, str]) -> None:
    """The first page leads on at each stage; a second person signs the run-off and the settling."""
    client.post("/staff/sign-in", data={"area": HERE, "token": tokens[0]})
    done(client, tokens, "round/publish", round=TIED)
    assert f"/staff/do/tie/run-off?round={TIED}" in html.unescape(client.get("/staff/").text)
    given = {"f.round": TIED, "f.id": AGAIN, "f.title": "决选一次"}
    look = client.post("/staff/do/tie/run-off", data={**keys(client), **given})
    assert "最多还能取1项" in words(look.text) and 'name="token"' in look.text
    yes = {"confirm": "yes", "token": tokens[1]}
    made = client.post("/staff/do/tie/run-off", data={**keys(client), **given, **yes})
    assert made.status_code == 200, made.text
    assert desk.round(AGAIN).settles is not None
    assert f"决选“{AGAIN}”决定" in words(client.get("/staff/").text)
    desk.open(AGAIN)
    desk.cast(AGAIN, Cast(desk.slots(AGAIN)[0].slot, ("i2",), "k"))
    desk.close(AGAIN)
    desk.publish(AGAIN)
    assert "决选已有结果" in words(client.get("/staff/").text)
    given = {"f.round": TIED, "f.how": "run-off"}
    ended = client.post("/staff/do/tie/settle", data={**keys(client), **given, **yes})
    assert ended.status_code == 200, ended.text
    assert "决选选出" in words(ended.text) and "由两人决定列入" not in words(ended.text)
    sender = notices.Sender()
    printed = str(notices.result_notice(desk, TIED, sender))
    assert "决选选出" in printed and "由两人决定列入" not in printed
    assert desk.round(TIED).state is State.DECIDED
    assert "为并列另办决选" in words(client.get("/staff/diary").text)
