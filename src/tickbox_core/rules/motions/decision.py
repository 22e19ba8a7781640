"""Deciding a motion: papers in, tallies and verdicts out.

gather opinions → let silence speak, where it may → tally each side on each base → judge each side.
A yes-or-no motion has one verdict, on "yes".  A choice has one for each option: the option that
passes on its own has won; where none does, those that lead go to a confirming round, because the
most ticks are not yet a majority.  An election has one for each candidate, and several may pass
(``elections``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.model import AreaTree, Question, Roll
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.model.scope import Ground, units_in
from tickbox_core.rules.motions.assembly import (
    Assembly,
    delegates,
    households,
    owners,
    residents,
    weight_of,
)
from tickbox_core.rules.motions.bases import Base
from tickbox_core.rules.motions.elections import CandidateVotes, SeatsFilled, fill
from tickbox_core.rules.motions.majority import Following, follow, leader, saying, top
from tickbox_core.rules.motions.motion import Delivery, Motion, Silence, Treatment
from tickbox_core.rules.motions.papers import (
    ABSTAIN,
    NONE_OF_THESE,
    SPOILED,
    WITH_MAJORITY,
    YES,
    Paper,
    opinions,
)
from tickbox_core.rules.motions.verdict import BarKind, Counts, Result, Verdict, judge
from tickbox_core.text import Text, join_texts

SILENT = "silent"
NOTHING_PROVED = Delivery()


@attrs.frozen(hash=False)
class MotionTally:
    """One base: ``total`` of all heads, ``participating``, and ``marks`` by what was said.

    ``marks`` includes abstentions, spoiled papers, and those who stayed ``silent``; in an election
    a head stands under each candidate that it ticked.  Silence that
    joined a side is in that side and, beside it, in ``joined``; whoever ticked "with the majority",
    where papers have that (``may_follow``), is in the side that leads and, beside it, in
    ``followed``.  ``None`` is unknown.  Area is in m² with ``decimals``.
    """

    base: Base
    total: int | None
    participating: int | None
    marks: Mapping[str, int | None] = attrs.field(converter=frozen_mapping)
    joined: int | None = 0
    decimals: int = TWO_DECIMALS
    followed: int | None = None
    may_follow: bool = False

    def plain(self) -> dict[str, Any]:
        """The tally for JSON, amounts as strings; area in m²."""
        return {
            "base": str(self.base),
            "total": self._amount_text(self.total),
            "participating": self._amount_text(self.participating),
            "marks": {mark: self._amount_text(amount) for mark, amount in self.marks.items()},
            "joined": self._amount_text(self.joined),
            **({"followed": self._amount_text(self.followed)} if self.may_follow else {}),
        }

    def _amount_text(self, amount: int | None) -> str | None:
        return None if amount is None else self.base.number(amount, self.decimals)


@attrs.frozen(hash=False)
class Decision:
    """What came of a motion.

    ``verdicts`` by side: ``yes`` alone, or each option and "none of these".  ``chosen`` is the side
    that passed (``None``: none, or not known).  ``next_round`` are the options to confirm.
    ``seated`` says of an election who has a seat, and ``chosen`` then nothing.
    """

    motion: Motion
    tallies: tuple[MotionTally, ...]
    verdicts: Mapping[str, Verdict] = attrs.field(converter=frozen_mapping)
    notes: tuple[Text, ...] = ()
    next_round: tuple[str, ...] = ()
    seated: SeatsFilled | None = None

    @property
    def result(self) -> Result:
        """Passed where something was adopted, or anybody elected.

        Undetermined while that cannot be told.
        """
        if self.seated is not None:
            if self.seated.undetermined:
                return Result.UNDETERMINED
            return Result.PASSED if self.seated.elected else Result.REJECTED
        if self.chosen is not None:
            return Result.REJECTED if self.chosen == NONE_OF_THESE else Result.PASSED
        undetermined = any(v.result is Result.UNDETERMINED for v in self.verdicts.values())
        many = len(self._passing) > 1
        return Result.UNDETERMINED if undetermined or many else Result.REJECTED

    @property
    def chosen(self) -> str | None:
        """The one side that passed its bars; ``None`` where none did, or more than one."""
        if self.seated is not None:
            return None
        return self._passing[0] if len(self._passing) == 1 else None

    @property
    def sentence(self) -> Text:
        """What the notice says of the whole."""
        if not self.motion.options:
            return self.verdicts[YES].sentence
        each = [verdict.sentence for verdict in self.verdicts.values()]
        lines = [
            Text("{question}：{result}。", "{question}: {result}.").filled(
                question=self.motion.question, result=self._in_words()
            ),
            *(each if self.seated is None else self._of_candidates()),
            *self.notes,
        ]
        return Text("".join(line.zh for line in lines), " ".join(line.en for line in lines))

    def plain(self) -> dict[str, Any]:
        """The decision for JSON: totals and checks, and nobody's opinion."""
        return {
            "motion": self.motion.id,
            "result": str(self.result),
            "chosen": self.chosen,
            "next_round": list(self.next_round),
            **self._election(),
            "tallies": [tally.plain() for tally in self.tallies],
            "verdicts": {side: verdict.plain() for side, verdict in self.verdicts.items()},
            "notes": [note.plain() for note in self.notes],
            "sentence": self.sentence.plain(),
        }

    def _of_candidates(self) -> list[Text]:
        """Who took part, once; then what each candidate has, and whether that is enough."""
        first = next(iter(self.verdicts.values()), None)
        quorums = [one for one in first.checks if one.kind is BarKind.QUORUM] if first else []
        lines = [join_texts([one.text for one in quorums], "；", "; ")] if quorums else []
        for verdict in self.verdicts.values():
            found = [one.text for one in verdict.checks if one.kind is BarKind.APPROVAL]
            said = join_texts(found, "；", "; ")
            lines.append(
                Text("{name}：{said}", "{name}: {said}").filled(name=verdict.question, said=said)
            )
        return [Text(f"{line.zh}。", f"{line.en}.") for line in lines]

    def _election(self) -> dict[str, Any]:
        if self.seated is None:
            return {}
        found = self.seated
        return {
            "seats": found.seats,
            "elected": list(found.elected),
            "equal": list(found.equal),
            "left": found.left,
            "again": list(found.further(self.motion.candidates)),
        }

    @property
    def _passing(self) -> tuple[str, ...]:
        return tuple(s for s, v in self.verdicts.items() if v.result is Result.PASSED)

    def _in_words(self) -> Text:
        if self.seated is not None:
            return seated_words(self.seated, {one.id: one.title for one in self.motion.options})
        if self.chosen is not None:
            said = Text("选定“{title}”", "'{title}' is chosen")
            return said.filled(title=self.motion.title_of(self.chosen))
        if not self.next_round:
            return self.result.words
        titles = [self.motion.title_of(option) for option in self.next_round]
        return Text(
            f"得票最多但未过线，{'、'.join(t.zh for t in titles)}进入第二轮确认",
            f"no option has its majority yet; a second round confirms "
            f"{', '.join(t.en for t in titles)}",
        )


def seated_words(found: SeatsFilled, names: Mapping[str, Text]) -> Text:
    """Who is elected, who is voted on again, and what is open; by the ``names`` of candidates."""
    if found.undetermined:
        return Result.UNDETERMINED.words
    parts = [_ELECTED.filled(names=_names_of(found.elected, names)) if found.elected else _NOBODY]
    if found.equal:
        parts.append(_EQUAL.filled(left=found.left, names=_names_of(found.equal, names)))
    elif found.left:
        parts.append(_LEFT.filled(left=found.left))
    return join_texts(parts, "；", "; ")


def _names_of(ids: Iterable[str], names: Mapping[str, Text]) -> Text:
    return join_texts([names[one] for one in ids], "、", ", ")


_ELECTED = Text("{names}当选", "elected: {names}")
_NOBODY = Text("无人当选", "nobody is elected")
_EQUAL = Text(
    "{names}人数和面积都相同，余下的{left}席在他们之中再次投票",
    "{names} are equal by heads and by area: they are voted on again for what is open ({left})",
)
_LEFT = Text("空缺{left}席，另行投票", "seats left open for a further vote: {left}")


def asked(motion: Motion, roll: Roll, tree: AreaTree, *, adults_on: date | None = None) -> Assembly:
    """Whom a motion asks: the heads in its scope, from which every denominator comes.

    An owners' motion asks owners; a residents' motion households where it is counted by them, the
    delegates among the residents where they decide, else residents (with ``adults_on``, those of 18
    on that day).  Raises what the scope and the roll raise where they cannot tell.
    """
    units = [unit for unit in roll.units if motion.parking or unit.kind != "parking"]
    inside = units_in(motion.scope, units, Ground.of(tree, roll))
    if motion.kind is Question.OWNERS_MOTION:
        return owners(roll, inside, parking=motion.parking)
    if any(each.base is Base.HOUSEHOLDS for each in motion.bars):
        return households(roll, inside)
    everybody = residents(roll, inside, adults_on=None if motion.by_delegates else adults_on)
    if not motion.by_delegates:
        return everybody
    return delegates(head.id for head in everybody.heads if head.id in roll.delegates)


def decide(
    motion: Motion,
    assembly: Assembly,
    papers: Iterable[Paper],
    delivery: Delivery = NOTHING_PROVED,
) -> Decision:
    """Count the papers of a motion and judge every side.

    ``assembly`` holds the heads of the motion's scope.  Raises what ``opinions`` raises: a count
    with a contradiction in it is not a count.
    """
    said = opinions(assembly, papers, motion.marks, motion.proxies)
    follows = follow(motion, assembly, said)
    silence = _silence(motion, assembly, said, delivery)
    notes, undecided = (*follows.notes, *silence.notes), follows.undecided or silence.undecided
    tallies = tuple(
        _tally(motion, assembly, said, (follows, silence), each.base) for each in motion.bars
    )
    verdicts = {
        side: judge(
            motion.bars,
            [_counts(tally, side, undecided) for tally in tallies],
            motion.title_of(side) if motion.options else motion.question,
            () if motion.options else notes,
        )
        for side in motion.judged
    }
    if motion.seats:
        seated = _fill_seats(motion, tallies, verdicts)
        return Decision(motion, tallies, verdicts, notes, seated=seated)
    decision = Decision(motion, tallies, verdicts, notes)
    return attrs.evolve(decision, next_round=_to_confirm(decision))


def _fill_seats(
    motion: Motion, tallies: Iterable[MotionTally], verdicts: Mapping[str, Verdict]
) -> SeatsFilled:
    on = {tally.base: tally.marks for tally in tallies}
    return fill(
        motion.seats,
        [
            CandidateVotes(one, verdicts[one].result, on[Base.HEADS][one] or 0, on[Base.AREA][one])
            for one in motion.candidates
        ],
    )


def _counts(tally: MotionTally, side: str, undecided: bool) -> Counts:
    """What speaks for a side; unknown while those who follow would be split between sides."""
    yes = None if undecided else tally.marks[side]
    return Counts(tally.base, tally.total, tally.participating, yes, tally.decimals)


# -- silence -----------------------------------------------------------------------------------


def _silence(
    motion: Motion, assembly: Assembly, said: Mapping[str, str], delivery: Delivery
) -> Following:
    silent = tuple(head for head in assembly.heads if head.id not in said)
    if motion.silence is Silence.NOT_PARTICIPATING or not silent:
        return Following()
    if motion.silence is Silence.ABSTAIN:
        return Following(silent, ABSTAIN, notes=(_ABSTAINS.filled(silent=len(silent)),))
    lacking = _lacking(motion, delivery)
    if lacking:
        return Following(notes=tuple(_NOT_COUNTED.filled(lacking=each) for each in lacking))
    served = tuple(h for h in silent if set(h.places) & delivery.served)
    unserved = len(silent) - len(served)
    notes = (_UNSERVED.filled(silent=unserved),) if unserved else ()
    if not served or not set(said.values()) & set(motion.sides):
        return Following(notes=notes)
    side = leader(motion, assembly, said)
    if side is None:
        return Following(served, None, True, (*notes, _SPLIT.filled(silent=len(served))))
    joins = _JOINS.filled(
        silent=len(served), side=motion.title_of(side), where=motion.silence_agreed
    )
    return Following(served, side, notes=(*notes, joins))


def _lacking(motion: Motion, delivery: Delivery) -> list[Text]:
    """The preconditions of counting silence that are not proved for the whole motion."""
    proved = (
        (motion.silence_agreed, Text("议事规则里的约定", "an agreement in the estate's rules")),
        (delivery.served, Text("送达证明", "proof of service")),
        (delivery.agenda_noticed, Text("议题公示", "notice of the agenda")),
        (delivery.warning_printed, Text("票面上的提示", "a warning printed on the paper")),
    )
    return [what for given, what in proved if not given]


_ABSTAINS = Text(
    "{silent}名未表态者按弃权计入参与。",
    "{silent} who said nothing count as abstaining.",
)
_NOT_COUNTED = Text(
    "缺少{lacking}，未表态者不计入。",
    "Silence does not count: {lacking} is missing.",
)
_UNSERVED = Text(
    "{silent}名未表态者没有送达证明，不计入。",
    "{silent} who said nothing were not provably served and do not count.",
)
_SPLIT = Text(
    "{silent}名未表态者应随多数，但没有哪一方在人数、面积等各项上都领先，无法归入，不予认定。",
    "{silent} who said nothing would follow the majority, but no side leads on every base: "
    "nothing is certified.",
)
_JOINS = Text(
    "{silent}名未表态者依约定（{where}）随多数计入“{side}”。",
    "{silent} who said nothing join the majority, '{side}', as agreed ({where}).",
)


# -- tallies and rounds ------------------------------------------------------------------------


def _tally(
    motion: Motion,
    assembly: Assembly,
    said: Mapping[str, str],
    joining: tuple[Following, Following],
    base: Base,
) -> MotionTally:
    marks = [mark for mark in motion.marks if mark != WITH_MAJORITY]
    groups = {mark: saying(motion, assembly, said, mark) for mark in marks}
    follows, silence = joining
    counting = {head.id for head in silence.heads}
    groups[SILENT] = [h for h in assembly.heads if h.id not in said and h.id not in counting]
    for one in joining:
        if one.side is not None:
            groups[one.side] += one.heads
    away = [SILENT]
    away += [ABSTAIN] if motion.abstention is Treatment.NOT_PARTICIPATING else []
    away += [SPOILED] if motion.spoiled is Treatment.NOT_PARTICIPATING else []
    absent = {head.id for mark in away for head in groups[mark]}
    took_part = [head for head in assembly.heads if head.id not in absent]
    return MotionTally(
        base,
        weight_of(assembly.heads, base),
        weight_of(took_part, base),
        {mark: weight_of(heads, base) for mark, heads in groups.items()},
        weight_of(silence.heads, base),
        assembly.decimals if base is Base.AREA else TWO_DECIMALS,
        weight_of(follows.heads, base) if motion.with_majority else None,
        motion.with_majority,
    )


def _to_confirm(decision: Decision) -> tuple[str, ...]:
    """The options that lead on some base, where a quorum took part and nothing has passed yet."""
    if not decision.motion.options or decision.result is not Result.REJECTED or decision.chosen:
        return ()
    quorums = [
        check.met
        for verdict in decision.verdicts.values()
        for check in verdict.checks
        if check.kind is BarKind.QUORUM
    ]
    if not all(quorums):
        return ()
    leading = {
        side
        for tally in decision.tallies
        for side in top({side: tally.marks[side] for side in decision.motion.sides})
    }
    return tuple(option.id for option in decision.motion.options if option.id in leading)
