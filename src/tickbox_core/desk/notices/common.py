"""What every notice says: where, which kind of question, who publishes, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

import attrs

from tickbox_core.desk.desk import Desk
from tickbox_core.desk.reading import Listed
from tickbox_core.errors import BadValue
from tickbox_core.model import Option, Question, Round
from tickbox_core.rules.motions import Motion
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import (
    EntryPiece,
    Fact,
    Foot,
    Notice,
    SectionPiece,
    cost,
    day,
    listed,
    sentence,
)

CONTACT = Text("有疑问请找居委会", "Questions? Ask the residents' committee")

_KINDS = {
    Question.PREFERENCE: Text(
        "打钩排序：决定先做什么，不代替居民会议或业主共同决定",
        "Preference tick: it orders the work and binds nobody",
    ),
    Question.RESIDENTS_MOTION: Text(
        "居民会议表决：按人数，对居委会有约束力",
        "Residents' motion: by heads; it binds the residents' committee",
    ),
    Question.OWNERS_MOTION: Text(
        "业主共同决定：按面积和人数，对全体业主有约束力",
        "Owners' motion: by floor area and heads; it binds every owner",
    ),
}
_BINDING = Text("{kind}；对居委会有约束力", "{kind}; it binds the residents' committee")


DEMONSTRATION = Text("演示：数据由程序生成", "Demonstration: generated data")
REHEARSAL = Text("演练：不计入任何结果", "A trial: it counts nowhere")


_ADDRESS = re.compile(r"https?://[^\s#?\\]{1,200}")


def _base(address: str) -> str:
    """Without a stroke at its end; ``BadValue`` for what no telephone would open."""
    said = address.strip().rstrip("/")
    if said and not _ADDRESS.fullmatch(said):
        raise BadValue(
            said[:60],
            Text("不是网页地址。", "is no address of pages."),
            Text("请写成 https://ticks.example。", "Write it like https://ticks.example."),
        )
    return said


@attrs.frozen
class Sender:
    """What the desk does not know: whom to ask, and where the pages are.

    ``contact`` is a name and a telephone number, ``address`` like ``https://ticks.example`` (empty:
    there are no pages to link to).  Raises ``BadValue`` for an address of another kind.
    """

    contact: Text = CONTACT
    address: str = attrs.field(default="", converter=_base)

    def link(self, desk: Desk, round: str = "", page: str = "", seed: str = "") -> str:
        """The address of a round's page; nothing where there are no pages.

        ``seed`` is that of the order of a paper, which the page then has too.
        """
        if not self.address:
            return ""
        path = [self.address, "n", *(quote(one, safe="") for one in (desk.area, round) if one)]
        said = "/".join([*path, page] if page else path)
        return f"{said}?o={seed}" if seed else said

    def foot(self, desk: Desk, link: str = "", round: Round | None = None) -> Foot:
        """The foot of a notice of today: who publishes, whom to ask, where to read on."""
        return foot(desk, self, link, round)


def kinds(questions: Iterable[Question]) -> Text:
    """The kinds of question in words, each once."""
    return join_texts([_KINDS[one] for one in dict.fromkeys(questions)], "；", "; ")


def motion_kind(motion: Motion) -> Text:
    """What kind of decision a motion is, by what it is counted, and whom it binds."""
    if motion.kind is not Question.RESIDENTS_MOTION:
        return kinds([motion.kind])
    return _BINDING.filled(kind=motion.kind_words)


def kinds_of(desk: Desk, round: Round) -> Text:
    """The kinds that stand on a round's list."""
    return kinds(one.question for one in desk.listed(round.id))


def foot(desk: Desk, sender: Sender, link: str = "", round: Round | None = None) -> Foot:
    """The foot of a notice of today."""
    warnings = []
    if round is not None and round.demonstration:
        warnings.append(DEMONSTRATION)
    if round is not None and round.rehearsal:
        warnings.append(REHEARSAL)
    return Foot(
        publisher=desk.people.publisher(),
        day=day(desk.today().isoformat()),
        contact=sender.contact,
        link=link,
        warning=join_texts(warnings, "；", "; ") if warnings else EMPTY,
    )


def entry(one: Listed, number: int | None = None, more: Iterable[Fact] = ()) -> EntryPiece:
    """A listed item with its kind, place, cost and options."""
    item = one.item
    options = [option_words(option) for option in item.options]
    return EntryPiece(
        title=item.title,
        tag=one.question.words,
        words=sentence(item.description) if item.description else EMPTY,
        facts=(
            Fact(Text("地点", "Where"), item.place),
            Fact(Text("费用", "Cost"), one.cost_words),
            Fact(Text("可选", "Options"), listed(options)),
            Fact(NEEDS, one.needs.words if one.needs else EMPTY),
            *more,
        ),
        number=number,
    )


NEEDS = Text("实施前还须", "Before it is carried out")


def option_words(option: Option) -> Text:
    """An option with what it costs, where that is known, and of whose idea it came."""
    price = EMPTY if option.cost is None else cost(option.cost)
    beside = join_texts([one for one in (price, option.origin) if one], "；", "; ")
    if not beside:
        return option.title
    return Text("{title}（{beside}）", "{title} ({beside})").filled(
        title=option.title, beside=beside
    )


def by_category(desk: Desk, round: Round) -> dict[Text, list[Listed]]:
    """Items by category, categories in the order of their first item; no title where none is."""
    held: dict[Text, list[Listed]] = {}
    for one in desk.listed(round.id):
        title = one.category.title if round.categories else EMPTY
        held.setdefault(title, []).append(one)
    return held


def round_notice(
    desk: Desk,
    sender: Sender,
    round: Round,
    title: Text,
    lead: Text,
    page: str,
    *parts: SectionPiece,
) -> Notice:
    """A notice of a round; sections in which nothing stands are left out."""
    return Notice(
        area=area_name(desk),
        title=title,
        round=round.title,
        question=kinds_of(desk, round),
        sections=tuple(part for part in parts if part.parts),
        foot=foot(desk, sender, sender.link(desk, round.id, page), round),
        lead=lead,
    )


def span(first: date, last: date) -> Text:
    """From one day to another."""
    return Text("{first}至{last}", "{first} to {last}").filled(
        first=day(first.isoformat()), last=day(last.isoformat())
    )
