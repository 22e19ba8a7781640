"""Tables that were read in: what came of them, what their headers meant, and what was undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.text import Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text


@attrs.frozen(hash=False)
class Import:
    """One table that was read in.

    ``kind`` is what it held (``wishes``, ``items``, ``roll``, ``motion-roll``, ``balances``,
    ``service``, ``payments``, ``areas``), ``digest`` the SHA-256 of the file, ``refs`` the wishes,
    items or areas that came of it, or the motion or project that it was put to.  ``before`` is what
    it replaced, for undoing.
    """

    position: int
    at: str
    kind: str
    round: str
    digest: str
    rows: int
    refs: tuple[str, ...]
    before: Any = attrs.field(repr=False)
    undone: bool = False


class Imports:
    """The imports of an area, in their order."""

    kinds = frozenset({"imported", "import-undone", "headers-mapped"})

    def __init__(self) -> None:
        self.all: list[Import] = []
        self.headers: dict[str, dict[str, str]] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A table was read in, one was undone, or somebody said what its headers mean."""
        facts = happened.facts
        if happened.kind == "headers-mapped":
            self.headers.setdefault(facts["kind"], {}).update(facts["headers"])
        elif happened.kind == "import-undone":
            self.all = [
                attrs.evolve(one, undone=True, before=None)
                if one.position == facts["position"]
                else one
                for one in self.all
            ]
        else:
            self.all.append(
                Import(
                    happened.position,
                    happened.at,
                    facts["kind"],
                    facts["cycle"],
                    facts["digest"],
                    facts["rows"],
                    tuple(facts["refs"]),
                    happened.secret("before"),
                )
            )

    def last(self) -> Import:
        """The newest import that was not undone; ``NotPossible`` where there is none."""
        for one in reversed(self.all):
            if not one.undone:
                return one
        raise rejection(Text("没有可以撤销的导入。", "there is no import to undo."))


def imported(
    kind: str, round: str, digest: str, refs: tuple[str, ...], rows: int, before: Any, by: str
) -> DiaryEntry:
    """The entry of an import."""
    require_text(by, Text("经办人", "who does it"))
    facts = {"kind": kind, "cycle": round, "digest": digest, "rows": rows, "refs": list(refs)}
    return DiaryEntry("imported", facts, {"by": by, "before": before})


def undone(one: Import, by: str) -> DiaryEntry:
    """The entry of an import's undoing."""
    return DiaryEntry("import-undone", {"position": one.position, "kind": one.kind}, {"by": by})


def headers_mapped(kind: str, headers: Mapping[str, str], by: str) -> DiaryEntry:
    """What headers mean, for the next table of the kind (an empty key: not to be read)."""
    return DiaryEntry("headers-mapped", {"kind": kind, "headers": dict(headers)}, {"by": by})
