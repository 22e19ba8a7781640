"""Papers and mandates: what each head has said, checked before anything is counted.

A *paper* is one marked ballot, on paper or online.  A *mandate* lets a proxy mark it for the one
who may; it is written, says how to vote, and one person can hold only so many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

import attrs

from tickbox_core.errors import DuplicateVoter, MandateRefused, MarkedDifferently, UnknownName
from tickbox_core.model._checks import a_tuple
from tickbox_core.rules.motions.assembly import Assembly, Head
from tickbox_core.rules.motions.practice import Practice
from tickbox_core.text import Text

YES, NO, ABSTAIN, SPOILED = "yes", "no", "abstain", "spoiled"
NONE_OF_THESE = "none-of-these"
WITH_MAJORITY = "with-majority"
"""From the crowd (从众): it joins whichever side leads, where the estate's own rules offer it."""


@attrs.frozen
class Mandate:
    """A proxy's authority: who may vote, whether it is written, how, and in what role they stand.

    ``role`` is what may be barred (``property-firm-staff``); empty for an ordinary proxy.
    """

    proxy: str = attrs.field(repr=False)
    written: bool = False
    instruction: str | None = attrs.field(default=None, repr=False)
    role: str = ""


@attrs.frozen
class Paper:
    """One marked ballot for a place (a unit, a resident): ``yes``, ``no``, an option's id …

    An unmarked paper is an abstention.  ``by`` is who marked it, where that is known.
    """

    place: str
    mark: str = attrs.field(default=ABSTAIN, repr=False)
    by: str | None = attrs.field(default=None, repr=False)
    mandate: Mandate | None = attrs.field(default=None, repr=False)


@attrs.frozen
class ProxyRules:
    """What proxies need; ``most`` principals each (``None``: as many as like), roles ``barred``."""

    allowed: bool = True
    written: bool = True
    instructed: bool = True
    most: int | None = None
    barred: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)

    @classmethod
    def of(cls, practice: Practice) -> ProxyRules:
        """As a place has it; what it does not say is not limited (the checklist asks)."""
        written = practice.value("proxy.written")
        return cls(
            written=True if written is None else written,
            most=practice.value("proxy.max_principals"),
            barred=tuple(practice.value("proxy.barred") or ()),
        )

    def check(self, paper: Paper, head: Head) -> None:
        """Raise ``MandateRefused`` unless whoever marked the paper may do so for the head."""
        mandate = paper.mandate
        if mandate is None:
            if not head.voters:
                raise MandateRefused(paper.place, _NOBODY_NAMED)
            if paper.by is not None and paper.by not in head.voters:
                raise MandateRefused(paper.place, _NOT_THE_VOTER)
            return
        as_marked = paper.mark != SPOILED  # a spoiled paper says nothing against its instruction
        refused = (
            (not self.allowed, _NO_PROXIES),
            (paper.by is not None and paper.by != mandate.proxy, _NOT_THE_PROXY),
            (self.written and not mandate.written, _NOT_WRITTEN),
            (self.instructed and mandate.instruction is None, _NOT_INSTRUCTED),
            (as_marked and mandate.instruction not in (None, paper.mark), _NOT_AS_INSTRUCTED),
            (mandate.role in self.barred, _BARRED),
        )
        for applies, problem in refused:
            if applies:
                raise MandateRefused(paper.place, problem)

    def check_number(self, held: Mapping[str, Collection[str]]) -> None:
        """Raise ``MandateRefused`` where a proxy speaks for more heads than allowed."""
        for principals in held.values():
            if self.most is not None and len(principals) > self.most:
                raise MandateRefused(
                    sorted(principals)[-1],
                    Text(
                        f"同一代理人代理了{len(principals)}户，最多{self.most}户。",
                        f"one proxy speaks for {len(principals)} owners, "
                        f"and {self.most} are allowed.",
                    ),
                )


_NOBODY_NAMED = Text("共有人还没有指定表决人。", "the co-owners have named no voter.")
_NOT_THE_VOTER = Text("填票的人不是表决人。", "whoever marked it is not its voter.")
_NO_PROXIES = Text("这次表决不接受代理。", "this motion takes no proxies.")
_NOT_THE_PROXY = Text("填票的人不是受托人。", "whoever marked it is not the proxy.")
_NOT_WRITTEN = Text("没有书面委托。", "the mandate is not written.")
_NOT_INSTRUCTED = Text("委托书没有写明怎样投。", "the mandate does not say how to vote.")
_NOT_AS_INSTRUCTED = Text("与委托书写的不一致。", "it is not marked as the mandate says.")
_BARRED = Text("受托人的身份不能做代理人。", "the proxy's role bars them from being one.")


def first_valid(papers: Iterable[Paper]) -> tuple[tuple[Paper, ...], tuple[Paper, ...]]:
    """Papers that stand and papers that are void, where a place has several.

    Taken in the order they came in; the first that is not spoiled stands, and the others are kept
    void.  That is a choice: no source says what wins between paper and online.
    """
    arrived = list(papers)
    standing: dict[str, int] = {}
    for at, paper in enumerate(arrived):
        before = standing.setdefault(paper.place, at)
        if arrived[before].mark == SPOILED and paper.mark != SPOILED:
            standing[paper.place] = at
    kept = set(standing.values())
    return (
        tuple(paper for at, paper in enumerate(arrived) if at in kept),
        tuple(paper for at, paper in enumerate(arrived) if at not in kept),
    )


class Double(StrEnum):
    """Which paper stands where one head hands in several; the others are kept void.

    ``first_valid_stands``: the first that is not spoiled.  ``last_valid_stands``: the last one that
    is not, so that an owner may think again until the motion closes.
    """

    FIRST_VALID = "first_valid_stands"
    LAST_VALID = "last_valid_stands"


def standing(papers: Iterable[Paper], double: Double) -> Paper | None:
    """Of one head's papers, in the order they came in, the one that stands.

    Raises ``MarkedDifferently`` where valid papers for two of its units contradict one another:
    that is no change of mind, for which the same unit's paper is handed in again.
    """
    arrived = list(papers)
    valid = [paper for paper in arrived if paper.mark != SPOILED]
    if not valid:
        return arrived[0] if arrived else None
    first, *later = valid
    stands = first
    for paper in later:
        if paper.place != first.place and paper.mark != stands.mark:
            raise MarkedDifferently(tuple(sorted({paper.place, first.place})))
        if paper.place == first.place and double is Double.LAST_VALID:
            stands = paper
    return stands


def opinions(
    assembly: Assembly, papers: Iterable[Paper], marks: Collection[str], proxies: ProxyRules
) -> dict[str, str]:
    """Each head's one opinion, by head; those who handed in nothing are left out.

    A paper for any unit of an owner speaks for all.  A spoiled paper counts only where the head has
    no valid one.  Raises ``UnknownId`` for a place outside the motion, ``UnknownName`` for a mark
    the motion does not offer, ``DuplicateVoter`` for two papers of one place, ``MandateRefused``,
    and ``MarkedDifferently`` where one owner's units contradict one another.
    """
    said: dict[str, dict[str, str]] = {}
    held: dict[str, set[str]] = {}
    for paper in papers:
        head = assembly.head_at(paper.place)
        if paper.mark not in marks:
            raise UnknownName("mark", paper.mark, tuple(marks))
        if paper.place in said.setdefault(head.id, {}):
            raise DuplicateVoter(paper.place)
        proxies.check(paper, head)
        if paper.mandate is not None:
            held.setdefault(paper.mandate.proxy, set()).add(head.id)
        said[head.id][paper.place] = paper.mark
    proxies.check_number(held)
    return {head: _one_opinion(by_place) for head, by_place in said.items()}


def _one_opinion(by_place: Mapping[str, str]) -> str:
    valid = {mark for mark in by_place.values() if mark != SPOILED}
    if len(valid) > 1:
        raise MarkedDifferently(tuple(sorted(by_place)))
    return next(iter(valid), SPOILED)
