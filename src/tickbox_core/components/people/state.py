"""People with a task: supervision groups, stairwell representatives, volunteers, and who publishes.

An *office* is held by one person for a term, over one area: a place in a supervision group (an
estate), or a stairwell.  Names, contacts and what a token hashes to are sealed; how many members a
group has is public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import attrs

from tickbox_core.components.people.answering import Answerable, apply_named
from tickbox_core.components.projects import Participation
from tickbox_core.errors import NotListed
from tickbox_core.model.channels import Channel
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.workflow.state import DiaryState


class Task(StrEnum):
    """What an office is for."""

    GROUP = "group"
    STAIRWELL = "stairwell"

    @property
    def words(self) -> Text:
        """The task in words."""
        return _TASK_WORDS[self]


_TASK_WORDS = {
    Task.GROUP: Text("监督管理小组成员", "member of a supervision group"),
    Task.STAIRWELL: Text("楼组代表", "stairwell representative"),
}


@attrs.frozen
class Office:
    """A task held over an area from a day to a day (both included); ``name`` is for staff.

    ``digest`` is what the holder's token hashes to; empty once it was erased.
    """

    id: str
    task: Task
    area: str
    since: date
    until: date
    group: str = ""
    ended: bool = False
    name: str = attrs.field(default="", repr=False)
    digest: str = attrs.field(default="", repr=False)

    def held_on(self, day: date) -> bool:
        """Whether somebody holds it on that day."""
        return not self.ended and self.since <= day <= self.until


@attrs.frozen
class SupervisionGroup:
    """A supervision group of an estate, with a term."""

    id: str
    area: str
    title: Text
    since: date
    until: date
    members: int


@attrs.frozen
class SignUp:
    """Somebody who takes part in a project; name and contact are for staff."""

    ref: str
    project: str
    part: Participation
    shop: bool
    at: str
    channel: Channel = Channel.ONLINE
    withdrawn: bool = False
    name: str = attrs.field(default="", repr=False)
    contact: str = attrs.field(default="", repr=False)


@attrs.frozen
class Publisher:
    """Who publishes, since when."""

    name: Text
    at: str


class People:
    """The offices, groups, sign-ups and publishers of an area."""

    kinds = frozenset(
        {
            "group",
            "office",
            "office-ended",
            "sign-up",
            "sign-up-withdrawn",
            "publisher",
            "answerable",
            "answerable-ended",
        }
    )

    def __init__(self) -> None:
        self.groups: dict[str, SupervisionGroup] = {}
        self.offices: dict[str, Office] = {}
        self.sign_ups: dict[str, SignUp] = {}
        self.publishers: tuple[Publisher, ...] = ()
        self.answerable: dict[str, Answerable] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A group or an office began or ended, somebody signed up, another publishes."""
        facts = happened.facts
        if happened.kind == "group":
            self.groups[facts["id"]] = SupervisionGroup(
                facts["id"],
                facts["area"],
                Text(**facts["title"]),
                date.fromisoformat(facts["since"]),
                date.fromisoformat(facts["until"]),
                facts["members"],
            )
        elif happened.kind == "office":
            self.offices[facts["id"]] = _office(happened)
        elif happened.kind == "office-ended" and (held := self.offices.get(facts["id"])):
            self.offices[held.id] = attrs.evolve(held, ended=True)
        elif happened.kind == "sign-up":
            self.sign_ups[facts["ref"]] = _sign_up(happened)
        elif happened.kind == "sign-up-withdrawn" and (known := self.sign_ups.get(facts["ref"])):
            self.sign_ups[known.ref] = attrs.evolve(known, withdrawn=True)
        elif happened.kind == "publisher":
            new = Publisher(Text(**facts["name"]), happened.at)
            self.publishers = (*self.publishers, new)
        elif happened.kind in ("answerable", "answerable-ended"):
            apply_named(self.answerable, happened)

    def office(self, id_: str) -> Office:
        """The office of that id, or ``NotListed``."""
        try:
            return self.offices[id_]
        except KeyError:
            raise NotListed(Text("职务", "office"), id_) from None

    def group(self, id_: str) -> SupervisionGroup:
        """The supervision group of that id, or ``NotListed``."""
        try:
            return self.groups[id_]
        except KeyError:
            raise NotListed(Text("监督管理小组", "supervision group"), id_) from None

    def of_token(self, digest: str, day: date) -> Office | None:
        """Whoever holds an office on that day with a token that hashes so."""
        for one in self.offices.values():
            if digest and one.digest == digest and one.held_on(day):
                return one
        return None

    def taking_part(self, project: str) -> tuple[SignUp, ...]:
        """Who takes part in a project, in the order they signed up."""
        found = self.sign_ups.values()
        return tuple(one for one in found if one.project == project and not one.withdrawn)

    def publisher_at(self, at: str) -> Text:
        """Who published at that time, as far as it was said; empty before."""
        names = [one.name for one in self.publishers if one.at <= at]
        return names[-1] if names else EMPTY


def still_needed(state: DiaryState, id_: str, today: date) -> Text | None:
    """Why what is sealed for an office stays: it is still held."""
    office = state.of(People).offices.get(id_)
    if office is None or office.ended or office.until < today:
        return None
    return Text(f"职务“{office.id}”还在任期内", f"the office '{office.id}' is still held")


def found_group(
    people: People,
    id_: str,
    area: str,
    title: Text,
    names: Sequence[str],
    digests: Sequence[str],
    term: tuple[date, date],
    by: str,
) -> list[DiaryEntry]:
    """Found a supervision group with its members; each gets an office of its own.

    Raises ``NotPossible`` for an id that is taken, nobody, somebody twice, or a term that ends
    before it begins.
    """
    require_text(id_, Text("小组编号", "the group's id"))
    require_text(title.zh, Text("小组名称", "the group's name"))
    if id_ in people.groups:
        raise _id_taken(id_)
    members = [name.strip() for name in names]
    if not members or not all(members) or len(set(members)) < len(members):
        raise rejection(
            Text("成员名单不对。", "the members are missing, or one is named twice."),
            Text("请核对名单。", "Check the names."),
        )
    group = DiaryEntry(
        "group",
        {
            "id": id_,
            "area": area,
            "title": title.plain(),
            "members": len(members),
            **_term(term),
        },
        {"by": by},
    )
    places = [
        _office_entry(people, f"{id_}.{at}", Task.GROUP, area, name, digest, term, by, id_)
        for at, (name, digest) in enumerate(zip(members, digests, strict=True), 1)
    ]
    return [group, *places]


def join_group(
    people: People, group: str, name: str, digest: str, today: date, by: str
) -> DiaryEntry:
    """Somebody joins a group, from today (or its first day) to the end of its term.

    Whoever leaves it has their office ended.  Raises ``NotListed`` for a group that is not there,
    ``NotPossible`` once its term is over, without a name, or for who is in it.
    """
    known = people.groups.get(group)
    if known is None:
        raise NotListed(Text("监督管理小组", "supervision group"), group)
    if today > known.until:
        raise rejection(
            Text("这个小组任期已满。", "the term of this group is over."),
            Text("请另成立一个小组。", "Found another one."),
        )
    name = require_text(name, Text("姓名", "the name"))
    mine = [one for one in people.offices.values() if one.group == group]
    if any(one.name == name and not one.ended for one in mine):
        raise rejection(
            Text("此人已在小组里。", "they are in this group already."),
            Text("请核对姓名。", "Check the name."),
        )
    id_, term = f"{group}.{len(mine) + 1}", (max(today, known.since), known.until)
    return _office_entry(people, id_, Task.GROUP, known.area, name, digest, term, by, group)


def appoint(
    people: People,
    id_: str,
    area: str,
    name: str,
    digest: str,
    term: tuple[date, date],
    by: str,
) -> DiaryEntry:
    """Appoint a stairwell representative.  Raises as ``found_group`` does."""
    return _office_entry(people, id_, Task.STAIRWELL, area, name, digest, term, by, "")


def _office_entry(
    people: People,
    id_: str,
    task: Task,
    area: str,
    name: str,
    digest: str,
    term: tuple[date, date],
    by: str,
    group: str,
) -> DiaryEntry:
    require_text(id_, Text("职务编号", "the office's id"))
    name = require_text(name, Text("姓名", "the name"))
    if id_ in people.offices:
        raise _id_taken(id_)
    facts = {"id": id_, "task": str(task), "area": area, "group": group, **_term(term)}
    return DiaryEntry("office", facts, {"name": name, "digest": digest, "by": by})


def end_office(people: People, id_: str, by: str) -> DiaryEntry:
    """An office ends before its term.  Raises ``NotPossible`` a second time."""
    if people.office(id_).ended:
        raise rejection(Text("这个职务已经结束。", "this office has ended already."))
    return DiaryEntry("office-ended", {"id": id_}, {"by": by})


def sign_up(
    people: People,
    ref: str,
    project: str,
    part: Participation,
    name: str,
    contact: str,
    *,
    shop: bool,
    channel: Channel = Channel.ONLINE,
) -> DiaryEntry:
    """Somebody, a resident or of a shop, joins a project; name and contact are sealed.

    Raises ``NotPossible`` without a name, or where the same person has joined.
    """
    name = require_text(name, Text("姓名", "the name"))
    here = {(one.name, one.contact) for one in people.taking_part(project)}
    if (name, contact.strip()) in here:
        raise rejection(Text("您已经报名。", "you have signed up already."))
    facts = {"ref": ref, "project": project, "part": str(part), "shop": shop}
    facts["channel"] = str(channel)
    return DiaryEntry("sign-up", facts, {"name": name, "contact": contact.strip()})


def withdraw_sign_up(people: People, ref: str) -> DiaryEntry:
    """Somebody leaves a project again.  Raises ``NotListed``, or ``NotPossible`` a second time."""
    known = people.sign_ups.get(ref)
    if known is None:
        raise NotListed(Text("报名", "sign-up"), ref)
    if known.withdrawn:
        raise rejection(Text("已经退出。", "it was withdrawn already."))
    return DiaryEntry("sign-up-withdrawn", {"ref": ref, "project": known.project})


def set_publisher(name: Text, by: str) -> DiaryEntry:
    """Say who publishes from now on."""
    require_text(name.zh, Text("发布单位", "who publishes"))
    return DiaryEntry("publisher", {"name": name.plain()}, {"by": by})


def _office(happened: DiaryEntry) -> Office:
    facts = happened.facts
    return Office(
        id=facts["id"],
        task=Task(facts["task"]),
        area=facts["area"],
        since=date.fromisoformat(facts["since"]),
        until=date.fromisoformat(facts["until"]),
        group=facts["group"],
        name=happened.secret("name", ""),
        digest=happened.secret("digest", ""),
    )


def _sign_up(happened: DiaryEntry) -> SignUp:
    facts = happened.facts
    return SignUp(
        facts["ref"],
        facts["project"],
        Participation(facts["part"]),
        facts["shop"],
        happened.at,
        Channel(facts.get("channel", Channel.ONLINE)),
        name=happened.secret("name", ""),
        contact=happened.secret("contact", ""),
    )


def _term(term: tuple[date, date]) -> Mapping[str, str]:
    since, until = term
    if until < since:
        raise rejection(
            Text("任期结束早于开始。", "the term ends before it begins."),
            Text("请核对日期。", "Check the days."),
        )
    return {"since": since.isoformat(), "until": until.isoformat()}


def _id_taken(id_: str) -> Exception:
    return rejection(
        Text(f"编号“{id_}”已经用过。", f"'{id_}' is taken already."),
        Text("请换一个。", "Give it another."),
    )
