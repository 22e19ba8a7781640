"""What is shared: text and a square picture for chat groups."""

from __future__ import annotations

import attrs

from tickbox_core.counting import Share
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.notices.common import Sender, foot, kinds_of
from tickbox_core.desk.notices.results import NONE_CHOSEN
from tickbox_core.desk.settling import TIED
from tickbox_core.errors import NotListed
from tickbox_core.hooks import Document
from tickbox_core.model import Round, State
from tickbox_core.text import Language, Text, join_texts
from tickbox_core.workflow.desks import area_name
from tickbox_core.workflow.notices import Foot, count, listed, plain

NAMED = 3
"""So many chosen items are named in a chat; more are counted."""


@attrs.frozen
class Chat:
    """Three lines and a link, to be pasted into a group; the same as a square picture.

    Of a trial or a demonstration one line more says so.
    """

    area: Text
    title: Text
    round: Text
    question: Text
    lines: tuple[Text, ...]
    foot: Foot

    def text(self, language: Language) -> str:
        """To be pasted: no name, no code, every share with its base."""
        warned = [self.foot.warning] if self.foot.warning else []
        words = [one.said_in(language) for one in (self.lines[0], *warned, *self.lines[1:])]
        return "\n".join([*words, *([self.foot.link] if self.foot.link else [])])

    def document(self, language: Language) -> Document:
        """The picture."""
        return Document("square", language, plain(self, language), "square", "poster")


def chat(desk: Desk, round_id: str, sender: Sender) -> Chat:
    """What a group is told of a round as it stands now; ``NotListed`` before it is posted."""
    round = desk.round(round_id)
    question = kinds_of(desk, round)
    title, second, page = _share_words(desk, round)
    head = Text("【{area}】{round}：{title}", "[{area}] {round}: {title}").filled(
        area=area_name(desk), round=round.title, title=title
    )
    last = Text("{kind}。{contact}", "{kind}. {contact}")
    return Chat(
        area=area_name(desk),
        title=title,
        round=round.title,
        question=question,
        lines=(head, second, last.filled(kind=question, contact=sender.contact)),
        foot=foot(desk, sender, sender.link(desk, round_id, page), round),
    )


def _share_words(desk: Desk, round: Round) -> tuple[Text, Text, str]:
    """The title, the line in the middle, and which page it leads to."""
    items = count(len(round.items), "个事项", "item")
    if round.state is State.DECIDED:
        return Text("打钩结果", "The result"), _result(desk, round), "wall"
    void = desk.voided(round.id)
    if void is not None:
        return round.state.words, void.why, "wall"
    tied = desk.posted_tie(round.id)
    if tied is not None:
        return TIED, join_texts(list(tied.sentences)), "wall"
    if round.state not in _SO_FAR:
        raise NotListed(Text("已公示的清单", "posted list"), round.id)
    title, second = _SO_FAR[round.state]
    period = desk.posting.period(round.id)
    if round.state is State.POSTED and (period is None or not period.open):
        second = _PERIOD_OVER
    said = second.filled(items=items, limits=round.limits.text)
    last = desk.until(round.id)
    if round.state is State.TICKING and desk.has_ended(round.id):
        return Text("打钩已截止", "Ticking has ended"), desk.state_words(round.id), ""
    if round.state is State.TICKING and last:
        said = join_texts([said, _LAST.filled(last=last)], "；", "; ")
    return title, said, ""


_LAST = Text("{last}截止", "until {last}")


_PERIOD_OVER = Text(
    "{items}，公示期已满，开放打钩时再通知",
    "{items}: the time for objections is over; you will hear when ticking opens",
)


_SO_FAR = {
    State.POSTED: (
        Text("清单公示", "The list is posted"),
        Text("{items}，请看看有没有意见", "{items}: tell us what you think"),
    ),
    State.TICKING: (
        Text("请您来打钩", "Come and tick"),
        Text(
            "{items}，{limits}；手机、纸质、上门帮忙都可以",
            "{items}, {limits}; by phone, on paper or with help at your door",
        ),
    ),
    State.COUNTING: (
        Text("打钩已截止", "Ticking is closed"),
        Text("正在计票，结果会公示", "it is being counted; the result will be posted"),
    ),
}


def _result(desk: Desk, round: Round) -> Text:
    standing, turnout = desk.concluding.standing(round.id), desk.turnout(round.id)
    part = Share(turnout.participants, turnout.registered, "registered").text
    chosen = standing.chosen
    names = listed(round.item(item).title for item in chosen[:NAMED])
    if len(chosen) > NAMED:
        names = Text(f"{names.zh}等{len(chosen)}项", f"{names.en} and {len(chosen) - NAMED} more")
    if standing.outcome.selected is None and not standing.overrides:
        return Text("参与：{part}", "Took part: {part}").filled(part=part)
    words = Text("入选：{names}；参与：{part}", "Chosen: {names}; took part: {part}")
    if standing.overrides:
        words = Text(
            "入选（含计票以外另行作出的决定）：{names}；参与：{part}",
            "On the list, with what was decided beside the count: {names}; took part: {part}",
        )
    return words.filled(names=names or NONE_CHOSEN, part=part)
