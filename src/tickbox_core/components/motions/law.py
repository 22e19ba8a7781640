"""What is told of the law of a motion: each value with its source, and each question of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Day
from tickbox_core.components.motions.poll import Answered
from tickbox_core.declarations import (
    COUNT,
    AnyJson,
    Keyed,
    Said,
    Typed,
    choice,
    gives,
    unseen,
    value_of,
)
from tickbox_core.rules.motions import Confidence, EstateRule, Practice
from tickbox_core.text import Text

ANSWERED = choice(Answered)
"""Who has answered a question of law."""


@attrs.frozen(kw_only=True)
class EstateRuleAnswer:
    """Where a rule of the estate's own stands."""

    document: Text = gives(Said(), "文件", "document")
    article: Text = gives(Said(), "哪一条", "article")
    adopted: date = gives(Day(), "通过日期", "adopted on")

    @classmethod
    def of(cls, rule: EstateRule) -> EstateRuleAnswer:
        """Document, article and day."""
        return cls(document=rule.document, article=rule.article, adopted=rule.adopted)


@attrs.frozen(kw_only=True)
class RuleOfEstate:
    """What a motion is held by that the estate has agreed for itself, and where it stands."""

    question: Text = gives(Said(), "哪一条规则", "question")
    said: Text = gives(Said(), "怎样规定", "as it holds")
    source: Text = gives(Said(), "依据", "source")
    rule: EstateRuleAnswer = gives(EstateRuleAnswer, "出自", "where it stands")


@attrs.frozen
class LawAnswer:
    """One value that holds for a motion, and where it comes from."""

    name: str = unseen(Typed())
    layer: Text = gives(Said(), "出自", "layer")
    value: Any = unseen(AnyJson())
    source: Text = gives(Said(), "依据", "source")
    mark: str = gives(choice(Confidence), "依据的种类", "kind of source")
    binding: str = unseen(Typed())
    note: Text = gives(Said(), "说明", "note", omitted=True)
    rule: EstateRuleAnswer | None = gives(
        EstateRuleAnswer, "小区规则", "estate's rule", none=True, omitted=True
    )

    @classmethod
    def all_of(cls, practice: Practice) -> tuple[LawAnswer, ...]:
        """Every value that holds, with the layer that it comes from."""
        return tuple(
            value_of(
                cls, {"name": name, "layer": found.layer.title.plain(), **found.sourced.plain()}
            )
            for name in practice.names
            for found in practice.trace(name)[-1:]
        )


@attrs.frozen(kw_only=True)
class LawPointAnswer:
    """One question of a motion's law: what it can be answered, what holds, and what the law says.

    ``allowed`` are the named answers; ``least`` a minimum of the law that can only be raised.
    """

    question: str = unseen(Typed())
    words: Text = gives(Said(), "问题", "question")
    state: str = gives(ANSWERED, "状态", "state")
    said: Text | None = gives(Said(), "现在", "as it holds", none=True)
    layer: Text = gives(Said(), "出自", "layer", omitted=True)
    first: date | None = gives(Day(), "自", "holds from", none=True, omitted=True)
    last: date | None = gives(Day(), "至", "holds until", none=True, omitted=True)
    source: Text = gives(Said(), "依据", "source", omitted=True)
    mark: str = gives(choice(Confidence), "依据的种类", "kind of source", omitted=True)
    rule: EstateRuleAnswer | None = gives(
        EstateRuleAnswer, "小区规则", "estate's rule", none=True, omitted=True
    )
    law: Text | None = gives(Said(), "规定", "what the law says", none=True)
    binding: str | None = unseen(Typed(), none=True)
    least: int | None = unseen(COUNT, none=True)
    allowed: Mapping[str, Text] = unseen(Keyed(Typed(), Said()))
    takes: Text = gives(Said(), "可答", "what it takes")
