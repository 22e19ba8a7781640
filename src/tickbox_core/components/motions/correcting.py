"""What is answered about corrections of a motion's roll: to the public, to staff, to an owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.categories.kinds import Day
from tickbox_core.declarations import (
    COUNT,
    LEFT_OUT,
    ListOf,
    Said,
    Typed,
    choice,
    gives,
    unseen,
)
from tickbox_core.model import Unit, Weights
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.model.local_time import day_of
from tickbox_core.rules.motions import Base
from tickbox_core.rules.motions.bases import percent
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.year.corrections import RequestOutcome, RollRequest, WrongPart

OUTCOMES, WRONG = choice(RequestOutcome), choice(WrongPart)


@attrs.frozen
class CorrectionsCount:
    """How many corrections of a motion's roll were asked for, and what came of them."""

    asked: int = gives(COUNT, "申请更正", "asked for")
    corrected: int = gives(COUNT, "已更正", "corrected")
    refused: int = gives(COUNT, "不予更正", "not corrected")
    waiting: int = gives(COUNT, "待答复", "waiting")

    @classmethod
    def of(cls, asked: Iterable[RollRequest]) -> CorrectionsCount | None:
        """Those of a motion; ``None`` where nobody has asked for any."""
        known = [one.outcome for one in asked]
        if not known:
            return None
        ends = (RequestOutcome.CORRECTED, RequestOutcome.REFUSED, RequestOutcome.WAITING)
        return cls(len(known), *(known.count(end) for end in ends))

    @property
    def words(self) -> Text:
        """In a line."""
        said = Text(
            "名册更正申请{asked}件：已更正{corrected}件，不予更正{refused}件，待答复{waiting}件。",
            "Corrections of the roll that were asked for: {asked}; corrected: {corrected}, not "
            "corrected: {refused}, waiting: {waiting}.",
        )
        return said.filled(**attrs.asdict(self))


@attrs.frozen(kw_only=True)
class OwnCorrection:
    """What whoever asked may read: about what, when, and the answer; ``words`` their own."""

    number: int = gives(COUNT, "第几件", "number")
    asked: date = gives(Day(), "申请日期", "asked on")
    about: tuple[str, ...] = gives(ListOf(WRONG), "哪里不对", "what is wrong")
    words: str = gives(Typed(), "申请内容", "what was said")
    outcome: str = gives(OUTCOMES, "结果", "what came of it")
    answered: date | None = gives(Day(), "答复日期", "answered on", none=True)
    answer: Text | None = gives(Said(), "答复", "answer", none=True)

    @classmethod
    def all_of(cls, asked: Iterable[RollRequest]) -> tuple[OwnCorrection, ...]:
        """Those in the order in which they were asked for."""
        return tuple(cls(**_facts(one)) for one in asked)

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """Number, what it is about, what was said, and the answer."""
        said = Text("第{number}件（{about}）：“{words}”；{outcome}",
                    "No. {number} ({about}): '{words}'; {outcome}")  # fmt: skip
        return said.filled(
            number=plain["number"],
            about=about_words(plain["about"]),
            words=plain["words"] or "–",
            outcome=RequestOutcome(plain["outcome"]).words,
        )


@attrs.frozen(kw_only=True)
class RollRequestAnswer(OwnCorrection):
    """The same for staff, with the home it is about; empty once it was erased."""

    place: str = gives(Typed(), "房号", "unit")

    @classmethod
    def of(cls, one: RollRequest) -> RollRequestAnswer:
        """One of them."""
        return cls(place=one.place, **_facts(one))

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """The home, and what was asked for it."""
        said = Text("“{place}”{rest}", "'{place}', {rest}")
        return said.filled(place=plain["place"] or "–", rest=OwnCorrection.in_words(plain))


def about_words(about: Iterable[str]) -> Text:
    """What is said to be wrong."""
    return join_texts([WrongPart(one).words for one in about], "；", "; ")


def _facts(one: RollRequest) -> dict[str, Any]:
    return {
        "number": one.number,
        "asked": day_of(one.asked),
        "about": tuple(map(str, one.about)),
        "words": one.words,
        "outcome": str(one.outcome),
        "answered": day_of(one.answered) if one.answered else None,
        "answer": one.answer,
    }


@attrs.frozen(kw_only=True)
class RollChangeAnswer:
    """What a change of the roll does to heads and area of the whole; exact, area in m²."""

    heads_before: int | None = gives(COUNT, "改前人数", "heads before", none=True)
    heads_after: int | None = gives(COUNT, "改后人数", "heads afterwards", none=True)
    area_before: Text = gives(Said(), "改前面积合计", "area before, together")
    area_after: Text = gives(Said(), "改后面积合计", "area afterwards, together")
    unknown_before: int = gives(COUNT, "改前面积不详的套数", "units of unknown area before")
    unknown_after: int = gives(COUNT, "改后面积不详的套数", "units of unknown area afterwards")
    codes_lost: int = gives(COUNT, "因此失效、要补发的表决码", "codes that die: issue them anew")

    @classmethod
    def of(cls, before: Weights, after: Weights, lost: int) -> RollChangeAnswer:
        """What all weighed, and will weigh."""
        return cls(
            heads_before=before.heads,
            heads_after=after.heads,
            area_before=Base.AREA.said(before.area, before.decimals),
            area_after=Base.AREA.said(after.area, after.decimals),
            unknown_before=before.area_unknown,
            unknown_after=after.area_unknown,
            codes_lost=lost,
        )


@attrs.frozen
class OwnHome:
    """One of a head's homes with its floor area; null: not known, or it does not count."""

    unit: str = gives(Typed(), "房号", "unit")
    area: Text | None = gives(Said(), "面积", "area", none=True)

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """The home and its area."""
        area = Text(**plain["area"]) if plain["area"] else Text("面积不详", "area not known")
        return Text("“{unit}”{area}", "'{unit}' {area}").filled(unit=plain["unit"], area=area)


@attrs.frozen(kw_only=True)
class OwnWhole:
    """What an own share is of: all heads, and all area that is known."""

    heads: int | None = gives(COUNT, "全体人数", "heads in all", none=True)
    area: Text | None = gives(Said(), "全体面积", "area in all", none=True)
    area_unknown: int = gives(COUNT, "面积不详的套数", "units of unknown area")
    heads_share: str = gives(Typed(), "占全体人数", "share of the heads")
    area_share: str = unseen(Typed(), omitted=True)

    @classmethod
    def of(cls, area: int | None, whole: Weights, by_area: bool) -> OwnWhole:
        """What one voice and so much ``area`` are of."""
        return cls(
            heads=whole.heads,
            area=Base.AREA.said(whole.area, whole.decimals) if by_area else None,
            area_unknown=whole.area_unknown if by_area else 0,
            heads_share=percent(1, whole.heads or 0),
            area_share=LEFT_OUT if area is None or not by_area else percent(area, whole.area),
        )


_UNKNOWN = Text("不详", "not known")


def unit_area(unit: Unit | None) -> Text:
    """The floor area of a unit, in m², or that it is not known."""
    if unit is None or unit.floor_area is None:
        return _UNKNOWN
    return Base.AREA.said(unit.floor_area, unit.decimals or TWO_DECIMALS)


def share_words(area: int | None, whole: Weights | None, by_area: bool) -> Text:
    """Of how much a head's voice and area are: each percentage with what it is of."""
    if whole is None or not whole.heads:
        return EMPTY
    heads = (_OF_HEADS if by_area else _OF_VOICES).filled(
        all=whole.heads, share=percent(1, whole.heads)
    )
    if not by_area or area is None:
        return heads
    said = Text(
        "{heads}，占{known}面积{all}的{share}", "{heads}, and {share} of {known} area ({all})"
    )
    known = _ALL if not whole.area_unknown else _KNOWN
    return said.filled(
        heads=heads,
        known=known,
        all=Base.AREA.said(whole.area, whole.decimals),
        share=percent(area, whole.area),
    )


_OF_HEADS = Text("占全体{all}人的{share}", "{share} of all heads ({all})")
_OF_VOICES = Text("占全部{all}票的{share}", "{share} of all voices ({all})")
_ALL = Text("全体", "all")
_KNOWN = Text("已知的全体", "all known")
