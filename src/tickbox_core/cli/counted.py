"""A file that was counted, told to programs and to people."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import attrs

from tickbox_core import Outcome
from tickbox_core.counting import Share, of_base
from tickbox_core.errors import UnknownName
from tickbox_core.interchange import Election
from tickbox_core.registry.parameters import format_parameters
from tickbox_core.rules import Placed
from tickbox_core.rules import explain_outcome as explanation
from tickbox_core.rules.budget import amount
from tickbox_core.rules.telling import tie_words
from tickbox_core.terminal.printing import one_line
from tickbox_core.terminal.table import page, shorten, table, wrap_text
from tickbox_core.text import Language, Text

_LISTED = 20  # ties, and what a lenient reading left out; JSON has all of it


@attrs.frozen
class Counted:
    """One election and its outcome; ``files`` are the names as they were given."""

    files: tuple[str, ...]
    election: Election
    outcome: Outcome

    def plain(self) -> dict[str, Any]:
        """The outcome for JSON, with the file it comes from and what was left out of it."""
        outcome = self.outcome.plain()
        for row in outcome["ranking"]:
            row["title"] = row["title"]["zh"]
        return {
            "file": self.files[0],
            "files": list(self.files),
            "vote_type": self.election.vote_type,
            "minor_units": self.election.minor_units,
            **outcome,
            "lenient": self.election.lenient,
            "dropped": [text.plain() for text in self.election.dropped],
            "warnings": [text.plain() for text in self.election.warnings],
        }


def explained(counted: Counted, items: list[str]) -> dict[str, Text]:
    """What decided each of these items; ``UnknownName`` naming those there are."""
    known = tuple(placed.item for placed in counted.outcome.ranking)
    for item in items:
        if item not in known:
            near = tuple(get_close_matches(item, known, 5)) or known[:10]
            raise UnknownName("item", item, near)
    return {item: explanation(counted.outcome, item) for item in items}


# -- out ---------------------------------------------------------------------------------------


def told(counted: Counted, language: Language) -> str:
    """The outcome for people: what was counted and how, then a line for each item."""
    outcome = counted.outcome
    lines = [
        line
        for text in _head(counted)
        for line in wrap_text(one_line(text.said_in(language)), page())
    ]
    heads = Text("名次|编号|事项|打钩|比例|为什么", "rank|item|title|ticks|share|why")
    rows = [
        (
            str(placed.rank),
            placed.item,
            shorten(placed.title.said_in(language), 60),
            str(placed.ticks),
            _share(placed).said_in(language),
            placed.why.said_in(language),
        )
        for placed in outcome.ranking
    ]
    return "\n".join([*lines, "", table(heads.said_in(language).split("|"), rows)])


def _in_base(share: Share) -> Text:
    return of_base(share.base, share.denominator, share.decimals)


def _share(placed: Placed) -> Text:
    """The percentage and what it is a part of."""
    whole = _in_base(placed.share).en.partition(" ")[0]
    return Text("{n}中的{p}", "{p} of {n}").filled(p=placed.share.percent, n=whole)


def _head(counted: Counted) -> Iterator[Text]:
    outcome, election = counted.outcome, counted.election
    yield Text("文件：{files}", "File: {files}").filled(files=", ".join(counted.files))
    if len(counted.files) == 1:  # tables have no name but those of their files
        yield election.name
    parameters = format_parameters(outcome.parameters, election.minor_units)
    yield Text(
        "规则：{rule} {version}（{parameters}）", "Rule: {rule} {version} ({parameters})"
    ).filled(rule=outcome.rule, version=outcome.version, parameters=parameters)
    yield _base(outcome)
    yield Text(f"选票：{outcome.ballots}张", f"Ballots: {outcome.ballots}")
    if outcome.selected is not None:
        listed = ", ".join(outcome.selected) or "–"
        yield Text(f"入选：{listed}", f"Chosen: {listed}")
    if outcome.cost is not None and outcome.budget is not None:
        cost, budget = (amount(m, election.minor_units) for m in (outcome.cost, outcome.budget))
        yield Text(f"费用：{cost}（预算{budget}）", f"Cost: {cost} of a budget of {budget}")
    yield from map(tie_words, outcome.ties[:_LISTED])
    if len(outcome.ties) > _LISTED:
        more = len(outcome.ties) - _LISTED
        yield Text(f"……另有{more}处并列，见 --json。", f"… and {more} more ties: see --json.")
    if outcome.margin is not None:
        yield outcome.margin.why
    if outcome.note:
        yield outcome.note
    yield from election.warnings
    yield from election.dropped[:_LISTED]
    more = len(election.dropped) - _LISTED
    if more > 0:
        yield Text(f"……另有{more}处，见 --json。", f"… and {more} more: see --json.")


def _base(outcome: Outcome) -> Text:
    """What shares are divided by, in words, with its size where there is an item to show it."""
    if not outcome.ranking:
        return Text(f"基数：{outcome.base}", f"Base: {outcome.base}")
    size = _in_base(outcome.ranking[0].share)
    return Text("基数：{base}（{size}）", "Base: {base} ({size})").filled(
        base=outcome.base, size=size
    )
