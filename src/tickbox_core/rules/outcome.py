"""What a rule answers: a ranking, what was chosen, and why, frozen together."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol, runtime_checkable

import attrs

from tickbox_core.counting import Share
from tickbox_core.counting.ballot_account import BallotAccount
from tickbox_core.model import Item
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.rules.contest import Contest
from tickbox_core.text import EMPTY, Text


@attrs.frozen
class Chosen:
    """How many ticked one option of an item (or "none of these"), and whether it leads."""

    option: str
    title: Text
    ticks: int
    share: Share
    leads: bool

    def plain(self) -> dict[str, Any]:
        """The option for JSON."""
        return {
            "option": self.option,
            "title": self.title.plain(),
            "ticks": self.ticks,
            "share": self.share.plain(),
            "leads": self.leads,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Chosen:
        """The option that ``plain`` wrote."""
        return cls(
            plain["option"],
            Text.of(plain["title"]),
            plain["ticks"],
            Share(**plain["share"]),
            plain["leads"],
        )


@attrs.frozen
class Placed:
    """One item's place: equal scores share a rank (1, 2, 2, 4).

    ``score`` is what it is ranked by where that is not its ticks (points, a weight), exactly.
    ``options`` stand where it is ticked by options.
    """

    rank: int
    item: str
    title: Text
    ticks: int
    share: Share
    why: Text
    chosen: bool | None = None
    score: Fraction | None = None
    options: tuple[Chosen, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The place for JSON; ``chosen``, ``score`` and ``options`` only where there are any."""
        row: dict[str, Any] = {
            "rank": self.rank,
            "item": self.item,
            "title": self.title.plain(),
            "ticks": self.ticks,
            "share": self.share.plain(),
            "why": self.why.plain(),
        }
        if self.chosen is not None:
            row["chosen"] = self.chosen
        if self.score is not None:
            row["score"] = str(self.score)
        if self.options:
            row["options"] = [option.plain() for option in self.options]
        return row

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Placed:
        """The place that ``plain`` wrote."""
        return cls(
            rank=plain["rank"],
            item=plain["item"],
            title=Text.of(plain["title"]),
            ticks=plain["ticks"],
            share=Share(**plain["share"]),
            why=Text.of(plain["why"]),
            chosen=plain.get("chosen"),
            score=Fraction(plain["score"]) if "score" in plain else None,
            options=tuple(Chosen.of(option) for option in plain.get("options", ())),
        )


@attrs.frozen
class Tie:
    """Items tied across the cut: ``places`` of them could be chosen, and who was.

    One that was handed back to people is ``open``: nobody of it is chosen, and ``places`` is how
    many of them still fit at most.  ``in_turn``: a rule that goes step by step asks which of them
    comes first (``places`` is 1), and the others may follow: ``fit`` of them still fit, at most
    (``None``: not known).

    A rule that goes step by step may name thousands at each of thousands of steps.  Then ``items``
    are the first of them, as listed, and ``more`` says how many others were tied; of an open tie
    all are named.
    """

    items: tuple[str, ...]
    places: int
    tie_break: str
    chosen: tuple[str, ...]
    in_turn: bool = False
    fit: int | None = None
    more: int = 0

    @property
    def number(self) -> int:
        """How many were tied, those included that are not named."""
        return len(self.items) + self.more

    @property
    def open(self) -> bool:
        """Whether people have to settle it."""
        return len(self.chosen) < self.places

    def posted(self) -> dict[str, Any]:
        """An open tie as it stands in the log: items, and how many of them still fit."""
        more: dict[str, Any] = {"in_turn": True} if self.in_turn else {}
        if self.fit is not None:
            more["fit"] = self.fit
        return {"items": list(self.items), "places": self.places, **more}

    @classmethod
    def of_posted(cls, plain: Mapping[str, Any], tie_break: str) -> Tie:
        """The open tie that ``posted`` wrote."""
        in_turn = bool(plain.get("in_turn"))
        return cls(tuple(plain["items"]), plain["places"], tie_break, (), in_turn, plain.get("fit"))

    def plain(self) -> dict[str, Any]:
        """The tie for JSON; ``more`` only where not all are named."""
        more = {"more": self.more} if self.more else {}
        return {
            "items": list(self.items),
            **more,
            "places": self.places,
            "tie_break": self.tie_break,
            "chosen": list(self.chosen),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Tie:
        """The tie that ``plain`` wrote."""
        return cls(
            tuple(plain["items"]),
            plain["places"],
            plain["tie_break"],
            tuple(plain["chosen"]),
            more=plain.get("more", 0),
        )


class How(StrEnum):
    """How people settle a tie that was handed back to them."""

    LOT = "lot"
    ALL = "all"
    NONE = "none"
    RUN_OFF = "run-off"

    @property
    def words(self) -> Text:
        """In words."""
        return _HOW[self]


_HOW = {
    How.LOT: Text("两人当众掷骰子抽签", "a lot, by dice that two people throw in public"),
    How.ALL: Text("并列的全部列入", "all of the tied are taken"),
    How.NONE: Text("并列的都不列入", "none of the tied is taken"),
    How.RUN_OFF: Text("在并列的事项中再办一轮决选", "a run-off round among the tied"),
}


@attrs.frozen
class RunOffResult:
    """The published result of a run-off, as it can be found and recounted.

    ``size`` and ``root`` are those of its log, ``outcome`` the SHA-256 of its outcome.
    """

    round: str
    size: int
    root: str
    outcome: str


_CHOSEN_IN_RUN_OFF = Text("决选选出", "chosen in the run-off")
_TAKEN_BY_TWO = Text("由两人决定列入", "taken by a decision of two people, beside the count")


@attrs.frozen
class Settling:
    """How two people settled the ties that were handed back: beside the count, never in its place.

    ``ties`` stand as they were posted.  ``dice`` are the throws of a lot, one digit each; by them
    every tie of the count is drawn.  ``taken`` are the tied that are taken by decision, or that the
    ``run_off`` has chosen.
    """

    how: How = attrs.field(converter=How)
    ties: tuple[Tie, ...]
    dice: str = ""
    reason: Text = EMPTY
    taken: tuple[str, ...] = ()
    run_off: RunOffResult | None = None

    @property
    def taken_words(self) -> Text:
        """How one of those ``taken`` came to be: chosen by a run-off, or by decision."""
        return _CHOSEN_IN_RUN_OFF if self.how is How.RUN_OFF else _TAKEN_BY_TWO

    def plain(self) -> dict[str, Any]:
        """The settling for JSON; ``run_off`` only where there is one."""
        more = {} if self.run_off is None else {"run_off": attrs.asdict(self.run_off)}
        return {
            "how": str(self.how),
            "ties": [tie.posted() for tie in self.ties],
            "dice": self.dice,
            "reason": self.reason.plain(),
            "taken": list(self.taken),
            **more,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any], tie_break: str) -> Settling:
        """The settling that ``plain`` wrote."""
        return cls(
            plain["how"],
            tuple(Tie.of_posted(tie, tie_break) for tie in plain["ties"]),
            plain["dice"],
            Text(**plain["reason"]),
            tuple(plain["taken"]),
            RunOffResult(**plain["run_off"]) if "run_off" in plain else None,
        )


@attrs.frozen(hash=False)
class CountingStep:
    """One step of a rule that chooses step by step: the item, the facts of the step, and why.

    ``facts`` are whole numbers and strings: votes, money left, a price, who could pay (a count).
    """

    item: str
    why: Text
    facts: Mapping[str, Any] = attrs.field(factory=dict, converter=frozen_mapping)

    def plain(self) -> dict[str, Any]:
        """The step for JSON."""
        return {"item": self.item, "why": self.why.plain(), "facts": dict(self.facts)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> CountingStep:
        """The step that ``plain`` wrote."""
        return cls(plain["item"], Text.of(plain["why"]), plain["facts"])


@attrs.frozen
class Margin:
    """How stable the list is: so many ticks more or fewer on this item alone would change it.

    ``more`` says whether they would be added or taken away; the ballots stay as many.  Where a rule
    ranks by something else (points, a weight) ``score`` is the change in that, and ``ticks`` none.
    """

    item: str
    ticks: int | None
    more: bool
    why: Text
    score: Fraction | None = None

    def plain(self) -> dict[str, Any]:
        """The margin for JSON; ``score`` only where there is one."""
        plain: dict[str, Any] = {
            "item": self.item,
            "ticks": self.ticks,
            "more": self.more,
            "why": self.why.plain(),
        }
        return plain if self.score is None else {**plain, "score": str(self.score)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Margin:
        """The margin that ``plain`` wrote."""
        score = Fraction(plain["score"]) if "score" in plain else None
        return cls(plain["item"], plain["ticks"], plain["more"], Text.of(plain["why"]), score)


@attrs.frozen(hash=False)
class Outcome:
    """A ranking with everything needed to check it.

    ``rule``, ``version``, ``plugin`` and ``parameters`` say how it was made; ``base`` names what
    shares are divided by and ``ballots`` how many were counted.  ``selected`` holds the ids chosen
    (``None`` where the rule only ranks), in the order chosen, ``ties`` those that stood across the
    cut and how they were resolved, ``note`` what the reader has to know about the whole.  Where the
    tie-break handed a tie back, ``settling`` says how people settled it.  Under a budget, ``cost``
    is what was spent of it (smallest units of money), ``steps`` how it went and ``margin`` how
    stable the list is.  ``account`` says what became of every ballot of a round, also of those that
    did not count.
    """

    rule: str
    version: str
    base: str
    ballots: int
    ranking: tuple[Placed, ...]
    parameters: Mapping[str, Any] = attrs.field(factory=dict, converter=frozen_mapping)
    plugin: str = "tickbox-core"
    selected: tuple[str, ...] | None = None
    ties: tuple[Tie, ...] = ()
    note: Text = EMPTY
    cost: int | None = None
    budget: int | None = None
    steps: tuple[CountingStep, ...] = ()
    margin: Margin | None = None
    settling: Settling | None = None
    account: BallotAccount | None = None

    @property
    def taken(self) -> tuple[str, ...]:
        """The tied that people took by decision, beside the count."""
        return () if self.settling is None else self.settling.taken

    @property
    def left_open(self) -> frozenset[str]:
        """The items of ties that the count leaves open."""
        return frozenset(item for tie in self.ties if tie.open for item in tie.items)

    def plain(self) -> dict[str, Any]:
        """The outcome for JSON: whole numbers, strings, lists and mappings only."""
        answer: dict[str, Any] = {
            "rule": self.rule,
            "version": self.version,
            "plugin": self.plugin,
            "parameters": dict(self.parameters),
            "base": str(self.base),
            "ballots": self.ballots,
            "ranking": [placed.plain() for placed in self.ranking],
            "ties": [tie.plain() for tie in self.ties],
            "note": self.note.plain(),
        }
        if self.selected is not None:
            answer["selected"] = list(self.selected)
        if self.settling is not None:
            answer["settling"] = self.settling.plain()
        if self.account is not None:
            answer["account"] = self.account.plain()
        if self.budget is None and self.margin is not None:
            answer["margin"] = self.margin.plain()
        if self.budget is not None:
            answer |= {"cost": self.cost, "budget": self.budget}
            answer["rounds"] = [step.plain() for step in self.steps]
            answer["margin"] = None if self.margin is None else self.margin.plain()
        return answer

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Outcome:
        """The outcome that ``plain`` wrote: a published one is read back, never computed anew."""
        return cls(
            rule=plain["rule"],
            version=plain["version"],
            plugin=plain["plugin"],
            parameters=plain["parameters"],
            base=plain["base"],
            ballots=plain["ballots"],
            ranking=tuple(Placed.of(row) for row in plain["ranking"]),
            ties=tuple(Tie.of(tie) for tie in plain["ties"]),
            note=Text.of(plain["note"]),
            selected=tuple(plain["selected"]) if "selected" in plain else None,
            cost=plain.get("cost"),
            budget=plain.get("budget"),
            steps=tuple(CountingStep.of(step) for step in plain.get("rounds", ())),
            margin=Margin.of(plain["margin"]) if plain.get("margin") else None,
            settling=_settling(plain),
            account=BallotAccount.of(plain["account"]) if "account" in plain else None,
        )


def _settling(plain: Mapping[str, Any]) -> Settling | None:
    if "settling" not in plain:
        return None
    return Settling.of(plain["settling"], plain["parameters"]["tie_break"])


@runtime_checkable
class TieBreak(Protocol):
    """Decides, across a cut, which of several equal items come first."""

    @property
    def key(self) -> str:
        """Its name in the registry."""
        ...

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """The tied items (handed over in listed order), those to be chosen first in front.

        Raises ``TieRefused`` (through ``Refuse``) where a person has to decide.
        """
        ...


@runtime_checkable
class RankingRule(Protocol):
    """Turns a contest into an outcome; the same contest always gives the same outcome."""

    @property
    def key(self) -> str:
        """Its name in the registry."""
        ...

    @property
    def version(self) -> str:
        """The version of the rule, not of the plugin that brings it."""
        ...

    def outcome(self, contest: Contest) -> Outcome:
        """Rank, and choose where the contest has places or a budget."""
        ...
