"""The questions that law may leave open, each with the answers that it allows, in words.

A *question* is about one value of a practice.  It is asked of people one at a time: a number of
days, yes or no, one of several named answers, several of them.  What an answer reads as is the
plain value that a layer holds; where somebody may honestly say that there is no limit, or that a
matter is left open, that is ``None`` (an empty list of several).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.numbers import NotANumber, read_count
from tickbox_core.text import EMPTY, Text, join_texts

REELECTION = "reelection"
"""A fact that the checklist asks for, not a rule: is the owners' committee being re-elected?"""
LONGEST = 36_500
"""Days: a slip of the hand is caught."""


class AnswerForm(StrEnum):
    """What a question takes: a number, yes or no, one of its choices, any of them."""

    COUNT = "count"
    YES_NO = "yes-no"
    ONE = "one"
    SEVERAL = "several"
    MATTERS = "matters"


@attrs.frozen(hash=False)
class LawQuestion:
    """A question, and the answers that it allows.

    ``choices`` are the named answers of one that asks for one or several of them; of ``MATTERS``
    they are those that owners decide in the place.  ``least`` is of a number.  ``nothing`` is what
    the answer without a value is called (no limit, nobody, left open); where it has no words there
    is no such answer.
    """

    name: str
    words: Text
    form: AnswerForm
    choices: Mapping[str, Text] = attrs.field(factory=dict, converter=frozen_mapping)
    least: int = 0
    nothing: Text = EMPTY
    about: Text = EMPTY

    def allows(self, matters: Mapping[str, Text] | None = None) -> Mapping[str, Text]:
        """The answers that can be chosen, by key; of a number only what stands in its place."""
        named = dict(self.choices)
        if self.form is AnswerForm.YES_NO:
            named = dict(YES_NO)
        if self.form is AnswerForm.MATTERS:
            named = dict(matters or {})
        return {**named, **({NOTHING: self.nothing} if self.nothing else {})}

    @property
    def is_several(self) -> bool:
        """Whether several answers may be given at once."""
        return self.form in (AnswerForm.SEVERAL, AnswerForm.MATTERS)

    def number_remedy(self, least: int | None = None) -> Text:
        """The numbers that will do; ``least`` is a minimum of the law."""
        bound = self.least if least is None else max(self.least, least)
        return Text(f"请填不小于{bound}的整数。", f"Give a whole number of {bound} or more.")

    def remedy(
        self,
        matters: Mapping[str, Text] | None = None,
        least: int | None = None,
        keys: bool = True,
    ) -> Text:
        """The answers that will do, in a sentence; with the ``keys`` by which they can be given."""
        named = self.allows(matters)
        listed = Text(
            "、".join(f"{one.zh}（{key}）" if keys else one.zh for key, one in named.items()),
            ", ".join(f"{one.en} ({key})" if keys else one.en for key, one in named.items()),
        )
        if self.form is AnswerForm.COUNT:
            number = self.number_remedy(least)
            either = Text("{number}或填：{listed}。", "{number} Or: {listed}.")
            return either.filled(number=number, listed=listed) if named else number
        if self.is_several:
            return Text(
                f"可填其中几个，用分号隔开：{listed.zh}。",
                f"Give any of these, semicolons between them: {listed.en}.",
            )
        return Text(f"请填其中一个：{listed.zh}。", f"Give one of: {listed.en}.")

    def read(
        self, given: Any, matters: Mapping[str, Text] | None = None, least: int | None = None
    ) -> Any:
        """The plain value that an answer means, whether typed or given by a program.

        ``matters`` are those of the place by key; ``least`` a minimum of the law, which can only be
        raised.  Raises ``BadValue`` with the answers that will do.

            >>> QUESTIONS["window.max_days"].read("60"), QUESTIONS["window.max_days"].read("不限")
            (60, None)
            >>> QUESTIONS["silence"].read("弃权，算参与")
            'abstain'
        """
        named = self.allows(matters)
        try:
            if self.is_several:
                return self._several(given, named)
            found = _key_of(given, named)
            if found == NOTHING:
                return None
            if self.form is AnswerForm.COUNT:
                return self._count(given, max(self.least, least or 0))
            if found is None:
                raise ValueError(given)
            return found == "yes" if self.form is AnswerForm.YES_NO else found
        except NotANumber as doubtful:
            remedy = self.remedy(matters, least)
            if doubtful.doubtful:
                remedy = join_texts([doubtful.problem, doubtful.remedy])
            raise self._refusal(given, remedy) from None
        except ValueError:
            raise self._refusal(given, self.remedy(matters, least)) from None

    def in_words(self, value: Any, matters: Mapping[str, Text] | None = None) -> Text:
        """A plain value in words, whatever a layer holds."""
        if value is None or (self.is_several and not value):
            return self.nothing or _LEFT_OPEN
        named = self.allows(matters)
        if isinstance(value, (list, tuple)):
            return join_texts([named.get(str(one), Text.of(str(one))) for one in value], "、", ", ")
        if isinstance(value, bool):
            return YES_NO["yes" if value else "no"]
        return named.get(str(value), Text.of(str(value)))

    def _count(self, given: Any, least: int) -> int:
        value = read_count(given) if isinstance(given, str) else given
        if type(value) is not int or not least <= value <= LONGEST:
            raise ValueError(given)
        return value

    def _several(self, given: Any, named: Mapping[str, Text]) -> Any:
        parts = [] if given is None else given
        if isinstance(given, str):
            parts = [part for part in _APART.split(given) if part.strip()]
            whole = _key_of(given, named)  # words with a comma of their own
            parts = parts if whole is None else [whole]
        if not isinstance(parts, (list, tuple)):
            raise ValueError(given)
        found = [_key_of(part, named) for part in parts]
        if None in found or (NOTHING in found and len(found) > 1) or not (found or self.nothing):
            raise ValueError(given)
        return [key for key in dict.fromkeys(found) if key != NOTHING]

    def _refusal(self, given: Any, remedy: Text) -> BadValue:
        shown = given if isinstance(given, str) else str(given)
        shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
        return BadValue(
            self.name,
            Text(
                f"“{self.words.zh}”不能答“{shown}”。",
                f"'{self.words.en}' cannot be answered '{shown}'.",
            ),
            remedy,
        )


NOTHING = "none"
"""The key of the answer that stands for no value."""
YES_NO: Mapping[str, Text] = frozen_mapping({"yes": Text("是", "yes"), "no": Text("否", "no")})
_LEFT_OPEN = Text("有意不作规定", "left open knowingly")
_APART = re.compile(r"[;；、,，\n]")
_TRUE_FALSE = {"true": "yes", "false": "no", "1": "yes", "0": "no", "有": "yes", "没有": "no"}


def _plain_words(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _key_of(given: Any, named: Mapping[str, Text]) -> str | None:
    """The key of a named answer, by itself or by its words in either language."""
    if given is None:
        return NOTHING if NOTHING in named else None
    if isinstance(given, bool):
        given = "yes" if given else "no"
    if not isinstance(given, str):
        return None
    typed = _plain_words(given)
    for key, words in named.items():
        if typed in {_plain_words(name) for name in (key, words.zh, words.en)}:
            return key
    return _TRUE_FALSE.get(typed) if "yes" in named else None


# -- the questions --------------------------------------------------------------------------------

PROXY_ROLES: Mapping[str, Text] = frozen_mapping(
    {
        "property-firm-staff": Text("物业服务人员", "staff of the property firm"),
        "owners-committee": Text("业主委员会成员", "a member of the owners' committee"),
        "residents-committee": Text("居委会工作人员", "staff of the residents' committee"),
        "contractor": Text("施工或供应单位人员", "somebody of a contractor or supplier"),
        "candidate": Text("候选人", "a candidate"),
        "counter": Text("计票人", "somebody who counts"),
    }
)
"""In what role somebody may stand who wants to be a proxy, where a place bars some of them."""
_TREATED = {
    "takes_part": Text("算参与，不算同意", "takes part and does not agree"),
    "not_participating": Text("不算参与", "does not take part"),
}
_NO_LIMIT = Text("不限", "no limit")


def _of_days() -> Iterator[LawQuestion]:
    """Days of posting and of voting."""
    yield LawQuestion(
        "notice.days",
        Text("表决前要公示几天？", "How many days before is it posted?"),
        AnswerForm.COUNT,
        nothing=_LEFT_OPEN,
    )
    yield LawQuestion(
        "window.min_days",
        Text("表决期最短几天？", "How many days is voting open at least?"),
        AnswerForm.COUNT,
        nothing=_NO_LIMIT,
    )
    yield LawQuestion(
        "window.max_days",
        Text("表决期最长几天？", "How many days is voting open at most?"),
        AnswerForm.COUNT,
        least=1,
        nothing=_NO_LIMIT,
    )
    yield LawQuestion(
        "topics.unposted",
        Text("未公示的议题可以表决吗？", "May a topic be voted on that was not posted?"),
        AnswerForm.ONE,
        {
            "refused": Text("不可以", "it may not"),
            "allowed": Text("可以", "it may"),
        },
    )
    yield LawQuestion(
        "results.within_days",
        Text("结果要在几天内公布？", "Within how many days are results posted?"),
        AnswerForm.COUNT,
        nothing=_NO_LIMIT,
    )
    yield LawQuestion(
        "results.posted_days",
        Text("结果公示几天？", "How many days do results stay posted?"),
        AnswerForm.COUNT,
        nothing=_LEFT_OPEN,
    )


def _of_channels() -> Iterator[LawQuestion]:
    """On paper, online, or both."""
    yield LawQuestion(
        "channel.default",
        Text("默认书面还是电子表决？", "Is voting on paper or online by default?"),
        AnswerForm.ONE,
        {"paper": Text("书面", "on paper"), "electronic": Text("电子", "online")},
        nothing=_LEFT_OPEN,
    )
    yield LawQuestion(
        "channel.paper",
        Text("业主可以要求纸质表决票吗？", "May an owner ask for a paper ballot?"),
        AnswerForm.ONE,
        {
            "on_request": Text("可以，要求的就给", "yes, whoever asks for one gets it"),
            "everybody": Text("不用要求，每户都发", "nobody has to ask: every home gets one"),
        },
        about=Text("纸质的路总要留着。", "The way on paper always stays open."),
    )
    yield LawQuestion(
        "channel.offline",
        Text("线上表决还必须同时线下进行吗？", "Must an online vote also run offline?"),
        AnswerForm.ONE,
        {"required": Text("必须", "it must"), "not_required": Text("不必", "it need not")},
    )
    yield LawQuestion(
        "channel.double",
        Text(
            "同一业主线上线下都投了，以哪张为准？",
            "Which ballot stands when an owner votes online and on paper?",
        ),
        AnswerForm.ONE,
        {
            "first_valid_stands": Text("先到的有效票", "the first valid one"),
            "last_valid_stands": Text("最后的有效票", "the last valid one"),
        },
    )


def _of_counting() -> Iterator[LawQuestion]:
    """How papers count, and what is no paper."""
    yield LawQuestion(
        "silence",
        Text("未表态的怎样计算？", "How does silence count?"),
        AnswerForm.ONE,
        {
            "not_participating": Text("不算参与", "it does not take part"),
            "abstain": Text("弃权，算参与", "as an abstention that takes part"),
            "follow_majority": Text("随多数（从众）", "it joins the majority"),
        },
        about=Text(
            "“随多数”须有本小区的议事规则约定，并证明已送达、议题已公示、票面已印提示；"
            "依据要写出是哪一条。它也可能让议题通不过。",
            "Joining the majority needs a rule of the estate's own, and proof of service, of the "
            "posted agenda and of a printed warning; name the rule as the source. It may also sink "
            "a motion.",
        ),
    )
    yield LawQuestion(
        "abstention",
        Text("弃权票怎样计算？", "How do abstentions count?"),
        AnswerForm.ONE,
        _TREATED,
    )
    yield LawQuestion(
        "spoiled", Text("废票怎样计算？", "How do spoiled ballots count?"), AnswerForm.ONE, _TREATED
    )
    yield LawQuestion(
        "parking",
        Text("车位计入面积和人数吗？", "Do parking spaces count?"),
        AnswerForm.ONE,
        {"not_counted": Text("不计", "they do not"), "counted": Text("计入", "they do")},
    )


def _of_people() -> Iterator[LawQuestion]:
    """Proxies, a committee on its way out, and how long papers are kept."""
    yield LawQuestion(
        "proxy.written", Text("委托要书面吗？", "Must a mandate be written?"), AnswerForm.YES_NO
    )
    yield LawQuestion(
        "proxy.max_principals",
        Text("一人最多可代理几户？", "How many owners may one proxy speak for?"),
        AnswerForm.COUNT,
        least=1,
        nothing=_NO_LIMIT,
    )
    yield LawQuestion(
        "proxy.barred",
        Text("哪些人不能做代理人？", "Who may not be a proxy?"),
        AnswerForm.SEVERAL,
        PROXY_ROLES,
        nothing=Text("没有限制", "nobody is barred"),
    )
    yield LawQuestion(
        "lame_duck",
        Text(
            "业委会换届期间哪些事项不能表决？",
            "What may not be decided while the committee is being re-elected?",
        ),
        AnswerForm.MATTERS,
        nothing=Text("都可以表决", "everything may be decided"),
    )
    yield LawQuestion(
        "keep.years",
        Text(
            "选票和送达凭证保存几年（至少一年）？",
            "For how many years are ballots and proofs kept (one at least)?",
        ),
        AnswerForm.COUNT,
        least=1,
    )


QUESTIONS: Mapping[str, LawQuestion] = frozen_mapping(
    {
        one.name: one
        for group in (_of_days, _of_channels, _of_counting, _of_people)
        for one in group()
    }
)
"""What a layer of law usually says, by name, in the order in which it is asked."""
IS_REELECTED = LawQuestion(
    REELECTION,
    Text("业主委员会正在换届吗？", "Is the owners' committee being re-elected?"),
    AnswerForm.YES_NO,
)
USUAL: Mapping[str, Text] = frozen_mapping({name: one.words for name, one in QUESTIONS.items()})


def _that_may_be_said() -> Iterator[LawQuestion]:
    """What holds only where somebody says so: left out, it is as if there were no such rule."""
    yield LawQuestion(
        "results.preliminary_days",
        Text(
            "结果先作为初步结果公示、听取异议几天？",
            "For how many days is the result first posted as preliminary, with objections heard?",
        ),
        AnswerForm.COUNT,
        least=1,
        nothing=Text("不先公示初步结果", "it is final at once"),
        about=Text(
            "填了的，计票结果先作为初步结果公示；公示期满、异议逐条答复以后，才能公布最终结果。"
            "公示当天不算。",
            "Where it is said, what is counted is posted as preliminary first, and is made final "
            "once those days are over and every objection is answered. The day of posting does not "
            "count.",
        ),
    )

    yield LawQuestion(
        "marks.with_majority",
        Text("表决票上有“从众”一栏吗？", "Is there a box 'with the majority' on the paper?"),
        AnswerForm.YES_NO,
        nothing=Text("没有“从众”一栏", "there is none"),
        about=Text(
            "须有本小区规则的约定，依据要写出是哪一条。填“从众”的计入表态者中领先的一方，领先的也可能是“反对”；"
            "没有哪一方在各项上都领先的，无法判定。",
            "It needs a rule of the estate's own; name it as the source. Who ticks it joins "
            "whichever side leads among those who said yes or no, also 'no'; where none leads on "
            "every base, nothing is certified.",
        ),
    )


OPTIONAL: Mapping[str, LawQuestion] = frozen_mapping({one.name: one for one in _that_may_be_said()})
"""What a layer of law or a motion may say, by name: nobody is asked, and nothing waits for it."""
