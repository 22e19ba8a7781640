"""What the town's further pages show: who is late, a month, cases (as ``views``)."""

from __future__ import annotations

import attrs

from tickbox_server.pages.views_works import HeadView, LinkView


@attrs.frozen
class LateRow:
    """Something that a neighbourhood should have done."""

    what: str
    due: str
    days: int


@attrs.frozen
class LateArea:
    """A neighbourhood and what it is late at, the latest first; ``since`` it takes part."""

    name: str
    url: str
    rows: tuple[LateRow, ...]
    since: str


@attrs.frozen
class LateView:
    """``late.html``: who is late at what; ``answer_days`` is how long an answer may take."""

    head: HeadView
    areas: tuple[LateArea, ...]
    answer_days: int


@attrs.frozen
class MonthRow:
    """A neighbourhood's month: its numbers in the order of the heads; ``since`` it takes part."""

    name: str
    url: str
    counts: tuple[int, ...]
    since: str


@attrs.frozen
class MonthsView:
    """``months.html``: a month of all neighbourhoods, with its total and as a table to keep."""

    head: HeadView
    month: str
    heads: tuple[str, ...]
    rows: tuple[MonthRow, ...]
    total: tuple[int, ...]
    before: LinkView | None
    after: LinkView | None
    csv_url: str


@attrs.frozen
class CaseLine:
    """A delivered project of a neighbourhood; ``case`` is how it is named to take it over."""

    case: str
    title: str
    url: str
    area: str
    on: str | None
    description: str | None


@attrs.frozen
class CasesView:
    """``cases.html``: what was delivered in the town, looked through by words."""

    head: HeadView
    words: str
    url: str
    cases: tuple[CaseLine, ...]
