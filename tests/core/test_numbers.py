"""One place for numbers: read as whoever wrote them reads them, or refused; the same everywhere."""

from __future__ import annotations

import ast
import csv
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tickbox_core import numbers
from tickbox_core.acts.collecting import AnItem
from tickbox_core.categories import of_row
from tickbox_core.categories.kinds import Count, Hundredths, Portion
from tickbox_core.cli import main
from tickbox_core.errors import TickboxError
from tickbox_core.interchange import read_roll, read_tables
from tickbox_core.interchange.pabulib.figures import number
from tickbox_core.numbers import (
    AREA,
    NotANumber,
    is_grouped,
    one_thousand,
    read_area,
    read_count,
    read_decimal,
    read_money,
    read_share,
    with_decimals,
)
from tickbox_core.rules.budget import amount
from tickbox_core.rules.motions import Base
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import Text

SRC = Path(numbers.__file__).parents[1]
REFUSED = None
MONEY_YUAN = numbers.MONEY
# What is written, and the yuan (or m², or heads) that it says; None: it is refused.
SPELLINGS = {
    "1200": 1200,
    "1,200": 1200,
    "1，200": 1200,
    "１，２００": 1200,
    "1 200": 1200,
    "1\u00a0200": 1200,
    "1\u3000200": 1200,
    "1'200": 1200,
    "1,234,567": 1234567,
    "12 345 678": 12345678,
    "  1200  ": 1200,
    "+1200": 1200,
    "01200": 1200,
    "1.2万": 12000,
    "1,200万": 12000000,
    "3.0": 3,
    "3.00": 3,
    "1,200.00": 1200,
    "1200.": 1200,
    "2.9999999999999996": 3,
    "1,2": REFUSED,
    "0,5": REFUSED,
    "12,34": REFUSED,
    "1,20": REFUSED,
    "1,2000": REFUSED,
    "1,,200": REFUSED,
    ",200": REFUSED,
    "0,123": REFUSED,
    "1234,567": REFUSED,
    "1,200 000": REFUSED,
    "1.200,50": REFUSED,
    "1.200.000": REFUSED,
    "1 20": REFUSED,
    "1  200": REFUSED,
    "1_200": REFUSED,
    "1、200": REFUSED,
    "1。5": REFUSED,
    "1.2E+06": REFUSED,
    "12e2": REFUSED,
    "0x10": REFUSED,
    "１２月": REFUSED,
    "5²": REFUSED,
    "1½": REFUSED,
    "①": REFUSED,
    "٣": REFUSED,
    "一千二": REFUSED,
    "1千": 1000,
    "约1200": REFUSED,
    "1200左右": REFUSED,
    "1200-1500": REFUSED,
    "(1200)": REFUSED,
    "1200-": REFUSED,
    "$1200": REFUSED,
    "#N/A": REFUSED,
    "NaN": REFUSED,
    "inf": REFUSED,
    "万": REFUSED,
}
# Those that money alone, or areas alone, may be written in.
MONEY = {
    "1.200": REFUSED,
    "12.345": REFUSED,
    "1,200.50": Fraction(2401, 2),
    "1200.5": Fraction(2401, 2),
    "0.100": Fraction(1, 10),
    ".5": Fraction(1, 2),
    "¥1,200.00": 1200,
    "￥１２００": 1200,
    "1200元": 1200,
    "1，200 元整": 1200,
    "1.2万元": 12000,
    "人民币1200元": 1200,
    "1.005": REFUSED,
    "1.23456789万": REFUSED,
    "1200㎡": REFUSED,
}
AREAS = {
    "1,200.55": Fraction(120055, 100),
    "89.520": REFUSED,
    "1.200": REFUSED,
    "１．２００": REFUSED,
    "1.200㎡": REFUSED,
    "12.345 m²": REFUSED,
    "999.999": REFUSED,
    "1.20": Fraction(12, 10),
    "1.2000": Fraction(12, 10),
    "0.100": Fraction(1, 10),
    "1200.500": Fraction(2401, 2),
    "1,200.500": Fraction(2401, 2),
    "1.200万平方米": 12000,
    "89.820000000000007": Fraction(8982, 100),
    "89.52㎡": Fraction(8952, 100),
    "89.52 m²": Fraction(8952, 100),
    "８９．５２平方米": Fraction(8952, 100),
    "89,52": REFUSED,
    "1200元": REFUSED,
}
HEADS = {"1.200": REFUSED, "3.000": REFUSED, "3.5": REFUSED, "1200元": REFUSED, "3户": REFUSED}


# -- the one place -----------------------------------------------------------------------------


def answer_of(read, text):
    """What a reader gives, or ``None`` where it refuses in words."""
    try:
        return read(text)
    except NotANumber:
        return REFUSED


@pytest.mark.parametrize(
    "read, text",
    [
        (read, text)
        for read, known in ((read_money, MONEY), (read_area, AREAS), (read_count, HEADS))
        for text, number in (SPELLINGS | known).items()
        if number is REFUSED
    ],
)
def test_a_refusal_says_what_and_what_to_write(read, text):
    """The text itself, what is not clear, and how to write it; in both languages."""
    with pytest.raises(NotANumber) as refused:
        read(text)
    for said in (refused.value.problem, refused.value.remedy):
        assert said.zh and said.en
    assert text.strip() in refused.value.problem.en


@pytest.mark.parametrize("text, yuan", [*SPELLINGS.items(), *MONEY.items()])
def test_money(text, yuan):
    """Fen, exactly."""
    assert answer_of(read_money, text) == (REFUSED if yuan is None else yuan * 100)


@pytest.mark.parametrize("text, metres", [*SPELLINGS.items(), *AREAS.items()])
def test_areas(text, metres):
    """Square metres, exactly, to two decimals."""
    assert answer_of(read_area, text) == metres


@pytest.mark.parametrize(
    "text, zh, en",
    [
        ("1.200", "请写成1.2或1200。", "Write 1.2 or 1200."),
        ("１２．０００", "请写成12或12000。", "Write 12 or 12000."),
        ("85.555", "请写成85555，或最多写2位小数。", "Write 85555, or at most two decimals."),
        ("0.125", "请最多写2位小数。", "Write at most two decimals."),
    ],
)
def test_an_area_in_doubt_says_what_to_write(text, zh, en):
    """Both ways in which it can be meant, or the one that would be read."""
    with pytest.raises(NotANumber) as refused:
        read_area(text)
    assert (refused.value.remedy.zh, refused.value.remedy.en) == (zh, en)
    assert refused.value.doubtful


def test_a_notices_area_of_three_decimals_is_read_where_it_is_clear():
    """Of any precision; a fourth figure behind the point leaves no doubt about three."""
    printed = attrs.evolve(AREA, places=None)
    for text, metres in {"0.125": "1/8", "9234.567": "9234567/1000", "88.1250": "705/8"}.items():
        assert printed.read(text) == Fraction(metres)
    with pytest.raises(NotANumber, match=r"Write 88\.1250 or 88125\."):
        printed.read("88.125")


@pytest.mark.parametrize("text, heads", [*SPELLINGS.items(), *HEADS.items()])
def test_counts(text, heads):
    """Whole numbers: 3.0 is 3, 3.5 is none."""
    assert answer_of(read_count, text) == heads


@pytest.mark.parametrize(
    "text, share",
    [
        ("40%", Fraction(2, 5)),
        ("４０％", Fraction(2, 5)),
        ("12.5 %", Fraction(1, 8)),
        ("2/5", Fraction(2, 5)),
        ("2 / 5", Fraction(2, 5)),
        ("0.4", Fraction(2, 5)),
        (".4", Fraction(2, 5)),
        ("1.200", Fraction(6, 5)),
        ("0,4", REFUSED),
        ("12,5%", REFUSED),
        ("1/0", REFUSED),
        ("2/5%", REFUSED),
        ("½", REFUSED),
    ],
)
def test_shares(text, share):
    """Fractions, decimals and percentages."""
    assert answer_of(read_share, text) == share


def grouped(digits, mark):
    """Figures with a mark between groups of three."""
    head = len(digits) % 3 or 3
    groups = [digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))]
    return mark.join(groups)


WIDE = str.maketrans("0123456789,.-+", "０１２３４５６７８９，．－＋")
AROUND = ("{}", " {} ", "¥{}", "¥ {}", "{}元", "{} 元", "人民币{}元整", "{} yuan")


@st.composite
def written(draw, places):
    """A number with so many decimals at most, and a way in which people write it."""
    part = draw(st.integers(0, places))
    value = Fraction(draw(st.integers(-(10**12), 10**12)), 10**part)
    digits = str(abs(value.numerator) * 10**part // value.denominator).zfill(part + 1)
    whole, decimals = digits[: len(digits) - part], digits[len(digits) - part :]
    mark = draw(st.sampled_from(["", "", ",", " ", "'", "\u00a0", "\u202f", "，"]))
    point = draw(st.sampled_from([".", "．"]))
    decimals += "0" * draw(st.integers(0, 2))
    said = (grouped(whole, mark) if mark else whole) + (point + decimals if decimals else "")
    sign = (
        draw(st.sampled_from(["-", "－", "−"]))
        if value < 0
        else draw(st.sampled_from("+ ")).strip()
    )
    said = sign + said
    return value, said.translate(WIDE) if draw(st.booleans()) else said


@lasting
@given(written(2), st.sampled_from(AROUND))
@example((Fraction(6, 5), "1.200"), "{}")
def test_money_is_read_as_it_is_written_or_refused(number, around):
    """Never another number; refused only where the point may part thousands, or the sign is far."""
    value, text = number
    found = answer_of(read_money, around.format(text))
    assert found in (value * 100, REFUSED)
    plain = numbers.narrow(text)
    point = plain.partition(".")[2]
    assert found is not REFUSED or len(point) == 3 or plain[:1] in "+-"


@lasting
@given(written(2))
@example((Fraction(6, 5), "1.200"))
def test_areas_are_read_as_they_are_written_or_refused(number):
    """Of any usual writing; refused only where the point may part thousands."""
    value, text = number
    found = answer_of(read_area, text)
    assert found in (value, REFUSED)
    plain = numbers.narrow(text).lstrip("+- ")
    assert (found is REFUSED) == bool(re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", plain))


@lasting
@given(written(0))
def test_counts_are_read_as_they_are_written_or_refused(number):
    """Refused only where three noughts stand behind a point."""
    value, text = number
    found = answer_of(read_count, text)
    assert found in (value, REFUSED)
    assert found is not REFUSED or numbers.narrow(text).partition(".")[2] == "000"


@lasting
@given(st.floats(0.01, 1e9).map(lambda x: round(x, 2)))
@example(89.82)
@example(0.1 + 0.2)
def test_a_spreadsheets_noise_is_none(value):
    """Seventeen figures of a number with two decimals are that number."""
    exact = Fraction(f"{value:.2f}")
    assert read_area(f"{value:.17g}" if value < 1e6 else f"{value!r}") == exact
    assert read_money(f"{float(exact):.17g}") == exact * 100


@lasting
@given(st.text(st.sampled_from("0123456789,.，．-+ '元万%¥eE/²½٣１\u3000"), max_size=14))
def test_nothing_typed_becomes_a_number_with_other_figures(text):
    """Whatever is typed: the figures that stand there are those of the number, or it is refused."""
    plain = numbers.narrow(text)
    figures = "".join(mark for mark in plain if mark in "0123456789").strip("0")
    for read in (read_count, read_money, read_area, read_decimal):
        found = answer_of(read, text)
        if found is not None and len(figures) <= numbers.DIGITS:
            power = Fraction(found) * 10**20
            assert str(abs(power.numerator)).strip("0") == figures
        if found is not None and "," in plain:
            assert re.fullmatch(r"[^,]*[0-9]{1,3}(,[0-9]{3})+([^0-9,].*)?", plain)


def test_in_a_list_a_group_may_be_two_numbers():
    """So lists refuse what looks like one."""
    for text in ("1,200", "16；1 200", "101,102,103", "３，４００"):
        assert is_grouped(text)
    for text in ("16,17", "1,2000", "1200", "0,123", "12.345"):
        assert not is_grouped(text)


# -- every door --------------------------------------------------------------------------------

ITEMS, BALLOTS = "id,title,cost\na,A,1\n", "voter_id,ticks\nv,a\n"
YUAN, SQUARE = Hundredths(Text("元", "yuan")), Hundredths(Text("平方米", "m²"))


class Doors:
    """Where people hand in numbers, each with what it makes of a text."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.write("items.csv", [["id", "title", "cost"], ["a", "A", "1"]])
        self.write("ballots.csv", [["voter_id", "ticks"], ["v", "a"]])

    def write(self, name, rows):
        """A table as a file; text cells of a workbook where the name says so."""
        path = self.folder / name
        if path.suffix == ".xlsx":
            xlsxwriter = pytest.importorskip("xlsxwriter")
            pytest.importorskip("python_calamine")
            with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as made:
                sheet = made.add_worksheet()
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        sheet.write_string(at, column, cell)
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        return path

    def command(self, *words):
        """What a command prints as JSON, or ``None`` where it refuses in words."""
        code = main([*words, "--json"])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return json.loads(out) if code == 0 else None

    def refused(self, read):
        """What a reader gives, or ``None`` where it refuses in words."""
        try:
            return read()
        except (TickboxError, NotANumber):
            return None

    # money, in yuan

    def budget(self, text):
        """``tickbox count --budget``."""
        files = (str(self.folder / "items.csv"), str(self.folder / "ballots.csv"))
        answer = self.command("count", *files, "--rule", "greedy-votes", f"--budget={text}")
        return answer and Fraction(answer["budget"], 100)

    def tiers(self, text):
        """``tickbox count --tiers``: the pairs are parted by commas too."""
        files = (str(self.folder / "items.csv"), str(self.folder / "ballots.csv"))
        answer = self.command("count", *files, f"--tiers=street={text}")
        return answer and Fraction(answer["parameters"]["tiers"]["street"]["budget"], 100)

    def cost(self, text, name="costs.csv"):
        """The column of costs in a table of items."""
        path = self.write(name, [["id", "title", "cost"], ["a", "A", text]])
        found = self.refused(lambda: read_tables(path, self.folder / "ballots.csv"))
        return found and Fraction(found.items[0].cost, 100)

    def cost_in_a_workbook(self, text):
        """The same as text in a workbook."""
        return self.cost(text, "costs.xlsx")

    def cell_of_items(self, text):
        """A row of a table read into a list, and a form of the console."""
        plain, faults = of_row(AnItem, {"round": "r", "id": "a", "title": "A", "cost": text})
        assert ("cost" in plain) != bool(faults)
        return Fraction(plain["cost"], 100) if "cost" in plain else None

    def field(self, text):
        """A field of a category."""
        found = self.refused(lambda: YUAN.value(YUAN.parse(text)))
        return None if found is None else Fraction(found, 100)

    def shared_cost(self, text):
        """The total of a cost to share, as a string of JSON."""
        path = self.folder / "share.json"
        path.write_text(json.dumps([{"id": 1, "total": text, "weights": [1]}]), "utf-8")
        (answer,) = self.command("share-cost", str(path))
        return Fraction(answer["shares"][0]) if "shares" in answer else None

    # areas, in m²

    def floor_area(self, text, name="roll.csv"):
        """The roll of units and owners."""
        rows = [["unit", "building", "person", "floor_area"], ["1", "8", "an", text]]
        path = self.write(name, rows)
        found = self.refused(lambda: read_roll(path, as_of=date(2026, 1, 1)))
        return found and Fraction(found.roll.units[0].floor_area, 100)

    def floor_area_in_a_workbook(self, text):
        """The same as text in a workbook."""
        return self.floor_area(text, "roll.xlsx")

    def weight(self, text):
        """The roll of a file that is counted."""
        path = self.write("weights.csv", [["voter_id", "floor_area"], ["v", text]])
        files = (self.folder / "items.csv", self.folder / "ballots.csv", path)
        found = self.refused(lambda: read_tables(*files))
        return found and Fraction(found.electorate.weights["area"], 100)

    def field_of_area(self, text):
        """A field of a category."""
        found = self.refused(lambda: SQUARE.value(SQUARE.parse(text)))
        return None if found is None else Fraction(found, 100)

    def printed_area(self, text):
        """A posted notice, as a string of JSON."""
        from tickbox_core.interchange.exact_json import UniqueObject
        from tickbox_core.interchange.notices import _amount

        return self.refused(lambda: _amount(UniqueObject({"total_area": text}), "total_area"))

    # counts

    def registered(self, text):
        """``tickbox count --registered``."""
        files = (str(self.folder / "items.csv"), str(self.folder / "ballots.csv"))
        words = ("--base", "registered", f"--registered={text}")
        answer = self.command("count", *files, *words)
        return answer and answer["ranking"][0]["share"]["denominator"]

    def threshold(self, text):
        """A rule's parameter on the command line."""
        files = (str(self.folder / "items.csv"), str(self.folder / "ballots.csv"))
        answer = self.command("count", *files, f"--threshold={text}")
        return answer and Fraction(answer["parameters"]["threshold"])

    def field_of_count(self, text):
        """A field of a category."""
        return self.refused(lambda: Count().value(Count().parse(text)))

    def place(self, text):
        """An order number beside an item: only whether it is read shows."""
        path = self.write("numbered.csv", [["voter_id", "a"], ["v", text]])
        files = (self.folder / "items.csv", path)
        found = self.refused(lambda: read_tables(*files, ordered=True))
        return found and read_count(text)

    def printed_heads(self, text):
        """A posted notice, as a string of JSON."""
        from tickbox_core.interchange.exact_json import UniqueObject
        from tickbox_core.interchange.notices import _amount

        return self.refused(lambda: _amount(UniqueObject({"total_heads": text}), "total_heads"))


@pytest.fixture
def doors(tmp_path, capsys):
    """All of them, with files to count."""
    return Doors(tmp_path, capsys)


@pytest.mark.parametrize(
    "door", "budget cost cost_in_a_workbook cell_of_items field shared_cost".split()
)
def test_money_is_one_thing_through_every_door(doors, door):
    """Command line, tables, workbooks, forms and JSON: one answer to each spelling."""
    read, wrong = getattr(doors, door), {}
    for text, yuan in (SPELLINGS | MONEY).items():
        found = read(text)
        if found != yuan:
            wrong[text] = found
    assert wrong == {}


def test_an_amount_in_a_list_is_never_cut_in_two(doors):
    """``--tiers`` parts its pairs by commas: with a comma in the amount it is refused."""
    assert doors.tiers("1200.50") == Fraction(2401, 2)
    for text in ("1,200", "1，200", "1.200", "1,2", "1_200", "٣"):
        assert doors.tiers(text) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("street=1,200", "the comma in '1,200' would part two entries. Write 1200"),
        ("street=500,block=1，200", "would part two entries. Write 1200"),
        ("street=1.200", "the point in '1.200' may stand before decimals"),
        ("street=1e3", "is shortened"),
        ("street=many", "'many' is not a number"),
    ],
)
def test_a_tier_says_what_is_wrong_with_its_amount(doors, typed, why):
    """Which number, and what to write; pairs without one are told what a pair is."""
    files = (str(doors.folder / "items.csv"), str(doors.folder / "ballots.csv"))
    assert main(["--lang", "en", "count", *files, f"--tiers={typed}"]) == 2
    assert why in " ".join(doors.capsys.readouterr().err.split())
    assert main(["--lang", "en", "count", *files, "--tiers=street"]) == 2
    assert "It takes money by tier" in " ".join(doors.capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "door", "floor_area floor_area_in_a_workbook weight field_of_area printed_area".split()
)
def test_an_area_is_one_thing_through_every_door(doors, door):
    """The same for m²; a notice's are of any precision."""
    read, wrong = getattr(doors, door), {}
    for text, metres in (SPELLINGS | AREAS).items():
        if door == "printed_area" and len(text) > 15:
            continue
        found = read(text)
        if found != metres:
            wrong[text] = found
    assert wrong == {}


@pytest.mark.parametrize("door", "registered threshold field_of_count place printed_heads".split())
def test_a_count_is_one_thing_through_every_door(doors, door):
    """The same for heads, votes and order numbers."""
    read, wrong = getattr(doors, door), {}
    for text, heads in (SPELLINGS | HEADS).items():
        found = read(text)
        if found != heads:
            wrong[text] = found
    assert wrong == {}


def test_a_comma_decides_who_wins_no_more(doors):
    """A cost of 1,200 is dearer than the 500 that are left, in a table as on the command line."""
    items = doors.write("i.csv", [["id", "title", "cost"], ["a", "A", "1,200"], ["b", "B", "500"]])
    ballots = doors.write("b.csv", [["voter_id", "ticks"], ["1", "a;b"], ["2", "a"]])
    words = ("count", str(items), str(ballots), "--rule", "greedy-votes")
    assert doors.command(*words, "--budget", "1,000")["selected"] == ["b"]
    assert doors.command(*words, "--budget", "1,200")["selected"] == ["a"]
    assert doors.command(*words, "--budget", "1.000") is None


@pytest.mark.parametrize("text", ["0,4", "12,5%", "1,2"])
def test_a_share_with_a_comma_is_refused_everywhere(text):
    """Typed and in JSON."""
    with pytest.raises(ValueError):  # noqa: PT011 - the kinds' one refusal
        Portion().value(Portion().parse(text))
    with pytest.raises(ValueError):  # noqa: PT011
        Portion().value(text)


# -- never in silence ---------------------------------------------------------------------------


def said_of(doors, door, text):
    """Everything that is said of a number at a door."""
    items, ballots = str(doors.folder / "items.csv"), str(doors.folder / "ballots.csv")
    entry = {"id": 1, "total": text, "weights": [1]}
    if door == "notice":
        entry = {"id": 1, "kind": "ordinary", "total_area": text, "participating_area": "1"}
    path = doors.folder / "entry.json"
    path.write_text(json.dumps([entry]), "utf-8")
    at = ["--data", str(doors.folder / "data"), "--area", "n1", "--by", "小林"]
    if door in ("field", "row"):
        assert main(["found", *at[:2], "n1:neighbourhood:一村"]) == 0
        assert main(["do", *at, "round/plan", "id=r0", "title=冬季", "categories=c=plain"]) == 0
    lamp = ["round=r0", f"id=lamp-{len(text)}", "title=路灯", "category=c"]
    words = {
        "budget": ["count", items, ballots, "--rule", "greedy-votes", f"--budget={text}"],
        "share": ["share-cost", str(path)],
        "notice": ["check-notice", str(path)],
        "field": ["do", *at, "round/plan", "id=r", "title=春季", f"budget={text}"],
        "row": ["do", *at, "item/add", *lamp, f"funding=public={text}"],
    }[door]
    doors.capsys.readouterr()
    assert main(["--lang", "en", *words]) == 0
    return " ".join(" ".join(doors.capsys.readouterr()).split())


@pytest.mark.parametrize("door", ["budget", "share", "notice", "field", "row"])
def test_a_lone_comma_is_never_read_in_silence(doors, door):
    """It parts thousands, as tickbox prints them, and that is said; of 1200 nothing is."""
    said = said_of(doors, door, "1,200")
    assert "'1,200'" in said and "read as parting thousands" in said
    assert "parting thousands" not in said_of(doors, door, "1200")


# -- and what is read is what was printed ------------------------------------------------------


@given(st.integers(0, 10**15), st.sampled_from([1, 10, 100, 1000]))
@example(120000, 100)
def test_an_amount_that_tickbox_prints_is_read_back(money, minor_units):
    """``1,200``, ``1,234.50``: as the command line prints them."""
    printed = amount(money, minor_units)
    found = answer_of(lambda text: read_money(text, minor_units), printed)
    assert found == money


@given(st.integers(0, 10**12))
@example(120000)
def test_an_area_that_tickbox_prints_is_read_back(area):
    """In either language, with its unit."""
    said = Base.AREA.said(area)
    assert [read_area(said.zh) * 100, read_area(said.en) * 100] == [area, area]


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_what_a_form_prints_is_read_back(money, heads):
    """Kinds write what they read."""
    assert YUAN.parse(YUAN.format(money)) == money
    assert YUAN.parse(YUAN.describe(money).zh) == money
    assert Count().parse(Count().format(heads)) == heads


@given(st.integers(0, 10**12), st.integers(2, 6))
@example(1200, 3)
def test_a_fine_area_is_read_back_as_a_roll_reads_it(area, decimals):
    """With as many decimals as were surveyed."""
    said = Base.AREA.said(area, decimals)
    fine = attrs.evolve(AREA, places=decimals, doubted=False)
    read = [fine.read(text) for text in (said.zh, said.en)]
    assert read == [Fraction(area, 10**decimals)] * 2


@given(st.fractions(0, 1))
def test_a_share_that_is_kept_is_read_back(share):
    """A part of a whole as forms and files write it."""
    kind = Portion()
    plain = kind.plain(share)
    assert read_share(plain) == share == kind.value(kind.parse(kind.format(plain)))


@given(
    st.integers(0, 10**12),
    st.sampled_from(["{}", "¥{}", "{}元", "{} yuan", "-{}", "{} kW", "{}千瓦", " {} "]),
)
def test_only_a_lone_comma_is_remarked_on(number, around):
    """Whatever the unit; and what it would be with decimals is a thousandth of it."""
    text = around.format(f"{number:,}")
    assert one_thousand(text) == (1000 <= number < 10**6)
    if one_thousand(text):
        assert abs(Fraction(with_decimals(text))) * 1000 == number


@lasting
@given(
    st.one_of(
        st.text(st.sampled_from("0123456789,.， '"), max_size=10), written(2).map(lambda w: w[1])
    )
)
@example("1,200")
@example("1.200")
def test_no_two_doors_read_two_numbers(text):
    """A cost in a Pabulib file and one in a table are the same number, or one of them asks."""
    assert None in (pair := (number(text), answer_of(MONEY_YUAN.read, text))) or pair[0] == pair[1]


# -- and no second opinion ---------------------------------------------------------------------

# Files that ask whether a text is made of figures for another reason than to read a number that
# somebody wrote.
ELSEWHERE = {
    "tickbox_core/numbers.py",
    "tickbox_core/archive/reading.py",  # the version of a format
    "tickbox_core/rules/budget/ballots.py",  # borda-10, a name
    "tickbox_core/rules/budget/greedy.py",  # figures that were read before
    "tickbox_core/rules/motions/keeping.py",  # years that a layer of law states
    "tickbox_core/acts/tables/areas.py",  # whether a building's name is figures alone
    "tickbox_core/interchange/notice_percentages.py",  # how many decimals were printed
    "tickbox_core/desk/home_index.py",  # natural order: 2 before 10
    "tickbox_core/interchange/chain_names.py",  # whether a word can be a name
    "tickbox_core/interchange/pabulib/figures.py",  # plain figures, the short way: the law holds it
    "tickbox_core/interchange/pabulib/projects.py",  # which texts of a column need a second look
    "tickbox_server/api/acting.py",  # a header of HTTP
    "tickbox_console/table_api.py",  # a header of HTTP
    "tickbox_console/chaining.py",  # the number of a row, which the form wrote
    "tickbox_console/widgets.py",  # the same
    "tickbox_console/diary_page.py",  # a page of the diary, which a link wrote
    "tickbox_server/pages/render.py",  # a phone
}


def test_nobody_else_reads_figures():
    """A new reader of figures joins ``tickbox_core.numbers`` or says here what else it reads."""
    rooms = (SRC, *(SRC.parent / "plugins").glob("*/src"))
    found = {
        path.relative_to(room).as_posix()
        for room in rooms
        for path in sorted(room.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"isdigit", "isdecimal", "isnumeric"}
    }
    assert found <= ELSEWHERE
