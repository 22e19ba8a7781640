"""An outcome told in plain words: one function, for the notice, the wall and the command line."""

from __future__ import annotations

from collections.abc import Sequence

from tickbox_core.errors import UnknownId
from tickbox_core.rules.contest import Contest
from tickbox_core.rules.outcome import Outcome, Placed, Tie
from tickbox_core.text import EMPTY, Text, count_noun, join_texts, named_first


def explain_outcome(outcome: Outcome, item: str | None = None) -> Text:
    """The whole outcome, a line for each fact, or all that concerns one item.

    Raises ``UnknownId`` for an item that is not in the ranking.
    """
    if item is None:
        lines = [_heading(outcome), *(_line(place) for place in outcome.ranking)]
        lines += _ties(outcome.ties)
    else:
        lines = [_line(_place(outcome, item))]
        lines += [_step(at, step.why) for at, step in enumerate(outcome.steps, 1)
                  if step.item == item]  # fmt: skip
        lines += _ties([tie for tie in outcome.ties if item in tie.items])
    if outcome.margin is not None and item in (None, outcome.margin.item):
        lines.append(outcome.margin.why)
    return join_texts([line for line in [*lines, outcome.note] if line], "\n", "\n")


TOLD = 100
"""So many ties are told one by one; a rule that goes step by step may have thousands."""


def _ties(ties: Sequence[Tie]) -> list[Text]:
    """A line for each tie, and one for those that are left out."""
    more = len(ties) - TOLD
    rest = Text(f"另有{more}次并列，见JSON。", f"{more:,} more ties are in the JSON.")
    return [*map(tie_words, ties[:TOLD]), *([rest] if more > 0 else [])]


TIES = 10
"""So many ties are told on the wall and on paper."""


def more_ties(outcome: Outcome) -> Text:
    """That there are more ties than the wall and paper tell; ``EMPTY`` where there are not."""
    more = len(outcome.ties) - TIES
    if more <= 0:
        return EMPTY
    return Text(f"另有{more}次并列，见核验包。", f"{more:,} more ties are in the bundle.")


def _heading(outcome: Outcome) -> Text:
    """How it was decided, by how many, and how many items were chosen."""
    by = Text(
        "规则 {rule}（版本{version}），共{ballots}{chosen}。",
        "Rule {rule} (version {version}), {ballots}{chosen}.",
    )
    number = None if outcome.selected is None else len(outcome.selected)
    return by.filled(
        rule=outcome.rule,
        version=outcome.version,
        ballots=Text(f"{outcome.ballots}张选票", count_noun(outcome.ballots, "ballot")),
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


def tie_words(tie: Tie) -> Text:
    """Who was tied, how many of them could be chosen, and who was, by what."""
    tied, chosen = named_first(tie.items, tie.more), named_first(tie.chosen)
    places = count_noun(tie.places, "place")
    if tie.open:
        return Text(
            f"{tied.zh} 并列，其中最多还能取{tie.places}项，由两人当众处理。",
            f"{tied.en} are tied for {places} at most, and two people settle it in public.",
        )
    return Text(
        f"{tied.zh} 并列，只能取{tie.places}项，按“{tie.tie_break}”取 {chosen.zh or '无'}。",
        f"{tied.en} were tied for {places}; '{tie.tie_break}' took {chosen.en or 'none'}.",
    )


def blank_ballots(number: int) -> Text:
    """That so many ballots tick nothing; ``EMPTY`` of none."""
    if not number:
        return EMPTY
    ballots = "1 ballot ticks" if number == 1 else f"Each of {number} ballots ticks"
    return Text(
        f"其中{number}张选票一项也没有勾选，仍计入参与。",
        f"{ballots} nothing and counts as having taken part.",
    )


def fewest(ticks: int, more: bool) -> Text:
    """So many ticks more, or fewer."""
    return (
        Text(f"再多{ticks}票", f"{ticks} more") if more else Text(f"少{ticks}票", f"{ticks} fewer")
    )


def closest_call(title: Text, change: Text, contest: Contest, *, households: bool = False) -> Text:
    """How stable a list is: the change of one item that would alter it, beside the turnout.

    Of households where they are what is counted.
    """
    unit = Text("户", " households") if households else Text("人", "")
    took_part = contest.profile.ballots
    roll = contest.electorate.registered
    if households and contest.by_household is not None:
        took_part, roll = contest.by_household.ballots, contest.electorate.households
    of = EMPTY if roll is None else Text(f"，在册{roll}{unit.zh}", f" of {roll} on the roll")
    return Text(
        "最接近的变化：“{title}”{change}，入选名单就会改变（参与{n}{unit}{of}）。",
        "Closest call: {change} for '{title}' would change the list (with {n}{unit} taking "
        "part{of}).",
    ).filled(title=title, change=change, n=took_part, unit=unit, of=of)
