"""Wishes: taken from whoever says them, one by one or from a chat group's chain, and followed."""

from tickbox_core.components.wishes import acts, chains
from tickbox_core.components.wishes.acts import AWish
from tickbox_core.components.wishes.public import (
    CarriedOutAnswer,
    ChainAnswer,
    FollowedAnswer,
    LinkAnswer,
    LinkTaken,
    MergeAnswer,
    ReplyAnswer,
    Taken,
    WishAnswer,
)
from tickbox_core.components.wishes.service import WishService
from tickbox_core.components.wishes.state import Answer, Merge, NewWish, Reply, Wish, Wishes
from tickbox_core.components.wishes.things import ANSWERED, THINGS, UNANSWERED
from tickbox_core.declarations import Component, EntryKind
from tickbox_core.text import Text
from tickbox_core.workflow.photo_acts import photo_entries

__all__ = [
    "COMPONENT",
    "AWish",
    "Answer",
    "CarriedOutAnswer",
    "ChainAnswer",
    "FollowedAnswer",
    "LinkAnswer",
    "LinkTaken",
    "Merge",
    "MergeAnswer",
    "NewWish",
    "Reply",
    "ReplyAnswer",
    "Taken",
    "Wish",
    "WishAnswer",
    "WishService",
    "Wishes",
]

COMPONENT = Component(
    key="wishes",
    stages={
        "wish": Text("心愿", "Wishes"),
        "chain": Text("接龙", "Chains from chat groups"),
    },
    state=Wishes,
    # how long they are kept is asked of the rounds that they came onto: no entry says it itself
    kinds={
        "wish": EntryKind(Text("收到心愿", "a wish was taken"), act="wish/take"),
        "wish-merged": EntryKind(Text("合并心愿", "wishes were merged"), act="wish/merge"),
        "wish-unmerged": EntryKind(
            Text("拆开心愿", "a wish was taken apart again"), act="wish/unmerge"
        ),
        "wish-answered": EntryKind(Text("答复心愿", "a wish was answered"), act="wish/answer"),
        # listing an item writes it, and that is an act of lists
        "wish-listed": EntryKind(Text("心愿列入清单", "wishes were put on a list")),
        "wish-unlisted": EntryKind(
            Text("心愿的事项撤下清单", "the item of wishes was taken off a list")
        ),
        "wishes-withdrawn": EntryKind(
            Text("撤回导入的心愿", "wishes that were read in were withdrawn")
        ),
        **photo_entries("wish", acts.WISH),
    },
    things=THINGS,
    exits={"wish": {UNANSWERED[0]: ("wish/answer",), ANSWERED[0]: ()}},
    acts=(*acts.ACTS, *chains.ACTS),
)
