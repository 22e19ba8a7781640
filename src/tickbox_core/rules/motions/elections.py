"""Choosing persons: several seats, a bar for each candidate, and what is voted on again.

A *candidate* is an option of the motion, a *tick* one candidate of a paper, which may have as many
as there are *seats*.  Each candidate needs the bars on both bases.  Of those who pass, the most
heads come first, and of equal heads the larger area: where heads and area order differently, heads
decide.  Those who are *equal* on both at the last seat are voted on again among themselves; seats
that nobody reached stay open for a further vote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from tickbox_core.errors import BadValue, NoSuchMark
from tickbox_core.model import Option
from tickbox_core.rules.motions.papers import ABSTAIN, NONE_OF_THESE, SPOILED
from tickbox_core.rules.motions.verdict import Result
from tickbox_core.text import Text

JOINT = "+"
"""Between the candidates of a paper's mark, which stand in the order of the list."""
_BETWEEN = re.compile(r"[+＋,，、;；\s]+")
_BESIDE_A_NAME = re.compile(r"[（()）【】\[\]/]+")
_SEVERAL_NAMES = re.compile(r"[，,、；;\n]")


@attrs.frozen
class Marks(Collection[str]):
    """All that a paper of an election may say.

    ``singly`` are the candidates, "none of these", and how else a paper counts; any other mark has
    several ``candidates``, in their order and no more than ``seats``.
    """

    singly: tuple[str, ...]
    candidates: tuple[str, ...]
    seats: int

    def __contains__(self, mark: object) -> bool:
        if mark in self.singly:
            return True
        if not isinstance(mark, str) or JOINT not in mark:
            return False
        ticked = mark.split(JOINT)
        in_order = [one for one in self.candidates if one in ticked]
        return ticked == in_order and len(ticked) <= self.seats

    def __iter__(self) -> Iterator[str]:
        return iter(self.singly)

    def __len__(self) -> int:
        return len(self.singly)


def read_ticks(written: str) -> tuple[str, ...]:
    """What stands between signs that separate: ``"a, b"`` and ``"a+b"`` are ``a`` and ``b``."""
    return tuple(part for part in _BETWEEN.split(written) if part)


def join_ticks(candidates: Sequence[str], seats: int, ticked: Iterable[str]) -> str:
    """One mark from what was ticked, a mark of several candidates counting as these.

    Nothing ticked is an abstention.  Raises ``NoSuchMark`` for what is not offered, for candidates
    beside "none of these" or an abstention, and for more than there are seats.
    """
    said = list(dict.fromkeys(part for one in ticked for part in read_ticks(one)))
    alone = (NONE_OF_THESE, ABSTAIN, SPOILED)
    unknown = [one for one in said if one not in (*candidates, *alone)]
    if unknown:
        raise _not_offered(unknown[0], candidates)
    if len(said) > 1 and not set(said).isdisjoint(alone):
        raise NoSuchMark(_CONTRADICTS, _ONE_OF_THEM)
    if len(said) > seats:
        raise NoSuchMark(too_many(seats), _TICK_FEWER)
    in_order = [one for one in candidates if one in said]
    return JOINT.join(in_order) or (said[0] if said else ABSTAIN)


def is_over(candidates: Collection[str], seats: int, mark: str) -> bool:
    """Whether a mark ticks candidates alone, and more of them than there are seats."""
    ticked = set(read_ticks(mark))
    return len(ticked) > seats and ticked <= set(candidates)


def too_many(seats: int) -> Text:
    """Why a paper with more ticks is spoiled."""
    return Text("勾选超过{seats}人。", "more than {seats} are ticked.").filled(seats=seats)


_CONTRADICTS = Text(
    "勾了候选人，又勾了“都不选”或弃权。",
    "candidates are ticked beside 'none of these' or an abstention.",
)
_ONE_OF_THEM = Text("请只留一样。", "Leave one of them.")
_TICK_FEWER = Text("请少勾几人。", "Tick fewer.")


def _not_offered(written: str, candidates: Iterable[str]) -> NoSuchMark:
    return NoSuchMark(
        Text("没有候选人“{written}”。", "there is no candidate '{written}'.").filled(
            written=written[:40]
        ),
        Text("候选人编号：{ids}。", "The candidates are {ids}.").filled(ids=", ".join(candidates)),
    )


# -- who may stand -----------------------------------------------------------------------------


def check_candidates(candidates: Sequence[Option], seats: int) -> None:
    """Raise ``BadValue`` for fewer candidates than seats, and for one who stands twice."""
    if type(seats) is not int or seats < 1:
        raise BadValue("seats", Text("席位至少一个。", "there is one seat at least."))
    if len(candidates) < seats:
        raise BadValue(
            "candidates",
            Text("{seats}个席位只有{number}名候选人。", "{number} stand for {seats} seats.").filled(
                seats=seats, number=len(candidates)
            ),
            Text("候选人不得少于席位。", "As many have to stand as there are seats."),
        )
    names: dict[str, str] = {}
    for one in candidates:
        if _BETWEEN.search(one.id):
            raise BadValue(
                f"candidate {one.id}",
                Text("编号里有空格或分隔符。", "its id has blanks or signs that separate."),
                Text("请换一个短编号。", "Give it a short plain id."),
            )
        if _SEVERAL_NAMES.search(one.title.zh):
            raise BadValue(
                f"candidate {one.id}",
                Text("“{written}”像是几个人。", "'{written}' looks like several persons.").filled(
                    written=one.title.zh[:40]
                ),
                Text("请把每位候选人分开填写。", "Give each candidate by themselves."),
            )
        name = _name(one.title.zh)
        if name in names:
            raise BadValue(
                f"candidate {one.id}",
                Text("与{other}同名。", "has the name of {other}.").filled(other=names[name]),
                Text("同名的请在名字里写明是哪一位。", "Say in the name which of them it is."),
            )
        names[name] = one.id


def stands(candidates: Iterable[Option], name: str) -> Option | None:
    """The candidate whom somebody's name means, width, case and blanks aside.

    What is written beside a name in brackets is looked at by itself: the name under which a
    candidate logs in can stand there.
    """
    wanted = _name(name)
    if not wanted:
        return None
    return next((one for one in candidates if wanted in _names(one)), None)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, width, case and blanks aside; nobody's is none."""
    return bool(_name(one)) and _name(one) == _name(other)


def _names(candidate: Option) -> frozenset[str]:
    written = (candidate.title.zh, candidate.title.en)
    parts = (part for one in written for part in _BESIDE_A_NAME.split(one))
    return frozenset(_name(one) for one in (*written, *parts)) - {""}


def _name(written: str) -> str:
    return "".join(unicodedata.normalize("NFKC", written).casefold().split())


# -- who has a seat ----------------------------------------------------------------------------


@attrs.frozen
class CandidateVotes:
    """How a candidate stands: whether the bars are passed, votes by heads, and by area.

    ``area`` is in the unit of the roll (``None``: unknown).
    """

    candidate: str
    result: Result
    heads: int
    area: int | None


@attrs.frozen
class SeatsFilled:
    """Who has a seat of so many, in the order of votes.

    ``equal`` are those who are equal on both bases at the last seat: it goes to none of them, and
    they are voted on again.  ``left`` seats are open.  ``undetermined``: the figures do not say who
    passes, so nobody is certified.
    """

    seats: int
    elected: tuple[str, ...] = ()
    equal: tuple[str, ...] = ()
    left: int = 0
    undetermined: bool = False

    def further(self, candidates: Iterable[str]) -> tuple[str, ...]:
        """Who stands in the further vote: those who are equal, else all who have no seat."""
        if not self.left or self.undetermined:
            return ()
        return tuple(
            one
            for one in candidates
            if (one in self.equal if self.equal else one not in self.elected)
        )


def fill(seats: int, standings: Iterable[CandidateVotes]) -> SeatsFilled:
    """Fill the seats with those who pass.

    Where of anybody it is not known whether they pass, nobody is certified.
    """
    known = list(standings)
    if any(one.result is Result.UNDETERMINED for one in known):
        return SeatsFilled(seats, left=seats, undetermined=True)
    passing = sorted((one for one in known if one.result is Result.PASSED), key=_votes)
    if len(passing) <= seats:
        return SeatsFilled(
            seats, tuple(one.candidate for one in passing), left=seats - len(passing)
        )
    if _votes(passing[seats - 1]) != _votes(passing[seats]):
        return SeatsFilled(seats, tuple(one.candidate for one in passing[:seats]))
    last = _votes(passing[seats])
    elected = tuple(one.candidate for one in passing if _votes(one) < last)
    equal = tuple(one.candidate for one in passing if _votes(one) == last)
    return SeatsFilled(seats, elected, equal, seats - len(elected))


def _votes(standing: CandidateVotes) -> tuple[int, int]:
    """To be sorted by: most heads first, then most area (which is known of whoever passes)."""
    return -standing.heads, -(standing.area or 0)
