"""Acts on corrections of a motion's roll before it opens: asked for, made, refused, listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.motion_fields import AMotion
from tickbox_core.acts.states import CORRECTABLE
from tickbox_core.categories import a_count, a_line, a_name, several, some_of, yes_no
from tickbox_core.components.motions import RollChangeAnswer, RollRequestAnswer
from tickbox_core.declarations import ListOf, refers_to
from tickbox_core.declarations.fields import Name, prose
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import RollChange, RollEdit
from tickbox_core.text import Text
from tickbox_core.year.corrections import WrongPart


@attrs.frozen(kw_only=True)
class AskCorrection:
    """What somebody who came says is wrong with how a home will be counted."""

    id: str = refers_to("motion", "表决编号", "motion", states=CORRECTABLE)
    place: str = a_name("房号", "unit")
    about: tuple[str, ...] = some_of(
        "哪里不对", "what is wrong", {str(one): one.words for one in WrongPart}, least=1
    )
    words: str = prose(
        "应当是什么、依据是什么（密封保存）", "what is right, and by what; kept sealed"
    )


_REASON = Text(
    "申请人凭表决码可以读到，请勿写别人的姓名。",
    "Whoever asked reads it by code: name nobody else.",
)
_REMOTE = Text(
    "同一业主的几套房合为一人；不写的，是这一套里新写的人。",
    "Homes of one owner are one head; left empty, a new name is somebody of this home alone.",
)


@attrs.frozen(kw_only=True)
class CorrectRoll:
    """A home of a motion's roll as it should be; what is left empty stays as it is."""

    id: str = refers_to("motion", "表决编号", "motion", states=CORRECTABLE)
    place: str = a_name("房号", "unit")
    floor_area: str = a_name("建筑面积（平方米）", "floor area in m²", default="")
    owners: tuple[str, ...] = several("全部业主姓名", "all owners by name", Name(), default=())
    same_as: str = a_name(
        "与哪一套房的业主是同一人", "the same people own the unit", default="", help=_REMOTE
    )
    voter: str = a_name("共有人指定谁表决", "the co-owner named to vote", default="")
    reason: Text = a_line("更正理由", "why it is corrected", help=_REASON)
    correction: int | None = a_count(
        "答复第几件申请（没有申请的不填）", "the request it answers, if any", least=1, default=None
    )
    imported: bool = yes_no(
        "已在重新导入的名册里改好，这里不再改",
        "the roll imported since has it right: change nothing here",
        default=False,
    )


@attrs.frozen
class RefuseCorrection:
    """A request that is answered without changing the roll."""

    id: str = refers_to("motion", "表决编号", "motion", states=CORRECTABLE)
    correction: int = a_count("第几件申请", "number of the request", least=1)
    reason: Text = a_line("不予更正的理由", "why it is not corrected", help=_REASON)


def _ask(desk: Desk, given: AskCorrection, actor: Actor) -> Any:
    about = [WrongPart(one) for one in given.about]
    return RollRequestAnswer.of(
        desk.motions.corrections.ask_at_office(
            given.id, given.place, about, given.words, actor.name
        )
    )


def _correct(desk: Desk, given: CorrectRoll, actor: Actor, second: Actor) -> Any:
    edit = None if given.imported else _edit(given)
    change = desk.motions.corrections.correct(
        given.id,
        edit,
        desk.importing.person_id(),
        given.reason,
        given.correction,
        by=actor.name,
        second=second.name,
    )
    return _answer(change)


def _look(desk: Desk, given: Mapping[str, Any]) -> RollChangeAnswer | None:
    """What heads and area of the whole would be; nothing where the roll is not changed here."""
    if given.get("imported"):
        return None
    names = ("place", "floor_area", "same_as", "voter")
    place, area, same_as, voter = (str(given.get(name) or "") for name in names)
    edit = RollEdit(place, area, tuple(given.get("owners") or ()), same_as, voter)
    name_owner = desk.importing.person_id()
    return _answer(desk.motions.corrections.look(str(given["id"]), edit, name_owner))


def _edit(given: CorrectRoll) -> RollEdit:
    return RollEdit(given.place, given.floor_area, given.owners, given.same_as, given.voter)


def _answer(change: RollChange) -> RollChangeAnswer:
    return RollChangeAnswer.of(change.before, change.after, change.lost)


def _refuse(desk: Desk, given: RefuseCorrection, actor: Actor) -> Any:
    refused = desk.motions.corrections.refuse(given.id, given.correction, given.reason, actor.name)
    return RollRequestAnswer.of(refused)


ACTS = (
    Act(
        "motion/ask-correction",
        Text("登记名册更正申请", "take a request to correct the roll"),
        AskCorrection,
        _ask,
        answer=RollRequestAnswer,
        about=Text(
            "业主也可以凭表决码在“我会怎样被计票”一页自己申请。有申请没有答复，表决就不能开始。",
            "Owners can ask by code too, on the page that says how they are counted. No motion "
            "opens while a request waits.",
        ),
    ),
    Act(
        "motion/correct-roll",
        Text("更正名册", "correct the roll"),
        CorrectRoll,
        _correct,
        second=True,
        answer=RollChangeAnswer,
        look=_look,
        look_first=Text(
            "改了以后，全体的人数和面积", "Heads and area of the whole, if it is changed"
        ),
        about=Text(
            "开始表决以前，两人更正一套房的面积、业主或表决人。换了业主或表决人的，原来的表决码失效，要补发。",
            "Before voting begins two people change the area, the owners or the voter of a home. "
            "Where another owner or voter speaks for it, the old code dies: issue a new one.",
        ),
    ),
    Act(
        "motion/refuse-correction",
        Text("不予更正", "refuse a correction"),
        RefuseCorrection,
        _refuse,
        answer=RollRequestAnswer,
        irreversible=True,
    ),
    Act(
        "motion/corrections",
        Text("查看名册更正申请", "requests to correct the roll"),
        AMotion,
        lambda desk, given, actor: [
            RollRequestAnswer.of(one) for one in desk.motions.corrections.of(given.id)
        ],
        reads=True,
        answer=ListOf(RollRequestAnswer),
    ),
)
