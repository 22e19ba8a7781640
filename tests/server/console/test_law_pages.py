"""The law of a motion in the console: one question a page, without a line of JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.components.motions import Answered
from tickbox_core.desk import Desk, Town

from . import law_house
from .law_house import ANSWERS, HERE, MOTION

CHINESE = {"Accept-Language": "zh"}
URL = f"/staff/motions/{MOTION}/law"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A motion that is prepared, under the law of a city that leaves much open."""
    made = law_house.town(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def desk(town: Town) -> Desk:
    """The neighbourhood's desk."""
    return town.desk(HERE)


@pytest.fixture
def staff(town: Town) -> Iterator[Any]:
    """Somebody of the staff, signed in."""
    with law_house.signed_in(town) as client:
        yield client


def page(staff: Any, question: str = "") -> str:
    """The page of a question, or of the next one."""
    params = {"question": question} if question else {}
    return str(staff.get(URL, headers=CHINESE, params=params).text)


def send(staff: Any, shown: str, **said: Any) -> Any:
    """The form of a page with what is said."""
    return staff.post(URL, data={**law_house.forms(shown), **said}, headers=CHINESE)


def test_the_whole_law_is_answered_one_question_at_a_time(staff: Any, desk: Desk) -> None:
    """Each page asks the next one, says how many there are, and at the end nothing is open."""
    shown = page(staff)
    for at, (question, values) in enumerate(ANSWERS.items()):
        hidden = law_house.forms(shown)
        assert hidden["question"] == question
        total = (
            len(ANSWERS)
            if "reelection" in [one.question.name for one in desk.motions.questions(MOTION)]
            else len(ANSWERS) - 1
        )
        assert f"第{at + 1}题，共{total}题" in shown, question
        assert f"还有{total - at}题未答" in shown
        nothing = {"nothing": "1"} if values == ("none",) else {"value": list(values)}
        answer = send(staff, shown, source="议事规则第九条", mark="law", **nothing)
        assert answer.status_code == 200, law_house.words_of(answer.text)
        shown = answer.text
        assert "已存" in shown
    assert "都答完了" in shown and 'id="law"' not in shown
    assert desk.motions.checklist(MOTION).questions == {}
    assert all(one.state is not Answered.OPEN for one in desk.motions.questions(MOTION))
    poll = desk.motions.poll(MOTION)
    assert str(poll.motion.silence) == "follow_majority"
    assert poll.motion.silence_agreed == "议事规则第九条"
    assert poll.motion.proxies.barred == ("property-firm-staff", "candidate")
    assert poll.reelection is False


def test_what_was_answered_stands_with_its_source_and_can_be_said_again(
    staff: Any, desk: Desk
) -> None:
    """Back to the question before: what was said stands in the form, with its source."""
    send(staff, page(staff), value="7", source="议事规则第三条", mark="law")
    shown = page(staff)
    assert "议事规则第三条 · 法律条文" in law_house.words_of(shown)
    back = re.search(r'href="[^"]*question=([a-z._]+)">上一题', shown)
    assert back is not None and back[1] == "window.min_days"
    shown = page(staff, "window.min_days")
    assert 'name="value" value="7"' in shown and "议事规则第三条" in shown
    send(staff, shown, value="9", source="议事规则第四条")
    assert desk.motions.question(MOTION, "window.min_days").value == 9


def test_what_the_law_says_stands_beside_and_what_is_fixed_is_not_asked(staff: Any) -> None:
    """Layer, source and mark; a fixed value has no way to be said otherwise."""
    shown = page(staff)
    words = law_house.words_of(shown)
    assert "废票怎样计算？ 算参与，不算同意 (不能另定) 本市 · 市规则第九条 · 法律条文" in words
    assert "question=spoiled" not in shown and "question=notice.days" in shown
    assert 'id="law"' not in page(staff, "spoiled")
    shown = page(staff, "notice.days")
    assert "本市的规定：15（只能更多，不能更少）。依据：市规则第七条（法律条文）" in shown


@pytest.mark.parametrize(("days", "taken"), [("14", False), ("15", True), ("20", True)])
def test_a_minimum_can_only_be_raised(staff: Any, desk: Desk, days: str, taken: bool) -> None:
    """Just under it is refused with what will do; the form keeps what was typed."""
    answer = send(staff, page(staff, "notice.days"), value=days, source="议事规则")
    assert (answer.status_code == 200) is taken
    if not taken:
        assert "不小于15的整数" in law_house.words_of(answer.text)
        assert 'value="14"' in answer.text and 'value="议事规则"' in answer.text
    point = desk.motions.question(MOTION, "notice.days")
    assert point.value == (int(days) if taken else 15)


@pytest.mark.parametrize(
    ("question", "said", "why"),
    [
        ("window.min_days", {"value": "几天"}, "请填不小于0的整数。或填：不限（none）"),
        ("window.min_days", {"value": "1,5"}, "逗号"),
        ("window.min_days", {}, "没有填写"),
        ("window.min_days", {"value": "5", "nothing": "1"}, "请填不小于0的整数"),
        ("silence", {"value": "perhaps"}, "请填其中一个：不算参与"),
        ("proxy.barred", {"value": ["none", "candidate"]}, "可填其中几个"),
        ("lame_duck", {"value": ["gold"]}, "调整物业费（fee）"),
    ],
)
def test_what_will_not_do_says_what_will(
    staff: Any, desk: Desk, question: str, said: dict[str, Any], why: str
) -> None:
    """The question again with what was typed, and nothing is kept."""
    answer = send(staff, page(staff, question), source="规则", **said)
    assert answer.status_code in (400, 422)
    assert why in law_house.words_of(answer.text)
    assert desk.motions.question(MOTION, question).state is Answered.OPEN


def test_a_long_source_is_kept_whole(staff: Any, desk: Desk) -> None:
    """An article quoted in full is not cut short in silence."""
    article = "议事规则第三条：" + "议题公示期间业主可以查阅全部材料。" * 30
    assert send(staff, page(staff), value="7", source=article).status_code == 200
    own = desk.motions.question(MOTION, "window.min_days").own
    assert own is not None and own.sourced.source.zh == article


def test_without_a_source_nothing_is_kept(staff: Any, desk: Desk) -> None:
    """Whatever holds says where it is from."""
    answer = send(staff, page(staff, "silence"), value="abstain", source=" ")
    assert answer.status_code in (400, 422) and "依据" in law_house.words_of(answer.text)
    assert desk.motions.question(MOTION, "silence").state is Answered.OPEN


def test_once_it_is_open_the_rules_are_only_shown(staff: Any, desk: Desk) -> None:
    """No form, and no way to say otherwise; what holds stands there with its source."""
    law_house.answer_all(desk)
    desk.motions.post(MOTION, desk.today() - timedelta(days=15))
    desk.motions.open(MOTION)
    shown = page(staff, "silence")
    assert 'id="law"' not in shown and "question=" not in shown
    words = law_house.words_of(shown)
    assert "规则已经固定" in words and "未表态的怎样计算？ 随多数（从众）" in words


def test_a_question_that_there_is_not_is_not_found(staff: Any) -> None:
    """And no page is drawn for it."""
    assert staff.get(URL, params={"question": "gold"}).status_code == 404


def test_the_general_form_asks_in_words_too(staff: Any, desk: Desk) -> None:
    """A question is chosen first; then its own box stands there, not a box for JSON."""
    form = "/staff/do/motion/answer"
    first = staff.get(form, params={"id": MOTION}, headers=CHINESE).text
    assert "未表态的怎样计算？（待填写）" in first
    shown = staff.get(form, params={"id": MOTION, "question": "silence"}, headers=CHINESE).text
    assert "随多数（从众）" in shown and 'name="f.own_value"' in shown
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
    answer = staff.post(form, headers=CHINESE, data={
        **hidden, "f.id": MOTION, "f.question": "silence", "f.own_value": "abstain",
        "f.source": "议事规则", "f.mark": "choice"})  # fmt: skip
    assert answer.status_code == 200, law_house.words_of(answer.text)
    assert desk.motions.question(MOTION, "silence").value == "abstain"
