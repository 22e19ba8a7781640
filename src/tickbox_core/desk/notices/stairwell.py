"""A large-type page for each stairwell after the decision: for those who pass no notice board."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.desk.concluding import ResultStanding
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.notices.common import (
    NEEDS,
    Sender,
    foot,
    kinds_of,
)
from tickbox_core.desk.notices.results import NONE_CHOSEN
from tickbox_core.hooks import Document
from tickbox_core.model import Question as Kind
from tickbox_core.rules import Placed
from tickbox_core.text import EMPTY, Language, Text, join_texts
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import Foot, plain
from tickbox_core.year import Override


@attrs.frozen
class ItemOutcome:
    """An item as it stands after the decision, in a few words."""

    title: Text
    words: Text


@attrs.frozen
class Stairwells:
    """A large-type page for each stairwell: what goes ahead, what missed, who to ring."""

    area: Text
    title: Text
    round: Text
    question: Text
    stairwells: tuple[Text, ...]
    ahead: tuple[ItemOutcome, ...]
    missed: tuple[ItemOutcome, ...]
    foot: Foot
    words: Mapping[str, Text]

    def document(self, language: Language) -> Document:
        """To be printed."""
        return Document("stairwells", language, plain(self, language))


_STAIRWELL_WORDS = {
    "ahead": Text("要办的事", "Going ahead"),
    "missed": Text("这次没有选上", "Not this time"),
    "ring": Text("有事请找", "Who to ring"),
    "nothing": Text("本轮只排序，没有定项目", "this round ranks and chooses none"),
}
MOST, NAMED = 12, 8
"""So many that go ahead are named on a page, and with those that missed so many in all (of these
two at least): it is read from two metres.  The posted result has them all."""


def stairwells(desk: Desk, round_id: str, sender: Sender) -> Stairwells:
    """The pages of all stairwells; ``NotListed`` before the result is published."""
    round, standing = desk.round(round_id), desk.concluding.standing(round_id)
    placed = {one.item: one for one in standing.outcome.ranking}
    needs = {one.item.id: one.needs for one in desk.listed(round_id)}
    ahead = [_ahead(placed[id_], needs[id_], standing.otherwise(id_)) for id_ in standing.chosen]
    ranks_only = standing.outcome.selected is None and not standing.overrides
    missed = [
        ItemOutcome(one.title, _missed_by(standing, one))
        for one in standing.outcome.ranking
        if one.item not in standing.chosen
    ]
    return Stairwells(
        area=area_name(desk),
        title=Text("打钩结果", "What was decided"),
        round=round.title,
        question=kinds_of(desk, round),
        stairwells=_names(desk),
        ahead=_first(ahead, MOST),
        missed=_first(missed, max(2, NAMED - len(ahead))) if not ranks_only else (),
        foot=foot(desk, sender, sender.link(desk, round_id, "wall"), round),
        words=_STAIRWELL_WORDS if ranks_only else {**_STAIRWELL_WORDS, "nothing": NONE_CHOSEN},
    )


def _ahead(placed: Placed, needs: Kind | None, decided: Override | None = None) -> ItemOutcome:
    """What goes ahead, by whose decision, and what has to be decided before it is carried out."""
    said = [placed.share.text]
    if decided is not None:
        words = Text("{by}另行决定列入：{why}", "taken up beside the count by {by}: {why}")
        said.append(words.filled(by=decided.decided_by, why=decided.reason))
    if needs is not None:
        words = Text("{needs}：{kind}", "{needs}: {kind}")
        said.append(words.filled(needs=NEEDS, kind=needs.words))
    return ItemOutcome(placed.title, join_texts(said, "；", "; "))


def _first(outcomes: list[ItemOutcome], most: int) -> tuple[ItemOutcome, ...]:
    """The first of them, and in a line how many more there are."""
    more = len(outcomes) - most
    if more <= 0:
        return tuple(outcomes)
    words = Text(f"另有{more}项，见公示栏", f"{more} more stand on the notice board")
    return (*outcomes[:most], ItemOutcome(EMPTY, words))


def _missed_by(standing: ResultStanding, one: Placed) -> Text:
    """By how many ticks it missed the last that is chosen, where ticks are what it is ranked by.

    Of what the count chose and people left out: that, and why.
    """
    if (decided := standing.otherwise(one.item)) is not None:
        words = Text(
            "{share}，计票入选；{by}另行决定不列入：{why}",
            "{share}, chosen by the count; left out beside it by {by}: {why}",
        )
        return words.filled(share=one.share.text, by=decided.decided_by, why=decided.reason)
    by_ticks = standing.outcome.budget is None and one.score is None
    taken = standing.outcome.taken
    chosen = [p for p in standing.outcome.ranking if p.chosen or p.item in taken]
    if not by_ticks or not chosen or one.item in standing.outcome.left_open:
        return one.why
    short = min(p.share.numerator for p in chosen) - one.share.numerator
    if short < 0:
        return one.why
    told = one.share.text
    if short == 0:
        words = Text("{share}，与最后入选的一样多", "{share}: as many as the last chosen")
    else:
        words = Text("{share}，差{n}个钩", "{share}: {n} short")
    return words.filled(share=told, n=short)


def _names(desk: Desk) -> tuple[Text, ...]:
    """What the stairwells (where the tree has none: the buildings, the area) are called."""
    tree = desk.tree
    for level in ("stairwell", "building"):
        found = [one for one in tree.at_level(level) if tree.within(one.id, desk.area)]
        if found:
            return tuple(_where(desk, one.id) for one in found)
    return (area_name(desk),)


def _where(desk: Desk, id_: str) -> Text:
    """Estate, building, stairwell; a name that the next one begins with is left out."""
    levels = {"estate", "building", "stairwell"}
    names = [one.name for one in desk.tree.path(id_) if one.level in levels]
    kept = [
        name
        for at, name in enumerate(names)
        if not any(inner.zh.startswith(name.zh) for inner in names[at + 1 :])
    ]
    return Text(" ".join(name.zh for name in kept), ", ".join(name.en for name in kept))
