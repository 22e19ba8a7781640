"""A preliminary result by every door: API, pages, feed, calendar, notices, bundle; then final."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Town
from tickbox_core.desk.notices import Sender, motion_notice, preliminary_notice
from tickbox_core.playing.stage import Clock
from tickbox_server import Settings, create_app

from .asking_town import HERE, town
from .test_ties import words

Client = TestClient[Any]
ID = "m1"
PAGE, DATA = f"/n/{HERE}/motions/{ID}", f"/api/v1/areas/{HERE}/motions/{ID}"
OFFICE = {"zh": "居委会办公室", "en": "the committee's office"}
SAID = "我家的票录反了，我是王五"


@attrs.frozen
class Place:
    """The town, its clock, the program over HTTP, and the tokens of two."""

    town: Town
    clock: Clock
    client: Client
    tokens: tuple[str, str]

    def do(self, key: str, **given: Any) -> Any:
        """An act of two over the API that is done."""
        answer = act(self.client, self.tokens, key, **given)
        assert answer.status_code == 200, answer.text
        return answer.json()["answer"]

    def refused(self, key: str, **given: Any) -> str:
        """Why an act of two is refused."""
        answer = act(self.client, self.tokens, key, **given)
        assert answer.status_code == 409, answer.text
        return str(answer.json()["detail"])

    def page(self, language: str = "zh", path: str = PAGE) -> str:
        """What stands on a page."""
        return words(self.client.get(path, headers={"Accept-Language": language}).text)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A motion that is closed, under an estate's rule of seven days: all of it over the API."""
    clock = Clock()
    made = town(tmp_path / "town", clock)
    tokens = made.add_staff(HERE, "小林"), made.add_staff(HERE, "老周")
    with TestClient(create_app(made), base_url="http://testserver.local") as client:
        place = Place(made, clock, client, tokens)
        place.do("motion/prepare", id=ID, question="装电动门", matter="other", jurisdiction="here")
        answer = {"question": "results.preliminary_days", "answer": "7", "source": "议事规则第九条"}
        place.do("motion/answer", id=ID, **answer)
        table = "房屋编号,楼栋,建筑面积,业主编号\n"
        table += "".join(f"h{n},8号楼,{50 + n},o{n}\n" for n in range(6))
        place.do("motion/register", id=ID, table=table)
        place.do("motion/post", id=ID)
        place.do("motion/open", id=ID)
        for home in range(6):
            mark = "yes" if home < 4 else "no"
            place.do("motion/cast", id=ID, place=f"h{home}", mark=mark, by=f"o{home}")
        place.do("motion/close", id=ID)
        yield place
    made.close()


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


def objected(place: Place, **typed: str) -> Any:
    """The form of the page, handed in."""
    return place.client.post(
        f"{PAGE}/object", data={"text": SAID, "author": "", "contact": "", "look": "", **typed},
        headers={"Accept-Language": "zh"},
    )  # fmt: skip


def test_from_closing_to_the_final_result(place: Place, tmp_path: Path) -> None:
    """Posted, objected to on the page, set right, answered, refused too early, made final."""
    assert "motion/preliminary" in place.refused("motion/publish", id=ID)
    posted = place.do("motion/preliminary", id=ID, where=OFFICE)
    assert (posted["until"], posted["decision"]["result"]) == ("2026-02-09", "passed")
    # -- preliminary, everywhere
    for language, said in (
        ("zh", "初步结果：不是最终结果"),
        ("en", "Preliminary result: not final"),
    ):
        assert said in place.page(language)
    assert "居委会办公室" in place.page() and "2026年2月9日" in place.page()
    shown = place.client.get(DATA).json()
    assert (shown["state"], shown["decision"]) == ("preliminary", None)
    assert shown["preliminary"]["taken"] and not shown["preliminary"]["final"]
    tally = shown["preliminary"]["decision"]["tallies"][0]
    assert [*tally["marks"]] == ["yes", "no", "abstain", "spoiled", "silent"]
    assert place.client.get(f"{DATA}/outcome").status_code == 404
    assert recounted(tmp_path, place.client)[0] == 0
    assert "It is not final" in recounted(tmp_path, place.client)[1]
    feed = place.client.get(f"/n/{HERE}/feed.atom?lang=zh").text
    assert "初步结果公示" in feed and "2026-02-02至2026-02-09" in feed
    assert "DTEND;VALUE=DATE:20260210" in place.client.get(f"/n/{HERE}/calendar.ics").text
    assert "不是最终结果" in str(preliminary_notice(place.town.desk(HERE), ID, Sender()))
    # -- objected to by a resident on the page; inside alone
    taken = objected(place)
    assert taken.status_code == 200 and "您的异议已经记下" in taken.text
    (raised,) = _read(place)
    assert raised["text"] == SAID
    assert "还有1条异议待答复" in place.page() and SAID not in place.page()
    assert "objection/answer" in place.refused("motion/publish", id=ID)
    # -- set right by two, answered in public
    place.do("motion/correct", id=ID, place="h0", mark="no", reason="票面是反对")
    place.do("objection/answer", ref=raised["ref"], words="查实，已由两人更正")
    assert "查实，已由两人更正" in place.page()
    assert "初步结果：不是最终结果" in place.page()
    early = place.refused("motion/publish", id=ID)
    assert "2026-02-09" in early and "motion/publish" in early
    place.clock.wait(7)
    assert objected(place, text="最后一天").status_code == 200
    place.clock.wait(1)
    late = objected(place, text="晚了")
    assert late.status_code == 409 and "2026-02-09" in late.text and "晚了" in late.text
    (_, last) = _read(place)
    place.do("objection/answer", ref=last["ref"], words="已复查")
    # -- final: both stand
    final = place.do("motion/publish", id=ID)
    assert final["result"] == "rejected"
    for language, both in (
        ("zh", ("最终结果", "先前公布的初步结果", "两份都列在这里", "由两人更正的票：1张")),
        ("en", ("Final result", "The preliminary result before", "both stand here")),
    ):
        assert all(one in place.page(language) for one in both), language
    shown = place.client.get(DATA).json()
    assert shown["decision"]["result"] == "rejected"
    assert shown["preliminary"]["changed"] and shown["preliminary"]["final"]
    assert place.client.get(f"{DATA}/outcome").json()["result"] == "rejected"
    code, told = recounted(tmp_path, place.client)
    assert code == 0 and "papers set right: 1" in told and "not the same as" in told
    printed = str(motion_notice(place.town.desk(HERE), ID, Sender()))
    assert "先前公布的初步结果" in printed and "已复查" in printed and SAID not in printed
    feed = place.client.get(f"/n/{HERE}/feed.atom?lang=zh").text
    assert "表决最终结果公布" in feed
    assert "不接受异议" in place.page(path=f"{PAGE}/object")


def _read(place: Place) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {place.tokens[0]}"}
    there = f"/api/v1/areas/{HERE}/acts/motion/objections?id={ID}"
    found: list[dict[str, Any]] = place.client.get(there, headers=headers).json()["answer"]
    return found


def test_nothing_is_objected_to_before_it_is_posted(place: Place) -> None:
    """The page says so, and keeps what was typed to be copied."""
    answer = objected(place)
    assert answer.status_code == 409
    assert SAID in answer.text and "没有公示中的初步结果" in words(answer.text)
    assert "不接受异议" in place.page(path=f"{PAGE}/object")


def test_an_objection_says_something(place: Place) -> None:
    """Empty words are refused where they stand, in both languages."""
    place.do("motion/preliminary", id=ID, where=OFFICE)
    for language in ("zh", "en"):
        answer = place.client.post(
            f"{PAGE}/object", data={"text": "", "author": "", "contact": "", "look": ""},
            headers={"Accept-Language": language},
        )  # fmt: skip
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text


def test_objections_of_one_address_are_limited_as_others_are(place: Place) -> None:
    """The page and the API together: the second is told when to come again, and is not kept."""
    place.do("motion/preliminary", id=ID, where=OFFICE)
    app = create_app(place.town, settings=Settings(anonymous_per_hour=1))
    with TestClient(app, base_url="http://testserver.local") as client:
        here = attrs.evolve(place, client=client)
        assert objected(here).status_code == 200
        late = objected(here)
        assert late.status_code == 429 and "retry-after" in late.headers and SAID in late.text
        given = {"id": ID, "text": SAID}
        late = client.post(f"/api/v1/areas/{HERE}/acts/motion/object", json=given)
        assert late.status_code == 429
    assert len(_read(place)) == 1


def test_one_person_alone_posts_and_corrects_nothing(place: Place) -> None:
    """Over the API a second signs, or nothing is done."""
    for key, given in (
        ("motion/preliminary", {"where": OFFICE}),
        ("motion/correct", {"place": "h0", "mark": "no", "reason": "x"}),
    ):
        alone = place.client.post(
            f"/api/v1/areas/{HERE}/acts/{key}", json={"id": ID, **given},
            headers={"Authorization": f"Bearer {place.tokens[0]}"},
        )  # fmt: skip
        assert alone.status_code == 403, key


def test_what_to_do_next_is_named_in_each_state(place: Place) -> None:
    """Closed, objections heard, one unanswered, over: the first page leads on."""
    from tickbox_core.acts.matters import matters

    def first() -> str:
        (mine,) = [one for one in matters(place.town.desk(HERE)) if one.id == ID]
        return mine.steps[0].ways[0].act

    assert first() == "motion/preliminary"
    place.do("motion/preliminary", id=ID, where=OFFICE)
    assert first() == "motion/objections"
    desk = place.town.desk(HERE)
    given = {"id": ID, "text": "看不懂"}
    raised = perform(ACTS["motion/object"], desk, given, Actor("", Role.ANYBODY))
    assert first() == "objection/answer"
    place.do("objection/answer", ref=raised["ref"], words="已说明")
    place.clock.wait(8)
    assert first() == "motion/publish"
