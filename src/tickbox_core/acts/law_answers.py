"""What no law says of a motion, asked one question at a time: its field, its answers, its list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories import field
from tickbox_core.categories.kinds import Choice, Kind, Several
from tickbox_core.components.motions import Answered, EstateRuleAnswer, LawPointAnswer
from tickbox_core.desk import Desk
from tickbox_core.desk.motions.questions import LawPoint
from tickbox_core.errors import BadValue
from tickbox_core.rules.motions import AnswerForm, Confidence, EstateRule
from tickbox_core.text import Text


@attrs.frozen
class AnswerToLaw(Kind):
    """An answer as it is typed or given: which ones will do, its question says."""

    example = "15"

    @property
    def remedy(self) -> Text:
        """Where the answers stand."""
        return Text(
            "各条规则可答什么，见 motion/questions。",
            "motion/questions says what each question can be answered.",
        )

    def parse(self, text: str) -> Any:
        """The words, without blanks around them."""
        return self.value(text.strip())

    def value(self, plain: Any) -> Any:
        """Itself: words, a whole number, yes or no, or a list of words."""
        if isinstance(plain, (list, tuple)):
            if all(isinstance(one, str) for one in plain):
                return tuple(plain)
        elif type(plain) in (int, bool) or (isinstance(plain, str) and plain.strip()):
            return plain
        raise ValueError(f"{plain!r}")

    def schema(self) -> dict[str, Any]:
        """Any of the four."""
        words = {"type": "string", "pattern": "\\S"}
        several = {"type": "array", "items": words}
        return {"anyOf": [words, {"type": "integer"}, {"type": "boolean"}, several]}


def law_answer(zh: str, en: str, **more: Any) -> Any:
    """An answer to a question of law."""
    return field(AnswerToLaw(), zh, en, **more)


@attrs.frozen(hash=False)
class NumberAnswer(Kind):
    """The number that a question asks for, or the words that stand in its place."""

    point: LawPoint

    @property
    def example(self) -> str:  # type: ignore[override]
        """The least of them."""
        return str(max(self.point.question.least, self.point.least or 0, 1))

    @property
    def remedy(self) -> Text:
        """The numbers that will do."""
        return self.point.question.remedy(least=self.point.least)

    def parse(self, text: str) -> Any:
        """The words as they were typed."""
        return self.value(text.strip())

    def value(self, plain: Any) -> Any:
        """Itself, where the question can be answered so."""
        try:
            self.point.question.read(plain, least=self.point.least)
        except BadValue:
            raise ValueError(f"{plain!r}") from None
        return plain

    def schema(self) -> dict[str, Any]:
        """A number, or words."""
        return {"type": ["integer", "string"]}


def answer_fields(point: LawPoint) -> type:
    """The one field that asks a question, with what the law says of it as its help."""
    question, words = point.question, point.question.words
    kind: Kind = Choice(question.allows(point.matters))
    if question.form is AnswerForm.COUNT:
        kind = NumberAnswer(point)
    elif question.is_several:
        kind = Several(kind, 1)
    return attrs.make_class(
        "LawAnswers",
        {"value": field(kind, words.zh, words.en, help=law_beside(point))},
        frozen=True,
    )


def law_beside(point: LawPoint) -> Text:
    """What the law says of a question, from which layer and by which source."""
    said = [question_about] if (question_about := point.question.about) else []
    if point.law is not None:
        said.append(
            _LAW_SAYS.filled(
                layer=point.law.layer.title,
                said=point.law_says,
                source=point.law.sourced.source,
                mark=point.law.sourced.mark.words,
            )
        )
    else:
        said.append(_NO_LAW)
    return Text("".join(one.zh for one in said), " ".join(one.en for one in said))


_LAW_SAYS = Text(
    "{layer}的规定：{said}。依据：{source}（{mark}）。",
    "{layer} has it: {said}. Source: {source} ({mark}).",
)
_NO_LAW = Text(
    "适用的规定没有说，由议事规则或本次表决定。",
    "No law that holds says so: the estate's rules say, or this motion.",
)


def given_of(point: LawPoint) -> Any:
    """How an answer that stands is given again; ``None`` where there is none."""
    if point.own is None and point.state is not Answered.HERE:
        return None
    value = point.value
    if isinstance(value, bool) and point.question.form is AnswerForm.YES_NO:
        return "yes" if value else "no"
    if value is None or (point.question.is_several and not value):
        return ["none"] if point.question.is_several else "none"
    return list(value) if isinstance(value, (list, tuple)) else str(value)


def _takes(point: LawPoint) -> Text:
    """The answers that will do, for people: no key of a matter that the law gives no words."""
    unnamed = any(words.zh == key for key, words in point.matters.items())
    if unnamed and point.question.form is AnswerForm.MATTERS:
        return _MATTERS
    return point.question.remedy(point.matters, point.least, keys=False)


_MATTERS = Text(
    "可填其中几个事项，用分号隔开；也可填一个都没有。",
    "Give any of the matters, semicolons between them; or none.",
)


def point_answer(point: LawPoint) -> LawPointAnswer:
    """A question as programs and people are told of it."""
    holds = point.own or point.law
    more: dict[str, Any] = {}
    if holds is not None:
        more = {
            "layer": holds.layer.title,
            "first": holds.layer.first,
            "last": holds.layer.last,
            "source": holds.sourced.source,
            "mark": str(holds.sourced.mark),
        }
        if holds.sourced.rule is not None:
            more["rule"] = EstateRuleAnswer.of(holds.sourced.rule)
    return LawPointAnswer(
        question=point.question.name,
        words=point.question.words,
        state=str(point.state),
        said=point.value_words or None,
        law=point.law_says or None,
        binding=None if point.law is None else str(point.law.sourced.binding),
        least=point.least,
        allowed=point.question.allows(point.matters),
        takes=_takes(point),
        **more,
    )


def read_source(
    source: Text, mark: str, document: Text, article: Text, adopted: date | None
) -> Text | EstateRule:
    """The source of an answer as ``desk.motions.answer`` takes it.

    Raises ``BadValue`` where it names none, or mixes the estate's own rules with another kind.
    """
    named = (document.zh.strip(), article.zh.strip(), adopted)
    if mark != Confidence.RULES:
        if any(named):
            raise BadValue("mark", _NO_RULE_ASKED, _CHOOSE)
        if not source.zh.strip():
            raise BadValue("source", Text("没有写依据。", "it names no source."), _SOURCE)
        return source
    if source.zh.strip():
        raise BadValue("source", _BESIDE_A_RULE, _LEAVE)
    if adopted is None:
        raise BadValue("adopted", Text("没有写哪天通过。", "it does not say when."), _WHEN)
    return EstateRule(document, article, adopted)


_NO_RULE_ASKED = Text(
    "写了小区规则的文件、条款或通过日期，依据的种类却是别的。",
    "it names a rule of the estate, and its kind of source is another.",
)
_CHOOSE = Text(
    "依据的种类请选“本小区的规约、议事规则”（rules），或删去这几项。",
    "Choose the estate's own rules (rules) as the kind of source, or leave these out.",
)
_SOURCE = Text(
    "请写明出自哪里；出自本小区规则的，写明文件名称、哪一条、哪天通过。",
    "Say where it is from; of the estate's own rules give document, article and day of adoption.",
)
_BESIDE_A_RULE = Text(
    "依据是本小区规则的，由文件名称、哪一条、哪天通过写明，不另写“依据”。",
    "a rule of the estate is named by document, article and day, and by no words beside them.",
)
_LEAVE = Text("请删去“依据”。", "Leave 'source' out.")
_WHEN = Text("请写规则通过的日期。", "Give the day on which the rule was adopted.")


def read_answer(desk: Desk, id_: str, name: str, given: Any) -> Mapping[str, Any]:
    """An answer as ``desk.motions.answer`` takes it."""
    return {name: desk.motions.question(id_, name).read(given)}
