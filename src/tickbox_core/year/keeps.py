"""How long what is sealed is kept, of the kinds of entry of which that needs no code."""

from __future__ import annotations

from tickbox_core.declarations import Retention


def _table(*rows: tuple[str, Retention]) -> dict[str, Retention]:
    return {kind: rule for kinds, rule in rows for kind in kinds.split()}


_ROUND = ("round:{cycle}",)
RULES = _table(
    (
        "proxied sheets-printed sheet-returned sheet-spoiled sheet-keyed sheet-unkeyed",
        Retention("ballots", _ROUND),
    ),
    ("batch-reconciled assisted count-sheet", Retention("ballots", _ROUND)),
    ("count-sheet-superseded ballot-superseded", Retention("ballots", _ROUND)),
    (
        "feasibility posting-withdrawn correction item-taken-off list-dropped",
        Retention("staff", _ROUND),
    ),
    (
        "tie-posted tie-settled round-voided result-posted override final",
        Retention("staff", _ROUND),
    ),
    ("codes-issued", Retention("staff", ("round:{round}",))),
    (
        "motion-posted motion-voided motion-disputed motion-dispute-ended",
        Retention("papers", ("motion:{motion}",)),
    ),
    (
        "motion-evidence papers-drawn drawn-answered",
        Retention("papers", ("motion:{motion}",)),
    ),
    (
        "motion-preliminary motion-paper-corrected",
        Retention("papers", ("motion:{motion}",)),
    ),
    (
        "motion-paper-read motion-paper-unread",
        Retention("papers", ("motion:{motion}",)),
    ),
    (
        "motion-correction-asked motion-corrected motion-correction-refused",
        Retention("papers", ("motion:{motion}",)),
    ),
    (
        "import-undone headers-mapped erased motion-dropped",
        Retention("staff"),
    ),
    ("token-given token-taken", Retention("staff")),
)
"""How long what is sealed is kept, of the kinds of which that needs no code."""
