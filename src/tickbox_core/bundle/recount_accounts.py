"""The ballot account, made a second time: part of ``recount.py``, one file handed out.

What became of every ballot: counted by channel, void by reason, replaced, taken back.  All but the
reasons follows from the log and the ballots; that papers cast and papers void come to the papers
handed in is checked.  Ticks by channel are shown only where five or more did and did not.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tickbox_core.bundle.recount_rules import supporting


def has_account(log: Any) -> bool:
    """Whether the log was closed with an account of its papers."""
    return "papers" in log.facts.get("closed", {})


LEAST = 5
CAME_BY = ["online", "paper", "assisted", "mandate", "count-sheet"]
VOID_FOR = ["over-ticked", "too-few", "over-budget", "second", "unreadable", "not-on-roll", "other"]


def check_account(log: Any, audit: Any) -> None:
    """Papers that were cast and papers that are void come to those that were handed in."""
    if not has_account(log):
        return
    closed, where = log.facts["closed"], log.where("closed")
    void = closed["void"]
    sound = set(void) <= set(VOID_FOR) and all(type(n) is int and n > 0 for n in void.values())
    if audit.must(sound, where, "json"):
        cast = sum(one.get("channel") == "paper" for one in log.every_cast) - len(log.wrong)
        audit.same(where, "handed-in", cast + sum(void.values()), closed["papers"])
        audit.done("account", closed["papers"], cast, sum(void.values()))


def channel_of(entry: Any) -> str:
    """The channel of the account, by that of the log."""
    name = str(entry.get("channel"))
    return "mandate" if name == "proxy" else "assisted" if name[:9] == "assisted-" else name


def account_of(log: Any, ballots: list[Any]) -> Any:
    """What the outcome has to say of the ballots; ``ballots`` are those cast one by one."""
    closed = log.facts["closed"]
    came = {slot: channel_of(entry) for slot, (_, entry) in log.casts.items()}
    counted = Counter(came.values())
    counted["count-sheet"] = sum(len(sheet["places"]) for _, sheet in log.sheets)
    homes = log.plan["rule"]["parameters"].get("base") == "households"
    return {
        "counted": {name: number for name, number in counted.items() if number},
        "blank": sum(not ballot["ticks"] for ballot in ballots),
        "papers": closed["papers"],
        "void": closed["void"],
        "replaced": len(log.every_cast) - len(log.casts) - len(log.wrong),
        "taken_back": log.taken_back,
        "corrected": len(log.wrong),
        "items": [] if homes else by_channel(log, ballots, came, counted),
    }


def by_channel(log: Any, ballots: list[Any], came: Any, counted: Any) -> list[Any]:
    """How each item was ticked by channel, where that may be shown."""
    rows = []
    order = [*CAME_BY, *sorted(set(counted) - set(CAME_BY))]
    cells: Counter[Any] = Counter()
    for ballot in ballots:
        channel = came.get(ballot["slot"], "")
        cells.update((item, channel) for item in log.ticks.supported(ballot["ticks"]))
    for item in log.plan["items"]:
        mine = {one: cells[item["id"], one] for one in order}
        for _, sheet in log.sheets:
            mine["count-sheet"] += sum(sheet["ticks"].get(tick, 0) for tick in supporting(item))
        shown = shown_cells({one: (mine[one], counted[one]) for one in order if counted[one]})
        if len(shown) > 1:
            rows.append({"item": item["id"], "channels": shown})
    return rows


def shown_cells(cells: dict[str, Any]) -> list[Any]:
    """Cells of at least five who did and five who did not; smaller ones stand together.

    The smallest others join them until together they may be shown; nothing, where they may not.
    """

    def enough(names: list[str]) -> bool:
        part = sum(int(cells[name][0]) for name in names)
        whole = sum(int(cells[name][1]) for name in names)
        return whole == 0 or (part >= LEAST and whole - part >= LEAST)

    small = [name for name in cells if not enough([name])]
    others = sorted((n for n in cells if n not in small), key=lambda n: (cells[n][1], n))
    while small and others and not enough(small):
        small.append(others.pop(0))
    if not enough(small):
        return []
    groups = [[name] for name in cells if name not in small]
    groups += [[name for name in cells if name in small]] if small else []
    return [
        {"of": names, "ticks": sum(cells[n][0] for n in names),
         "ballots": sum(cells[n][1] for n in names)}
        for names in groups
    ]  # fmt: skip
