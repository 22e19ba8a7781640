"""Fields of every kind: what people write, what is kept, what is refused and how it is said."""

from __future__ import annotations

import importlib.util
import re
import sys
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tickbox_core.categories import (
    Objection,
    a_count,
    a_day,
    a_line,
    columns,
    docs_table,
    faults,
    fields_of,
    form,
    json_schema,
    money,
    of_row,
    pairs,
    plain_fields,
    read,
    to_row,
    yes_no,
)
from tickbox_core.categories.kinds import (
    Choice,
    Count,
    Day,
    Hundredths,
    Month,
    Name,
    Pairs,
    Portion,
    Several,
    Words,
    YesNo,
)
from tickbox_core.cli.do import explain_act
from tickbox_core.errors import BadValue
from tickbox_core.testing.strategies import lasting, plain_values
from tickbox_core.text import Text

from ...installed import ACTS


def _beside(name):
    """The helper module that lies beside this file, under whatever name it is imported."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


drawn = _beside("kinds_drawn")
Everything, CHOICES, fits, mappings = drawn.Everything, drawn.CHOICES, drawn.fits, drawn.mappings
SCHEMA = json_schema(Everything)
YUAN, SQUARE = Hundredths(Text("元", "yuan")), Hundredths(Text("平方米", "m²"))
WAY = Choice(CHOICES)


# -- laws --------------------------------------------------------------------------------------


@lasting
@given(mappings())
@example({"names": ["[1]"], "lines": ['["a"]', "a;b"], "line": '{"zh": "x"}'})
@example({"line": {"zh": "a|b", "en": "c"}, "dues": [["a=b", "c"], ["a;", {"zh": "|", "en": "x"}]]})
def test_a_row_reads_back(plain):
    """What a cell shows is read as the same value, separators and brackets inside included."""
    again, objections = of_row(Everything, to_row(Everything, plain))
    assert objections == ()
    assert read(Everything, again, "x") == read(Everything, plain, "x")


@lasting
@given(mappings())
def test_fields_read_back(plain):
    """Fields as a plain mapping are read as the same fields, and what is as by default is not."""
    held = read(Everything, plain, "x")
    again = plain_fields(held)
    assert read(Everything, again, "x") == held
    assert plain_fields(read(Everything, again, "x")) == again
    assert again.keys() <= plain.keys()


@lasting
@given(mappings())
def test_the_schema_accepts_what_is_read(plain):
    """And so do the fields' own plain values, which have every kind in its one form."""
    assert fits(plain, SCHEMA, SCHEMA)
    assert fits(plain_fields(read(Everything, plain, "x")), SCHEMA, SCHEMA)


# What JSON Schema cannot say (``json_schema``): never met by the values drawn below.
UNSAYABLE = {
    "part": ["3/2", "-1", "101%"],
    "floors": [[[1, "4"]], [[1, "0"], [1, "1"]]],
    "day": ["2026-02-30", "2025-02-29"],
    "whom": [{"floors": {"from": 5, "to": 2}}],
}


@lasting
@given(st.sampled_from(sorted(drawn.PLAIN)), plain_values() | drawn.SAID | drawn.SCOPES)
@example("name", "a\nb")
@example("dues", ["ab"])
@example("day", "2026-W01-1")
@example("whom", {"within": []})
@example("ways", ["new", "new"])
@example("month", "2026-13")
@example("line", {"zh": "a", "fr": "b"})
@example("price", 1.0)
@example("count", True)
def test_the_schema_refuses_what_is_not_read(key, value):
    """Whatever is handed in, schema and reader agree on it."""
    if value in UNSAYABLE.get(key, ()):
        return
    assert fits({key: value}, SCHEMA, SCHEMA) == (faults(Everything, {key: value}) == ())


@pytest.mark.parametrize(
    "key, value", [(key, value) for key, values in UNSAYABLE.items() for value in values]
)
def test_what_a_schema_cannot_say_is_still_refused(key, value):
    """Bounds of exact parts, the calendar, empty ranges: the reader refuses them."""
    (objection,) = faults(Everything, {key: value})
    assert objection.field == key


@lasting
@given(st.dictionaries(st.sampled_from(sorted(drawn.PLAIN)), drawn.SAID | st.text(max_size=9)))
def test_no_cell_upsets_it(cells):
    """Whatever people type, each field stands in the mapping or in a fault, never in neither."""
    plain, objections = of_row(Everything, cells)
    wrong = {objection.field for objection in objections}
    given_ = {key for key, typed in cells.items() if typed.strip()}
    assert plain.keys() | wrong == given_
    assert not plain.keys() & wrong
    read(Everything, plain, "x")


# -- as people write it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, typed, plain",
    [
        (Count(), "３", 3),
        (Count(), " 007 ", 7),
        (Count(), "1,000", 1000),
        (Count(), "１，０００", 1000),
        (Count(), "1 200", 1200),
        (Count(), "3.0", 3),
        (Count(), "+3", 3),
        (YUAN, "1,200.50", 120050),
        (YUAN, "￥1200", 120000),
        (YUAN, "¥ 1,200", 120000),
        (YUAN, "1200.5元", 120050),
        (YUAN, "12 yuan", 1200),
        (YUAN, "1.2万元", 1200000),
        (YUAN, "1.234567万", 1234567),
        (YUAN, "0.100", 10),
        (YUAN, ".5", 50),
        (YUAN, "5.", 500),
        (YUAN, "1 200", 120000),
        (YUAN, "1'200.50", 120050),
        (YUAN, "1,200.00元整", 120000),
        (SQUARE, "８９．５平方米", 8950),
        (SQUARE, "89.52 m²", 8952),
        (SQUARE, "89.820000000000007", 8982),
        (SQUARE, "1,200.55㎡", 120055),
        (Portion(), ".4", "2/5"),
        (Portion(), "４０％", "2/5"),
        (Portion(), "40 %", "2/5"),
        (Portion(), "0.40", "2/5"),
        (Portion(), "4 / 10", "2/5"),
        (Portion(), "33.333%", "33333/100000"),
        (Day(), "2026年7月1日", "2026-07-01"),
        (Day(), "2026 年 7 月 1 号", "2026-07-01"),
        (Day(), "2026/7/1", "2026-07-01"),
        (Day(), "２０２６．７．１", "2026-07-01"),
        (Day(), "20260701", "2026-07-01"),
        (Day(), "2026-07-01 00:00:00", "2026-07-01"),
        (Month(), "2026年7月", "2026-07"),
        (Month(), "2026/7", "2026-07"),
        (Month(), "202607", "2026-07"),
        (YesNo(), "是", True),
        (YesNo(), "√", True),
        (YesNo(), "Y", True),
        (YesNo(), "没有", False),
        (YesNo(), "×", False),
        (WAY, "新建（加装）", "new"),
        (WAY, "新建(加装)", "new"),
        (WAY, "A NEW ONE", "new"),
        (WAY, "old", "old"),
        (Several(Count()), "16；17、18", [16, 17, 18]),
        (Several(Count()), "16,17，18", [16, 17, 18]),
        (Several(WAY), "更新, 新建（加装）", ["old", "new"]),
        (Pairs(Count(), Portion()), "1＝0；2：50%\n3=1", [[1, "0"], [2, "1/2"], [3, "1"]]),
        (Pairs(Count(), YUAN), "1=1,200.50;2=3", [[1, 120050], [2, 300]]),
        (Words(), " 东门 | East gate ", {"zh": "东门", "en": "East gate"}),
        (Words(), "东门｜East gate", {"zh": "东门", "en": "East gate"}),
        (Words(), "a|b|c", "a|b|c"),
        (Name(), " 8-101 ", "8-101"),
    ],
)
def test_it_is_read_as_people_write_it(kind, typed, plain):
    """Full width, thousands, units, ten thousands, dates and ticks."""
    assert kind.parse(typed) == plain
    assert kind.value(kind.parse(kind.format(plain))) == kind.value(plain)


@pytest.mark.parametrize(
    "kind, typed",
    [
        *[
            (Count(), typed)
            for typed in ("", "3.5", "3.000", "1_000", "٣", "5²", "1e3", "12,34", "1,2", "三", "-1")
        ],
        *[
            (YUAN, typed)
            for typed in ("1e3", "1 20", "12,34", "1,20", "1.200", "1.200,50", "1.005", "元", "万")
        ],
        (YUAN, "1.23456789万"),  # not a whole fen
        (SQUARE, "¥12"),
        (Count(1, 9), "10"),
        *[(Portion(), typed) for typed in ("1/0", "140%", "-1%", "2/5%", "0,4", "1/2/3", "9" * 41)],
        *[(Day(), typed) for typed in ("2026-02-30", "7/1/2026", "26-7-1", "2026-07-01 09:00:00")],
        *[(Month(), typed) for typed in ("2026-13", "2026-0", "7月", "2026-07-01")],
        *[(YesNo(), typed) for typed in ("maybe", "2", "")],
        (WAY, "其他"),
        (Several(Count()), "1,200"),  # one number or two
        (Several(Count()), "101,102,103"),
        (Several(YUAN), "3；1,200.50"),
        (Pairs(Count(), Portion()), "1"),
        (Pairs(Count(), Portion()), "1=0=1"),
    ],
)
def test_what_could_mean_two_things_is_refused(kind, typed):
    """A guess would be a number that nobody wrote."""
    with pytest.raises(ValueError):  # noqa: PT011 - the kinds' one refusal
        kind.value(kind.parse(typed))


@pytest.mark.parametrize(
    "kind, plain, zh, en",
    [
        (YUAN, 120050, "1200.50元", "1200.50 yuan"),
        (Hundredths(Text("元", "yuan"), -1000), -5, "-0.05元", "-0.05 yuan"),
        (Day(), "2026-07-01", "2026年7月1日", "2026-07-01"),
        (Month(), "2026-07", "2026年7月", "2026-07"),
        (YesNo(), False, "否", "no"),
        (Several(WAY), ["new", "old"], "新建（加装）、更新", "a new one, replacing"),
        (Pairs(Count(), Portion()), [[1, "0"], [2, "1/2"]], "1：0、2：1/2", "1: 0, 2: 1/2"),
    ],
)
def test_it_is_read_out(kind, plain, zh, en):
    """In both languages, with its unit."""
    assert kind.describe(plain) == Text(zh, en)


# -- sentences ---------------------------------------------------------------------------------


@attrs.frozen
class Bench:
    """A small class with a conflict of its own."""

    seats: int = a_count("座位数", "seats", least=1, most=9)
    price: int = money("单价", "price of one", least=1)
    why: Text | None = a_line("理由", "reason", default=None)

    def conflicts(self):
        """Big benches say why."""
        if self.seats > 6 and self.why is None:
            yield Objection(Text("座位多。", "Many seats."), Text("说理由。", "Say why."), "why")


@pytest.mark.parametrize(
    "plain, zh, en",
    [
        (
            {"price": 5},
            "“座位数”（seats）没有填写。请填1到9的整数。",
            "the field 'seats' is missing. Give a whole number from 1 to 9.",
        ),
        (
            {"seats": 3, "price": -5},
            "“单价”（price）不能是“-5”。请填数字，单位元，至多两位小数，至少0.01。",
            (
                "the field 'price of one' (price) cannot be '-5'. "
                "Give yuan with at most two decimals, at least 0.01."
            ),
        ),
        (
            {"seats": None, "price": 5},
            "“座位数”（seats）没有填写。请填1到9的整数。",
            "the field 'seats' is missing. Give a whole number from 1 to 9.",
        ),
        (
            {"seats": 3, "price": 5, "why": None},
            "“理由”（why）是空的。不知道就不要写这一项。",
            "the field 'reason' (why) is empty. Leave it out if not known.",
        ),
        (
            {"seats": 3, "price": 5, "colour": "red"},
            "没有“colour”这个字段。可填：seats, price, why。",
            "there is no field 'colour'. Fields are: seats, price, why.",
        ),
        (
            {"seats": [1, {"a": "很长" * 40}], "price": 5},
            '“座位数”（seats）不能是“[1, {"a": "' + "很长" * 14 + "…”。请填1到9的整数。",
            None,
        ),
        ({"seats": 7, "price": 5}, "座位多。说理由。", "Many seats. Say why."),
    ],
)
def test_a_fault_says_what_where_and_what_to_do(plain, zh, en):
    """In a sentence of each language; ``read`` raises the first with the place in front."""
    (fault,) = faults(Bench, plain)
    assert fault.problem.zh + fault.remedy.zh == zh
    assert en is None or f"{fault.problem.en} {fault.remedy.en}" == en
    with pytest.raises(BadValue, match=r"^item bench: ") as raised:
        read(Bench, plain, "item bench")
    (told,) = faults(Bench, plain, as_json=True)
    assert raised.value.text.zh == f"事项 bench：{told.problem.zh}{told.remedy.zh}"
    assert told.problem == fault.problem


def test_every_fault_is_told_at_once():
    """Not one after each correction; what no single field sees waits for the fields."""
    assert [f.field for f in faults(Bench, {"seats": 99, "x": 1})] == ["seats", "price", "x"]
    typed = of_row(Bench, {"seats": "七", "price": ""})[1]
    assert [f.field for f in typed] == ["seats", "price"]
    assert typed[0].problem.en == "the field 'seats' cannot be '七'."
    assert [f.field for f in of_row(Bench, {"seats": "7", "price": "1"})[1]] == ["why"]


def test_a_class_refuses_what_its_fields_refuse():
    """Made in code, with values: the same checks, and parts are made exact."""
    assert Bench(3, 500).price == 500
    with pytest.raises(BadValue, match="seats: cannot be '0'"):
        Bench(0, 500)
    with pytest.raises(BadValue, match="begins"):
        Everything(day=datetime(2026, 7, 1, 12))
    assert Everything(part="40%").part == Fraction(2, 5)
    assert Everything(day=date(2026, 7, 1)).day == date(2026, 7, 1)


def test_a_check_of_the_class_is_told_like_any_other():
    """An author who raises in the class instead of yielding conflicts is understood too."""

    @attrs.frozen
    class Even:
        seats: int = a_count("座位数", "seats")

        def __attrs_post_init__(self):
            if self.seats % 2:
                raise BadValue("seats", Text("是单数。", "are odd."), Text("改双数。", "Add one."))

    assert faults(Even, {"seats": 2}) == ()
    (fault,) = faults(Even, {"seats": 3})
    assert (fault.problem.en, fault.remedy.en) == ("are odd.", "Add one.")
    with pytest.raises(BadValue, match="item b: are odd"):
        read(Even, {"seats": 3}, "item b")


def test_a_field_that_says_nothing_of_itself_is_refused():
    """A plain attrs field has no words for a form: the author is told which."""

    @attrs.frozen
    class Bare:
        seats: int

    with pytest.raises(BadValue, match=r"Bare\.seats: does not say what kind of field it is"):
        fields_of(Bare)


# -- faces -------------------------------------------------------------------------------------


def test_one_class_has_four_faces():
    """Form, schema, columns and the table in the documents name the same fields."""
    names = [one.key for one in fields_of(Everything)]
    assert [one.name for one in form(Everything)] == names
    assert [one.key for one in columns(Everything)] == names
    assert list(SCHEMA["properties"]) == names
    rows = docs_table(Everything, "zh").splitlines()[2:]
    assert [re.match(r"\| `(\w+)` \|", row)[1] for row in rows] == names
    assert all(len(row.split(" | ")) == 4 for row in rows)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_of_fields_names_the_mark_that_is_read(language):
    """The remedy as the refusal says it, ``|`` and all; in Markdown it parts no columns."""
    rows = docs_table(Everything, language).splitlines()[2:]
    for row, one in zip(rows, fields_of(Everything), strict=True):
        cells = re.split(r"(?<!\\)\|", row.strip("| "))
        assert len(cells) == 4
        told = cells[3].replace("\\|", "|")
        assert one.kind.remedy.said_in(language).replace("\n", " ") in told


@pytest.mark.parametrize("act", ["award/declare", "item/change", "judgement/judge"])
def test_an_act_says_its_fields_as_it_refuses_them(act):
    """``tickbox do ACT --fields`` and the refusal name one mark, the one that parts a value."""
    told = explain_act(ACTS[act], "en")
    for one in fields_of(ACTS[act].fields):
        assert one.kind.remedy.en in told
    assert "|" in told and "\\|" not in told


def test_the_mark_that_is_named_parts_a_line():
    """And the one that is not named does not."""
    assert "'|'" in Words().remedy.en
    for typed in ("东门 | East gate", "东门｜East gate"):
        assert Text.of(Words().parse(typed)) == Text("东门", "East gate")
    assert Text.of(Words().parse("东门 / East gate")).zh == "东门 / East gate"


def test_a_form_is_filled_and_a_drop_down_has_words():
    """What stands in a control is what a person would have typed."""
    by_name = {one.name: one for one in form(Everything, {"price": 120050, "ways": ["new"]})}
    assert by_name["price"].value == "1200.50"
    assert by_name["ways"].value == "new"
    assert by_name["ways"].choices == tuple(CHOICES.items())
    assert by_name["day"].control == "date"
    by_key = {one.key: one for one in columns(Everything)}
    assert by_key["which"].choices == tuple(CHOICES.values())
    assert all(one.header.zh and one.header.en and one.example for one in by_key.values())


@pytest.mark.parametrize("one", fields_of(Everything), ids=lambda one: one.key)
def test_every_example_can_be_typed(one):
    """What a form shows as an example will do."""
    by_key = {column.key: column.example for column in columns(Everything)}
    plain, objections = of_row(Everything, {one.key: by_key[one.key]})
    assert objections == ()
    assert one.key in plain


# -- tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("甲|12.50;乙|3|备注|新建（加装）", [
            {"who": "甲", "due": 1250},
            {"who": "乙", "due": 300, "remark": "备注", "way": "new"},
        ]),
        ("甲｜１２\n乙｜3元", [{"who": "甲", "due": 1200}, {"who": "乙", "due": 300}]),
        ("甲|12||old", [{"who": "甲", "due": 1200, "way": "old"}]),
    ],
)  # fmt: skip
def test_a_table_is_typed_a_row_at_a_time(typed, plain):
    """Cells with a bar between them; a blank one is not given; and it is written back as typed."""
    held, found = of_row(Everything, {"rows": typed})
    assert found == () and held == {"rows": plain}
    again, _ = of_row(Everything, to_row(Everything, held))
    assert again == held


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"who": "a"}], "in row 1: the field 'amount' (due) is missing."),
        ([{"who": "a", "due": 1}, {"who": "b", "due": 0}], "in row 2: the field 'amount'"),
        ([{"who": "a", "due": 1, "x": 2}], "in row 1: there is no field 'x'."),
        ([], "cannot be '[]'"),
        ([{"who": "a", "due": 1}] * 2, "cannot be"),
        ([5], "cannot be '[5]'"),
        ("a|1", "cannot be 'a|1'"),
    ],
)
def test_a_faulty_row_is_named(rows, said):
    """Which row, which column, and what will do."""
    (found,) = faults(Everything, {"rows": rows})
    assert said in found.problem.en and found.remedy.zh and found.field == "rows"


@attrs.frozen
class Term:
    """A field of each type that JSON tells apart."""

    seats: int = a_count("座位数", "seats", default=1)
    on: date | None = a_day("哪天", "day", default=None)
    free: bool = yes_no("免费", "free", default=False)


@pytest.mark.parametrize(
    "plain, typed, zh, en",
    [
        (
            {"seats": "2"},
            False,
            '不能是带引号的文字"2"。',
            "Give a whole number of 0 or more. Without quotes.",
        ),
        (
            {"free": "yes"},
            False,
            '不能是带引号的文字"yes"。',
            "Give true or false. Without quotes.",
        ),
        (
            {"on": 20260401},
            False,
            "不能是不带引号的20260401。",
            "Write it as 2026-07-01. In quotes.",
        ),
        ({"seats": 2.5}, True, "不能是“2.5”。", "Give a whole number of 0 or more."),
        ({"seats": 10**15 + 1}, True, "不能是“1000000000000001”。", f"The largest is {10**15}."),
        (
            {"on": "2026-02-30"},
            True,
            "不能是“2026-02-30”。",
            "No calendar has that day; look again.",
        ),
    ],
)
def test_a_program_is_told_of_quotes_and_a_day_that_is_none_is_called_so(plain, typed, zh, en):
    """Whoever types into a form or a cell is told nothing of quotes, and of the day the same."""
    (fault,) = faults(Term, plain, as_json=True)
    assert fault.problem.zh.endswith(zh)
    assert fault.remedy.en == en
    if typed:
        _, (said,) = of_row(Term, {key: str(value) for key, value in plain.items()})
        assert said.remedy.en.startswith(en) or "." in str(plain["seats"])
    assert not faults(Term, {"seats": 10**15, "on": "2024-02-29", "free": True}, as_json=True)


@attrs.frozen
class Paid:
    """What costs something, and who pays."""

    cost: int | None = money("费用", "cost", default=None)
    funding: tuple[tuple[str, int], ...] = pairs(
        "资金来源", "funding",
        Choice({"own": Text("自筹", "own"), "public": Text("公共资金", "public")}),
        Hundredths(Text("元", "yuan")), whole="cost", default=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed, held",
    [
        ("公共资金", [["public", 120_000]]),
        (" public ", [["public", 120_000]]),
        ("公共资金=1200", [["public", 120_000]]),
        ("自筹=300；公共资金=900", [["own", 30_000], ["public", 90_000]]),
        ('[["own", 120000]]', [["own", 120_000]]),
    ],
)
def test_one_that_pays_all_may_stand_alone(typed, held):
    """With the whole beside it; what is typed in full, and JSON, says its own."""
    plain, faults_ = of_row(Paid, {"cost": "1,200", "funding": typed})
    assert (plain["funding"], faults_) == (held, ())


def test_without_the_whole_it_is_asked_for():
    """Alone it says no amount; two without amounts say none either; JSON that is wrong stays so."""
    for cells in (
        {"funding": "公共资金"},
        {"cost": "1200", "funding": "公共资金；自筹"},
        {"cost": "1200", "funding": '[["nobody", 1]]'},
    ):
        _, (fault,) = of_row(Paid, cells)
        assert (fault.field, "=1200" in fault.problem.en) == ("funding", False)
        assert "may stand alone" in fault.remedy.en


def test_the_largest_amount_is_told_in_its_unit():
    """Not in hundredths."""
    _, (fault,) = of_row(Paid, {"cost": "99999999999999"})
    assert fault.remedy.en == "The largest is 10000000000000.00 yuan."
