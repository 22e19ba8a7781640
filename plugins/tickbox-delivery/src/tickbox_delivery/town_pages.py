"""The town over its neighbourhoods: who is late at what, a month in numbers, cases to follow."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from urllib.parse import quote

import attrs
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.categories.kinds import Count
from tickbox_core.declarations.answers import outputs_of
from tickbox_core.desk import town_tables
from tickbox_core.desk.town_tables import (
    ANSWER_DAYS,
    CaseElsewhere,
    MonthAnswer,
    since,
    since_words,
)
from tickbox_core.errors import BadValue
from tickbox_core.model.local_time import day_at
from tickbox_core.text import Text
from tickbox_delivery.views_town import (
    CaseLine,
    CasesView,
    LateArea,
    LateRow,
    LateView,
    MonthRow,
    MonthsView,
)
from tickbox_server.hall import Hall
from tickbox_server.pages import wall_presenters
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.views_works import HeadView, LinkView
from tickbox_server.pages.visit import AnyRequest, PageRequest
from tickbox_server.pages.wall_presenters import must, say_text
from tickbox_server.pages.words import day

LATE, MONTHS, CASES = "late", "months", "cases"
_TITLES = {
    LATE: Text("谁的事晚了", "Who is late at what"),
    MONTHS: Text("每月情况", "Month by month"),
    CASES: Text("可借鉴的案例", "Cases to follow"),
}
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_COUNTED = [one for one in outputs_of(MonthAnswer) if isinstance(one.kind, Count)]
_MOST_WORDS = 100


# -- handlers ----------------------------------------------------------------------------------


@get(f"/{LATE}")
async def late(visit: NamedDependency[PageRequest]) -> Response[str]:
    """Who is late at what."""
    return await visit.show(lambda: late_view(visit))


@get(f"/{MONTHS}")
async def this_month(visit: NamedDependency[PageRequest]) -> Response[str]:
    """The month that it is."""
    return await visit.show(lambda: month_view(visit, f"{_today(visit.hall):%Y-%m}"))


@get(f"/{MONTHS}/{{month:str}}")
async def one_month(visit: NamedDependency[PageRequest], month: FromPath[str]) -> Response[str]:
    """Another month."""
    return await visit.show(lambda: month_view(visit, month))


@get(f"/{MONTHS}/{{month:str}}/table.csv")
async def month_table(visit: NamedDependency[PageRequest], month: FromPath[str]) -> Response[bytes]:
    """A month as a table, a neighbourhood a row."""
    content = await visit.hall.ask(lambda: _csv(visit, months(visit.hall, month)))
    name = f"attachment; filename={month}.csv"
    return Response(
        content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


@get(f"/{CASES}")
async def cases(request: AnyRequest, visit: NamedDependency[PageRequest]) -> Response[str]:
    """What was delivered anywhere in the town."""
    words = request.query_params.get("words", "").strip()[:_MOST_WORDS]
    return await visit.show(lambda: cases_view(visit, words))


# -- what they are made of ---------------------------------------------------------------------


def months(hall: Hall, month: str) -> list[MonthAnswer]:
    """A month of every neighbourhood; ``BadValue`` for what is no month."""
    if not _MONTH.fullmatch(month):
        problem = Text("不是月份。", "is no month.")
        raise BadValue("month", problem, Text("请写成 2026-03。", "Write it like 2026-03."))
    town = hall.town
    return [town_tables.month_of(town.desk(area), month) for area in town.neighbourhoods()]


def every_case(hall: Hall, words: str = "") -> list[CaseElsewhere]:
    """The cases of every neighbourhood that have all these words, the newest first."""
    town = hall.town
    found = [
        case
        for area in town.neighbourhoods()
        for case in town_tables.cases_of(town.desk(area))
        if town_tables.is_about(case, words)
    ]
    return sorted(found, key=lambda one: one.delivered or date.min, reverse=True)


def _today(hall: Hall) -> date:
    return day_at(hall.town.now())


def _head(visit: PageRequest, what: str, said: Text) -> HeadView:
    title, links = visit.say(_TITLES[what]), visit.links
    return wall_presenters.head(
        visit, title, visit.say(said), links.of_town(what), links.twin("", what)
    )


def late_view(visit: PageRequest) -> LateView:
    """Every neighbourhood, those that are late at most first."""
    town = visit.hall.town
    areas = []
    for area in town.neighbourhoods():
        found = town_tables.late_at(town.desk(area))
        rows = tuple(
            LateRow(must(visit, one.what), day(one.due, visit.language) or "", one.days)
            for one in found
        )
        joined = visit.say(since_words(since(town.desk(area))))
        areas.append(LateArea(area_name(visit, area), visit.links.area(area), rows, joined))
    areas.sort(key=lambda one: -len(one.rows))
    number = sum(len(one.rows) for one in areas)
    said = Text(f"晚了的事{number}件", f"things late: {number}")
    return LateView(_head(visit, LATE, said), tuple(areas), ANSWER_DAYS)


def month_view(visit: PageRequest, month: str) -> MonthsView:
    """A month, with the ways to the one before and the one after."""
    found, links = months(visit.hall, month), visit.links
    first = date.fromisoformat(f"{month}-01")
    before = f"{first - timedelta(days=1):%Y-%m}"
    after = f"{first + timedelta(days=31):%Y-%m}"
    rows = tuple(
        MonthRow(must(visit, one.area_name), links.area(one.area), _counts(one),
                 visit.say(since_words(one.since, first)))
        for one in found
    )  # fmt: skip
    today = _today(visit.hall)
    past = first < today.replace(day=1)
    # whoever follows every link comes to an end: before a year ago only while anything was done
    recent = first > today - timedelta(days=366)
    reaches_back = recent or any(any(row.counts) for row in rows)
    url = links.of_town(MONTHS)
    return MonthsView(
        head=attrs.evolve(
            _head(visit, MONTHS, Text.of(month)), twin_url=links.twin("", f"{MONTHS}/{month}")
        ),
        month=month,
        heads=tuple(visit.say(one.label) for one in _COUNTED),
        rows=rows,
        total=tuple(sum(column) for column in zip(*(row.counts for row in rows), strict=True)),
        before=LinkView(before, f"{url}/{before}") if reaches_back else None,
        after=LinkView(after, f"{url}/{after}") if past else None,
        csv_url=f"{url}/{quote(month)}/table.csv",
    )


def _counts(one: MonthAnswer) -> tuple[int, ...]:
    return tuple(getattr(one, field.key) for field in _COUNTED)


def _csv(visit: PageRequest, found: list[MonthAnswer]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    own = Text("居民区", "neighbourhood"), Text("编号", "id"), Text("月份", "month")
    writer.writerow([visit.say(one) for one in (*own, *(field.label for field in _COUNTED))])
    for one in found:
        writer.writerow([_no_formula(must(visit, one.area_name)), one.area, one.month,
                         *_counts(one)])  # fmt: skip
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def _no_formula(said: str) -> str:
    """A name that a spreadsheet takes for words and not for a formula."""
    return f"'{said}" if said[:1] in "=+-@\t\r" else said


def cases_view(visit: PageRequest, words: str) -> CasesView:
    """The cases, with the way to each project's page."""
    found, links = every_case(visit.hall, words), visit.links
    return CasesView(
        head=_head(visit, CASES, Text(f"案例{len(found)}个", f"cases: {len(found)}")),
        words=words,
        url=links.of_town(CASES),
        cases=tuple(
            CaseLine(
                one.case,
                must(visit, one.title),
                links.board(one.area, "projects", one.project),
                must(visit, one.area_name),
                day(one.delivered, visit.language),
                say_text(visit, one.promise),
            )
            for one in found
        ),
    )


def town_ways(visit: PageRequest) -> tuple[LinkView, ...]:
    """The ways to these pages."""
    return tuple(
        LinkView(visit.say(title), visit.links.of_town(what), "") for what, title in _TITLES.items()
    )


HANDLERS = [late, this_month, one_month, month_table, cases]
