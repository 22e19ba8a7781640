"""What entries of the diary say was done, and what their facts are called: as acts say it."""

from __future__ import annotations

from collections.abc import Mapping

from tickbox_core.acts.act import Act
from tickbox_core.acts.catalogue import Catalogue
from tickbox_core.categories import Field, fields_of
from tickbox_core.declarations import Reference
from tickbox_core.declarations.acts import FIELDS_FORMERLY
from tickbox_core.text import Text

BESIDE = {
    "table/import": Text("导入表格", "read a table in"),
    "table/undo": Text("撤销导入", "undo an import"),
    "table/export": Text("导出表格", "take a table out"),
    "staff/give": Text("发放令牌", "give a token"),
    "staff/take": Text("收回令牌", "take tokens away"),
}
"""What is noted as done and has doors of its own: no form, and no address of the API."""


def noted_title(acts: Mapping[str, Act], key: str) -> Text:
    """The title of an act by its key; the key of one that nobody here knows."""
    if key in acts:
        return acts[key].title
    return BESIDE.get(key, Text.of(key))


WRITTEN_BY = {
    "wish-listed": "item/add",
    "feasibility": "item/assess",
    "item-taken-off": "item/remove",
    "wish-unlisted": "item/remove",
    "posted": "round/post",
    "posting-withdrawn": "round/withdraw",
    "objection": "objection/raise",
    "objection-answered": "objection/answer",
    "taken-over": "award/take-over",
    "rehearsal": "round/rehearse",
    "rehearsal-wiped": "round/wipe",
    "correction": "item/correct",
    "sheets-printed": "paper/print",
    "sheet-returned": "paper/return",
    "sheet-spoiled": "paper/spoil",
    "sheet-keyed": "paper/key",
    "sheet-unkeyed": "paper/unkey",
    "sheet-done": "paper/key",
    "batch-reconciled": "paper/reconcile",
    "count-sheet": "paper/count",
    "count-sheet-superseded": "paper/uncount",
    "assisted": "ballot/assist",
    "ballot-superseded": "paper/correct",
    "proxied": "ballot/proxy",
    "tie-posted": "round/publish",
    "tie-run-off": "tie/run-off",
    "tie-settled": "tie/settle",
    "list-dropped": "round/drop",
    "round-voided": "round/void",
    "result-posted": "round/publish",
    "motion-paper-read": "motion/key",
    "motion-paper-unread": "motion/unkey",
    "motion-paper-done": "motion/count",
    "motion-posted": "motion/publish",
    "motion-preliminary": "motion/preliminary",
    "motion-paper-corrected": "motion/correct",
    "motion-voided": "motion/void",
    "motion-dropped": "motion/drop",
    "motion-disputed": "motion/dispute",
    "motion-dispute-ended": "motion/end-dispute",
    "motion-correction-asked": "motion/ask-correction",
    "motion-corrected": "motion/correct-roll",
    "motion-correction-refused": "motion/refuse-correction",
    "override": "result/override",
    "final": "result/finalise",
    "codes-issued": "round/codes",
}
"""By kind of entry the key of the act that writes it, where no component declares it."""


def fields_of_facts(catalogue: Catalogue, kind: str) -> dict[str, Field]:
    """The fields of the act that writes a kind of entry, by the name that they have in it.

    Of a thing that the act makes or changes the entry may name the id as the thing's kind.
    """
    declared = catalogue.kinds.get(kind)
    written_by = (declared.act if declared else "") or WRITTEN_BY.get(kind, "")
    if not written_by:
        return {}
    former = {new: old for old, new in FIELDS_FORMERLY.items()}
    found: dict[str, Field] = {}
    for one in fields_of(catalogue.acts[written_by].fields):
        found[one.key] = found[former.get(one.key, one.key)] = one
        if one.key == "id" and isinstance(one.refers, Reference):
            found.setdefault(one.refers.kind, one)
    return found
