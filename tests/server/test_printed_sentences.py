"""No printed notice says the opposite of another, or of what it shows: in every state there is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tickbox_core.acts.prints import offer_prints, printed_things
from tickbox_core.acts.things import THINGS
from tickbox_core.desk import notices
from tickbox_core.desk.notices import Sender
from tickbox_core.text import LANGUAGES, Language
from tickbox_core.workflow.changing import thaw

from .every_state import House, build

ELSE = ("fixed-else", "result-else")
"""Rounds whose only winner, the lamp, was left out beside the count, and the bench taken up."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A neighbourhood in every state at once."""
    made = build(tmp_path_factory.mktemp("printed") / "data")
    yield made
    made.town.close()


def printed(house: House, kind: str, id_: str, key: str, language: Language) -> Any:
    """What a printer is given."""
    made = offer_prints(house.desk, kind, id_)[key].document(house.desk, id_, Sender(), language)
    return thaw(made.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_offered_is_made(house: House, language: Language) -> None:
    """Of everything, in every state: what stands in the list of the console prints."""
    keys = set()
    for kind in printed_things(house.desk):
        for one in THINGS[kind].choices(house.desk, {}):
            for key in offer_prints(house.desk, kind, one.id):
                assert printed(house, kind, one.id, key, language)
                keys.add(key)
    assert keys >= {"list", "roll", "call", "result", "annual", "progress", "stairwells"}
    assert keys >= {"objections", "motion", "judgement"}


@pytest.mark.parametrize("round_", ELSE)
def test_a_result_tells_the_count_from_what_was_decided_beside_it(
    house: House, round_: str
) -> None:
    """Which of the two an item is in stands with the item, and both stand above the ranking."""
    said = json.dumps(printed(house, "round", round_, "result", "en"), ensure_ascii=False)
    assert "Chosen by the count" in said and "With what was decided beside it" in said
    assert said.count("Left out by a decision beside the count, see below.") == 1
    assert said.count("Taken up by a decision beside the count, see below.") == 1
    plainly = json.dumps(printed(house, "round", "fixed", "result", "en"), ensure_ascii=False)
    assert "beside the count" not in plainly and "Chosen by the count" not in plainly


@pytest.mark.parametrize("round_", ELSE)
def test_a_stairwells_page_says_who_decided_otherwise_and_why(house: House, round_: str) -> None:
    """What the most ticked for did not miss by no tick at all: people left it out."""
    page = printed(house, "round", round_, "stairwells", "zh")
    (bench,), missed = page["ahead"], {one["title"]: one["words"] for one in page["missed"]}
    assert bench["title"] == "长椅" and "居民会议另行决定列入" in bench["words"]
    assert "计票入选；居民会议另行决定不列入：路灯已由街道安装" in missed["东门路灯"]
    assert "一样多" not in missed["东门路灯"]


def test_where_nobody_ticked_none_is_chosen_and_there_were_places(house: House) -> None:
    """A round with a place does not become one that only ranks because nobody came."""
    assert house.desk.round("trial-done").places == 1
    said = json.dumps(printed(house, "round", "trial-done", "result", "zh"), ensure_ascii=False)
    page = printed(house, "round", "trial-done", "stairwells", "zh")
    assert "没有事项入选" in said and "只排序" not in said
    assert page["words"]["nothing"] == "没有事项入选" and len(page["missed"]) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_chat_is_told(house: House, language: Language) -> None:
    """A trial says so; a list whose time for objections is over asks for none; a decision too."""

    def chat(round_: str) -> str:
        return notices.chat(house.desk, round_, Sender()).text(language)

    trial = {"zh": "演练：不计入任何结果", "en": "A trial: it counts nowhere"}[language]
    asks = {"zh": "有没有意见", "en": "tell us what you think"}[language]
    beside = {"zh": "另行作出的决定", "en": "decided beside the count"}[language]
    assert trial in chat("trial-open") and trial in chat("trial-done")
    assert trial not in chat("tick-open")
    assert asks in chat("post-open") and asks not in chat("post-over")
    assert beside in chat("result-else") and beside not in chat("result-open")
