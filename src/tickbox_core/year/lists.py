"""Lists on their way: feasible, posted long enough, and what was corrected after opening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import WrongState
from tickbox_core.model import Item, Round, State
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.model.local_time import day_of
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text, require_two_people
from tickbox_core.year.objections import Objections, ObjectionStage
from tickbox_core.year.results import VOIDABLE


class Feasible(StrEnum):
    """Whether an item can be carried out."""

    YES = "yes"
    WITH_CONDITIONS = "with-conditions"
    NO = "no"

    @property
    def words(self) -> Text:
        """The finding in words."""
        return _FEASIBLE_WORDS[self]


_FEASIBLE_WORDS = {
    Feasible.YES: Text("可行", "feasible"),
    Feasible.WITH_CONDITIONS: Text("有条件可行", "feasible under conditions"),
    Feasible.NO: Text("不可行", "not feasible"),
}
CORRECTABLE = ("title", "description", "place")
"""What may be corrected after opening: words.  Whatever changes the matter is a new item."""


@attrs.frozen
class ItemFinding:
    """What the look at an item found, and why."""

    feasible: Feasible
    reason: Text
    at: str


@attrs.frozen
class TakenDown:
    """A posted list that was taken down: since when it had been posted, when and why it ended.

    ``plan`` is its configuration as it was posted, ``None`` where that is not kept (any more).
    """

    round: str
    posted_on: date
    at: str
    reason: Text
    plan: Mapping[str, Any] | None = attrs.field(
        default=None, repr=False, hash=False, converter=attrs.converters.optional(frozen_mapping)
    )

    @property
    def words(self) -> Text:
        """That it was taken down, and why, for residents who read it."""
        why = Text.of(self.reason.plain())
        return _TAKEN_DOWN.filled(
            posted=self.posted_on.isoformat(),
            on=day_of(self.at).isoformat(),
            reason=Text(why.zh.rstrip("。"), why.en.rstrip(".")),
        )


_TAKEN_DOWN = Text(
    "这份清单{posted}起公示，{on}撤回：{reason}。",
    "this list was posted from {posted} and taken down on {on}: {reason}.",
)


@attrs.frozen
class Posted:
    """A list was posted on a day: what exactly (SHA-256 of its plan), and until when at least.

    ``after`` is the posting before it, where there was one: what differs was posted anew.
    """

    round: str
    on: date
    until: date
    digest: str
    after: TakenDown | None = None


@attrs.frozen
class Correction:
    """Words of an open list set right: what stands now, and why."""

    item: str
    part: str
    words: Text
    reason: Text
    at: str


@attrs.frozen
class TakenOver:
    """An item of a list that follows a case of another neighbourhood."""

    round: str
    item: str
    area: str
    project: str


class Lists:
    """What is known of an area's lists besides their plans."""

    kinds = frozenset(
        "feasibility posted posting-withdrawn correction taken-over item-taken-off"
        " list-dropped".split()
    )

    def __init__(self) -> None:
        self.findings: dict[tuple[str, str], ItemFinding] = {}
        self.posted: dict[str, Posted] = {}
        self.taken_down: dict[str, TakenDown] = {}
        self.corrections: dict[str, tuple[Correction, ...]] = {}
        self.taken_over: tuple[TakenOver, ...] = ()

    def apply(self, happened: DiaryEntry) -> None:
        """An item was looked at or taken over, a list posted, taken down or corrected."""
        facts, round = happened.facts, happened.facts["cycle"]
        if happened.kind == "feasibility":
            finding = ItemFinding(Feasible(facts["feasible"]), Text(**facts["reason"]), happened.at)
            self.findings[round, facts["item"]] = finding
        elif happened.kind == "posted":
            on, until = date.fromisoformat(facts["on"]), date.fromisoformat(facts["until"])
            after = self.taken_down.pop(round, None)
            self.posted[round] = Posted(round, on, until, facts["digest"], after)
        elif happened.kind == "posting-withdrawn":
            was = self.posted.pop(round, None)
            if was is not None:
                why, plan = Text(**facts["reason"]), happened.secret("plan")
                self.taken_down[round] = TakenDown(round, was.on, happened.at, why, plan)
        elif happened.kind == "item-taken-off":
            self._forget(round, facts["item"])
        elif happened.kind == "list-dropped":
            for item in facts["items"]:
                self._forget(round, item)
        elif happened.kind == "taken-over":
            made_of = TakenOver(round, facts["item"], facts["area"], facts["project"])
            self.taken_over = (*self.taken_over, made_of)
        else:
            words, reason = Text(**facts["words"]), Text(**facts["reason"])
            made = Correction(facts["item"], facts["part"], words, reason, happened.at)
            self.corrections[round] = (*self.corrections.get(round, ()), made)

    def _forget(self, round: str, item: str) -> None:
        """What was said of an item that is taken off; another of its id is looked at anew."""
        self.findings.pop((round, item), None)
        self.taken_over = tuple(
            one for one in self.taken_over if (one.round, one.item) != (round, item)
        )


def assess(round: Round, item: str, feasible: Feasible, reason: Text, by: str) -> DiaryEntry:
    """Say whether an item can be carried out, and why.

    Raises ``UnknownId`` for an item that is not listed, ``NotPossible`` without a reason.
    """
    require_text(reason.zh, Text("理由", "the reason"))
    facts = {
        "cycle": round.id,
        "item": round.item(item).id,
        "feasible": str(feasible),
        "reason": reason.plain(),
    }
    return DiaryEntry("feasibility", facts, {"by": by})


def take_off(round: Round, item: str, reason: Text, by: str) -> DiaryEntry:
    """Take an item off a list that is being formed, and say why.

    Raises ``UnknownId`` for an item that is not listed, ``NotPossible`` without a reason.
    """
    require_text(reason.zh, Text("理由", "the reason"))
    facts = {"cycle": round.id, "item": round.item(item).id, "reason": reason.plain()}
    return DiaryEntry("item-taken-off", facts, {"by": by})


def drop(lists: Lists, round: Round, reason: Text, by: str) -> DiaryEntry:
    """Drop a list that nobody was shown, and say why.

    Raises ``WrongState`` once it is posted or open, ``NotPossible`` without a reason, and of a list
    that was posted and taken down: what residents were shown ends by a reason that they read.
    """
    if round.state is not State.LISTING:
        remedy = _VOID_IT if round.state in VOIDABLE else EMPTY
        raise WrongState(round.id, round.state.words, Text("弃用", "drop it"), remedy)
    if round.id in lists.taken_down:
        raise rejection(Text("这份清单公示过。", "this list was posted once."), _VOID_IT)
    require_text(reason.zh, Text("弃用理由", "the reason"))
    facts = {
        "cycle": round.id,
        "title": round.title.plain(),
        "items": list(round.item_ids),
        "reason": reason.plain(),
    }
    return DiaryEntry("list-dropped", facts, {"by": by})


def post(round: Round, digest: str, today: date) -> DiaryEntry:
    """Post the list for its notice days, the day of posting not counted.

    Raises ``NotPossible`` for an empty list or one that is not being listed.
    """
    if round.state is not State.LISTING:
        remedy = Text("请先撤回公示。", "Take it down first.")
        raise rejection(
            Text("清单现在不能公示。", "this list cannot be posted now."),
            remedy if round.state is State.POSTED else EMPTY,
        )
    if not round.items:
        raise rejection(
            Text("清单是空的。", "the list is empty."), Text("请加入事项。", "Add items.")
        )
    facts = {
        "cycle": round.id,
        "on": today.isoformat(),
        "until": posted_until(round, today).isoformat(),
        "digest": digest,
    }
    return DiaryEntry("posted", facts)


def posted_until(round: Round, day: date) -> date:
    """From when a list that is posted on a day has been posted long enough."""
    return day + timedelta(days=round.notice_days)


def withdraw(
    round: Round, reason: Text, by: str, plan: Mapping[str, Any] | None = None
) -> DiaryEntry:
    """Take a posted list down to change it; it has to be posted anew.

    ``plan`` is its configuration as it was posted: with it can be said what was changed since.
    Sealed, for words that should never have been posted can be erased.

    Raises ``NotPossible`` where it is not posted, or without a reason.
    """
    if round.state is not State.POSTED:
        raise rejection(Text("清单没有在公示。", "the list is not posted."))
    require_text(reason.zh, Text("撤回理由", "the reason"))
    return DiaryEntry(
        "posting-withdrawn",
        {"cycle": round.id, "reason": reason.plain()},
        {"by": by} if plan is None else {"by": by, "plan": plan},
    )


def take_over(round: str, item: str, area: str, project: str) -> DiaryEntry:
    """An item of a list follows a case of another neighbourhood."""
    facts = {"cycle": round, "item": item, "area": area, "project": project}
    return DiaryEntry("taken-over", facts)


def not_ready(lists: Lists, objections: Objections, round: Round, today: date) -> list[Text]:
    """What stands against opening a list; it need not be posted where that takes no days."""
    return [
        *_not_posted_long_enough(lists, round, today),
        *not_postable(lists, objections, round),
    ]


def not_postable(lists: Lists, objections: Objections, round: Round) -> list[Text]:
    """What of the year stands against opening a list, and against posting it already."""
    found = _not_feasible(lists, round)
    unanswered = len(objections.open(round.id, ObjectionStage.LIST))
    if unanswered:
        found.append(
            Text(
                f"还有{unanswered}条异议没有答复，请先答复。",
                f"objections without an answer: {unanswered}; answer them first.",
            )
        )
    return found


def correct(
    round: Round, item: str, part: str, words: Text, reason: Text, *, by: str, second: str
) -> DiaryEntry:
    """Set words of an open list right, with a reason and a second person.

    The frozen words stay in the ledger.  Raises ``NotPossible`` for anything but words, before
    opening (change the list then), without a reason or a second person; ``UnknownId``.
    """
    listed = round.item(item)
    if round.state in (State.LISTING, State.POSTED):
        raise rejection(
            Text("清单还没有开放。", "the list is not open yet."),
            _TAKE_DOWN_FIRST if round.state is State.POSTED else _CHANGE_ITSELF,
        )
    if part not in CORRECTABLE:
        raise rejection(
            Text(f"“{part}”开放后不能改。", f"'{part}' does not change after opening."),
            Text(
                "改了内容就是另一个事项，请列入下一轮。",
                "A changed item is a new item: list it in the next round.",
            ),
        )
    require_two_people(by, second)
    require_text(reason.zh, Text("更正理由", "the reason"))
    require_text(words.zh, Text("更正内容", "the words"))
    facts = {
        "cycle": round.id,
        "item": listed.id,
        "part": part,
        "words": words.plain(),
        "reason": reason.plain(),
    }
    return DiaryEntry("correction", facts, {"by": by, "second": second})


def corrected(item: Item, corrections: Iterable[Correction]) -> Item:
    """An item with the words that were set right since, the oldest first."""
    for one in corrections:
        if one.item == item.id:
            words: Any = {one.part: one.words}
            item = attrs.evolve(item, **words)
    return item


_VOID_IT = Text("请作废（round/void，写明理由）。", "Void it (round/void, with the reason).")
_CHANGE_ITSELF = Text("请直接修改清单。", "Change the list itself.")
_TAKE_DOWN_FIRST = Text(
    "请先撤回公示（round/withdraw），再直接修改清单，重新公示。",
    "Take it down first (round/withdraw), change the list itself, and post it again.",
)


def _not_posted_long_enough(lists: Lists, round: Round, today: date) -> list[Text]:
    if round.notice_days == 0:
        return []
    posted = lists.posted.get(round.id)
    if posted is None:
        return [
            Text(
                f"清单要先公示{round.notice_days}天。",
                f"the list has to be posted for {round.notice_days} days first.",
            )
        ]
    if today < posted.until:
        return [
            Text(
                f"公示到{posted.until.isoformat()}才满{round.notice_days}天，请届时再开放。",
                f"posted long enough only on {posted.until.isoformat()} "
                f"({round.notice_days} days); open it then.",
            )
        ]
    return []


def _not_feasible(lists: Lists, round: Round) -> list[Text]:
    found = []
    for item in round.items:
        finding = lists.findings.get((round.id, item.id))
        if finding is None:
            found.append(
                Text(
                    f"“{item.title.zh}”：还没有作可行性说明，请补上。",
                    f"'{item.title.en}': nobody has said whether it is feasible; say so.",
                )
            )
        elif finding.feasible is Feasible.NO:
            found.append(
                Text(
                    f"“{item.title.zh}”：不可行（{finding.reason.zh}），请从清单撤下（item/remove），或修改后重新说明。",
                    f"'{item.title.en}': not feasible ({finding.reason.en}); take it off the list "
                    "(item/remove), or change it and look at it again.",
                )
            )
    return found
