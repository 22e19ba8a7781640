"""The papers of a motion, one for each head: what is asked, and a box for each answer.

They are not posted: each says for which homes it is, and what these count.  One owner of several
homes has one paper that lists them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from tickbox_core.components.motions import (
    MAJORITY_WORDS,
    Poll,
    PollState,
    answers_of,
    side_words,
)
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.motions import HeadSlot
from tickbox_core.desk.notices.common import Sender, foot, kinds
from tickbox_core.errors import NotPossible, WrongState
from tickbox_core.hooks import Document
from tickbox_core.model import Weights
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.rules.motions import Base, Motion, Silence
from tickbox_core.text import EMPTY, Language, Text
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import Foot, plain, sentence


@attrs.frozen
class PaperBox:
    """A box to mark, with the number by which it is keyed; ``apart``: it stands behind a line."""

    number: str
    words: Text
    apart: bool = False


@attrs.frozen
class MotionPaper:
    """One head's paper: ``home`` as it is keyed, ``homes`` all of it, and what they count."""

    home: str
    homes: Text
    counts: Text


@attrs.frozen
class PrintedPapers:
    """The papers of a motion, in the order of their homes."""

    area: Text
    title: Text
    round: Text
    question: Text
    because: Text
    limits: Text
    rules: tuple[Text, ...]
    boxes: tuple[PaperBox, ...]
    papers: tuple[MotionPaper, ...]
    foot: Foot
    words: Mapping[str, Text]

    def document(self, language: Language) -> Document:
        """To be printed."""
        return Document("papers", language, plain(self, language))


_WORDS = {
    "home": Text("房号", "Home"),
    "sign": Text("表决人签名", "Signature"),
    "day": Text("日期", "Date"),
    "return": Text("请交回", "Hand it back to"),
}
_PAPER, _BALLOT = Text("表决票", "Paper"), Text("选举票", "Ballot of the election")


def motion_papers(desk: Desk, motion_id: str, sender: Sender) -> PrintedPapers:
    """A paper for each head of a motion; raises what ``require_printable`` does."""
    poll = require_printable(desk, motion_id)
    motion, labels = poll.motion, desk.motions.labels(motion_id)
    whole = desk.motions.whole(motion_id)
    seats = sorted(desk.motions.seats(motion_id), key=lambda one: natural_order(_home(one, labels)))
    return PrintedPapers(
        area=area_name(desk),
        title=_BALLOT if motion.seats else _PAPER,
        round=motion.question,
        question=kinds([motion.kind]),
        because=sentence(poll.because) if poll.because else EMPTY,
        limits=_limits(motion),
        rules=tuple(_rules(desk, motion, motion_id)),
        boxes=tuple(_boxes(motion)),
        papers=tuple(_paper(poll, seat, labels, whole) for seat in seats),
        foot=foot(desk, sender, sender.link(desk, "motions", motion_id)),
        words=_WORDS,
    )


def require_printable(desk: Desk, motion_id: str) -> Poll:
    """The motion whose papers go to each door: its agenda is posted, or it is open.

    Raises ``WrongState``, and ``NotPossible`` where it has no roll yet.
    """
    poll = desk.motions.poll(motion_id)
    if poll.state is not PollState.OPEN and not (
        poll.state is PollState.PREPARED and poll.is_public
    ):
        step = Text("打印发给各户的票和单", "print what goes to each door")
        raise WrongState(motion_id, poll.state.words, step, _WHEN)
    if not desk.motions.units(motion_id):
        raise NotPossible(
            Text("这项表决还没有名册。", "the motion has no roll."),
            Text("请先导入名册（motion/register）。", "Import it first (motion/register)."),
        )
    return poll


_WHEN = Text(
    "从议题公示起到截止前打印。", "They are printed from the posting of the agenda until it closes."
)


def _limits(motion: Motion) -> Text:
    if not motion.seats:
        return _ONE
    said = Text(
        "最多选{seats}人：在候选人前的方框里打钩 ✓。多选的作废；一人都不选也可以。",
        "Tick {seats} candidates at most. A paper with more is void; you may tick fewer, or none.",
    )
    return said.filled(seats=motion.seats)


_ONE = Text("只选一项，在方框里打钩 ✓。", "Tick one box.")


def _rules(desk: Desk, motion: Motion, id_: str) -> Iterable[Text]:
    ending = desk.ending(id_)
    if ending:
        yield sentence(ending)
    yield Text("没有打钩的按弃权计。", "A paper without a tick counts as abstaining.")
    if motion.silence is Silence.ABSTAIN:
        yield _ABSTAINS
    if motion.silence is Silence.FOLLOW_MAJORITY:
        yield _FOLLOWS.filled(where=motion.silence_agreed)
    if motion.with_majority:
        yield MAJORITY_WORDS.filled(where=motion.majority_agreed)


_ABSTAINS = Text("不交票的按弃权计入参与。", "Whoever hands in nothing takes part as abstaining.")
_FOLLOWS = Text(
    "送达后不交票的，依约定（{where}）计入领先的一方，领先的也可能是“不同意”。",
    "Whoever was provably served and hands in nothing joins whichever side leads, also 'no', as "
    "agreed ({where}).",
)


def _boxes(motion: Motion) -> Iterable[PaperBox]:
    for number, mark in enumerate(answers_of(motion), 1):
        apart = bool(motion.seats) and number == len(motion.candidates) + 1
        yield PaperBox(str(number), side_words(motion, mark), apart)


def _home(seat: HeadSlot, labels: Mapping[str, str]) -> str:
    place = seat.head.places[0]
    return labels.get(place, place)


def _paper(
    poll: Poll, seat: HeadSlot, labels: Mapping[str, str], whole: Weights | None
) -> MotionPaper:
    counts = counted_words(poll, seat.head.area, whole)
    names = [labels.get(place, place) for place in seat.head.places]
    return MotionPaper(names[0], homes_words(names), counts)


def homes_words(names: Sequence[str]) -> Text:
    """All homes of a head in a line, and how many they are."""
    more = Text("共{number}套", "{number} homes together").filled(number=len(names))
    return Text(
        f"{more.zh}：{'、'.join(names)}" if len(names) > 1 else names[0],
        f"{more.en}: {', '.join(names)}" if len(names) > 1 else names[0],
    )


def counted_words(poll: Poll, area: int | None, whole: Weights | None) -> Text:
    """What the paper counts, on each base that decides."""
    if not any(bars.base is Base.AREA for bars in poll.motion.bars):
        return Text("计1票", "Counts as one voice")
    if area is None:
        return Text(
            "计1人；面积不详，请告诉居委会", "Counts as one head; area not known, please tell us"
        )
    decimals = TWO_DECIMALS if whole is None else whole.decimals
    said = Text("计1人、面积{area}", "Counts as one head and {area}")
    return said.filled(area=Base.AREA.said(area, decimals))
