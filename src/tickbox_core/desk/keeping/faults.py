"""What a check of the record has found: every difference with its place, in both languages."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import attrs

from tickbox_core.text import Text


@attrs.define
class Differences:
    """Collects differences; ``area`` stands before each."""

    area: str
    found: list[Text] = attrs.field(factory=list)

    def must(self, truth: bool, where: str, problem: Text) -> bool:
        """Note a fault unless it is true."""
        if not truth:
            place = f"{self.area}/{where}" if self.area else where
            said = Text("{where}：{problem}", "{where}: {problem}")
            self.found.append(said.filled(where=place, problem=problem))
        return truth

    def same(self, where: str, expected: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        """Note a fault where a table does not hold just what the log says."""
        log, table = set(expected), set(found)
        missing, added = len(log - table), len(table - log)
        self.must(
            not missing and not added,
            where,
            Text(
                f"表与记录不符：缺{missing}条，多{added}条。",
                f"the table is not what the log says: {missing} missing, {added} too many.",
            ),
        )
