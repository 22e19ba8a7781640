"""Screens that tell: what was done and by whom, turnout and whom to ring, codes, plugins."""

from __future__ import annotations

from collections import Counter

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_console.diary_labels import KINDS, UNKNOWN
from tickbox_console.facts import fact, label
from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    Posted,
    StaffRequest,
    form_of,
    many,
    one,
    refusal_words,
    render_for_staff,
)
from tickbox_console.titles import Ids
from tickbox_console.views import (
    CallsView,
    CodesView,
    DiaryView,
    EntryView,
    HomeCallView,
    PluginsView,
)
from tickbox_core.acts import perform
from tickbox_core.acts.noted import noted_title
from tickbox_core.acts.screens import ISSUE_CODES
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.homes import homes, people, people_index
from tickbox_core.errors import TickboxError
from tickbox_core.text import Text
from tickbox_core.workflow.act_entries import ACT
from tickbox_core.workflow.entries import DiaryEntry
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.words import day
from tickbox_server.problems import status_of

PAGE = 100
_ROUND = Text("轮次", "Round")
_WHO = ("name", "by", "taken_by", "helper", "second", "witness", "decided_by")
_SECRET = frozenset({"ticks", "votes", "vote", "choice", "salt", "digest", "commitment"})


@get("/diary")
async def diary(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """Everything done, the newest first."""
    typed = request.query_params.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None

    def make(seat: StaffRequest) -> DiaryView:
        seat.only_the_committee()
        held = seat.desk.diary.entries()
        end = len(held) if before is None else min(before, len(held))
        start = max(0, end - PAGE)
        older = f"{seat.url('diary')}?before={start}" if start else ""
        shown = tuple(_entry(seat, one_) for one_ in reversed(held[start:end]))
        return DiaryView(seat.bar(), shown, older)

    return await render_for_staff(request, visit, sessions, make)


def _entry(seat: StaffRequest, happened: DiaryEntry) -> EntryView:
    who = [_name(said) for name in _WHO if (said := happened.secret(name))]
    told = [
        (seat.say(_ROUND), fact(seat, happened.kind, "round", id_, {})) for id_ in _rounds(happened)
    ]
    ids = {"round": str(happened.facts.get("cycle", ""))}
    for key, value in happened.facts.items():
        if key in _SECRET or value in (None, "", [], {}):
            continue
        words = _short(seat, happened.kind, key, value, ids)
        if words and (called := label(seat.catalogue, happened.kind, key)) is not None:
            told.append((seat.say(called), words))
    at = f"{day(happened.at, seat.visit.language)} {happened.at[11:16]}"
    what = seat.say(_happening_words(seat, happened))
    gone = Text("姓名已删除", "the names were erased")
    names = seat.visit.say(gone) if happened.erased else "、".join(dict.fromkeys(who))
    return EntryView(at, what, names, tuple(told[:6]))


def _happening_words(seat: StaffRequest, happened: DiaryEntry) -> Text:
    """What it was; of an entry that says who did an act, which one."""
    if happened.kind != ACT:
        declared = seat.catalogue.kinds.get(happened.kind)
        return declared.words if declared else KINDS.get(happened.kind, UNKNOWN)
    title = noted_title(seat.catalogue.acts, happened.facts["act"])
    return Text(f"{KINDS[ACT].zh}：{title.zh}", f"{KINDS[ACT].en}: {title.en}")


def _rounds(happened: DiaryEntry) -> list[str]:
    return list(happened.facts["about"].get("round", ())) if happened.kind == ACT else []


def _name(sealed: object) -> str:
    """A name alone, or one that stands beside a role."""
    return str(sealed.get("name", "")) if isinstance(sealed, dict) else str(sealed)


def _short(seat: StaffRequest, kind: str, key: str, value: object, ids: Ids) -> str:
    if isinstance(value, dict):
        return seat.visit.say(Text.of(value)) if set(value) == {"zh", "en"} else ""
    if isinstance(value, (list, tuple)):
        plain = [
            fact(seat, kind, key, one_, ids) for one_ in value[:8] if isinstance(one_, (str, int))
        ]
        return ("、" if seat.visit.language == "zh" else ", ").join(plain)
    return fact(seat, kind, key, value, ids)[:200]


@get("/plugins")
async def plugins(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """What is installed, what it brings, and what went wrong with it."""

    def make(seat: StaffRequest) -> PluginsView:
        registry = seat.visit.hall.town.registry
        notices = (*registry.notices, *seat.visit.hall.notices)
        found = []
        for plugin in registry.plugins:
            said = [seat.say(notice.text) for notice in notices if plugin.name in notice.plugins]
            titles = [
                seat.say(seat.desk.category_title(key))
                for key, one_ in registry.policies.items()
                if one_.plugin == plugin
            ]
            titles += [
                seat.say(title)
                for one_ in registry.components.values()
                if one_.plugin == plugin
                for title in one_.thing.stages.values()
            ]
            found.append((plugin.name, plugin.version, (*titles, *said)))
        known = {name for name, _, _ in found}
        found += [
            (notice.plugin, "", (seat.say(notice.text),))
            for notice in notices
            if not known & set(notice.plugins)
        ]
        return PluginsView(seat.bar(), tuple(found))

    return await render_for_staff(request, visit, sessions, make)


@get("/rounds/{round:str}/calls")
async def calls(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    round: FromPath[str],
) -> Response[str]:
    """How many took part, by building; and the homes that nobody of has."""

    def make(seat: StaffRequest) -> CallsView:
        seat.only_the_committee()
        desk = seat.desk
        found = desk.round(round)
        everybody = Counter(slot.household for slot in desk.slots(round))
        where = homes(desk, round)
        waiting: dict[str, list[str]] = {}
        for slot in desk.unreached(round):
            waiting.setdefault(slot.household, []).append(seat.visit.say(where[slot.slot]))
        rows = [
            HomeCallView(addresses[0], "", len(addresses))
            for household, addresses in waiting.items()
            if len(addresses) == everybody[household]
        ]
        turnout = desk.turnout_by(round)
        areas = tuple(
            (seat.visit.say(turnout.names[area]), cell.part, cell.whole)
            for area, cell in turnout.breakdown.shown.items()
        )
        return CallsView(
            seat.bar(),
            seat.say(found.title),
            turnout.turnout.participants,
            turnout.turnout.registered,
            areas,
            tuple(sorted(rows, key=lambda home: natural_order(home.where))),
        )

    return await render_for_staff(request, visit, sessions, make)


@get("/rounds/{round:str}/codes")
async def ask_codes(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    round: FromPath[str],
) -> Response[str]:
    """For whom codes are to be issued."""
    find = request.query_params.get("find", "")
    return await render_for_staff(
        request, visit, sessions, lambda seat: _codes(seat, round, find=find)
    )


@post("/rounds/{round:str}/codes", status_code=200)
async def codes(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    round: FromPath[str],
) -> Response[str]:
    """New codes, shown on this one page to be printed; the old ones of these slots are dead."""
    posted = await form_of(request)
    return await render_for_staff(
        request, visit, sessions, lambda seat: _issue_codes(seat, round, posted), posted
    )


def _codes(seat: StaffRequest, round: str, error: str | None = None, find: str = "") -> CodesView:
    """The homes of a round in natural order; with ``find`` those that it can mean."""
    seat.only(ISSUE_CODES)
    desk = seat.desk
    found = desk.round(round)
    where = homes(desk, round)
    like = set(people_index(desk, round).like(find)) if find.strip() else where.keys()
    rows = {
        slot.household: seat.visit.say(where[slot.slot])
        for slot in desk.slots(round)
        if slot.slot in like
    }
    return CodesView(
        seat.bar(),
        seat.say(found.title),
        seat.url("rounds", round, "codes"),
        tuple(sorted(rows.items(), key=lambda home: natural_order(home[1]))),
        error=error,
        find=find,
    )


def _issue_codes(seat: StaffRequest, round: str, posted: Posted) -> object:
    page = _codes(seat, round)
    chosen = set(many(posted, "home"))
    slots = [
        slot for slot in seat.desk.slots(round)
        if "all" in posted or slot.household in chosen
    ]  # fmt: skip
    nobody = Text("请选择哪些住户。", "Choose the homes.")
    if not slots:
        return PageResponse(_codes(seat, round, seat.say(nobody)), 422)
    if not seat.session.first_press(one(posted, "once")):
        again = Text(
            "这些码已经显示过一次，不能再看；需要时请重新发放。",
            "These codes were shown once and cannot be seen again; issue new ones if need be.",
        )
        return PageResponse(_codes(seat, round, seat.say(again)), 409)
    given: dict[str, object] = {"round": round, "slots": [slot.slot for slot in slots]}
    if why := one(posted, "reason").strip():
        given["reason"] = why
    try:
        issued = perform(ISSUE_CODES, seat.desk, given, seat.actor)
    except TickboxError as refusal:
        return PageResponse(_codes(seat, round, refusal_words(seat, refusal)), status_of(refusal))
    where = people(seat.desk, round)
    said = ((seat.visit.say(where[slot]), code) for slot, code in issued.items())
    slips = tuple(sorted(said, key=lambda slip: natural_order(slip[0])))
    return CodesView(page.bar, page.round, page.url, (), slips)


HANDLERS = [diary, plugins, calls, ask_codes, codes]
