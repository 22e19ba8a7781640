"""Carrying a project out: each step as an entry, or a refusal that says what comes first.

Every command takes the chapter and what is asked, and gives what has happened.  Days are days of
the calendar; ``today`` is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.components.projects.project import (
    Baseline,
    Milestone,
    Part,
    Project,
    Status,
)
from tickbox_core.components.projects.standing import (
    ANEW,
    REASON,
    find_supervised,
    going_on,
    needs_decision,
    not_ahead,
    not_now,
    on_a_day,
    under_way,
)
from tickbox_core.components.projects.state import STARTED, Projects
from tickbox_core.model import Picture
from tickbox_core.model._checks import no_duplicates
from tickbox_core.model.parties import Side
from tickbox_core.rules.motions.bars import exact
from tickbox_core.rules.subsidy import Claim
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text

_SEE_IT = Text("请看那个项目。", "See that one.")
_LIST_AGAIN = Text(
    "它已经终止；要再做，请列入下一轮。",
    "It was given up; to do it after all, list it in another round.",
)


@attrs.frozen(hash=False)
class Promise:
    """What a project starts from: its baseline, plan, parts, how far its cost may run over.

    ``dues`` are fen by unit (empty: nothing is collected from households), ``stars`` those that
    parts of the points take, ``claims`` the subsidies that come off the cost.
    """

    baseline: Baseline
    milestones: tuple[Milestone, ...] = ()
    parts: tuple[Part, ...] = ()
    limit: Fraction = Fraction(0)
    dues: Mapping[str, int] = attrs.field(factory=dict, repr=False)
    stars: tuple[tuple[int, Fraction], ...] = ()
    claims: tuple[Claim, ...] = ()


def start(projects: Projects, id_: str, promise: Promise, by: str) -> DiaryEntry:
    """Set a project up from an item of the final annual list; nothing is being done yet.

    Raises ``NotPossible`` for an id or an item that has a project, a limit below 0, milestones
    that wait for one another, or a pilot that leaves nothing to extend to; ``DuplicateId`` for a
    milestone written twice.
    """
    require_text(id_, Text("项目编号", "the project's id"))
    if id_ in projects.by_id:
        raise rejection(
            Text(f"已有项目“{id_}”。", f"there is a project '{id_}' already."),
            Text("请换一个编号。", "Give it another id."),
        )
    known = projects.of_item(promise.baseline.round, promise.baseline.item)
    if known is not None:
        raise rejection(
            Text(f"这个事项已经立项（“{known.id}”）。", f"this item has a project ('{known.id}')."),
            _LIST_AGAIN if known.status is Status.GIVEN_UP else _SEE_IT,
        )
    _sound(promise)
    dues = dict(promise.dues)
    held = {"households": len(dues), "total": sum(dues.values())} if dues else None
    facts: dict[str, Any] = {
        "project": id_,
        "baseline": promise.baseline.plain(),
        "milestones": [
            {
                "key": one.key,
                "title": one.title.plain(),
                "due": one.due and one.due.isoformat(),
                "before": list(one.before),
                **({"points": one.points} if one.points else {}),
            }
            for one in promise.milestones
        ],
        "parts": [
            {"area": one.area, "name": one.name.plain(), "pilot": one.pilot}
            for one in promise.parts
        ],
        "limit": str(promise.limit),
        "collection": held,
    }
    if promise.claims:
        facts["claims"] = [one.plain() for one in promise.claims]
    if promise.stars:
        facts["stars"] = [[number, str(part)] for number, part in promise.stars]
    return DiaryEntry(STARTED, facts, {"by": by, **({"dues": dues} if dues else {})})


def _sound(promise: Promise) -> None:
    if exact(promise.limit, "limit") < 0:
        raise rejection(Text("超支限度不能小于0。", "the limit cannot be below 0."))
    no_duplicates("milestone", (one.key for one in promise.milestones))
    done: set[str] = set()
    waiting = list(promise.milestones)
    while waiting:
        ready = [one for one in waiting if set(one.before) <= done]
        if not ready:
            stuck = ", ".join(one.key for one in waiting)
            raise rejection(
                Text(f"这些节点互相等待：{stuck}。", f"these milestones wait forever: {stuck}."),
                Text("请核对先后次序。", "Check which comes before which."),
            )
        done |= {one.key for one in ready}
        waiting = [one for one in waiting if one not in ready]
    if promise.parts and all(one.pilot for one in promise.parts):
        raise rejection(
            Text("试点就是全部，没有可以推广的。", "the pilot is all there is to it."),
            Text("请留下试点以外的楼栋，或不设试点。", "Leave parts beside it, or have no pilot."),
        )


def responsible(projects: Projects, id_: str, side: Side, name: Text, task: Text) -> DiaryEntry:
    """Say who is responsible for what; without a task, that they no longer are."""
    project = going_on(projects, id_)
    require_text(name.zh, Text("责任单位", "who is responsible"))
    held = {(one.side, one.name) for one in project.parties}
    if not task and (side, name) not in held:
        raise rejection(
            Text(f"“{name.zh}”还不是责任单位。", f"'{name.en}' is not responsible yet."),
            Text("请写明由它负责什么。", "Say what it answers for."),
        )
    facts = {"project": id_, "side": str(side), "name": name.plain(), "task": task.plain()}
    return DiaryEntry("project-party", facts)


def supervise(
    projects: Projects, id_: str, names: Sequence[str], by: str, signatures: int | None = None
) -> DiaryEntry:
    """Appoint supervisors from the residents; names are sealed.

    ``signatures`` is how many must sign a milestone off; more than half where nobody says (our
    choice).  Raises ``NotPossible`` for nobody, a name given twice, or a number that cannot be met.
    """
    going_on(projects, id_)
    people = [name.strip() for name in names]
    if not people or not all(people):
        raise rejection(Text("没有写监督员。", "no supervisor is named."))
    if len(set(people)) < len(people):
        raise rejection(
            Text("同一个人写了两次。", "somebody is named twice."),
            Text("请核对名单。", "Check the names."),
        )
    needed = majority(len(people)) if signatures is None else signatures
    if not 1 <= needed <= len(people):
        raise rejection(
            Text(
                f"{len(people)}名监督员不可能有{needed}人签字。",
                f"{needed} of {len(people)} supervisors cannot sign.",
            ),
            Text("请改签字人数。", "Change how many must sign."),
        )
    facts = {"project": id_, "supervisors": len(people), "signatures": needed}
    return DiaryEntry("project-supervisors", facts, {"names": people, "by": by})


def majority(supervisors: int) -> int:
    """How many of so many supervisors sign a milestone off, where nobody has said."""
    return supervisors // 2 + 1


def begin(
    projects: Projects, id_: str, on: date, today: date, lacking: Sequence[Text]
) -> DiaryEntry:
    """The work begins.  ``lacking`` is what else stands against it (motions that have to pass).

    Raises ``NotPossible`` with every reason.
    """
    project = projects.project(id_)
    if project.status is not Status.PLANNED:
        raise not_now(project, Text("开工", "begin"))
    reasons = list(lacking)
    if not project.parties:
        reasons.append(Text("还没有写明责任单位。", "nobody is responsible yet."))
    if needs_decision(project):
        reasons.append(ANEW)
    if reasons:
        raise rejection(join_texts(reasons, "", " "))
    not_ahead(on, today)
    return DiaryEntry("project-begun", {"project": id_, "on": on.isoformat()})


def reschedule(projects: Projects, id_: str, key: str, due: date, reason: Text) -> DiaryEntry:
    """Give a milestone another day; the reason is posted."""
    milestone = going_on(projects, id_).milestone(key)
    require_text(reason.zh, REASON)
    if milestone.done is not None:
        raise rejection(Text("这个节点已经完成。", "this milestone is done."))
    facts = {"project": id_, "milestone": key, "due": due.isoformat(), "reason": reason.plain()}
    return DiaryEntry("project-rescheduled", facts)


def reach(
    projects: Projects, id_: str, key: str, on: date, today: date, words: Text = EMPTY
) -> DiaryEntry:
    """A milestone is done.

    Raises ``NotPossible`` before the work began, while it waits for a new decision, before the
    milestones it follows, for a day to come, or a second time.
    """
    project = under_way(projects, id_)
    milestone = project.milestone(key)
    if milestone.done is not None:
        raise rejection(Text("这个节点已经完成。", "this milestone is done already."))
    missing = [one for one in project.milestones if one.key in milestone.before and not one.done]
    if missing:
        raise rejection(
            Text("先要完成：{before}。", "first comes: {before}.").filled(
                before=join_texts([one.title for one in missing], "、", ", ")
            )
        )
    on_a_day(project, on, today)
    facts = {
        "project": id_,
        "milestone": key,
        "on": on.isoformat(),
        "words": words.plain(),
    }
    return DiaryEntry("project-milestone", facts)


def sign(projects: Projects, id_: str, key: str, supervisor: str) -> DiaryEntry:
    """A supervisor signs that a milestone is done; the name is sealed.

    Raises ``NotPossible`` for somebody who is no supervisor of it, who has signed, or before it is
    done.
    """
    project, milestone, name = find_supervised(projects, id_, key, supervisor)
    if name in milestone.signers:
        raise rejection(Text("这位监督员已经签过。", "this supervisor has signed already."))
    facts = {"project": project.id, "milestone": key}
    return DiaryEntry("project-signed", facts, {"supervisor": name})


def send_back(projects: Projects, id_: str, key: str, supervisor: str, reason: Text) -> DiaryEntry:
    """A supervisor says that a milestone is not done after all; the reason is posted.

    Raises as ``sign`` does, and once as many have signed as must.
    """
    project, milestone, name = find_supervised(projects, id_, key, supervisor)
    require_text(reason.zh, REASON)
    if project.signed_off(milestone):
        raise rejection(Text("这个节点已经签字验收。", "this milestone is signed off."))
    facts = {"project": id_, "milestone": key, "reason": reason.plain()}
    return DiaryEntry("project-sent-back", facts, {"supervisor": name})


def finish_part(
    projects: Projects, id_: str, area: str, on: date, today: date, words: Text = EMPTY
) -> DiaryEntry:
    """A building is finished.

    Raises ``NotPossible`` while a pilot elsewhere goes first, and as ``reach`` does.
    """
    project = under_way(projects, id_)
    part = project.part(area)
    if part.done is not None:
        raise rejection(Text("这一处已经完成。", "this part is finished already."))
    if project.piloting and not part.pilot:
        raise rejection(
            Text("试点还没有结束。", "the pilot is not over."),
            Text("请先说明试点结果。", "First say what came of it."),
        )
    on_a_day(project, on, today)
    facts = {"project": id_, "area": area, "on": on.isoformat(), "words": words.plain()}
    return DiaryEntry("project-part", facts)


def end_pilot(projects: Projects, id_: str, extended: bool, words: Text) -> DiaryEntry:
    """Say what came of the pilot, and whether the project is extended to the rest.

    Raises ``NotPossible`` where there is none, before its parts are finished, or without words.
    """
    project = under_way(projects, id_)
    if not project.piloting:
        raise rejection(Text("这个项目没有进行中的试点。", "this project has no pilot going on."))
    require_text(words.zh, Text("试点结果", "what came of the pilot"))
    waiting = [one.name for one in project.parts if one.pilot and not one.done]
    if waiting:
        raise rejection(
            Text("试点还没有完成：{parts}。", "the pilot is not finished: {parts}.").filled(
                parts=join_texts(waiting, "、", ", ")
            )
        )
    facts = {"project": id_, "extended": extended, "words": words.plain()}
    return DiaryEntry("project-piloted", facts)


def note(projects: Projects, id_: str, words: Text, pictures: Sequence[Picture] = ()) -> DiaryEntry:
    """Post a word on how it goes, with pictures that are kept already."""
    projects.project(id_)
    require_text(words.zh, Text("进展", "how it goes"))
    shown = {"pictures": [one.plain() for one in pictures]} if pictures else {}
    return DiaryEntry("project-note", {"project": id_, "words": words.plain(), **shown})


def pause(projects: Projects, id_: str, reason: Text) -> DiaryEntry:
    """Stop for a while, and say why."""
    under_way(projects, id_, deciding=False)
    require_text(reason.zh, REASON)
    return DiaryEntry("project-paused", {"project": id_, "reason": reason.plain()})


def resume(projects: Projects, id_: str, reason: Text) -> DiaryEntry:
    """Go on after a pause."""
    project = projects.project(id_)
    if project.status is not Status.PAUSED:
        raise not_now(project, Text("复工", "go on"))
    return DiaryEntry("project-resumed", {"project": id_, "reason": reason.plain()})


def give_up(projects: Projects, id_: str, reason: Text, decided_by: Text) -> DiaryEntry:
    """End a project that will not be delivered, with reason and names."""
    going_on(projects, id_)
    require_text(reason.zh, REASON)
    require_text(decided_by.zh, Text("决定人", "who decides"))
    facts = {"project": id_, "reason": reason.plain(), "decided_by": decided_by.plain()}
    return DiaryEntry("project-given-up", facts)


def deliver(
    projects: Projects,
    id_: str,
    on: date,
    today: date,
    words: Text = EMPTY,
    left_out: Text = EMPTY,
) -> DiaryEntry:
    """The project is delivered; ``left_out`` says what of it is not, and why.

    Raises ``NotPossible`` with everything that is not finished and not said to be left out.
    """
    project = under_way(projects, id_)
    on_a_day(project, on, today)
    unfinished = not_finished(project)
    if unfinished and not left_out:
        raise rejection(
            join_texts(unfinished, "", " "),
            Text("请完成，或说明哪些不做、为什么。", "Finish it, or say what is left out and why."),
        )
    facts = {
        "project": id_,
        "on": on.isoformat(),
        "words": words.plain(),
        "left_out": (left_out if unfinished else EMPTY).plain(),
    }
    return DiaryEntry("project-delivered", facts)


def not_finished(project: Project) -> list[Text]:
    """What is not finished of a project, or not signed off."""
    waiting = [one.title for one in project.milestones if not one.done]
    unsigned = [m.title for m in project.milestones if m.done and not project.signed_off(m)]
    parts = [one.name for one in project.parts if not one.done]
    said_of = (
        (waiting, Text("还没有完成：{them}。", "not done: {them}.")),
        (unsigned, Text("监督员还没有签字：{them}。", "not signed off: {them}.")),
        (parts, Text("还没有完工：{them}。", "not finished: {them}.")),
    )
    return [text.filled(them=join_texts(them, "、", ", ")) for them, text in said_of if them]
