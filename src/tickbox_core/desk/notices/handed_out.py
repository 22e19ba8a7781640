"""What goes to each door: tick sheets for households, and slips with codes.

These are not posted.  A sheet and a slip say for which home they are, so that they can be brought
there; on a sheet that stands on a stub, which is torn off before the sheet goes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.components.paper import printed_numbers
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.notices.common import (
    Sender,
    entry,
    foot,
    kinds_of,
    option_words,
)
from tickbox_core.desk.reading import Listed
from tickbox_core.errors import NotListed, NotPossible, UnknownSlot
from tickbox_core.hooks import Document
from tickbox_core.model import NONE_OF_THESE_WORDS, Item, Round, arrange_items
from tickbox_core.text import EMPTY, Language, Text, join_texts, yuan
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import EntryPiece, Fact, Foot, day, plain, sentence
from tickbox_core.year import Sheet

CODES = "c"
"""In the fragment of an address: the voting code, which is so never sent to a server unasked."""


@attrs.frozen
class Box:
    """A line with boxes to tick: ``tick`` is what a ballot says, ``number`` how it is keyed."""

    tick: str
    words: Text
    number: str = ""


@attrs.frozen
class SheetQuestion:
    """An item on a sheet: what it is, and its boxes (one, or one for each option)."""

    entry: EntryPiece
    boxes: tuple[Box, ...]


@attrs.frozen
class HomeSheet:
    """One household's sheet: a column of boxes for each of its slots.

    ``code`` is what its QR says: the address of the round with the order of this sheet, and behind
    ``#`` the number and the slots, for whoever reads sheets by machine.
    """

    number: int
    batch: str
    home: str
    slots: tuple[str, ...]
    persons: tuple[Text, ...]
    code: str
    questions: tuple[SheetQuestion, ...]


@attrs.frozen
class Sheets:
    """The sheets of a batch; ``cart`` names the line where what is ticked is added up."""

    area: Text
    round: Text
    question: Text
    limits: Text
    terms: tuple[Text, ...]
    sheets: tuple[HomeSheet, ...]
    foot: Foot
    words: Mapping[str, Text]
    cart: Text = EMPTY

    def document(self, language: Language) -> Document:
        """To be printed."""
        return Document("sheets", language, plain(self, language))


_SHEET_WORDS = {
    "title": Text("居民打钩选票", "Residents' tick sheet"),
    "stub": Text("送达联：送到后撕下，不随选票交回", "Stub: tear off at the door, never hand back"),
    "home": Text("户", "Home"),
    "number": Text("选票编号", "Sheet"),
    "how": Text(
        "每人一列，在方框里打钩 ✓。画错了请划掉整张，来换一张。",
        "A column for each person: put a tick in the box. After a mistake ask for a new sheet.",
    ),
    "page": Text("第{at}页，共{of}页", "page {at} of {of}"),
    "return": Text("请交回居委会或服务点", "Hand it back to the residents' committee"),
}


def sheets(desk: Desk, round_id: str, printed: Iterable[Sheet], sender: Sender) -> Sheets:
    """The papers of sheets that are entered as printed; ``NotListed`` where there are none."""
    round = desk.round(round_id)
    homes = {slot.slot: slot.unit or "–" for slot in desk.slots(round_id)}
    held = [_home_sheet(desk, sheet, homes, sender) for sheet in printed]
    if not held:
        raise NotListed(Text("要打印的选票", "sheet to print"), round_id)
    return Sheets(
        area=area_name(desk),
        round=round.title,
        question=kinds_of(desk, round),
        limits=sentence(round.limits.text),
        terms=(*_until(desk, round), *round.terms, round.which_counts, *_of_homes(desk, round)),
        sheets=tuple(held),
        foot=foot(desk, sender, "", round),
        words=_SHEET_WORDS,
        cart=_cart(round),
    )


def _cart(round: Round) -> Text:
    """The line on which a person adds up what their ticks cost, where that is limited."""
    if round.limits.budget is None:
        return EMPTY
    said = Text(
        "合计费用（元），不超过{budget}；超出的整张作废",
        "What they cost together (yuan), {budget} at most: beyond it the ballot is void",
    )
    return said.filled(budget=yuan(round.limits.budget))


def _until(desk: Desk, round: Round) -> tuple[Text, ...]:
    last = desk.until(round.id)
    if not last:
        return ()
    said = Text("打钩最后一天是{day}。", "The last day of ticking is {day}.")
    if last != day(round.closes):
        said = Text("打钩到{day}为止。", "Ticking goes on until {day}.")
    return (said.filled(day=last),)


def _of_homes(desk: Desk, round: Round) -> tuple[Text, ...]:
    return (_SAME_HOME,) if desk.shows_homes(round.id) else ()


_SAME_HOME = Text(
    "谁来复算都看得出哪几张选票出自同一户，但看不出是哪一户、是谁的。",
    "Whoever recounts can see which ballots come from the same home, but not which home, nor whose "
    "they are.",
)


def _home_sheet(desk: Desk, sheet: Sheet, homes: Mapping[str, str], sender: Sender) -> HomeSheet:
    """In the order that the first of the household sees on a screen."""
    first = sheet.slots[0]
    seed = desk.order_seed(sheet.round, first)
    by_id = {one.item.id: one for one in desk.listed(sheet.round, first)}
    order = arrange_items([one.item for one in by_id.values()], seed)
    numbers = {item.id: at for at, item in enumerate(desk.round(sheet.round).items, 1)}
    link = sender.link(desk, sheet.round, seed=seed)
    address = link or f"tickbox:{desk.area}/{sheet.round}?o={seed}"
    return HomeSheet(
        number=sheet.number,
        batch=sheet.batch,
        home=homes.get(first, "–"),
        slots=sheet.slots,
        persons=tuple(Text(f"第{n}位", f"No. {n}") for n in range(1, len(sheet.slots) + 1)),
        code=f"{address}#s={sheet.number}&v={','.join(sheet.slots)}",
        questions=tuple(_question(by_id[item.id], numbers[item.id]) for item in order),
    )


def _question(one: Listed, number: int) -> SheetQuestion:
    figures = [Fact(told.label, told.value) for told in one.disclosures]
    shown = attrs.evolve(one, item=attrs.evolve(one.item, options=()))
    return SheetQuestion(entry(shown, number, figures), _boxes(one.item, number))


def _boxes(item: Item, number: int) -> tuple[Box, ...]:
    numbers = printed_numbers(item, number)
    if not item.options:
        return (Box(item.id, EMPTY, numbers[0]),)
    words = [option_words(option) for option in item.options]
    words.append(NONE_OF_THESE_WORDS)
    return tuple(map(Box, item.ticks, words, numbers))


# -- slips -----------------------------------------------------------------------------------------


@attrs.frozen
class HomeSlip:
    """A voting code for one person of a home; ``link`` is its QR, with the code behind ``#``.

    ``person`` is which of the home (``2/3``); ``homes``, of an owner of several, how many they are.
    """

    home: str
    person: str
    code: str = attrs.field(repr=False)
    link: str = attrs.field(repr=False)
    homes: Text = EMPTY


@attrs.frozen
class HomeSlips:
    """Slips to be cut apart: never posted, never kept."""

    area: Text
    round: Text
    question: Text
    limits: Text
    slips: tuple[HomeSlip, ...] = attrs.field(repr=False)
    address: str
    foot: Foot
    words: Mapping[str, Text]

    def document(self, language: Language) -> Document:
        """To be printed."""
        return Document("slips", language, plain(self, language))


_SLIP_WORDS = {
    "title": Text("打钩码", "Your voting code"),
    "how": Text(
        "扫码，或打开下面的网址输入打钩码。一人一码，请不要给别人。",
        "Scan it, or open the address and type the code. It is yours alone: keep it to yourself.",
    ),
    "lost": Text(
        "丢了请到居委会换新码，旧码作废。", "Lost? Ask for a new one; this one is dead then."
    ),
}


def slips(desk: Desk, round_id: str, codes: Mapping[str, str], sender: Sender) -> HomeSlips:
    """The slips of codes by slot, home after home.

    Raises ``NotPossible`` without an address (the QR leads to it), ``NotListed`` without a code,
    ``UnknownSlot``.
    """
    if not sender.address:
        raise NotPossible(
            Text("不知道网页地址，二维码没有去处。", "a QR leads nowhere without an address."),
            Text("请写 --address。", "Give --address."),
        )
    round, people = desk.round(round_id), _people(desk, round_id)
    if not codes:
        raise NotListed(Text("要发的打钩码", "code to print"), round_id)
    if set(codes) - set(people):
        raise UnknownSlot(round_id)
    made = []
    for slot, (home, person) in people.items():
        if slot in codes:
            seed = desk.order_seed(round_id, slot)
            link = f"{sender.link(desk, round_id, seed=seed)}#{CODES}={codes[slot]}"
            made.append(HomeSlip(home, person, codes[slot], link))
    return HomeSlips(
        area=area_name(desk),
        round=round.title,
        question=kinds_of(desk, round),
        limits=join_texts([sentence(round.limits.text), *_until(desk, round)], "", " "),
        slips=tuple(made),
        address=sender.link(desk, round_id),
        foot=foot(desk, sender, "", round),
        words=_SLIP_WORDS,
    )


def _people(desk: Desk, round_id: str) -> dict[str, tuple[str, str]]:
    """Home and number in it (``2/3``) by slot, home after home; never a name."""
    homes: dict[tuple[str, str], list[str]] = {}
    for one in desk.slots(round_id):
        homes.setdefault((one.unit or "–", one.household), []).append(one.slot)
    found = {}
    for (home, _), slots in sorted(homes.items()):
        for at, slot in enumerate(sorted(slots), 1):
            found[slot] = (home, f"{at}/{len(slots)}")
    return found
