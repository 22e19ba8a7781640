"""META and PROJECTS: what the election says of itself, and what was voted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import repeat

import attrs

from tickbox_core.interchange.pabulib.figures import (
    AMOUNT,
    all_figures,
    figures_alone,
    number,
    read_number,
    whole_number,
)
from tickbox_core.interchange.pabulib.sections import (
    Columns,
    RowCheck,
    Section,
    columns,
    plain_rows,
)
from tickbox_core.interchange.reading import COMMA_READ, ROW_LEFT_OUT, Trouble, shown
from tickbox_core.interchange.row_checks import check_id
from tickbox_core.model import Item
from tickbox_core.model._checks import NOTHING, FrozenMapping
from tickbox_core.model.items import PLAIN
from tickbox_core.numbers import Comma, NotANumber, comma_of, one_thousand, pointed_thousand
from tickbox_core.text import EMPTY, Text, join_texts

VOTE_TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")
LIMITS = (
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_cost",
    "max_project_cost",
    "min_project_score_threshold",
)


@attrs.frozen
class Meta:
    """The META section: values by key (small letters), and the line of each.

    ``comma``: what commas stand for in the file, as far as its amounts show; ``doubtful``: those
    that are not written in figures alone.
    """

    values: Mapping[str, str]
    lines: Mapping[str, int]
    section: int
    comma: Comma | None = None
    doubtful: tuple[str, ...] = ()

    def with_costs(self, costs: Iterable[str]) -> Meta:
        """The same once the costs of the projects are seen too."""
        own = (self.values[key] for key in ("budget", *LIMITS) if key in self.values)
        # figures alone say nothing of commas
        doubtful = [text for text in (*own, *costs) if text and not text.isdigit()]
        if not doubtful:
            return self
        return attrs.evolve(self, comma=comma_of(doubtful), doubtful=tuple(doubtful))

    def line(self, key: str) -> int:
        """The line of a key, or that of the section."""
        return self.lines.get(key, self.section)


def read_meta(section: Section, trouble: Trouble) -> Meta:
    """The keys and values; a value may hold semicolons.  Refuses a key without a value's place."""
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, row in section.rows(trouble):
        key = row[0].lower()
        if key == "key" and not values:
            continue
        if len(row) < 2:
            trouble.drop(
                line,
                Text(f"“{shown(key)}”后面没有值。", f"'{shown(key)}' is followed by no value."),
                Text("请写成“名称;值”。", "Write key;value."),
                ROW_LEFT_OUT,
            )
            continue
        value = (row[1] if len(row) == 2 else ";".join(row[1:])).rstrip("; \t")
        if values.setdefault(key, value) != value:
            trouble.drop(
                line,
                Text(f"“{shown(key)}”有两个值。", f"'{shown(key)}' has two values."),
                Text("请只留一个。", "Keep one."),
                Text("以前一个为准。", "The first one counts."),
            )
        lines.setdefault(key, line)
    return Meta(values, lines, section.line)


def vote_type(meta: Meta, trouble: Trouble) -> str:
    """How people voted; refuses a file that does not say so in a word of the format."""
    given = meta.values.get("vote_type", "").lower()
    if given not in VOTE_TYPES:
        trouble.stop(
            meta.line("vote_type"),
            Text(
                f"META 里的 vote_type 是“{shown(given)}”。",
                f"the vote_type in META is '{shown(given)}'.",
            )
            if given
            else Text("META 里没有 vote_type。", "META does not say the vote_type."),
            Text(f"请写明是 {'、'.join(VOTE_TYPES)} 之一。", f"Make it {', '.join(VOTE_TYPES)}."),
        )
    return given


def limits(meta: Meta, trouble: Trouble) -> dict[str, Fraction]:
    """The numbers in META that limit ballots; one that is no number is left out with a warning."""
    found: dict[str, Fraction] = {}
    for key in LIMITS:
        stated = meta.values.get(key)
        if not stated:
            continue
        value = number(stated, meta.comma, AMOUNT)
        if value is not None:
            found[key] = value
            _mention_comma(key, stated, meta.line(key), trouble)
        elif stated.lower() != "none":
            trouble.warn(
                meta.line(key),
                Text(f"{key} 不是数字。", f"{key} is not a number."),
                Text("不予理会。", "It is ignored."),
            )
    return found


def check_total(key: str, rows: int, meta: Meta, trouble: Trouble) -> None:
    """Refuse a file whose own total (``num_votes``, ``num_projects``) is not that of its rows."""
    stated = meta.values.get(key, "")
    if not stated or whole_number(stated) == rows:
        return
    trouble.drop(
        meta.line(key),
        Text(
            f"{key} 写的是“{shown(stated)}”，实有{rows}行。",
            f"{key} says '{shown(stated)}', and there are {rows} rows.",
        ),
        Text("请查明是数字写错还是行有缺漏。", "Find out which of the two is wrong."),
        Text("以实有行数为准。", "The rows count."),
    )


def read_budget(meta: Meta, trouble: Trouble) -> Fraction | int | None:
    """The budget in units of currency, or ``None`` where META does not say it."""
    stated = meta.values.get("budget", "")
    if not stated:
        trouble.warn(
            meta.line("budget"),
            Text("META 里没有 budget。", "META names no budget."),
            Text("只能排序，不能按预算选取。", "Items can be ranked, not chosen by a budget."),
        )
        return None
    return amount(stated, "budget", meta.line("budget"), meta.comma, trouble)


def amount(
    text: str, what: str, line: int, comma: Comma | None, trouble: Trouble
) -> Fraction | int | None:
    """A sum of money of 0 or more; anything else is refused, or left open when lenient."""
    if figures_alone(text):
        return int(text)
    why, remedy = EMPTY, _NO_CURRENCY
    try:
        value = read_number(text, comma, AMOUNT)
        if value.numerator >= 0:
            _mention_comma(what, text, line, trouble)
            return value
    except NotANumber as refused:
        if refused.doubtful:
            why, remedy = refused.problem, refused.remedy
    problem = Text(
        f"{what} 是“{shown(text)}”，不是不小于0的数。",
        f"{what} is '{shown(text)}', not a number of 0 or more.",
    )
    said = join_texts([problem, why]) if why else problem
    trouble.drop(line, said, remedy, Text("按未知处理。", "It counts as unknown."))
    return None


_NO_CURRENCY = Text("请填数字，不要货币符号。", "Write a number without a currency.")


def _mention_comma(what: str, text: str, line: int, trouble: Trouble) -> None:
    """A comma that some would read otherwise is told, and how it was read."""
    if not text.isdigit() and one_thousand(text):
        problem = Text(f"{what} 写作“{shown(text)}”。", f"{what} is written '{shown(text)}'.")
        trouble.warn(line, problem, COMMA_READ)


def say_marks(meta: Meta, trouble: Trouble) -> None:
    """What is to be said, once a file, of marks that some would read otherwise."""
    decimal = meta.comma is Comma.DECIMAL
    commas = [text for text in meta.doubtful if decimal and comma_of([text]) is Comma.DECIMAL]
    points = [] if decimal else [text for text in meta.doubtful if pointed_thousand(text)]
    for found, read in ((commas, _COMMA_DECIMAL), (points, POINT_DECIMAL)):
        say_like(found, meta.section, read, trouble)


def say_like(found: Sequence[str], line: int, read: Text, trouble: Trouble) -> None:
    """How numbers were read that are written like the first of them; nothing where none is."""
    if found:
        like = Text(
            f"有{len(found)}个数写得像“{shown(found[0])}”。",
            f"numbers written like '{shown(found[0])}': {len(found)}.",
        )
        trouble.warn(line, like, read)


_COMMA_DECIMAL = Text("逗号按小数点读。", "Their comma is read as a decimal one.")
POINT_DECIMAL = Text(
    "点按小数点读（.pb 格式如此），不按千分位。",
    "Their point is read as a decimal one, as the format has it, not as parting thousands.",
)


@attrs.define
class ProjectRow:
    """One row of PROJECTS: id, cost in units of currency, title, and the file's other columns.

    The item it becomes holds those columns themselves: nobody else does.
    """

    id: str
    cost: Fraction | int | None
    title: str
    others: dict[str, str]

    def item(self, minor_units: int) -> Item:
        """The item, with its cost in minor units, of which every cost is a whole number."""
        cost, others = self.cost, self.others
        if cost is not None:
            cost = cost.numerator * (minor_units // cost.denominator)
        category = others.get("category") or PLAIN
        if "," in category:
            category = PLAIN
        title = self.title or self.id
        return Item.of_checked(
            self.id,
            Text(title, others.get("name_en") or title),
            category,
            cost,
            FrozenMapping.of_plain(others) if others else NOTHING,
            others.get("tier", ""),
        )


def read_projects(section: Section, meta: Meta, trouble: Trouble) -> tuple[list[ProjectRow], Meta]:
    """The projects in the order of the file, and META with what their costs show of commas."""
    rows = section.rows(trouble)
    header = next(rows, None)
    names = columns(section, header, ("project_id", "cost"), trouble)
    found = _at_one_stroke(section, header[0] if header else section.line, names)
    if found is not None:
        check_total("num_projects", len(found), meta, trouble)
        return found, meta.with_costs(())
    check = RowCheck(names, trouble)
    fitting = [(line, row) for line, row in rows if check.fits(line, row)]
    id_at, cost_at = names.place["project_id"], names.place["cost"]
    meta = meta.with_costs(row[cost_at] for _, row in fitting)
    others_at = [(name, at) for name, at in names.place.items() if name not in _OWN]
    projects: dict[str, ProjectRow] = {}
    for line, row in fitting:
        id_ = row[id_at]
        if not _new(id_, projects, line, trouble):
            continue
        cost = _cost(row[cost_at], line, meta, trouble)
        others = {name: row[at] for name, at in others_at}
        projects[id_] = ProjectRow(id_, cost, names.of("name", row), others)
    check.finish()
    check_total("num_projects", check.rows, meta, trouble)
    return list(projects.values()), meta


def _at_one_stroke(section: Section, header: int, names: Columns) -> list[ProjectRow] | None:
    """The projects if every row is plain, every id new, and every cost written in figures alone."""
    rows = plain_rows(section, header, names)
    if rows is None:
        return None
    ids, costs = rows.column("project_id"), rows.column("cost")
    known = set(ids)
    if not all_figures(costs) or "" in known or len(known) < len(ids):
        return None
    others = [name for name in names.place if name not in _OWN]
    titles = rows.column("name") if "name" in names.place else repeat("")
    given = zip(*map(rows.column, others), strict=True) if others else repeat(())
    fields = (dict(zip(others, values)) for values in given)  # noqa: B905 - one of each column
    return list(map(ProjectRow, ids, map(int, costs), titles, fields))


def _cost(stated: str, line: int, meta: Meta, trouble: Trouble) -> Fraction | int | None:
    """The cost of a project; where there is no budget to spend, it may be left open."""
    if not stated and not meta.values.get("budget"):
        return None
    return amount(stated, "cost", line, meta.comma, trouble)


_OWN = {"", "project_id", "cost", "name"}


def _new(id_: str, projects: Mapping[str, ProjectRow], line: int, trouble: Trouble) -> bool:
    """Whether a project's id is one, and not that of a project before."""
    if id_ and id_ not in projects:
        return True
    changed = check_id(id_)
    if changed is not None:
        trouble.drop(line, *changed, ROW_LEFT_OUT)
        return False
    trouble.drop(
        line,
        Text(f"项目编号“{shown(id_)}”第二次出现。", f"the project_id '{shown(id_)}' comes twice.")
        if id_
        else Text("没有项目编号。", "the project has no project_id."),
        Text("请给它一个自己的编号。", "Give it an id of its own."),
        ROW_LEFT_OUT,
    )
    return False
