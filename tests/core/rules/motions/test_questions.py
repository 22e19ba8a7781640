"""The questions that law may leave open: what each allows, and what an answer means."""

from __future__ import annotations

from typing import Any

import pytest

from tickbox_core.errors import BadValue
from tickbox_core.rules.motions import (
    QUESTIONS,
    USUAL,
    AnswerForm,
    LawQuestion,
    Layer,
    Practice,
    Silence,
    Treatment,
    ways_of,
)
from tickbox_core.rules.motions.papers import Double
from tickbox_core.rules.motions.questions import IS_REELECTED, NOTHING

MATTERS = {"fee": USUAL["silence"], "firm": USUAL["parking"]}


def under(name: str, value: Any) -> Practice:
    """A practice that says one thing."""
    row = {"name": name, "value": value, "source": "规则", "mark": "choice"}
    return Practice((Layer.of_plain("here", USUAL[name], [row]),))


def every_answer(question: LawQuestion) -> list[Any]:
    """What can be answered, however it is given."""
    named = list(question.allows(MATTERS))
    if question.form is AnswerForm.COUNT:
        return [*named, question.least, str(question.least + 1), "１５"]
    if question.is_several:
        return [*named, [one for one in named if one != NOTHING]]
    return named


def test_what_a_checklist_asks_is_what_is_declared() -> None:
    """Each usual name has a question, its words, and answers that will do."""
    assert list(QUESTIONS) == list(USUAL)
    for name, question in QUESTIONS.items():
        assert question.name == name and question.words == USUAL[name]
        assert question.form is AnswerForm.COUNT or question.allows(MATTERS)


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_every_answer_is_read_and_said_again(name: str) -> None:
    """By its key, by its words in both languages, and as a program gives it."""
    question = QUESTIONS[name]
    for given in every_answer(question):
        value = question.read(given, MATTERS)
        assert question.in_words(value, MATTERS)
        practice = under(name, value)
        assert ways_of(practice) is not None  # a motion can follow it
    for key, words in question.allows(MATTERS).items():
        value = question.read(key, MATTERS)
        assert question.read(words.zh, MATTERS) == question.read(words.en, MATTERS) == value


@pytest.mark.parametrize("name", list(QUESTIONS))
@pytest.mark.parametrize("given", ["perhaps", {}, 1.5, [1], -1])
def test_anything_else_is_refused_with_the_answers_that_will_do(name: str, given: Any) -> None:
    """It names the question and lists what can be said."""
    question = QUESTIONS[name]
    with pytest.raises(BadValue) as refused:
        question.read(given, MATTERS)
    assert question.words.zh in refused.value.text.zh
    for words in question.allows(MATTERS).values():
        assert words.zh in refused.value.text.zh


@pytest.mark.parametrize("name", [n for n, q in QUESTIONS.items() if q.form is AnswerForm.COUNT])
def test_a_number_is_at_least_what_it_can_be(name: str) -> None:
    """Just under, on and over; a minimum of the law comes on top; yes is no number."""
    question = QUESTIONS[name]
    assert question.read(question.least) == question.least
    assert question.read(15, least=15) == 15 and question.read("16", least=15) == 16
    for bad in (question.least - 1, True, "15.5", "1,5"):
        with pytest.raises(BadValue):
            question.read(bad)
    with pytest.raises(BadValue, match="15 or more"):
        question.read(14, least=15)


def test_how_papers_count_is_asked_by_the_names_that_motions_know() -> None:
    """No way of counting is missing from the answers, and none is made up."""
    known = {
        "silence": Silence, "abstention": Treatment, "spoiled": Treatment,
        "channel.double": Double,
    }  # fmt: skip
    for name, kind in known.items():
        assert set(QUESTIONS[name].allows()) == {str(one) for one in kind}


def test_several_are_parted_as_people_write_them() -> None:
    """Each once; nobody is said alone."""
    barred = QUESTIONS["proxy.barred"]
    assert barred.read("物业服务人员、候选人；候选人") == ["property-firm-staff", "candidate"]
    assert (
        barred.read("没有限制")
        == barred.read([NOTHING])
        == barred.read([])
        == barred.read(None)
        == []
    )
    with pytest.raises(BadValue):
        barred.read([NOTHING, "candidate"])


def test_yes_and_no_are_what_people_and_programs_say() -> None:
    """In words and as JSON has them."""
    for yes in (True, "yes", "是", "true"):
        assert IS_REELECTED.read(yes) is True
    for no in (False, "no", "否", "false"):
        assert IS_REELECTED.read(no) is False
