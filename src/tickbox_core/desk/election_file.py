"""A published round as an election file: what its bundle says, in the format others read.

Made of the bundle and of nothing else, so that it tells no more: no slots, no homes, no channel and
no time of a ballot.  The rows stand in the order of their hashes under the root of the published
log; the same bundle always gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tickbox_core.bundle import BundleParts, differences, read_bundle
from tickbox_core.counting import Base, of_base
from tickbox_core.errors import NotConfirmed, NotPossible
from tickbox_core.interchange import Election
from tickbox_core.interchange.pabulib import write_pabulib
from tickbox_core.interchange.pabulib.writing import ENGLISH, has_english
from tickbox_core.interchange.published import CountedBy, PublishedRound
from tickbox_core.ledger import read_configuration
from tickbox_core.model import Ballot, Round
from tickbox_core.model.local_time import day_of
from tickbox_core.rules import Contest, How
from tickbox_core.text import Text

LICENCE = "CC-BY-4.0"
"""The licence (an SPDX name) of what is published, where whoever publishes names no other."""


def write_election_file(data: bytes, licence: str = LICENCE, *, recounted: bool = False) -> str:
    """The ``.pb`` file of a bundle, which is recounted first unless it was ``recounted`` before.

    A round that counted homes has a row for each home that took part, with the ticks of its
    people together, since that is what was counted.

    Raises ``NotConfirmed`` where the bundle does not recount, ``BadValue`` for what is none of a
    round or holds what the format cannot, ``NotPossible`` where its tie is not settled yet, and
    where ballots were counted on sheets, of which nobody knows but the sums.
    """
    recount = None if recounted else differences(data)
    if recount is not None and recount.status != 0:
        raise NotConfirmed("bundle", tuple(recount.sentences))
    parts = read_bundle(data)
    by_kind: dict[str, Any] = {entry["kind"]: entry for entry in parts.entries}
    gone = {one["number"] for one in parts.entries if one["kind"] == "count-sheet-superseded"}
    if all(one["number"] in gone for one in parts.entries if one["kind"] == "count-sheet"):
        by_kind.pop("count-sheet", None)
    _refuse_unwritable(by_kind)
    round = read_configuration(by_kind["configuration"])
    published = _published(parts, by_kind, round)
    election = _election(parts, round, published)
    settling = parts.outcome.get("settling") or {}
    return write_pabulib(
        election,
        selected=[*(parts.outcome.get("selected") or ()), *settling.get("taken", ())],
        extra=[*_about(parts, by_kind, round, published, licence), *_columns(election, published)],
        seed=parts.checkpoint.root,
    )


def _refuse_unwritable(by_kind: Mapping[str, Any]) -> None:
    if "count-sheet" in by_kind:
        raise NotPossible(
            Text(
                "这一轮有选票是在楼道计数单上计的，只有合计，写不成一张一张的选票。",
                "some ballots of this round were counted on stairwell sheets: only their sums are "
                "known, and they cannot be written ballot by ballot.",
            ),
            Text("请下载核验包，合计在里面。", "Download the bundle, which holds the sums."),
        )
    if "voided" in by_kind:
        raise NotPossible(
            Text("这一轮已作废，没有结果。", "this round was voided: there is no result."),
            Text("核验包里有作废理由和记录。", "The bundle has the reason and the log."),
        )
    if "result" not in by_kind:
        raise NotPossible(
            Text("并列还没有处理，还没有结果。", "its tie is not settled yet: there is no result."),
            Text("请等结果公布。", "Wait for the result to be published."),
        )


def _published(parts: BundleParts, by_kind: Mapping[str, Any], round: Round) -> PublishedRound:
    settling = parts.outcome.get("settling") or {}
    drawn = settling.get("how") == How.LOT
    beside = settling.get("how", "") if settling and not drawn else ""
    homes = parts.outcome["base"] == Base.HOUSEHOLDS
    return PublishedRound(
        rule=round.rule.key,
        version=parts.outcome["version"],
        parameters=by_kind["configuration"]["rule"]["parameters"],
        tie_break=f"lot:{settling['dice']}" if drawn else round.tie_break,
        places=round.places,
        base=parts.outcome["base"],
        registered=by_kind["roll"]["registered"],
        households=by_kind["roll"]["households"],
        rows=CountedBy.HOUSEHOLDS if homes else CountedBy.RESIDENTS,
        beside=beside,
        budget_set=round.budget is not None,
    )


def _election(parts: BundleParts, round: Round, published: PublishedRound) -> Election:
    ballots = [Ballot(one.slot, one.ticks, one.household) for one in parts.openings]
    contest = Contest.of_ballots(round.items, ballots)
    homes = published.rows is CountedBy.HOUSEHOLDS
    united = contest.by_household if homes else None
    return Election(
        name=round.title,
        items=round.items,
        profile=contest.profile if united is None else united,
        budget=_everything(round) if round.budget is None else round.budget,
        minor_units=published.minor_units,
        meta={"unit": round.area, "instance": round.id, "currency": "CNY", **_limits(round, homes)},
    )


def _everything(round: Round) -> int | None:
    """What all items in all their ways cost together; ``None`` where that is not known."""
    costs = [
        item.cost if option is None or option.cost is None else option.cost
        for item in round.items
        for option in item.options or (None,)
    ]
    return None if None in costs else sum(cost for cost in costs if cost is not None)


def _limits(round: Round, homes: bool) -> dict[str, str]:
    """What a row may name at most and at least; of a home's ticks together that says nothing."""
    limits = round.limits
    found: dict[str, str] = {}
    if homes:
        return found
    if limits.maximum is not None:
        found["max_length"] = str(limits.maximum)
    if limits.budget is not None:
        found["max_sum_cost"] = str(limits.budget)
    # "none of these" fills a ballot up and is no project, so that a row may be shorter
    if limits.minimum and not any(item.options for item in round.items):
        found["min_length"] = str(limits.minimum)
    return found


# -- what the file says of itself --------------------------------------------------------------


def _about(
    parts: BundleParts,
    by_kind: Mapping[str, Any],
    round: Round,
    published: PublishedRound,
    licence: str,
) -> Iterator[tuple[str, str]]:
    """Keys and values of META."""
    for key, kind in (("date_begin", "opened"), ("date_end", "closed")):
        yield key, f"{day_of(by_kind[kind]['at']):%d.%m.%Y}"
    yield from published.meta().items()
    yield "tickbox_on_paper", str(_on_paper(parts))
    if round.budget is not None:
        yield "tickbox_budget_fen", str(round.budget)
    elif _everything(round) is not None:
        yield "tickbox_about_budget", _both(_NO_BUDGET)
    yield "tickbox_licence", licence
    yield "tickbox_root", parts.checkpoint.root
    if round.demonstration:
        yield "tickbox_demonstration", _both(Text("演示数据，均为生成", "generated data"))
    if round.rehearsal:
        yield "tickbox_rehearsal", _both(Text("试运行，不作数", "a trial run, counts for nothing"))
    yield "tickbox_about_base", _both(_base(parts.outcome, published))
    yield "tickbox_about_who", _both(round.eligible.text)


_NO_BUDGET = Text(
    "没有定预算；budget 写的是全部事项的费用之和",
    "none was set; budget is what everything costs together",
)


def _base(outcome: Mapping[str, Any], published: PublishedRound) -> Text:
    """What the published shares are shares of."""
    rows: Sequence[Mapping[str, Any]] = outcome["ranking"]
    if not rows:
        return Text.of(published.base)
    return of_base(published.base, rows[0]["share"]["denominator"])


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def _on_paper(parts: BundleParts) -> int:
    """How many ballots that count came on paper."""
    channel = {e["slot"]: e["channel"] for e in parts.entries if e["kind"] == "cast"}
    return sum(channel[opening.slot] == "paper" for opening in parts.openings)


def _columns(election: Election, published: PublishedRound) -> Iterator[tuple[str, str]]:
    """What each column means."""
    homes = published.rows is CountedBy.HOUSEHOLDS
    said = {
        **_COLUMNS,
        **(_OF_OPTIONS if any(item.options for item in election.items) else {}),
        **({ENGLISH: _ENGLISH} if has_english(election.items) else {}),
        **({"tier": _TIER} if any(item.tier for item in election.items) else {}),
        **(_OF_HOMES if homes else _OF_RESIDENTS),
    }
    for name, text in said.items():
        yield f"tickbox_column_{name}", _both(text)


_COLUMNS = {
    "project_id": Text("事项编号", "the item's id"),
    "cost": Text("费用（元），不知道的空着", "its cost in yuan, empty where it is unknown"),
    "name": Text("标题", "its title"),
    "category": Text("类别", "its category"),
    "votes": Text("VOTES 里有几行勾选它", "how many rows of VOTES tick it"),
    "selected": Text("1为入选，0为没有", "1 if it was chosen, else 0"),
}
_OF_OPTIONS = {
    "option_of": Text("所属事项", "the item of which this project is an option"),
    "option": Text("选项的标题", "the option's title"),
    "item_cost": Text("事项本身的费用（元）", "what the item itself costs, in yuan"),
}
_ENGLISH = Text("英文标题；没有英文的写中文", "its title in English, else the Chinese one")
_TIER = Text("由哪一级出钱", "the level that pays")
_OF_RESIDENTS = {
    "voter_id": Text("行号，与任何人无关", "the number of the row, nobody's own"),
    "vote": Text("一位居民勾选的事项，没有先后", "what one resident ticked, in no order"),
}
_OF_HOMES = {
    "voter_id": Text("行号，与任何一户无关", "the number of the row, no home's own"),
    "vote": Text(
        "一户里任何一人勾选的事项，没有先后", "what anybody in one home ticked, in no order"
    ),
}
