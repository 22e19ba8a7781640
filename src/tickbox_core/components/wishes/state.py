"""Wishes: taken from whoever says them, merged where they are the same, each with its own reply.

A wish keeps its reference for ever: from the slip its author was given to the item and the project
that came of it.  Merging hides nothing: every original stays, with its author's reference.  What a
wish says, and whose it is, is sealed; residents see the words that staff post with the reply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.components.places import Places
from tickbox_core.errors import BadValue, NotListed
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.model.channels import Channel
from tickbox_core.model.local_time import day_of
from tickbox_core.text import EMPTY, Text, as_text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.workflow.photos import Photos, photo_kinds


class Reply(StrEnum):
    """What became of a wish."""

    TAKEN_UP = "taken-up"
    REFERRED = "referred"
    DECLINED = "declined"

    @property
    def words(self) -> Text:
        """The reply in words."""
        return _REPLY_WORDS[self]


_REPLY_WORDS = {
    Reply.TAKEN_UP: Text("已采纳", "taken up"),
    Reply.REFERRED: Text("已转交", "referred"),
    Reply.DECLINED: Text("未采纳", "not taken up"),
}


@attrs.frozen
class Answer:
    """The reply to one wish: which, why in words, and to whom it was referred."""

    reply: Reply = attrs.field(converter=Reply)
    words: Text = attrs.field(converter=as_text)
    referred_to: Text = attrs.field(default=EMPTY, converter=as_text)
    at: str = ""


@attrs.frozen
class Merge:
    """One wish was put to another, for a reason; ``undone`` says why it was taken apart again."""

    into: str
    reason: Text
    at: str
    undone: Text | None = None


@attrs.frozen(hash=False)
class NewWish:
    """A wish as it is handed in.

    ``author`` holds what is known of the person (name, contact, unit, slot) and may be empty;
    ``taken_by`` is who wrote it down for them.  ``area`` is the estate, building or stairwell it is
    about.  ``pictures`` are SHA-256 digests of files kept beside.  ``on`` is the day (ISO) on which
    it was said; empty: the day on which it is taken.
    """

    text: str
    channel: Channel = attrs.field(default=Channel.ONLINE, converter=Channel)
    category: str = ""
    area: str = ""
    place: str = ""
    author: Mapping[str, str] = attrs.field(factory=dict, converter=frozen_mapping, repr=False)
    taken_by: str = attrs.field(default="", repr=False)
    pictures: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    on: str = ""


@attrs.frozen(hash=False)
class Wish:
    """A wish with everything that became of it; ``text`` and ``author`` are for staff.

    ``text`` is ``None`` once erased.  ``posted`` are the words that residents see.
    """

    ref: str
    at: str
    channel: Channel
    category: str
    area: str
    place: str
    text: str | None = attrs.field(repr=False)
    author: Mapping[str, str] = attrs.field(converter=frozen_mapping, repr=False)
    taken_by: str = attrs.field(default="", repr=False)
    pictures: tuple[str, ...] = ()
    answer: Answer | None = None
    posted: Text = EMPTY
    merges: tuple[Merge, ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    withdrawn: Text = EMPTY
    on: str = ""

    @property
    def said_on(self) -> str:
        """The day on which it was said, or else taken: ISO."""
        return self.on or (day_of(self.at).isoformat() if self.at else "")

    @property
    def merged_into(self) -> str | None:
        """The wish it stands with now."""
        if self.merges and self.merges[-1].undone is None:
            return self.merges[-1].into
        return None


_PHOTOS = frozenset(photo_kinds("wish"))


class Wishes:
    """All wishes of an area, by reference."""

    kinds = frozenset(
        {
            "wish",
            "wish-merged",
            "wish-unmerged",
            "wish-answered",
            "wish-listed",
            "wish-unlisted",
            "wishes-withdrawn",
            *photo_kinds("wish"),
        }
    )

    def __init__(self) -> None:
        self.by_ref: dict[str, Wish] = {}
        self.photos = Photos()

    def apply(self, happened: DiaryEntry) -> None:
        """A wish was taken, merged, taken apart, answered, or put on a list."""
        if happened.kind in _PHOTOS:
            self.photos.apply(happened)
        else:
            _APPLIED[happened.kind](self, happened)

    def wish(self, ref: str) -> Wish:
        """The wish of that reference, or ``NotListed``."""
        try:
            return self.by_ref[ref]
        except KeyError:
            raise NotListed(Text("心愿", "wish"), ref) from None

    def head(self, ref: str) -> Wish:
        """The wish that a reference leads to: itself, or the one it was merged into."""
        wish = self.wish(ref)
        while wish.merged_into is not None:
            wish = self.wish(wish.merged_into)
        return wish

    def together(self, ref: str) -> tuple[Wish, ...]:
        """All wishes that stand with this one, itself first, then by time."""
        head = self.head(ref)
        return (head, *(w for w in self.by_ref.values() if w is not head and self._with(w, head)))

    def waiting(self) -> tuple[Wish, ...]:
        """Those nobody has answered yet and that stand alone, the oldest first."""
        return tuple(
            w
            for w in self.by_ref.values()
            if w.answer is None and not w.merged_into and not w.withdrawn
        )

    def of_item(self, round: str, item: str) -> tuple[Wish, ...]:
        """The wishes an item of a list came from."""
        return tuple(w for w in self.by_ref.values() if (round, item) in w.items)

    def _with(self, wish: Wish, head: Wish) -> bool:
        return self.head(wish.ref).ref == head.ref

    def _change(self, ref: str, **changes: Any) -> None:
        if ref in self.by_ref:
            self.by_ref[ref] = attrs.evolve(self.by_ref[ref], **changes)


# -- commands ----------------------------------------------------------------------------------


def take(
    wishes: Wishes, places: Places, ref: str, new: NewWish, today: date | None = None
) -> DiaryEntry:
    """A wish under a new reference; ``today`` is the last day on which it can have been said.

    Raises ``NotPossible`` where it says nothing or where staff wrote it down and do not say who,
    ``NotListed`` for an unknown service place, ``BadValue`` for a day to come.
    """
    if ref in wishes.by_ref:
        raise rejection(Text(f"心愿编号“{ref}”已经用过。", f"the reference '{ref}' is in use."))
    text = require_text(new.text, Text("心愿内容", "what is wished for"))
    if new.on and today is not None and date.fromisoformat(new.on) > today:
        raise BadValue("on", _TO_COME, Text("请填实际提出的日期。", "Give the day it was said."))
    if new.place:
        places.place(new.place)
    if new.channel is not Channel.ONLINE:
        require_text(new.taken_by, Text("记录人", "who wrote it down"))
    facts = {
        "ref": ref,
        "channel": str(new.channel),
        "category": new.category,
        "area": new.area,
        "place": new.place,
        "pictures": list(new.pictures),
        **({"on": new.on} if new.on else {}),
    }
    sealed = {"text": text, "author": dict(new.author), "taken_by": new.taken_by}
    return DiaryEntry("wish", facts, sealed)


def merge(wishes: Wishes, refs: Iterable[str], into: str, reason: Text, by: str) -> DiaryEntry:
    """Put wishes that ask for the same to one of them; each original and its reference stay.

    Raises ``NotPossible`` for a wish that is merged already or into itself, or without a reason.
    """
    moved = tuple(dict.fromkeys(refs))
    target = wishes.wish(into)
    require_text(reason.zh, Text("合并理由", "the reason"))
    if target.merged_into is not None:
        raise rejection(
            Text(
                f"“{into}”已经并入“{target.merged_into}”。",
                f"'{into}' stands with '{target.merged_into}' already.",
            ),
            Text("请并入那一条。", "Merge into that one."),
        )
    for ref in moved:
        if ref == into or wishes.wish(ref).merged_into is not None:
            raise rejection(
                Text(f"“{ref}”不能再合并。", f"'{ref}' cannot be merged again."),
                Text("请先拆开。", "Take it apart first."),
            )
    if not moved:
        raise rejection(Text("没有选择要合并的心愿。", "no wish was chosen."))
    facts = {"refs": list(moved), "into": into, "reason": reason.plain()}
    return DiaryEntry("wish-merged", facts, {"by": by})


def unmerge(wishes: Wishes, ref: str, reason: Text, by: str) -> DiaryEntry:
    """Take a wish out of a merge again: it stands alone, as it was handed in.

    Raises ``NotPossible`` where it is not merged, or without a reason.
    """
    if wishes.wish(ref).merged_into is None:
        raise rejection(Text(f"“{ref}”没有被合并。", f"'{ref}' is not merged."))
    require_text(reason.zh, Text("拆分理由", "the reason"))
    return DiaryEntry("wish-unmerged", {"ref": ref, "reason": reason.plain()}, {"by": by})


def answer(
    wishes: Wishes,
    ref: str,
    reply: Reply,
    words: Text,
    *,
    by: str,
    referred_to: Text = EMPTY,
    posted: Text = EMPTY,
) -> DiaryEntry:
    """Reply to a wish in its own words: taken up, referred to whom, or not, because.

    ``posted`` is what residents see of the wish.  A later reply replaces an earlier one, which
    stays in the diary.  Raises ``NotPossible`` without words, without a receiver, for a wish that
    stands with another (answer that one), or for declining what stands on a list.
    """
    wish = wishes.wish(ref)
    require_text(words.zh, Text("答复", "the reply"))
    if wish.merged_into is not None:
        raise rejection(
            Text(
                f"“{ref}”已并入“{wish.merged_into}”。", f"'{ref}' stands with '{wish.merged_into}'."
            ),
            Text("请答复那一条。", "Answer that one."),
        )
    if reply is Reply.REFERRED:
        require_text(referred_to.zh, Text("转交给谁", "to whom it is referred"))
    if reply is Reply.DECLINED and any(one.items for one in wishes.together(ref)):
        raise rejection(
            Text("这个心愿已经列入清单。", "this wish stands on a list."),
            Text(
                "清单还在拟定的，请先从清单撤下（item/remove）；已经公示的，请答复采纳。",
                "While the list is being formed, take the item off first (item/remove); once it is "
                "posted, say that the wish is taken up.",
            ),
        )
    facts = {
        "ref": ref,
        "reply": str(reply),
        "words": words.plain(),
        "referred_to": referred_to.plain(),
        "posted": posted.plain(),
    }
    return DiaryEntry("wish-answered", facts, {"by": by})


def list_as(wishes: Wishes, refs: Iterable[str], round: str, item: str) -> DiaryEntry:
    """Wishes became an item of a list.  Raises ``NotPossible`` for one that was declined."""
    listed = tuple(dict.fromkeys(refs))
    for ref in listed:
        reply = wishes.head(ref).answer
        if reply is not None and reply.reply is Reply.DECLINED:
            raise rejection(
                Text(f"心愿“{ref}”已答复不采纳。", f"'{ref}' was answered as not taken up."),
                Text("请先改答复。", "Change the reply first."),
            )
    return DiaryEntry("wish-listed", {"refs": list(listed), "cycle": round, "item": item})


def take_off(wishes: Wishes, round: str, item: str) -> DiaryEntry | None:
    """An item was taken off a list: the wishes it came of stand there no more; ``None`` of none."""
    tied = [ref for ref, wish in wishes.by_ref.items() if (round, item) in wish.items]
    if not tied:
        return None
    return DiaryEntry("wish-unlisted", {"refs": tied, "cycle": round, "item": item})


def withdraw(wishes: Wishes, refs: Iterable[str], reason: Text, by: str) -> DiaryEntry:
    """Take back wishes with which nothing has been done yet; they stay in the diary as taken back.

    Raises ``NotPossible`` for one that was merged, answered or listed, or without a reason.
    """
    taken = tuple(dict.fromkeys(refs))
    require_text(reason.zh, Text("理由", "the reason"))
    for ref in taken:
        wish = wishes.wish(ref)
        if wish.merges or wish.answer or wish.items or len(wishes.together(ref)) > 1:
            raise rejection(
                Text(f"心愿“{ref}”已经办理过。", f"'{ref}' has been worked on."),
                Text("请单独处理。", "See to it by itself."),
            )
    return DiaryEntry(
        "wishes-withdrawn", {"refs": list(taken), "reason": reason.plain()}, {"by": by}
    )


def check_photo(wishes: Wishes, ref: str) -> None:
    """Whether a photograph can be added: ``NotPossible`` once it is answered or withdrawn."""
    wish = wishes.wish(ref)
    if wish.answer is not None or wish.withdrawn:
        raise rejection(
            Text("这个心愿已经办结，不能再加照片。", "this wish is dealt with."),
            Text("请提交新的心愿。", "Hand in a new one."),
        )


_TO_COME = Text("这个日期还没有到。", "that day has not come yet.")

# -- what became of it -------------------------------------------------------------------------


def _apply_taken(wishes: Wishes, happened: DiaryEntry) -> None:
    facts = happened.facts
    wishes.by_ref[facts["ref"]] = Wish(
        ref=facts["ref"],
        at=happened.at,
        channel=Channel(facts["channel"]),
        category=facts["category"],
        area=facts["area"],
        place=facts["place"],
        text=happened.secret("text"),
        author=happened.secret("author", {}),
        taken_by=happened.secret("taken_by", ""),
        pictures=tuple(facts["pictures"]),
        on=facts.get("on", ""),
    )


def _apply_merged(wishes: Wishes, happened: DiaryEntry) -> None:
    facts = happened.facts
    for ref in facts["refs"]:
        if ref in wishes.by_ref:
            merge_ = Merge(facts["into"], Text(**facts["reason"]), happened.at)
            wishes._change(ref, merges=(*wishes.by_ref[ref].merges, merge_))


def _apply_unmerged(wishes: Wishes, happened: DiaryEntry) -> None:
    ref = happened.facts["ref"]
    merges = wishes.by_ref[ref].merges
    undone = attrs.evolve(merges[-1], undone=Text(**happened.facts["reason"]))
    wishes._change(ref, merges=(*merges[:-1], undone))


def _apply_answered(wishes: Wishes, happened: DiaryEntry) -> None:
    facts = happened.facts
    reply = Answer(
        Reply(facts["reply"]), Text(**facts["words"]), Text(**facts["referred_to"]), happened.at
    )
    wishes._change(facts["ref"], answer=reply, posted=Text(**facts["posted"]))


def _apply_listed(wishes: Wishes, happened: DiaryEntry) -> None:
    place = (happened.facts["cycle"], happened.facts["item"])
    for ref in happened.facts["refs"]:
        if ref in wishes.by_ref and place not in wishes.by_ref[ref].items:
            wishes._change(ref, items=(*wishes.by_ref[ref].items, place))


def _apply_unlisted(wishes: Wishes, happened: DiaryEntry) -> None:
    place = (happened.facts["cycle"], happened.facts["item"])
    for ref in happened.facts["refs"]:
        if ref in wishes.by_ref:
            left = tuple(one for one in wishes.by_ref[ref].items if one != place)
            wishes._change(ref, items=left)


def _withdrawn(wishes: Wishes, happened: DiaryEntry) -> None:
    for ref in happened.facts["refs"]:
        wishes._change(ref, withdrawn=Text(**happened.facts["reason"]))


_APPLIED = {
    "wish": _apply_taken,
    "wish-merged": _apply_merged,
    "wish-unmerged": _apply_unmerged,
    "wish-answered": _apply_answered,
    "wish-listed": _apply_listed,
    "wish-unlisted": _apply_unlisted,
    "wishes-withdrawn": _withdrawn,
}
