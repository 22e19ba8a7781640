"""An outcome told in plain words: one function, for the notice, the wall and the command line."""

from __future__ import annotations

from tickbox_core.errors import UnknownId
from tickbox_core.rules.outcome import Outcome, Placed, Tie
from tickbox_core.text import EMPTY, Text, joined


def told(outcome: Outcome, item: str | None = None) -> Text:
    """The whole outcome, a line for each fact, or all that concerns one item.

    Raises ``UnknownId`` for an item that is not in the ranking.
    """
    if item is None:
        lines = [_heading(outcome), *(_line(place) for place in outcome.ranking)]
        lines += [_tie(tie) for tie in outcome.ties]
    else:
        lines = [_line(_place(outcome, item))]
        lines += [_step(at, step.why) for at, step in enumerate(outcome.rounds, 1)
                  if step.item == item]  # fmt: skip
        lines += [_tie(tie) for tie in outcome.ties if item in tie.items]
    if outcome.margin is not None and item in (None, outcome.margin.item):
        lines.append(outcome.margin.why)
    return joined([line for line in [*lines, outcome.note] if line], "\n", "\n")


def _heading(outcome: Outcome) -> Text:
    """How it was decided, by how many, and how many items were chosen."""
    by = Text(
        "规则 {rule}（版本{version}），共{ballots}张选票{chosen}。",
        "Rule {rule} (version {version}), {ballots} ballots{chosen}.",
    )
    number = None if outcome.selected is None else len(outcome.selected)
    return by.filled(
        rule=outcome.rule,
        version=outcome.version,
        ballots=outcome.ballots,
        chosen=EMPTY if number is None else Text(f"，入选{number}项", f", {number} chosen"),
    )


def _place(outcome: Outcome, item: str) -> Placed:
    for place in outcome.ranking:
        if place.item == item:
            return place
    raise UnknownId("item", item, f"outcome of {outcome.rule}")


def _line(place: Placed) -> Text:
    mark = {None: EMPTY, True: Text("【入选】", "[chosen] "), False: EMPTY}[place.chosen]
    return Text("{mark}{rank}. {title}：{why}", "{mark}{rank}. {title}: {why}").filled(
        mark=mark, rank=place.rank, title=place.title, why=place.why
    )


def _step(number: int, why: Text) -> Text:
    return Text(f"第{number}步：{why.zh}", f"Step {number}: {why.en}")


def _tie(tie: Tie) -> Text:
    tied, chosen = ", ".join(tie.items), ", ".join(tie.chosen)
    return Text(
        f"{tied} 并列，按“{tie.tie_break}”取 {chosen or '无'}。",
        f"{tied} were tied; '{tie.tie_break}' took {chosen or 'none'}.",
    )
