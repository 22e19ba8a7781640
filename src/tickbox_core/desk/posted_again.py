"""A posted list that was taken down and changed: what has to be posted again, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from tickbox_core.ledger import read_configuration
from tickbox_core.model import Category, Eligible, Item, Limits, Round, RuleChoice
from tickbox_core.text import Text, as_text, join_texts, yuan
from tickbox_core.year.lists import TakenDown

_NONE = Text("无", "none")
NOT_KEPT = Text(
    "当时公示的内容已不再留存，分不清改了什么",
    "what was posted is not kept any more, so that nobody can tell what is different",
)


def _plain(value: Any) -> Text:
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if value is None or value == "":
        return _NONE
    return Text.of(value.isoformat() if isinstance(value, date) else str(value))


def _categories(value: Iterable[Category]) -> Text:
    return join_texts([one.title for one in value], "、", ", ") or _NONE


def _limits(value: Limits) -> Text:
    return value.text


def _eligible(value: Eligible) -> Text:
    return value.text


def _rule(value: RuleChoice) -> Text:
    return Text.of(value.key)


def _money(value: int | None) -> Text:
    return _NONE if value is None else yuan(value)


_PARTS: tuple[tuple[str, Text, Callable[[Any], Text]], ...] = (
    ("title", Text("名称", "title"), as_text),
    ("limits", Text("每人可以", "each resident"), _limits),
    ("places", Text("入选名额", "places"), _plain),
    ("budget", Text("预算", "budget"), _money),
    ("rule", Text("计票规则", "rule"), _rule),
    ("tie_break", Text("并列处理办法", "tie-break"), _plain),
    ("eligible", Text("谁可以打钩", "who may tick"), _eligible),
    ("proxies", Text("一人最多代几人", "principals of one proxy"), _plain),
    ("categories", Text("类别", "categories"), _categories),
    ("jurisdiction", Text("法律依据", "jurisdiction"), _plain),
    ("revisable", Text("截止前可以改", "may be changed until closing"), _plain),
    ("notice_days", Text("公示天数", "days of posting"), _plain),
    ("objection_days", Text("结果异议天数", "days for objections"), _plain),
    ("opens", Text("自动开放的日期", "opens by itself on"), _plain),
    ("opens_at", Text("自动开放的钟点", "hour of opening"), _plain),
    ("closes", Text("打钩最后一天", "last day of ticking"), _plain),
    ("closes_at", Text("截止钟点", "hour of closing"), _plain),
    (
        "by_hand",
        Text("有不在这里登记的纸质票或合计表", "paper not registered here"),
        _plain,
    ),
    ("extensions", Text("最多延期几次", "may be put off how often"), _plain),
    ("extension_days", Text("每次最多延几天", "by how many days each time"), _plain),
)
"""What is posted of a plan besides its items."""
_ITEM_PARTS = {
    "title": Text("标题", "title"),
    "category": Text("类别", "category"),
    "description": Text("说明", "description"),
    "place": Text("地点", "place"),
    "cost": Text("费用", "cost"),
    "options": Text("方案", "options"),
    "fields": Text("类别填报项", "fields of its category"),
    "funding": Text("资金来源", "funding"),
    "scope": Text("涉及范围", "whom it concerns"),
    "pictures": Text("图片", "pictures"),
    "tier": Text("层级", "tier"),
}


def to_post_again(taken: TakenDown | None, now: Round) -> tuple[Text, ...]:
    """What of a list is not as it was posted, a sentence each; nothing of one that is as it was.

    ``taken`` is the posting that was taken down (``None``: there was none).
    """
    if taken is None:
        return ()
    if taken.plan is None:
        return (NOT_KEPT,)
    return differences(read_configuration(taken.plan), now)


def differences(posted: Round, now: Round) -> tuple[Text, ...]:
    """How a list differs from the one that was posted, a sentence each."""
    return (*_of_plan(posted, now), *_of_items(posted, now))


_CHANGED = Text("{part}：原为“{was}”，现为“{now}”", "{part}: was '{was}', is '{now}'")
_OTHERWISE = Text("{part}：有改动", "{part}: changed")


def _of_plan(posted: Round, now: Round) -> Iterator[Text]:
    for name, part, words in _PARTS:
        was, is_ = getattr(posted, name), getattr(now, name)
        if was == is_:
            continue
        before, after = words(was), words(is_)
        said = _OTHERWISE if before == after else _CHANGED
        yield said.filled(part=part, was=before, now=after)


_ADDED = Text("新列入“{title}”", "'{title}' was added")
_GONE = Text("去掉了“{title}”", "'{title}' was taken off")
_DIFFERENT = Text("“{title}”改了：{parts}", "'{title}' was changed: {parts}")
_ORDER = Text("事项的先后有变", "the items stand in another order")


def _of_items(posted: Round, now: Round) -> Iterator[Text]:
    before = {item.id: item for item in posted.items}
    after = {item.id: item for item in now.items}
    for id_, item in after.items():
        was = before.get(id_)
        if was is None:
            yield _ADDED.filled(title=item.title)
        elif was != item:
            parts = join_texts(list(_parts(was, item)), "、", ", ")
            yield _DIFFERENT.filled(title=item.title, parts=parts)
    for id_, item in before.items():
        if id_ not in after:
            yield _GONE.filled(title=item.title)
    both = [id_ for id_ in before if id_ in after]
    if both != [id_ for id_ in after if id_ in before]:
        yield _ORDER


def _parts(was: Item, item: Item) -> Iterator[Text]:
    for one in attrs.fields(Item):
        if getattr(was, one.name) != getattr(item, one.name):
            yield _ITEM_PARTS[one.name]
