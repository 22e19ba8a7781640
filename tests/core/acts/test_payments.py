"""What households pay: tables of banks are read, set right and undone, and sum to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tickbox_core.acts.tables.every import TABLES
from tickbox_core.acts.tables.kind import Asked, Faulty, Looked
from tickbox_core.acts.tables.taking import export_table, going, look_at, take_table, undo_table
from tickbox_core.components.projects import NewPayment, Payment, known_payments
from tickbox_core.components.projects.money import SharedBy
from tickbox_core.components.projects.payments import append, paid_by_unit, set_right, undo
from tickbox_core.declarations import Role
from tickbox_core.desk import Desk
from tickbox_core.desk.diary import LOG
from tickbox_core.errors import ChangedMeanwhile, NotListed, NotPossible
from tickbox_core.text import Text
from tickbox_core.workflow import Actor
from tickbox_core.workflow.log import entries

from ..desk.annual_house import R1, Clock, listed

BY, LIN = "小林", Actor("小林", Role.STAFF)
WHY = Text("录错", "a slip")
TOWN: Any = None  # nothing that a town has is asked for
HEAD = "交易日期,摘要,用途,对方户名,借方发生额,贷方发生额,余额,交易流水号"


@pytest.fixture
def desk() -> Desk:
    """A project for which twelve homes of building 1 pay 1,200 yuan together."""
    made = listed(Clock())
    made.projects.start(R1, "doors", by=BY)
    made.projects.collect(
        "doors", 120_000, SharedBy.UNIT, areas=("b1",), by=BY, reason=Text("按户", "each")
    )
    return made


def look(desk: Desk, path: Path, rows: Sequence[str], head: str = HEAD) -> Looked | Faulty:
    """A table as it would be read in."""
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return look_at(desk, "payments", path, Asked("doors", by=BY))


def taken(desk: Desk, path: Path, rows: Sequence[str], head: str = HEAD) -> Looked:
    """The same, read in."""
    found = look(desk, path, rows, head)
    assert isinstance(found, Looked), found.faults
    take_table(TOWN, desk, found, "digest", LIN)
    return found


def told(found: Looked | Faulty) -> str:
    """What is said of a table, or what is wrong in it."""
    if isinstance(found, Faulty):
        return " ".join(f"{one.row}:{one.problem.en} {one.remedy.en}" for one in found.faults)
    return " ".join(one.en for one in found.notes)


BANK = [
    "2026-01-02,转账,1号楼1单元1室 门款,张三,,100.00,5100.00,A1",
    '20260103,转账,,李四,-,"1,000.00",6100.00,A2',
    "2026/1/3,付工程款,,门厂,800.00,-,5300.00,A3",
    "2026-01-04,转账,1-1-2室,王五,,100.00,5400.00,A4",
    "2026-01-04,转账,1-1-2室,王五,,100.00,5400.00,A4",
    "2026-01-04,冲正,,王五,,-5.00,5400.00,A5",
    "2026-01-04,转账,3号楼1单元1室,外人,,7.00,5400.00,A6",
    "合计,,,,800.00,1307.00,,",
]


def test_a_banks_table_is_looked_at_taken_and_undone(desk: Desk, tmp_path: Path) -> None:
    """What came in is written down; what went out, was reversed or stands twice is said."""
    path = tmp_path / "对账单.csv"
    found = look(desk, path, BANK)
    assert isinstance(found, Looked)
    said = told(found)
    for one in (
        "payments in the table: 4, together 1,207 yuan; new: 4",
        "went out or was reversed, no payments and not written down: 2 (row 4、7)",
        "counted once: 1 (row 6)",
        "home is not known, together 1,000 yuan, kept apart until somebody says whose they are: 1",
        "payments of homes that owe nothing, together 7 yuan, kept apart: 1 (row 8)",
        "what the payer wrote, to be looked at: 2 (row 2、5)",
        "totals, signatures, pages' numbers or notes, which were not read: 1",
    ):
        assert one in said
    assert desk.projects.ledger("doors").lines == (), "looked at, nothing is written"
    take_table(TOWN, desk, found, "digest", LIN)
    held = desk.projects.ledger("doors")
    assert (held.due, held.paid, held.still_due, held.unassigned) == (
        120_000, 20_000, 100_000, 100_700,
    )  # fmt: skip
    assert desk.projects.payments("doors")["b1s1u1"] == {"due": 10_000, "paid": 10_000}
    with pytest.raises(ChangedMeanwhile):
        take_table(TOWN, desk, found, "digest", LIN)
    last = desk.importing.last()
    assert going(desk, last)[0].words.en == "payment 1, 100 yuan"
    undo_table(TOWN, desk, last, LIN)
    held = desk.projects.ledger("doors")
    assert (held.paid, held.unassigned) == (0, 0)
    assert [one.standing for one in held.lines] == ["undone"] * 4, "nothing is struck out"
    assert len(taken(desk, path, BANK).held) == 4, "and it can be read in again"


def test_who_paid_stands_nowhere_in_the_open(desk: Desk, tmp_path: Path) -> None:
    """Neither in the open part of the diary nor on the card."""
    taken(desk, tmp_path / "a.csv", BANK)
    desk.projects.assign("doors", 2, "b1s1u3", BY)
    desk.projects.correct("doors", 1, unit="b1s1u4", by=BY, reason=WHY)
    public = f"{desk.projects.card('doors')}{entries(desk._hand.store, LOG)}"
    for one in ("张三", "b1s1u", "A1", "1室", "门款"):
        assert one not in public
    assert "b1s1u" not in repr(desk.projects.project("doors"))


def test_a_later_statement_brings_only_what_is_new(desk: Desk, tmp_path: Path) -> None:
    """The same receipts are the same payments, also after one was set right or assigned."""
    path = tmp_path / "a.csv"
    taken(desk, path, BANK)
    desk.projects.assign("doors", 2, "b1s1u3", BY)
    desk.projects.correct("doors", 1, amount=9_900, by=BY, reason=WHY)
    desk.projects.correct("doors", 3, amount=0, by=BY, reason=WHY)
    more = "2026-01-05,转账,1-1-5室,赵六,,100.00,,A7"
    found = look(desk, path, [*BANK, more])
    assert isinstance(found, Looked)
    assert [(one.unit, one.receipt) for one in found.held] == [("b1s1u5", "A7")]
    assert "in the ledger already: 4, 1,207 yuan" in told(found)
    other = look(desk, path, ["2026-01-02,转账,,张三,,100.01,,A1"])
    assert "ledger has another amount or day under this receipt" in told(other)


def test_without_receipts_payments_are_known_by_home_day_and_amount(
    desk: Desk, tmp_path: Path
) -> None:
    """One for one: of two alike the second is new; a line written down by hand counts too."""
    head, path = "房号,交款日期,金额", tmp_path / "a.csv"
    row = "1-1-1室,2026-01-02,30"
    desk.projects.pay("doors", "b1s1u1", 3_000, BY, on=desk.today().replace(2026, 1, 2))
    assert look(desk, path, [row], head).rows == 0  # type: ignore[union-attr]
    found = taken(desk, path, [row, row], head)
    assert found.rows == 1 and "known again by home, day and amount: 1" in told(found)
    assert look(desk, path, [row, row], head).rows == 0  # type: ignore[union-attr]
    likely = look(desk, path, [f"{row},B1"], f"{head},收据号")
    assert "like one in the ledger that has no receipt" in told(likely)
    assert likely.rows == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "row, said",
    [
        ("1号楼9室,2026-01-02,1,,C1", "the roll has no home"),
        ("1室,2026-01-02,1,,C1", "may be"),
        ("1-1-1室,,1,,C1", "no day is given"),
        ("1-1-1室,2099-01-02,1,,C1", "has not come yet"),
        ("1-1-1室,2026-01-02,许多,,C1", "许多"),
        ("1-1-1室,2026-01-02,1,,1.2E+17", "shortened"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_by_its_cell(
    desk: Desk, tmp_path: Path, row: str, said: str
) -> None:
    """Nothing of it is read in then."""
    found = look(desk, tmp_path / "a.csv", [row], "房号,日期,收入,支出,流水号")
    assert isinstance(found, Faulty) and said in told(found)


def test_one_receipt_of_two_payments_is_a_fault(desk: Desk, tmp_path: Path) -> None:
    """Which of them is meant?"""
    head = "房号,日期,收入,流水号"
    found = look(
        desk, tmp_path / "a.csv", ["1-1-1室,2026-01-02,1,C", "1-1-2室,2026-01-02,1,C"], head
    )
    assert "row 2 has the same receipt and says something else" in told(found)


@pytest.mark.parametrize(
    "head, rows, amounts",
    [
        ("日期,借贷标志,发生额,流水号", ["2026-01-02,贷,5,1", "2026-01-02,借,6,2"], [500]),
        ("日期,收入（万元）,凭证号", ["2026-01-02,0.5,1", "2026-01-02,0.25,2"], [500_000, 250_000]),
        ("日期,金额,凭证号", ["2026-01-02,5,000", "2026-01-02,5,000"], [500, 500]),
        ("交易时间,收入金额,流水号,凭证号", ["2026-01-02 10:11:12,5,1,0", "2026-01-02,6,2,0"],
         [500, 600]),
    ],
)  # fmt: skip
def test_columns_as_banks_print_them(
    desk: Desk, tmp_path: Path, head: str, rows: list[str], amounts: list[int]
) -> None:
    """One column with a sign beside it, thousands of yuan, a voucher's number that says nothing."""
    found = look(desk, tmp_path / "a.csv", rows, head)
    assert isinstance(found, Looked), told(found)
    assert [one.amount for one in found.held] == amounts


def test_the_table_as_it_stands_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    """Written, found the same; what went back is no payment."""
    taken(desk, tmp_path / "a.csv", BANK)
    desk.projects.unpay("doors", "b1s1u1", 500, BY, WHY)
    desk.projects.correct("doors", 1, amount=9_000, by=BY, reason=WHY)
    out = tmp_path / "out.xlsx"
    made = export_table(desk, TABLES["payments"], "1", Asked("doors"), LIN)
    out.write_bytes(made.content)
    found = look_at(desk, "payments", out, Asked("doors", by=BY))
    assert isinstance(found, Looked), told(found)
    assert found.rows == 0 and "in the ledger already: 4" in told(found)


def test_what_was_set_right_since_is_not_undone(desk: Desk, tmp_path: Path) -> None:
    """Nor where more went back to a home than would be left."""
    taken(desk, tmp_path / "a.csv", BANK)
    last = desk.importing.last()
    desk.projects.unpay("doors", "b1s1u1", 1, BY, WHY)
    with pytest.raises(NotPossible, match="more than it paid"):
        undo_table(TOWN, desk, last, LIN)
    desk.projects.pay("doors", "b1s1u1", 1, BY)
    desk.projects.assign("doors", 2, "b1s1u3", BY)
    with pytest.raises(NotPossible, match="set right since"):
        undo_table(TOWN, desk, last, LIN)


def test_a_payment_is_assigned_and_set_right(desk: Desk, tmp_path: Path) -> None:
    """Each refusal of it; what stood before stays in the ledger."""
    taken(desk, tmp_path / "a.csv", BANK)
    p = desk.projects
    for step, said in (
        (lambda: p.assign("doors", 1, "b1s1u3", BY), "said already"),
        (lambda: p.assign("doors", 2, "b3s1u1", BY), "owes nothing"),
        (lambda: p.correct("doors", 1, by=BY, reason=WHY), "as it was written down"),
        (lambda: p.correct("doors", 1, amount=5, by=BY, reason=Text("", "")), "reason"),
        (lambda: p.correct("doors", 1, unit="b3s1u1", by=BY, reason=WHY), "owes nothing"),
    ):
        with pytest.raises(NotPossible, match=said):
            step()
    with pytest.raises(NotListed):
        p.assign("doors", 99, "b1s1u3", BY)
    p.assign("doors", 2, "b1s1u3", BY)
    with pytest.raises(NotPossible, match="set right or taken back"):
        p.assign("doors", 2, "b1s1u3", BY)
    held = p.ledger("doors")
    assert (held.too_much, held.unassigned) == (90_000, 700)
    p.unpay("doors", "b1s1u3", 90_000, BY, WHY)
    assert p.ledger("doors").too_much == 0
    with pytest.raises(NotPossible, match="went back"):
        p.correct("doors", 6, amount=1, by=BY, reason=WHY)
    with pytest.raises(NotPossible, match="more than it paid"):
        p.correct("doors", 5, amount=80_000, by=BY, reason=WHY)
    p.correct("doors", 5, amount=90_000, by=BY, reason=WHY)
    lines = {one.ref: (one.standing, one.amount) for one in p.ledger("doors").lines}
    assert lines["2"] == ("superseded", 100_000) and lines["5"] == ("superseded", 100_000)
    assert lines["7"] == ("stands", 90_000)


def test_a_receipt_typed_by_hand_is_written_down_once(desk: Desk, tmp_path: Path) -> None:
    """Also where a table has brought it."""
    taken(desk, tmp_path / "a.csv", BANK)
    with pytest.raises(NotPossible, match="in the ledger"):
        desk.projects.pay("doors", "b1s1u5", 100, BY, receipt="A4")
    desk.projects.pay("doors", "b1s1u5", 100, BY, receipt="H1")
    with pytest.raises(NotPossible, match="in the ledger"):
        desk.projects.pay("doors", "b1s1u5", 100, BY, receipt="H1")


def test_a_project_for_which_nobody_pays_has_no_table(desk: Desk, tmp_path: Path) -> None:
    """It is offered for none, and refused."""
    desk.projects.start(R1, "gate", by=BY)
    assert [one.id for one in TABLES["payments"].choices(desk)] == ["doors"]
    (tmp_path / "a.csv").write_text(HEAD, encoding="utf-8")
    with pytest.raises(NotPossible, match="nothing is collected"):
        look_at(desk, "payments", tmp_path / "a.csv", Asked("gate"))


# -- laws ----------------------------------------------------------------------------------------

NEW = st.builds(
    NewPayment, st.sampled_from(["", "a", "b"]), st.integers(1, 10**9),
    st.dates(), st.sampled_from(["", "1", "2"]),
)  # fmt: skip


@given(st.lists(NEW, max_size=12), st.data())
def test_what_was_superseded_or_undone_counts_no_more_and_stays(
    new: list[NewPayment], data: st.DataObject
) -> None:
    """Sums are those of what stands; no line is lost, and each payment is known once."""
    ledger: tuple[Payment, ...] = append((), new)
    truth = {one.ref: one.held for one in ledger}
    for ref in list(truth):
        what = data.draw(st.sampled_from(["keep", "right", "nothing", "undo"]))
        if what == "right":
            right = data.draw(NEW)
            ledger = set_right(ledger, ref, right, WHY)
            truth[ref] = right
        elif what == "nothing":
            ledger = set_right(ledger, ref, NewPayment("a", 0, new[0].on), WHY)
            del truth[ref]
        elif what == "undo":
            ledger = undo(ledger, [ref])
            del truth[ref]
    sums: dict[str, int] = {}
    for held in truth.values():
        if held.unit:
            sums[held.unit] = sums.get(held.unit, 0) + held.amount
    assert paid_by_unit(ledger) == sums
    assert [one.ref for one in ledger] == list(range(1, len(ledger) + 1))
    assert len(known_payments(ledger)) == len(new) - sum(one.undone for one in ledger)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(amounts=st.lists(st.integers(1, 10_000), min_size=1, max_size=8))
def test_the_ledger_closes_to_the_fen(desk: Desk, tmp_path: Path, amounts: list[int]) -> None:
    """Due is paid and still due, less what is too much; whatever rows there are."""
    rows = [
        f"1-1-{at % 6}室,2026-01-02,{one // 100}.{one % 100:02}" for at, one in enumerate(amounts)
    ]
    found = look(desk, tmp_path / "a.csv", rows, "房号,日期,金额")
    assert isinstance(found, Looked)
    take_table(TOWN, desk, found, "digest", LIN)
    held = desk.projects.ledger("doors")
    assert held.due == held.paid + held.still_due - held.too_much
    assert held.paid == sum(amounts)
    undo_table(TOWN, desk, desk.importing.last(), LIN)
    assert desk.projects.ledger("doors").paid == 0
