"""The go-live checklist: what a list needs before it opens, and whether it has it.

Every list is held to the whole of it: limits, costs, feasibility, known categories, what their
policies object to, the law.  ``notice_days`` says only for how many days it is posted first.  A
trial is wiped, and is held to what can be counted at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tickbox_core.desk import item_categories, records, run_offs
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.imagining import imagine
from tickbox_core.desk.posted_again import to_post_again
from tickbox_core.desk.settling import describe_tie_break
from tickbox_core.desk.state import YearState
from tickbox_core.errors import NotPossible
from tickbox_core.model import Item, Round, State
from tickbox_core.model.local_time import END_OF_DAY, instant_of
from tickbox_core.text import Text, join_texts
from tickbox_core.year import lists


@attrs.frozen
class ChecklistLine:
    """One line of the checklist: ``met``, or not yet and then ``text`` says what to do."""

    key: str
    met: bool
    text: Text


@attrs.frozen
class PluginAnswers:
    """What plugins say of a list, as it was when they were asked."""

    round: Round
    counting: tuple[ChecklistLine, ...]
    items: tuple[ChecklistLine, ...]


def ask(hand: Hand, round: Round) -> PluginAnswers:
    """Ask the plugins; nothing is to be locked meanwhile, for they may take their time."""
    items = (*unlistable(hand, round), *_policies(hand, round))
    return PluginAnswers(round, tuple(_countable(hand, round)), items)


def checklist(hand: Hand, book: YearState, asked: PluginAnswers) -> tuple[ChecklistLine, ...]:
    """Every line, met or not."""
    round = asked.round
    return (
        *_any_list(round),
        *_closing(hand, round),
        *opening_hour(hand, round),
        *_ages(hand, round),
        *asked.counting,
        *of_run_off(hand, round),
        ChecklistLine("ties", True, describe_tie_break(hand.registry, round.tie_break)),
        *_real_list(hand, book, round),
        *asked.items,
    )


def objections(
    hand: Hand, book: YearState, asked: PluginAnswers, *, whole: bool = True
) -> tuple[Text, ...]:
    """What stands against opening, in words; nothing if it can open.

    Unless ``whole``, a list that need not be posted is held to what makes a count and to what its
    categories ask for, and names of categories are free where it declares none: a host that opens
    it answers for the rest.
    """
    round, lines = asked.round, checklist(hand, book, asked)
    if not whole and not round.notice_days:
        free = {check.key for check in _real_list(hand, book, round)}
        free |= set() if round.categories else {f"{item.id}/category" for item in round.items}
        lines = tuple(check for check in lines if check.key not in free)
    return tuple(check.text for check in lines if not check.met)


def against_posting(hand: Hand, book: YearState, asked: PluginAnswers) -> tuple[Text, ...]:
    """What stands against posting a list: all that stands against opening it, but for what comes.

    The roll may come while it is posted, and posted it will be.
    """
    round, lines = asked.round, checklist(hand, book, asked)
    comes = {"roll", "ages", *(one.key for one in lines if one.key.startswith("posted"))}
    found = [one.text for one in lines if not one.met and one.key not in comes]
    return (*found, *lists.not_postable(book.lists, book.objections, round))


_NO_ROLL = Text("还没有名册，请先导入名册。", "there is no roll; import the roll first.")
_NOBODY_MAY = Text(
    "名册已导入，但上面没有人可以参与这一轮：请看名册的“居住身份”“是否业主”两栏，"
    "以及这一轮的参与条件。",
    "the roll is in, and nobody on it may tick in this round: look at its columns 'role' and "
    "'is_owner', and at whom the round asks.",
)


def _any_list(round: Round) -> Iterator[ChecklistLine]:
    on_roll = round.roll is not None and round.roll.registered > 0
    yield _line(
        "roll",
        on_roll,
        Text("名册已导入。", "The roll is in."),
        _NO_ROLL if round.roll is None else _NOBODY_MAY,
    )
    yield _line(
        "items",
        bool(round.items),
        Text("清单上有事项。", "There are items on the list."),
        Text("清单是空的，请先加入事项。", "the list is empty; add items first."),
    )
    wrong = round.limits.cannot_be(round.items)
    good = Text("勾选项数合适。", "The limits fit the list.")
    yield _line("limits", wrong is None, good, wrong or good)
    if round.limits.budget is not None:
        yield from _priced(round)


def _priced(round: Round) -> Iterator[ChecklistLine]:
    """Under a money cart every way to tick an item has its cost."""
    listed = round.ticklist
    for item in round.items:
        yield _about(
            item,
            "cart",
            all(listed.cost_of(tick) is not None for tick in item.ticks),
            Text(
                "没有写费用，每张选票的金额上限就算不出来；不花钱的写0。",
                "the cost is missing, so that nobody can tell what a ballot spends; write 0 where "
                "there is none.",
            ),
        )


def _closing(hand: Hand, round: Round) -> Iterator[ChecklistLine]:
    """The day that residents are told is still to come."""
    if round.closes is not None:
        said = f"{round.closes} {round.closes_at}".strip()
        yield _line(
            "closes",
            instant_of(round.closes, round.closes_at or END_OF_DAY, hand.local_now().tzinfo)
            > hand.local_now(),
            Text("打钩最后一天还没有过。", "The last day of ticking is still to come."),
            Text(
                f"打钩最后一天{said}已过，请改期。",
                f"the last day of ticking, {said}, has passed; set a later one.",
            ),
        )


def opening_hour(hand: Hand, round: Round) -> Iterator[ChecklistLine]:
    """The announced day of opening is not before the list, posted today, was posted long enough.

    Of a list that is posted the posting itself says until when.
    """
    if round.opens is None or not round.notice_days or round.rehearsal:
        return
    if round.state is State.LISTING:
        earliest = lists.posted_until(round, hand.today())
        yield _line(
            "opens",
            round.opens >= earliest,
            Text("公告的开放日在公示期满以后。", "It opens after the days of posting."),
            _OPENS_TOO_EARLY.filled(
                opens=f"{round.opens} {round.opens_at}".strip(),
                days=round.notice_days,
                earliest=earliest.isoformat(),
            ),
        )


_OPENS_TOO_EARLY = Text(
    "公告的开放时间{opens}太早：今天公示，到{earliest}才满{days}天；请改到{earliest}或以后。",
    "it is announced to open at {opens}, but posted today it is posted long enough only on "
    "{earliest} ({days} days); have it open on {earliest} or later.",
)


def _ages(hand: Hand, round: Round) -> Iterator[ChecklistLine]:
    """Who may tick by age: nobody is left out, or let in, because a day of birth is missing."""
    if round.eligible.least_age is None or round.roll is None:
        return
    unknown = round.eligible.unknown(records.persons(hand.store, round.id))
    yield _line(
        "ages",
        unknown == 0,
        Text("参与人的年龄都清楚。", "Everybody's age is known."),
        Text(
            f"有{unknown}人没有出生日期：请补全名册，或写明怎么办（unknown_age）。",
            f"the day of birth of {unknown} is not known: complete the roll, or say what is to be "
            "done (unknown_age).",
        ),
    )


def _countable(hand: Hand, round: Round) -> Iterator[ChecklistLine]:
    """A round like it is imagined: what could not be counted or published is found here."""
    found = imagine(hand, round)
    good = Text("这份清单可以按规则计票。", "The rule can count this list.")
    yield _line("rule", not found.count, good, found.count)
    if not found.count:
        good = Text("试算的结果经独立复算确认。", "The recount confirms an imagined round.")
        yield _line("recount", not found.recount, good, found.recount)


def of_run_off(hand: Hand, round: Round) -> Iterator[ChecklistLine]:
    """The tie that a run-off is to settle still waits for it, and for nothing beside the tied."""
    if round.settles is not None:
        try:
            run_offs.refuse_other_plan(hand.store, round)
        except NotPossible as refusal:
            yield ChecklistLine("run-off", False, refusal.text)
        else:
            waits = Text("并列等着这一轮来定。", "The tie waits for this round.")
            yield ChecklistLine("run-off", True, waits)


def _real_list(hand: Hand, book: YearState, round: Round) -> Iterator[ChecklistLine]:
    """What a list needs on which residents really decide."""
    if round.rehearsal:
        return
    yield _line(
        "limits-set",
        _has_limit(round),
        Text("规定了最多勾几项。", "It says how many items may be ticked."),
        Text(
            "没有规定最多勾几项，请写明。", "no limit says how many items may be ticked; set one."
        ),
    )
    for item in round.items:
        yield from _money(item)
    changed = to_post_again(book.lists.taken_down.get(round.id), round)
    if changed:
        said = join_texts(list(changed), "；", "; ")
        yield ChecklistLine("posted-again", False, _POST_AGAIN.filled(changed=said))
    reasons = lists.not_ready(book.lists, book.objections, round, hand.today())
    if not reasons:
        yield ChecklistLine("posted", True, _LONG_ENOUGH if round.notice_days else _AT_ONCE)
    for at, reason in enumerate(reasons):
        yield ChecklistLine(f"posted-{at}", False, reason)


_LONG_ENOUGH = Text("公示期已满。", "It was posted long enough.")
_AT_ONCE = Text("没有定公示天数，不用等公示期满。", "No days of posting are asked for.")
_POST_AGAIN = Text(
    "公示过的清单撤回后有改动，要重新公示（round/post）：{changed}。",
    "the list was posted, taken down and changed; post it again (round/post): {changed}.",
)


def _has_limit(round: Round) -> bool:
    """Whether ticks have a limit: in all, in money, or of every tier or category there is."""
    limits = round.limits
    if limits.maximum is not None or limits.budget is not None:
        return True
    tiers = {one.tier for one in limits.tiers if one.maximum is not None}
    categories = {one.category for one in limits.categories if one.maximum is not None}
    return any(
        known and all(name in known for name in names)
        for known, names in (
            (tiers, [item.tier for item in round.items]),
            (categories, [item.category for item in round.items]),
        )
    )


def _money(item: Item) -> Iterator[ChecklistLine]:
    yield _about(
        item,
        "cost",
        item.cost is not None or any(option.cost is not None for option in item.options),
        Text("没有写费用；不花钱的写0。", "the cost is missing; write 0 where there is none."),
    )
    if item.cost is not None and item.funding:
        yield _about(
            item,
            "funding",
            sum(item.funding.values()) == item.cost,
            Text("各项资金之和与费用不符，请核对。", "the funding does not add up to the cost."),
        )


def unlistable(hand: Hand, round: Round) -> Iterator[ChecklistLine]:
    """What keeps a list from being posted too: categories nobody knows, policies and law gone."""
    for item in round.items:
        if not item_categories.knows_category(round, item):
            wrong = item_categories.unknown_category(round, item)
            yield ChecklistLine(
                f"{item.id}/category", False, join_texts([wrong.problem, wrong.remedy])
            )
    for category in round.categories:
        if category.policy not in hand.registry.policies:
            yield ChecklistLine(f"category-{category.key}", False, _NO_POLICY.filled(
                title=category.title, policy=category.policy))  # fmt: skip
    if round.jurisdiction and round.jurisdiction not in hand.registry.jurisdictions:
        gone = _NO_LAW.filled(jurisdiction=round.jurisdiction)
        yield ChecklistLine("jurisdiction", False, gone)


_NO_POLICY = Text(
    "类别“{title}”的规程“{policy}”没有安装：请装上插件，或在 round/change 里改类别。",
    "the policy '{policy}' of the category '{title}' is not installed: install its plugin, or "
    "change the categories with round/change.",
)
_NO_LAW = Text(
    "法律依据“{jurisdiction}”没有安装：请装上插件，或在 round/change 里改依据。",
    "the law of '{jurisdiction}' is not installed: install its plugin, or change the jurisdiction "
    "with round/change.",
)


def _policies(hand: Hand, round: Round) -> Iterator[ChecklistLine]:
    """What the policies that are here object to."""
    if round.jurisdiction and round.jurisdiction not in hand.registry.jurisdictions:
        return  # without the law they cannot tell
    setting = hand.setting(round)
    for item in round.items:
        if not item_categories.knows_category(round, item):
            continue
        category = round.category(item)
        if category.policy not in hand.registry.policies:
            continue
        for objection in hand.policy(category).objections(item, setting):
            said = join_texts([objection.problem, objection.remedy])
            yield _about(item, f"policy-{objection.field}", False, said)


def _line(key: str, met: bool, good: Text, bad: Text) -> ChecklistLine:
    return ChecklistLine(key, met, good if met else bad)


def _about(item: Item, key: str, met: bool, bad: Text) -> ChecklistLine:
    place = Text(f"“{item.title.zh}”：", f"'{item.title.en}': ")
    good = Text("符合要求。", "as it should be.")
    return ChecklistLine(f"{item.id}/{key}", met, join_texts([place, good if met else bad], "", ""))
