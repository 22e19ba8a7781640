"""Papers of motions, read by two people before they are counted; a third look where they differ.

A paper is for a *place* (a unit, a resident), which stays sealed: the log names the head's slot and
which of its papers it is.  Two who read the same place and mark settle it; what cannot be read, or
differs, waits for a third.  What is settled is counted with all the others, so that nobody who
reads second can see anywhere whether both agree.
"""

from __future__ import annotations

import attrs

from tickbox_core.rules.motions import SPOILED
from tickbox_core.text import EMPTY, Text, as_text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text

Key = tuple[str, str, int]
"""Motion, slot of the head, and which of its papers."""


@attrs.frozen
class Marking:
    """What one person read of a paper; ``mark`` is ``None`` where they could not, or is erased.

    ``reason``: why they call it spoiled, in their own words; ``None`` where none was given.
    ``revision``: how many papers of the head had come in by then; ``None`` where nobody looked.
    """

    mark: str | None = attrs.field(repr=False)
    by: str = attrs.field(repr=False)
    at: str
    reason: Text | None = attrs.field(default=None, repr=False)
    revision: int | None = attrs.field(default=None, repr=False)


@attrs.frozen
class MarkedHead:
    """A paper that is being read; ``end`` is empty until it is counted, or is void.

    ``taken_back`` are readings that are superseded.
    """

    motion: str
    slot: str
    number: int
    place: str = attrs.field(repr=False)
    read: tuple[Marking, ...] = ()
    taken_back: tuple[Marking, ...] = ()
    end: str = ""

    @property
    def waits(self) -> bool:
        """Whether somebody has read it and it is not settled."""
        return bool(self.read) and not self.is_settled

    @property
    def is_settled(self) -> bool:
        """Whether it is read to its end, counted or not yet."""
        return bool(self.end) or self.agreed is not None

    @property
    def differs(self) -> bool:
        """Whether it waits for a third look."""
        return self.waits and len(self.read) >= 2 and self.agreed is None

    @property
    def agreed(self) -> str | None:
        """The mark that two read alike, or a third decided; ``None`` while nobody can tell."""
        if len(self.read) >= 2 and self.read[0].mark == self.read[1].mark is not None:
            return self.read[0].mark
        return self.read[2].mark if len(self.read) >= 3 else None

    def read_by(self, who: str) -> bool:
        """Whether somebody has read it."""
        return any(one.by == who for one in self.read)


class MotionPapers:
    """The papers of an area's motions that are read twice, in the order they were begun."""

    kinds = frozenset({"motion-paper-read", "motion-paper-unread", "motion-paper-done"})

    def __init__(self) -> None:
        self.papers: dict[Key, MarkedHead] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A paper was read, a reading taken back, or a paper settled."""
        facts = happened.facts
        key = (facts["motion"], facts["slot"], facts["paper"])
        known = self.papers.get(key) or MarkedHead(*key, happened.secret("place", ""))
        if happened.kind == "motion-paper-read":
            mark = happened.secret("mark")
            why = happened.secret("reason")
            reason = None if why is None else as_text(why)
            revision = happened.secret("revision")
            made = Marking(mark, happened.secret("by", ""), happened.at, reason, revision)
            known = attrs.evolve(
                known,
                place=known.place or happened.secret("place", ""),
                read=(*known.read, made),
            )
        elif happened.kind == "motion-paper-unread":
            known = attrs.evolve(known, read=(), taken_back=(*known.taken_back, *known.read))
        else:
            known = attrs.evolve(known, end=facts["end"])
        self.papers[key] = known

    def of(self, motion: str) -> tuple[MarkedHead, ...]:
        """The papers of a motion that somebody has read."""
        return tuple(one for key, one in self.papers.items() if key[0] == motion and one.read)

    def pending_at(self, motion: str, place: str) -> tuple[MarkedHead, ...]:
        """The papers of a place that are begun and not settled, in the order they were begun."""
        every = (one for key, one in self.papers.items() if key[0] == motion)
        return tuple(one for one in every if one.place == place and not one.is_settled)

    def at(self, motion: str, place: str, who: str) -> MarkedHead | None:
        """The paper of a place that somebody would read now, or ``None``.

        One that two have read and that differs is passed over for both of them: it waits for a
        third person, and they are to meet the same as if it had been settled.
        """
        return next(
            (
                one
                for one in self.pending_at(motion, place)
                if len(one.read) < 2 or not one.read_by(who)
            ),
            None,
        )

    def last_read_by(self, motion: str, place: str, who: str) -> bool:
        """Whether somebody has read the paper of a place that was begun last."""
        last = next((one for one in reversed(self.of(motion)) if one.place == place), None)
        return last is not None and last.read_by(who)

    def is_settled(self, motion: str, place: str) -> bool:
        """Whether a paper of a place was read to its end before."""
        return any(one.place == place and one.is_settled for one in self.of(motion))

    def to_count(self, motion: str) -> tuple[MarkedHead, ...]:
        """The papers of a motion that are read to their end and not counted yet."""
        return tuple(one for one in self.of(motion) if one.is_settled and not one.end)

    def unfinished(self, motion: str) -> int:
        """How many papers wait."""
        return sum(one.waits for one in self.of(motion))


def read(
    papers: MotionPapers,
    motion: str,
    slot: str,
    place: str,
    mark: str | None,
    by: str,
    again: bool = False,
    reason: Text = EMPTY,
    revision: int = 0,
) -> DiaryEntry:
    """One person's reading of the paper of a place; ``mark`` ``None``: they cannot read it.

    ``reason``: why it is spoiled; ``revision``: how many papers of the head have come in.

    Raises ``NotPossible`` for a second reading by the same person,
    a third look that cannot tell, a reason beside any other mark, and, unless it is said to be
    another paper (``again``), for a place that was read to the end.
    """
    person = require_text(by, Text("录入人", "who keys it"))
    if reason and mark != SPOILED:
        raise rejection(
            Text("写了作废的原因，票却不是作废。", "there is a reason, and it is not spoiled."),
            Text("请只留一样。", "Leave one of them."),
        )
    known = papers.at(motion, place, person)
    waits = known is not None and bool(known.read)
    own = known.read_by(person) if waits and known else papers.last_read_by(motion, place, person)
    if own and (waits or not again):
        raise rejection(  # first: nobody learns by trying whether it is settled
            Text("同一个人不能录两次。", "one person does not key it twice."),
            Text(
                "请由另一个人录入；确实另有一张，写明是另一张。",
                "Have another person key it; if there is another paper, say so.",
            ),
        )
    if not waits and papers.is_settled(motion, place) and not again:
        raise rejection(
            Text("这一户的票已经录完一张。", "a paper of this home is keyed to the end."),
            Text("确实另有一张，再录一次。", "If there is another one, say so and key it."),
        )
    if mark is None and known is not None and len(known.read) >= 2:
        raise rejection(
            Text("这是第三遍，要在这里定下来。", "this is the third look, which decides."),
            Text("几个人都看不清，请录作废。", "If nobody can read it, key it as spoiled."),
        )
    number = known.number if known else 1 + sum(
        key[:2] == (motion, slot) for key in papers.papers
    )  # fmt: skip
    sealed = {
        "place": place,
        "by": person,
        "revision": revision,
        **({} if mark is None else {"mark": mark}),
        **({"reason": reason.plain()} if reason else {}),
    }
    return DiaryEntry("motion-paper-read", _facts(motion, slot, number), sealed)


def unread(papers: MotionPapers, motion: str, place: str, by: str) -> DiaryEntry:
    """Take one's own first reading back.  ``NotPossible`` once another person has read it."""
    person = require_text(by, Text("录入人", "who keyed it"))
    waiting = papers.pending_at(motion, place)
    known = next((one for one in waiting if [by.by for by in one.read] == [person]), None)
    if known is None:  # whether two have read alike or not, it is said in the same words
        raise rejection(
            Text(
                "撤不回：不是您录的第一遍，或者已有别人录过。",
                "it cannot be taken back: it is no first reading of yours, or another has read it.",
            ),
            Text(
                "两遍不同的由第三人核对；相同的已经定了，确有错误请登记争议。",
                "Where two differ a third person looks; where they agree it is settled: declare a "
                "dispute if it is wrong.",
            ),
        )
    return DiaryEntry(
        "motion-paper-unread", _facts(motion, known.slot, known.number), {"by": person}
    )


def done(paper: MarkedHead, end: str) -> DiaryEntry:
    """A paper is settled: ``cast``, or the code of the refusal that makes it void."""
    return DiaryEntry(
        "motion-paper-done", {**_facts(paper.motion, paper.slot, paper.number), "end": end}
    )


def check_finished(papers: MotionPapers, motion: str) -> None:
    """Raise ``NotPossible`` while papers of a motion wait for another reading."""
    if left := papers.unfinished(motion):
        raise rejection(
            Text(f"还有{left}张表决票没有录完。", f"{left} papers are not keyed to the end."),
            Text(
                "请另一人录第二遍，不同的由第三人核对。",
                "Have another person key them, and a third look where they differ.",
            ),
        )


def _facts(motion: str, slot: str, number: int) -> dict[str, object]:
    return {"motion": motion, "slot": slot, "paper": number}
