"""Reading a slot of a sheet, and taking the first reading back: what is written to the diary."""

from __future__ import annotations

from collections.abc import Iterable

from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.year.papers import Papers, Sheet, SheetWhere, is_keyed_twice, is_settled


def key(
    papers: Papers,
    round: str,
    number: int,
    slot: str,
    ticks: Iterable[str],
    by: str,
    spoiled: Text = EMPTY,
    unsure: bool = False,
    revision: int = 0,
) -> DiaryEntry:
    """Key what a slot of a sheet ticks, why it is ``spoiled``, or that it cannot be read.

    ``revision``: of the ballot that counts for the slot now; who ticks later has ticked last.
    Raises ``NotPossible`` for a sheet that was not returned, a slot that is not on it or is done, a
    person who keyed it before, more than one of the three, and a third look that is unsure.
    """
    person = require_text(by, Text("录入人", "who keys it"))
    sheet, marked = papers.sheet(round, number), sorted(set(ticks))
    _check_on_sheet(sheet, slot)
    if sheet.where is not SheetWhere.RETURNED:
        raise rejection(
            Text(f"第{number}号选票还没有登记收回。", f"sheet {number} is not returned."),
            Text("请先登记收回。", "Register it as returned first."),
        )
    if sheet.read_by(person, slot):  # first: nobody learns by trying whether it is done
        raise rejection(
            Text("同一个人不能录两次。", "one person does not key it twice."),
            Text("请由另一个人录入。", "Have another person key it."),
        )
    if is_settled(sheet, slot):
        raise rejection(Text("这一票已经录完。", "this ballot is done."))
    _check_one_thing(marked, spoiled, unsure)
    if unsure and is_keyed_twice(sheet, slot):
        raise rejection(
            Text("这是第三遍，要在这里定下来。", "this is the third look, which decides."),
            Text(
                "几个人都看不清，请按作废录入，并写明原因。",
                "If nobody can read it, key it as spoiled and say why.",
            ),
        )
    said: dict[str, object] = {"ticks": marked}
    if unsure or spoiled:
        said = {"unsure": True} if unsure else {"spoiled": spoiled.plain()}
    facts = {"cycle": round, "number": number, "slot": slot}
    return DiaryEntry("sheet-keyed", facts, {**said, "by": person, "revision": revision})


def _check_on_sheet(sheet: Sheet, slot: str) -> None:
    if slot not in sheet.slots:
        raise rejection(
            Text(
                f"第{sheet.number}号选票上没有这个席位。", f"sheet {sheet.number} has no such slot."
            ),
            Text("请核对票号。", "Check the number."),
        )


def _check_one_thing(ticks: list[str], spoiled: Text, unsure: bool) -> None:
    if sum((bool(ticks), bool(spoiled), unsure)) > 1:
        raise rejection(
            Text(
                "勾选、作废、看不清只能录一样。",
                "ticks, a spoiled paper and one that cannot be read exclude each other.",
            ),
            Text("请只留一样。", "Leave one of them."),
        )


def unkey(papers: Papers, round: str, number: int, slot: str, by: str) -> DiaryEntry:
    """Take the first reading of a slot back, by whoever keyed it; the diary keeps it, superseded.

    Raises ``NotPossible`` where they keyed nothing there, and once another person has read it:
    nobody learns by trying what the other has read.
    """
    person = require_text(by, Text("录入人", "who keyed it"))
    sheet = papers.sheet(round, number)
    _check_on_sheet(sheet, slot)
    if not sheet.read_by(person, slot):
        raise rejection(
            Text("这一位您没有录过。", "you have keyed nothing there."),
            Text("只能撤回自己录的。", "Only one's own reading can be taken back."),
        )
    if slot in sheet.done or is_keyed_twice(sheet, slot):
        raise rejection(
            Text("两个人都录过，撤不回了。", "two people have read it: it cannot be taken back."),
            Text(
                "两遍不同的，由第三人核对。两遍相同的已经定了：可以改票的一轮，"
                "请本人再打一次钩，以后一次为准；别的轮次请记下票号，公示结果时提异议。",
                "Where the two differ a third person looks. Where they agree it is settled: in a "
                "round whose ballots may be changed the resident ticks again and the last counts; "
                "in any other note the number and object once the result is posted.",
            ),
        )
    facts = {"cycle": round, "number": number, "slot": slot}
    return DiaryEntry("sheet-unkeyed", facts, {"by": person})
