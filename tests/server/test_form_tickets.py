"""A typed code is hashed once a ballot; the screens behind it carry a ticket, and keep the rest."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.desk import Desk, Town
from tickbox_server import Settings, create_app

from . import asking_town

Client = TestClient[Any]
LIST, FINAL = "/n/bamboo/open-1", "/n/bamboo/final-1"
ENGLISH = {"Accept-Language": "en"}
OVER = "More than 15 minutes have passed"


def hidden(page: Any, name: str) -> list[str]:
    """What a page's form carries along under a name."""
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', page.text)


def carried(page: Any) -> dict[str, Any]:
    """Everything that it carries along."""
    (key,) = hidden(page, "key")
    return {"key": key, "code": (hidden(page, "code") or [""])[0], "tick": hidden(page, "tick")}


def post(client: Client, path: str, **fields: Any) -> Any:
    """A form, posted."""
    return client.post(path, data=fields, headers=ENGLISH)


def confirmed(client: Client, code: str, at: str = LIST, ticks: tuple[str, ...] = ("i1",)) -> Any:
    """From the list to the page of the last press."""
    review = post(client, f"{at}/review", tick=list(ticks))
    return post(client, f"{at}/confirm", **{**carried(review), "code": code})


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each time that a code was hashed slowly."""
    asked: list[int] = []
    slow = hashlib.scrypt

    def counted(*args: Any, **more: Any) -> bytes:
        asked.append(1)
        return slow(*args, **more)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    return asked


@pytest.fixture
def later(small: Any) -> Callable[[int], None]:
    """Moves the clock of the neighbourhood."""
    moved = [0]
    known = small.desk._hand.clock

    def clock() -> datetime:
        now: datetime = known() + timedelta(seconds=moved[0])
        return now

    object.__setattr__(small.desk._hand, "clock", clock)

    def wait(seconds: int) -> None:
        moved[0] += seconds

    return wait


def test_a_ballot_asks_the_slow_hash_once(client: Client, small: Any, hashed: list[int]) -> None:
    """Also with other type and language on each screen, and pressed twice at the end."""
    review = post(client, f"{LIST}/review", tick=["i1", "i3"])
    again = post(client, f"{LIST}/review?type=large", **carried(review), look="same")
    assert hashed == []
    page = post(client, f"{LIST}/confirm", **{**carried(again), "code": small.codes[0]})
    assert hashed == [1] and "Is this your ballot?" in page.text
    assert small.codes[0] not in page.text, "the code itself goes no further"
    larger = post(client, f"{LIST}/confirm?lang=zh", **carried(page), look="same")
    assert carried(larger) == carried(page), "the same ticket: it is not made to last"
    receipts = [post(client, f"{LIST}/cast", **carried(larger)) for _ in range(2)]
    assert all("receipt-code" in one.text for one in receipts)
    assert hashed == [1] and small.desk.turnout("open-1").participants == 1


def test_a_code_that_was_typed_stays_while_the_type_changes(
    client: Client, hashed: list[int], small: Any
) -> None:
    """Half a code, or a whole one: it is kept, not tried, and the page stays where it is."""
    review = post(client, f"{LIST}/review", tick=["i2"])
    for typed in ("K7QF", small.codes[0]):
        page = post(
            client, f"{LIST}/review?type=large", **{**carried(review), "code": typed}, look="same"
        )
        assert page.status_code == 200 and f'value="{typed}"' in page.text
        assert "You ticked 1 item" in page.text and hidden(page, "tick") == ["i2"]
    assert hashed == [] and small.desk.turnout("open-1").participants == 0


def test_a_refusal_is_said_again_in_larger_type(client: Client) -> None:
    """A wrong code: whoever could not read why presses "large type" and is told again."""
    review = post(client, f"{LIST}/review", tick=["i2"])
    wrong = post(client, f"{LIST}/confirm", **{**carried(review), "code": "AAAA-AAAA-AAAA-AAAA"})
    action = re.search(r'formaction="([^"]+type=large)" name="look" value="([^"]+)"', wrong.text)
    assert action is not None and action[1].startswith(f"{LIST}/review")
    larger = post(client, action[1], **carried(wrong), look=action[2])
    assert "the code is wrong" in larger.text and 'data-size="large"' in larger.text


@pytest.mark.parametrize("seconds, good", [(899, True), (900, False), (901, False)])
def test_an_old_ticket_asks_for_the_code_again_and_keeps_the_ticks(
    client: Client, small: Any, later: Any, seconds: int, good: bool
) -> None:
    """In words; with the code typed once more the same ballot goes through."""
    page = confirmed(client, small.codes[0], ticks=("i1", "i3"))
    later(seconds)
    answer = post(client, f"{LIST}/cast", **carried(page))
    if good:
        assert "receipt-code" in answer.text
        return
    assert answer.status_code == 403 and OVER in answer.text
    assert sorted(hidden(answer, "tick")) == ["i1", "i3"]
    assert hidden(answer, "key") == hidden(page, "key") and hidden(answer, "code") == []
    assert small.desk.turnout("open-1").participants == 0
    typed = post(client, f"{LIST}/confirm", **{**carried(answer), "code": small.codes[0]})
    assert "receipt-code" in post(client, f"{LIST}/cast", **carried(typed)).text


def test_a_renewed_code_takes_the_ticket_along(client: Client, small: Any) -> None:
    """And the new code is asked for; the old one is wrong."""
    page = confirmed(client, small.codes[0])
    slot = small.desk.slot_of_code("open-1", small.codes[0])
    new = small.desk.issue_codes("open-1", [slot])[slot]
    answer = post(client, f"{LIST}/cast", **carried(page))
    assert answer.status_code == 403 and OVER in answer.text
    assert "Is this your ballot?" in confirmed(client, new).text
    assert small.desk.turnout("open-1").participants == 0


def test_a_ticket_opens_nothing_else(client: Client, small: Any) -> None:
    """Another round, a closed round, a receipt's check, the API by header."""
    page = carried(confirmed(client, small.codes[0]))
    ticket = page["code"]
    other = post(client, f"{FINAL}/cast", **{**page, "tick": ["i1"]})
    assert other.status_code == 403 and small.desk.turnout("final-1").participants == 0
    assert "Not found" in post(client, f"{LIST}/check", code=ticket).text
    for header in ({"Tickbox-Code": ticket}, {"Authorization": f"Bearer {ticket}"}):
        told = client.post(
            "/api/v1/areas/bamboo/rounds/open-1/casts",
            json={"ticks": ["i1"]},
            headers={**header, "Idempotency-Key": "k" * 12},
        )
        assert told.status_code == 401
    small.desk.close("open-1")
    assert post(client, f"{LIST}/cast", **page).status_code == 409
    assert small.desk.turnout("open-1").participants == 0


@pytest.mark.parametrize("change", [("A", "B"), ("", ""), ("ticket", "tocket"), (".", "")])
def test_a_forged_ticket_is_nobodys(
    client: Client, small: Any, hashed: list[int], change: tuple[str, str]
) -> None:
    """Told as an old one is; it tries no code."""
    page = carried(confirmed(client, small.codes[0]))
    forged = page["code"][:-1] + ("A" if page["code"][-1] != "A" else "B")
    forged = forged.replace(*change, 1) if change[0] else forged
    answer = post(client, f"{LIST}/cast", **{**page, "code": forged})
    assert answer.status_code == 403 and hidden(answer, "tick") == ["i1"]
    assert small.desk.turnout("open-1").participants == 0
    assert len(hashed) == 1


def test_guesses_lock_nobody_out(client: Client, small: Any) -> None:
    """However many wrong secrets are typed, nothing is written and the right one goes on."""
    from tickbox_core.workflow.names import check_character

    page = carried(confirmed(client, small.codes[0]))
    wrong = small.codes[0].replace("-", "")[:4] + "0" * 11
    wrong += check_character(wrong)
    before = small.desk._hand.store.snapshot()
    for _ in range(3):
        refused = post(client, f"{LIST}/confirm", **{**page, "code": wrong})
        assert refused.status_code == 403 and hidden(refused, "code") == []
        assert small.desk._hand.store.snapshot() == before
    answer = post(client, f"{LIST}/confirm", **{**page, "code": small.codes[0]})
    assert answer.status_code == 200


def test_a_ticket_is_in_no_address_no_log_and_no_shared_cache(
    client: Client, small: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Only in the form; the page is for this browser alone."""
    caplog.set_level(logging.DEBUG)
    page = confirmed(client, small.codes[0])
    (ticket,) = hidden(page, "code")
    addresses = re.findall(r'(?:href|src|action|formaction)="([^"]*)"', page.text)
    assert addresses and not [one for one in addresses if ticket in one]
    assert page.headers["cache-control"] == "private, no-cache"
    receipt = post(client, f"{LIST}/cast", **carried(page))
    assert ticket not in receipt.text and ticket not in caplog.text
    assert not any(ticket in str(row) for row in small.desk._hand.store.snapshot().items())


def test_a_hosts_own_identity_needs_none(small: Any) -> None:
    """It is asked on each screen, as it always was."""

    class Portal:
        key = "portal"

        def slot(self, round: str, request: Any) -> str | None:
            return str(small.desk.slots(round)[0].slot)

    with TestClient(create_app(small.town, identity=Portal())) as client:
        page = post(client, f"{LIST}/review", tick=["i1"])
        assert hidden(page, "code") == [""]
        assert "receipt-code" in post(client, f"{LIST}/cast", **carried(page)).text


# -- motions and judgements --------------------------------------------------------------------


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[tuple[Client, Desk]]:
    """A house that decides."""
    town: Town = asking_town.town(tmp_path / "d")
    with TestClient(create_app(town, settings=Settings(figures_seconds=0))) as client:
        yield client, town.desk(asking_town.HERE)
    town.close()


def test_an_answer_asks_the_slow_hash_once(asking: tuple[Client, Desk], hashed: list[int]) -> None:
    """On a motion's four screens; its ticket is not another motion's."""
    client, desk = asking
    codes, others = asking_town.ask(desk), asking_town.choice(desk)
    hashed.clear()
    at = "/n/n1/motions/m1"
    review = post(client, f"{at}/review", tick=["yes"])
    page = post(client, f"{at}/confirm", **{**carried(review), "code": codes["u2"]})
    assert "Is this your answer?" in page.text and codes["u2"] not in page.text
    elsewhere = post(client, "/n/n1/motions/m3/cast", **{**carried(page), "tick": ["red"]})
    assert elsewhere.status_code == 403 and OVER in elsewhere.text and others
    assert "receipt-code" in post(client, f"{at}/cast", **carried(page)).text
    assert hashed == [1] and desk.motions.taken_part("m1") == 1
