"""Slips for those without a phone: answers and decisions, a home each, sorted by stairwell.

A slip with an answer goes to the home that its author left: it has their own words on it, is folded
and pushed under the door, and is never posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

import attrs

from tickbox_core.desk.desk import Desk
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.homes import units_called
from tickbox_core.desk.notices.common import CONTACT, Sender, foot
from tickbox_core.desk.notices.stairwell import ItemOutcome, stairwells
from tickbox_core.errors import NotPossible
from tickbox_core.hooks import Document
from tickbox_core.interchange.tables.addresses import Address, parse_address
from tickbox_core.model.local_time import day_of
from tickbox_core.text import EMPTY, Language, Text, join_texts
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import Foot, both, plain, sentence

DAYS, MOST_SAID = 30, 300
"""Answers of so many days before the newest are printed where no first day is said."""
_NOWHERE = Text("未写明楼道", "No stairwell said")

_NOTE_HOMES = Text(
    "登记心愿时请写门牌，或换一个日期。", "Note the home with a wish, or name an earlier day."
)


@attrs.frozen
class AnswerSlip:
    """What one home gets: ``said`` is what was asked or wished (empty: of a decision)."""

    home: Text
    title: Text
    said: Text
    answer: Text
    lines: tuple[ItemOutcome, ...] = ()


@attrs.frozen
class StairwellSlips:
    """The slips of one stairwell, in the order of its homes."""

    where: Text
    slips: tuple[AnswerSlip, ...]


@attrs.frozen
class AnswerSlips:
    """Slips of an area, in the order in which somebody walks up its stairs."""

    area: Text
    title: Text
    stairwells: tuple[StairwellSlips, ...]
    foot: Foot
    words: Mapping[str, Text]

    def document(self, language: Language) -> Document:
        """To be printed."""
        return Document("answers", language, plain(self, language))


_WORDS = {
    "said": Text("您说过", "You said"),
    "answer": Text("答复", "The answer"),
    "ring": Text("有事请找", "Who to ring"),
    "count": Text("{n}张", "slips: {n}"),
}


def answer_slips(desk: Desk, about: str, sender: Sender, since: date | None = None) -> AnswerSlips:
    """The answers to wishes and ideas whose author left a home.

    ``since`` is the first day of answers (``None``: the newest, and what was answered in ``DAYS``
    before it).  Raises ``NotPossible`` where there is none.
    """
    answers = list(_all_answers(desk))
    newest = max((on for on, _ in answers), default=desk.today())
    first = since or newest - timedelta(days=DAYS)
    found = [slip for on, slip in answers if on >= first]
    if not found:
        raise NotPossible(
            Text(
                f"{first.isoformat()}以来没有写明门牌的答复。",
                f"nothing was answered since {first.isoformat()} for a home that is known.",
            ),
            Text(
                "登记心愿时请写门牌，或换一个日期。",
                "Note the home with a wish, or an earlier day.",
            ),
        )
    return sort_slips(desk, Text("给您的答复", "An answer for you"), found, foot(desk, sender))


def has_answers(desk: Desk) -> bool:
    """Whether anything was answered for a home that is known."""
    return any(True for _ in _all_answers(desk))


def decision_slips(desk: Desk, round_id: str, sender: Sender) -> AnswerSlips:
    """What was decided in a round, for each home on its roll; ``NotListed`` before the result."""
    page = stairwells(desk, round_id, sender)
    words = _DECIDED if page.ahead else page.words["nothing"]
    found = [
        AnswerSlip(home, page.round, EMPTY, words, page.ahead)
        for home in units_called(desk, round_id).values()
    ]
    if not found:
        raise NotPossible(
            Text("名册已经删除，不知道有哪些户。", "the roll was erased: no home is known."),
            Text("请打印楼道告示。", "Print the pages for the stairwells."),
        )
    return sort_slips(desk, page.title, found, page.foot)


_DECIDED = Text("要办的事：", "Going ahead:")


def _all_answers(desk: Desk) -> Iterator[tuple[date, AnswerSlip]]:
    """Everything that was answered for a home, with the day of the answer."""
    for wish in desk.collecting.wishes():
        head = desk.collecting.together(wish.ref)[0]
        if head.answer is not None and not wish.withdrawn:
            told = [head.answer.reply.words, head.answer.words]
            if head.answer.referred_to:
                passed = Text("转交：{whom}", "passed on to: {whom}")
                told.append(passed.filled(whom=head.answer.referred_to))
            told += _came_of(desk, wish.ref)
            yield from _slip(wish.author, _WISH, wish.ref, wish.text, told, head.answer.at)
    for idea in desk.ideas.ideas():
        if idea.answer is not None and not idea.withdrawn:
            told = [idea.answer.reply.words, idea.answer.words]
            yield from _slip(idea.author, _IDEA, idea.ref, idea.text, told, idea.answer.at)


_WISH, _IDEA = Text("您的心愿", "Your wish"), Text("您的建议", "Your idea")


def _came_of(desk: Desk, ref: str) -> list[Text]:
    """The lists on which a wish stands by now."""
    found = []
    for round_id, item in desk.collecting.follow(ref).items:
        round = desk.round(round_id)
        words = Text("列入“{round}”：{item}", "put on '{round}' as: {item}")
        found.append(words.filled(round=round.title, item=round.item(item).title))
    return found


def _slip(
    author: Mapping[str, str], kind: Text, ref: str, text: str | None, told: list[Text], at: str
) -> Iterator[tuple[date, AnswerSlip]]:
    home = author.get("unit", "")
    if home:
        title = Text("{kind} {ref}", "{kind} {ref}").filled(kind=kind, ref=ref)
        words = join_texts([both(sentence(one)) for one in told], "", " ")
        slip = AnswerSlip(Text.of(home), title, Text.of(_shortened(text or "")), words)
        yield day_of(at), slip


def _shortened(said: str) -> str:
    """Somebody's own words, no more of them than a slip has room for."""
    return said if len(said) <= MOST_SAID else f"{said[:MOST_SAID]}……"


def sort_slips(desk: Desk, title: Text, slips: Iterable[AnswerSlip], foot: Foot) -> AnswerSlips:
    """By stairwell, then by room; homes whose address says no stairwell stand last.

    Where somebody left the stairwell out, it is that of the home on the newest roll.
    """
    found, known = list(slips), _stairwells_known(desk)
    where = {one.home: _stairwell(one.home, known) for one in found}
    held = sorted(found, key=lambda one: (where[one.home], natural_order(one.home.zh)))
    grouped = groupby(held, key=lambda one: where[one.home])
    return AnswerSlips(
        area=area_name(desk),
        title=title,
        stairwells=tuple(StairwellSlips(_called(where), tuple(of)) for where, of in grouped),
        foot=foot,
        words=_WORDS if foot.contact != CONTACT else {**_WORDS, "ring": EMPTY},
    )


Where = tuple[bool, tuple[tuple[int, int, str], ...], str]
Known = Mapping[tuple[str, str], frozenset[Address]]


def _stairwells_known(desk: Desk) -> Known:
    """The addresses on the newest roll by building and room; none where it is erased."""
    opened = sorted(desk.rounds(), key=lambda one: one.opened_at or "", reverse=True)
    rolls = (units_called(desk, one.id) for one in opened if not one.rehearsal)
    newest = next((roll for roll in rolls if roll), {})
    found: dict[tuple[str, str], set[Address]] = {}
    for words in newest.values():
        if (home := parse_address(words.zh)) is not None:
            found.setdefault((home.building, home.room), set()).add(home)
    return {key: frozenset(homes) for key, homes in found.items()}


def _stairwell(home: Text, known: Known) -> Where:
    """Building and stairwell of an address, to be sorted by and to be called by."""
    found = parse_address(home.zh)
    if found is None:
        return True, (), ""
    if not found.stairwell:
        found = _on_the_roll(found, known)
    words = found.before + found.building + (f"-{found.stairwell}" if found.stairwell else "")
    return False, natural_order(words), words


def _on_the_roll(home: Address, known: Known) -> Address:
    """The home of the roll that an address without a stairwell means; itself where none or several.

    What stands before the building tells them apart where it is said.
    """
    alike = [
        one for one in known.get((home.building, home.room), ()) if home.before in ("", one.before)
    ]
    return alike[0] if len(alike) == 1 else home


def _called(where: Where) -> Text:
    unknown, _, words = where
    building, _, stairwell = words.partition("-")
    if unknown:
        return _NOWHERE
    if not stairwell:
        return Text(f"{building}号楼", f"Building {building}")
    return Text(f"{building}号楼{stairwell}单元", f"Building {building}, stairwell {stairwell}")
