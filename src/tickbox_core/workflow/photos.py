"""Photographs with what residents say: cleaned, made small, sealed, shown once staff let them.

A photograph lies sealed in the diary like the words that it belongs to: it is erased with them,
goes into backups with them, and the ledger keeps a commitment to it.  Nobody but staff sees it
before they have it shown, with words for what is on it; they may hide it again.

``KIND-photo``, ``KIND-photo-shown`` and ``KIND-photo-hidden`` are its entries, of a ``KIND`` of
thing (a wish, a problem) that a reference names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

import attrs

from tickbox_core.errors import BadValue, NotListed
from tickbox_core.interchange.pictures import fit_to_keep
from tickbox_core.model import Picture
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import LOG, Diary
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.workflow.names import reference
from tickbox_core.workflow.state import DiaryState

MOST = 3
"""Photographs of one wish or problem."""
_ADDED, _SHOWN, _HIDDEN = "-photo", "-photo-shown", "-photo-hidden"
_fitting = threading.Lock()
"""One picture at a time is opened: it can be large, and nobody has to log in for it."""


@attrs.frozen
class Photo:
    """One photograph by its number from 1; ``digest`` (SHA-256, hex) once it is shown.

    ``gone``: it was erased.  ``position`` is that of its entry in the diary.
    """

    number: int
    position: int
    gone: bool = False
    digest: str = ""
    shows: Text = EMPTY


def photo_kinds(kind: str) -> tuple[str, str, str]:
    """The kinds of entry for the photographs of a kind of thing."""
    return f"{kind}{_ADDED}", f"{kind}{_SHOWN}", f"{kind}{_HIDDEN}"


class Photos:
    """The photographs of a kind of thing, by reference."""

    def __init__(self) -> None:
        self.by_ref: dict[str, tuple[Photo, ...]] = {}

    def of(self, ref: str) -> tuple[Photo, ...]:
        """All of one thing, as they were handed in."""
        return self.by_ref.get(ref, ())

    def shown(self, ref: str) -> tuple[Picture, ...]:
        """Those that anybody may see."""
        return tuple(Picture(one.digest, one.shows) for one in self.of(ref) if is_shown(one))

    def apply(self, happened: DiaryEntry) -> None:
        """One was handed in, is shown, or is hidden again."""
        ref, number = happened.facts["ref"], happened.facts["number"]
        held = self.by_ref.get(ref, ())
        if happened.kind.endswith(_ADDED):
            new = Photo(number, happened.position, gone=happened.sealed is None)
            self.by_ref[ref] = (*held, new)
            return
        digest, shows = "", EMPTY
        if happened.kind.endswith(_SHOWN):
            digest, shows = happened.facts["digest"], Text(**happened.facts["shows"])
        self.by_ref[ref] = tuple(
            attrs.evolve(one, digest=digest, shows=shows) if one.number == number else one
            for one in held
        )


def is_shown(photo: Photo) -> bool:
    """Whether anybody may see it."""
    return bool(photo.digest) and not photo.gone


class PhotoService:
    """The photographs of a kind of thing at a desk.

    ``of(state)`` gives those that there are.  ``check(state, ref)`` raises what the matter does
    where none can be added to the thing (any more), or there is no such thing.
    """

    def __init__(
        self,
        context: DeskContext,
        diary: Diary[DiaryState],
        kind: str,
        of: Callable[[DiaryState], Photos],
        check: Callable[[DiaryState, str], object],
    ) -> None:
        self._context = context
        self._diary = diary
        self._added, self._shown, self._hidden = photo_kinds(kind)
        self._of = of
        self._check = check

    def add(self, ref: str, content: bytes) -> Photo:
        """Take a photograph to a thing.

        Raises ``BadValue`` for what is no picture that can be shown or is too large,
        ``NotPossible`` beyond ``MOST``, and what the matter refuses.
        """
        known = reference(ref)
        with self._diary.reading() as book:
            self._check_room(book, known)
        with _fitting:
            small = fit_to_keep(content)
        sealed = {"picture": base64.b64encode(small).decode("ascii")}
        with self._diary.writing() as pen:
            self._check_room(pen.book, known)
            number = len(self._of(pen.book).of(known)) + 1
            pen.add(DiaryEntry(self._added, {"ref": known, "number": number}, sealed))
            return self._of(pen.book).of(known)[-1]

    def show(self, ref: str, number: int, shows: Text) -> Photo:
        """Let anybody see one, with words for what is on it; again: with other words.

        Raises ``NotListed`` where there is none of that number, ``NotPossible`` without words.
        """
        require_text(shows.zh, Text("图上是什么", "what it shows"))
        known = reference(ref)
        with self._diary.writing() as pen:
            photo = self._find(pen.book, known, number)
            digest = hashlib.sha256(self._content(photo)).hexdigest()
            facts = {"ref": known, "number": number, "digest": digest, "shows": shows.plain()}
            pen.add(DiaryEntry(self._shown, facts))
            return self._find(pen.book, known, number)

    def hide(self, ref: str, number: int, reason: Text) -> Photo:
        """Have nobody but staff see it any more.

        Raises ``NotPossible`` for one that is not shown, or without a reason.
        """
        require_text(reason.zh, Text("理由", "the reason"))
        known = reference(ref)
        with self._diary.writing() as pen:
            if not is_shown(self._find(pen.book, known, number)):
                raise rejection(Text("这张照片没有公开。", "this photograph is not shown."))
            facts = {"ref": known, "number": number, "reason": reason.plain()}
            pen.add(DiaryEntry(self._hidden, facts))
            return self._find(pen.book, known, number)

    def of(self, ref: str) -> tuple[Photo, ...]:
        """All of a thing: staff only."""
        with self._diary.reading() as book:
            return self._of(book).of(reference(ref))

    def content(self, ref: str, number: int) -> bytes:
        """The picture itself, a JPEG: staff only.  ``NotListed`` for one that was erased."""
        with self._diary.reading() as book:
            return self._content(self._find(book, reference(ref), number))

    def content_at(self, position: int) -> bytes | None:
        """The same by the position of its entry; ``None`` where there is none: staff only."""
        with self._diary.reading() as book:
            for one in (one for held in self._of(book).by_ref.values() for one in held):
                if one.position == position and not one.gone:
                    return self._content(one)
        return None

    def shown_content(self, digest: str) -> bytes | None:
        """The picture of a digest, as long as anybody may see it."""
        with self._diary.reading() as book:
            held = [one for photos in self._of(book).by_ref.values() for one in photos]
        for one in held:
            if is_shown(one) and one.digest == digest:
                return self._content(one)
        return None

    def _find(self, book: DiaryState, ref: str, number: int) -> Photo:
        for one in self._of(book).of(ref):
            if one.number == number and not one.gone:
                return one
        raise NotListed(Text("照片", "photograph"), f"{ref}/{number}")

    def _check_room(self, book: DiaryState, ref: str) -> None:
        self._check(book, ref)
        if len(self._of(book).of(ref)) >= MOST:
            raise rejection(
                Text(f"最多{MOST}张照片。", f"there are {MOST} photographs already."),
                Text("请到服务点说明。", "Tell staff what else there is to see."),
            )

    def _content(self, photo: Photo) -> bytes:
        row: Any = self._context.store.get("sealed", log=LOG, position=photo.position)
        body = None if row is None else row["body"]
        if body is None:
            raise BadValue("picture", Text("已经删除。", "was erased."))
        return base64.b64decode(json.loads(body)["picture"])
