"""How a motion counts oneself: by code, before it opens and after; a correction is asked for."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import Text
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.desk.diary import history
from tickbox_core.desk.motions import Poll
from tickbox_core.rules.motions import Motion, ways_of
from tickbox_server import create_app
from tickbox_server.turns import Asker, Turns

from . import asking_town
from .asking_town import ENGLISH, HERE

LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
PAGE = f"/n/{HERE}/motions/m1"
TWIN = f"/api/v1/areas/{HERE}/motions/m1"
Client = TestClient[Any]


@attrs.frozen
class Asked:
    """A motion whose agenda is posted, its codes by first home, and a visitor."""

    desk: Desk
    codes: dict[str, str]
    client: Client

    def do(self, act: str, **given: Any) -> Any:
        """Done by the committee, two where it takes two."""
        found = ACTS[act]
        second = ZHOU if found.second else None
        return perform(found, self.desk, {"id": "m1", **given}, LIN, second)

    def own(self, code: str, language: str = "en", **more: str) -> Any:
        """The page by a code."""
        headers = {"Accept-Language": language}
        return self.client.post(f"{PAGE}/mine", data={"code": code, **more}, headers=headers)

    def ask(self, code: str, **fields: str) -> Any:
        """A request by the form of the page."""
        ticket = re.search(r'name="code" value="(ticket[^"]+)"', self.own(code).text)
        assert ticket is not None
        data = {"code": ticket[1], **fields}
        return self.client.post(f"{PAGE}/mine/ask", data=data, headers=ENGLISH)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    """Six homes, of which one owner has two."""
    town = asking_town.town(tmp_path / "data")
    desk = town.desk(HERE)
    prepare(desk)
    codes = asking_town.codes(desk)
    with TestClient(create_app(town)) as client:
        yield Asked(desk, codes, client)
    town.close()


def prepare(desk: Desk, id_: str = "m1") -> None:
    """A motion with a roll and a posted agenda."""
    motion = Motion(id_, Text("更换电梯", "Replace the lift?"), asking_town.bars("heads", "area"))
    motion = attrs.evolve(motion, **ways_of(desk.motions.law("here")))
    desk.motions.prepare(Poll(motion, jurisdiction="here", posted=date(2026, 1, 1)))
    desk.motions.register(id_, asking_town.roll())


def said(answer: Any) -> str:
    """What a page says."""
    main = answer.text[answer.text.index("<main") : answer.text.index("</main")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


class TestThePage:
    """Before opening and after."""

    def test_a_motion_leads_to_it_from_the_posted_agenda_on(self, asked: Asked) -> None:
        """Also once it is open; where it was voided it does not."""
        link = f'href="{PAGE}/mine"'
        assert link in asked.client.get(PAGE).text
        asked.desk.motions.open("m1")
        assert link in asked.client.get(PAGE).text
        asked.do("motion/void", reason="方案已变")
        assert link not in asked.client.get(PAGE).text
        found = asked.client.get(f"{PAGE}/mine", headers=ENGLISH)
        assert found.status_code == 200 and "Voided" in said(found)
        assert 'name="code"' not in found.text
        assert "Homes that count" not in said(asked.own(asked.codes["u0"]))

    def test_before_the_agenda_is_posted_there_is_no_page(self, asked: Asked) -> None:
        """Nor a twin."""
        poll = asked.desk.motions.poll("m1")
        motion = attrs.evolve(poll.motion, id="hidden")
        asked.desk.motions.prepare(attrs.evolve(poll, motion=motion, posted=None, shown=False))
        for path in (f"/n/{HERE}/motions/hidden/mine", TWIN.replace("m1", "hidden") + "/mine"):
            assert asked.client.get(path).status_code == 404

    def test_it_says_homes_area_and_the_share_with_its_base(self, asked: Asked) -> None:
        """The same before opening and after."""
        before = said(asked.own(asked.codes["u0"]))
        assert "one voice, for 2 homes together" in before
        assert (
            "8号楼001 1 m² 8号楼101 2.5 m²" in before and "Floor area that counts 3.5 m²" in before
        )
        assert "20.00% of all heads (5), and 15.84% of all area (22.1 m²)" in before
        asked.desk.motions.open("m1")
        after = said(asked.own(asked.codes["u0"]))
        assert "20.00% of all heads (5), and 15.84% of all area (22.1 m²)" in after
        assert "Something is wrong?" in before and "Something is wrong?" not in after
        assert "frozen when voting began" in after

    def test_its_twin_says_the_same(self, asked: Asked) -> None:
        """By a header, for programs."""
        found = asked.client.get(f"{TWIN}/mine", headers={"Tickbox-Code": asked.codes["u0"]})
        plain = found.json()
        assert [home["area"]["en"] for home in plain["homes"]] == ["1 m²", "2.5 m²"]
        assert plain["whole"] == {
            "heads": 5, "area": {"zh": "22.1平方米", "en": "22.1 m²"}, "area_unknown": 0,
            "heads_share": "20.00%", "area_share": "15.84%",
        }  # fmt: skip
        assert asked.client.get(f"{TWIN}/mine").status_code == 401

    @pytest.mark.parametrize("opened", [False, True])
    def test_wrong_unknown_and_dead_codes_are_answered_alike(
        self, asked: Asked, opened: bool
    ) -> None:
        """To the byte; as where one votes."""
        dead = asked.codes["u2"]
        asking_town.codes(asked.desk, places=["u2"])
        if opened:
            asked.desk.motions.open("m1")
        right = asked.codes["u0"]
        wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
        answers = {
            (one.status_code, one.text)
            for one in map(asked.own, ("0000-0000-0000-0000", wrong, dead, "nonsense", ""))
        }
        assert len(answers) == 1
        ((status, page),) = answers
        assert status == 403 and right not in page and dead not in page

    def test_a_wrong_secret_takes_as_many_hashes_as_an_unknown_code(
        self, asked: Asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Time is what hashing takes: one each, whoever's code it is."""
        from tickbox_core.desk import codes
        from tickbox_core.workflow.names import check_character

        counted: list[str] = []
        hashed = codes._hash
        monkeypatch.setattr(
            codes, "_hash", lambda hand, secret, salt: counted.append(secret) or hashed(
                hand, secret, salt)  # type: ignore[func-returns-value]
        )  # fmt: skip
        known = asked.codes["u0"].replace("-", "")
        for plain in (known[:4] + "0" * 11, "ZZZZ" + "0" * 11):
            counted.clear()
            assert asked.own(plain + check_character(plain)).status_code == 403
            assert len(counted) == 1

    def test_looking_is_kept_nowhere(self, asked: Asked) -> None:
        """Not in the diary, and no cookie."""
        entries = len(list(history(asked.desk._hand.store)))
        answer = asked.own(asked.codes["u0"])
        assert len(list(history(asked.desk._hand.store))) == entries
        assert "set-cookie" not in answer.headers
        assert asked.codes["u0"] not in answer.text

    def test_another_language_keeps_page_and_words(self, asked: Asked) -> None:
        """The form carries its ticket along."""
        ticket = re.search(r'value="(ticket[^"]+)"', asked.own(asked.codes["u0"]).text)
        assert ticket is not None
        again = asked.client.post(
            f"{PAGE}/mine?lang=zh",
            data={"code": ticket[1], "text": "应为3平方米", "area": "yes", "look": "same"},
        )
        assert "计在您名下的房屋" in again.text and "应为3平方米</textarea>" in again.text
        assert 'name="area" value="yes" checked' in again.text
        first = asked.client.post(f"{PAGE}/mine?lang=zh", data={"code": "", "look": "same"})
        assert first.status_code == 200 and "没有认出您" not in first.text


class TestACorrection:
    """Asked for on the page, answered by the committee, read on the page."""

    def test_it_goes_round(self, asked: Asked) -> None:
        """Refused without words, taken, waits, corrected, read, counted so."""
        code = asked.codes["u2"]
        empty = asked.ask(code, area="yes", text=" ")
        assert empty.status_code == 409 and "is missing" in said(empty)
        nothing = asked.ask(code, text="应为9平方米")
        assert nothing.status_code == 409 and "应为9平方米</textarea>" in nothing.text
        taken = asked.ask(code, area="yes", text="应为9平方米")
        assert taken.status_code == 200 and "Your request was taken" in said(taken)
        assert "waiting for an answer" in said(asked.own(code))
        assert "应为9平方米" not in asked.own(asked.codes["u3"]).text
        public = asked.client.get(PAGE, headers=ENGLISH)
        assert "asked for: 1; corrected: 0, not corrected: 0, waiting: 1" in said(public)
        assert asked.client.get(TWIN).json()["corrections"]["waiting"] == 1
        assert not asked.desk.motions.checklist("m1").ready
        asked.do("motion/correct-roll", place="u2", floor_area="9", reason="产权证", correction=1)
        answered = said(asked.own(code))
        assert "corrected area" in answered and "产权证" in answered
        assert "Floor area that counts 9 m²" in answered
        assert asked.client.get(TWIN).json()["corrections"]["corrected"] == 1
        asked.desk.motions.open("m1")
        assert "产权证" in said(asked.own(code))

    def test_asked_twice_while_it_waits(self, asked: Asked) -> None:
        """The second press says so and keeps nothing."""
        code = asked.codes["u2"]
        asked.ask(code, area="yes", text="一")
        again = asked.ask(code, area="yes", text="二")
        assert again.status_code == 409 and "not answered yet" in said(again)
        assert len(asked.desk.motions.corrections.of("m1")) == 1

    def test_after_opening_it_says_what_is_possible(self, asked: Asked) -> None:
        """From a page that was open before, too."""
        code = asked.codes["u2"]
        ticket = re.search(r'value="(ticket[^"]+)"', asked.own(code).text)
        assert ticket is not None
        asked.desk.motions.open("m1")
        data = {"code": ticket[1], "area": "yes", "text": "一"}
        late = asked.client.post(f"{PAGE}/mine/ask", data=data, headers=ENGLISH)
        assert late.status_code == 409 and "frozen when voting began" in said(late)
        assert "motion/dispute" in said(late)

    def test_whoever_sold_is_told_so_and_reads_the_answer(self, asked: Asked) -> None:
        """Their code shows nothing else."""
        code = asked.codes["u2"]
        asked.ask(code, owner="yes", text="已卖掉")
        asked.do(
            "motion/correct-roll", place="u2", owners=["新业主"], reason="已过户", correction=1
        )
        found = said(asked.own(code))
        assert "somebody else speaks for this home" in found and "已过户" in found
        assert "Homes that count" not in found and "Ask for a correction" not in found

    def test_without_a_code_nothing_is_taken(self, asked: Asked) -> None:
        """And opened by its address it begins anew."""
        data = {"code": "0000-0000-0000-0000", "area": "yes", "text": "一"}
        wrong = asked.client.post(f"{PAGE}/mine/ask", data=data, headers=ENGLISH)
        assert wrong.status_code == 403 and not asked.desk.motions.corrections.of("m1")
        answer = asked.client.get(f"{PAGE}/mine/ask", follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"].endswith("/mine")


def test_a_code_waits_here_too_for_its_turn_at_the_slow_hash(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By page, asking, and twin: none of them is a way round for whoever guesses."""
    turns, take = list[str](), Turns._take

    async def noted(line: Turns, asker: Asker) -> Any:
        turns.append(asker.locator)
        return await take(line, asker)

    monkeypatch.setattr(Turns, "_take", noted)
    code = asked.codes["u0"]
    assert asked.own(code).status_code == 200 and len(turns) == 1
    headers = {"Tickbox-Code": code}
    assert asked.client.get(f"{TWIN}/mine", headers=headers).status_code == 200
    assert len(turns) == 2
    data = {"code": code, "area": "yes", "text": "80"}
    assert asked.client.post(f"{PAGE}/mine/ask", data=data).status_code == 200
    assert len(turns) == 3 and len(set(turns)) == 1


def test_marks_that_nobody_sees_are_refused_in_what_is_asked_for(asked: Asked) -> None:
    """Though no act takes it: the words stay, and nothing waits."""
    refused = asked.ask(asked.codes["u0"], area="yes", text="面积是\u202e08")
    assert (
        refused.status_code == 409 and "U+202E" in refused.text and 'role="alert"' in refused.text
    )
    assert asked.desk.motions.corrections.of("m1") == ()


def test_a_published_motion_and_the_one_that_follows_lead_to_each_other(tmp_path: Path) -> None:
    """Once the further one's agenda is posted, and not before."""
    town = asking_town.town(tmp_path / "data")
    desk = town.desk(HERE)
    prepare(desk)
    second = attrs.evolve(
        desk.motions.poll("m1"),
        motion=attrs.evolve(desk.motions.poll("m1").motion, id="m1.again"),
        follows="m1",
        posted=None,
        shown=False,
    )
    desk.motions.prepare(second)
    with TestClient(create_app(town)) as client:
        there = f'href="{PAGE}.again"'
        assert there not in client.get(PAGE).text
        desk.motions.post("m1.again")
        assert there in client.get(PAGE).text
        assert f'href="{PAGE}"' in client.get(f"{PAGE}.again").text
    town.close()
