"""Acts on photographs of a kind of thing: handed in, looked at, shown to anybody, hidden again."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import attrs

from tickbox_core.categories import a_count, a_line
from tickbox_core.categories.kinds import YesNo
from tickbox_core.declarations import (
    COUNT,
    Act,
    EntryKind,
    ListOf,
    Retention,
    Role,
    Said,
    Typed,
    gives,
    refers_to,
    unseen,
)
from tickbox_core.declarations.fields import picture_file
from tickbox_core.text import Text
from tickbox_core.workflow.actors import Actor
from tickbox_core.workflow.desks import ComponentDesk
from tickbox_core.workflow.photos import Photo, PhotoService, is_shown, photo_kinds


@attrs.frozen
class PhotoAnswer:
    """A photograph that was handed in; ``position`` is its place in the diary."""

    number: int = gives(COUNT, "第几张", "number")
    shown: bool = gives(YesNo(), "已公开", "shown to anybody")
    shows: Text = gives(Said(), "图上是什么", "what it shows")
    erased: bool = gives(YesNo(), "已删除", "erased")
    position: int = unseen(COUNT)

    @classmethod
    def of(cls, photo: Photo) -> PhotoAnswer:
        """How one stands."""
        return cls(photo.number, is_shown(photo), photo.shows, photo.gone, photo.position)


@attrs.frozen
class PhotoFile:
    """A photograph itself: a JPEG in base64."""

    number: int = gives(COUNT, "第几张", "number")
    content: str = unseen(Typed())


def photo_entries(
    kind: str, words: Text, retention: Retention | None = None
) -> dict[str, EntryKind]:
    """The kinds of entry for the photographs of things that are called by ``words``."""
    added, shown, hidden = photo_kinds(kind)
    return {
        added: EntryKind(
            Text("收到{thing}照片", "a photograph of a {thing} was taken").filled(thing=words),
            retention,
            act=f"{kind}/photo",
        ),
        shown: EntryKind(
            Text("公开{thing}照片", "a photograph of a {thing} is shown").filled(thing=words),
            act=f"{kind}/show-photo",
        ),
        hidden: EntryKind(
            Text("{thing}照片不再公开", "a photograph of a {thing} was hidden").filled(thing=words),
            act=f"{kind}/hide-photo",
        ),
    }


def photo_acts(
    kind: str,
    words: Text,
    photos: Callable[[ComponentDesk], PhotoService],
    role: Role = Role.STAFF,
) -> tuple[Act, ...]:
    """The acts on photographs of a ``kind`` of thing; ``role`` is who may hand one in."""
    fields = _fields_of(kind, words)

    def titled(zh: str, en: str) -> Text:
        return Text(zh, en).filled(thing=words)

    def add(desk: ComponentDesk, given: Any, actor: Actor) -> Any:
        return PhotoAnswer.of(photos(desk).add(given.ref, given.picture))

    def show(desk: ComponentDesk, given: Any, actor: Actor) -> Any:
        return PhotoAnswer.of(photos(desk).show(given.ref, given.number, given.shows))

    def hide(desk: ComponentDesk, given: Any, actor: Actor) -> Any:
        return PhotoAnswer.of(photos(desk).hide(given.ref, given.number, given.reason))

    def every(desk: ComponentDesk, given: Any, actor: Actor) -> Any:
        return [PhotoAnswer.of(one) for one in photos(desk).of(given.ref)]

    def fetch(desk: ComponentDesk, given: Any, actor: Actor) -> Any:
        content = photos(desk).content(given.ref, given.number)
        return PhotoFile(given.number, base64.b64encode(content).decode("ascii"))

    return (
        Act(f"{kind}/photo", titled("给{thing}加照片", "add a photograph to a {thing}"),
            fields["add"], add, role, answer=PhotoAnswer),
        Act(f"{kind}/photos", titled("{thing}的照片", "photographs of a {thing}"),
            fields["all"], every, reads=True, answer=ListOf(PhotoAnswer)),
        Act(f"{kind}/photo-file", titled("取{thing}照片", "fetch a photograph of a {thing}"),
            fields["one"], fetch, reads=True, answer=PhotoFile),
        Act(f"{kind}/show-photo", titled("公开{thing}照片", "show a photograph of a {thing}"),
            fields["show"], show, answer=PhotoAnswer),
        Act(f"{kind}/hide-photo", titled("不再公开{thing}照片", "hide a photograph of a {thing}"),
            fields["hide"], hide, answer=PhotoAnswer),
    )  # fmt: skip


def _fields_of(kind: str, words: Text) -> dict[str, type]:
    """What the acts ask for, each with the reference of its thing."""

    def its_reference() -> Any:
        return refers_to(kind, f"{words.zh}编号", "reference", noted=False)

    @attrs.frozen
    class AllPhotos:
        """The reference of what has photographs."""

        ref: str = its_reference()

    @attrs.frozen
    class AddPhoto:
        """A photograph; nobody but staff sees it before they show it."""

        ref: str = its_reference()
        picture: bytes = picture_file("照片", "photograph")

    @attrs.frozen
    class OnePhoto:
        """One of the photographs."""

        ref: str = its_reference()
        number: int = a_count("第几张", "number", least=1)

    @attrs.frozen
    class ShowPhoto:
        """A photograph that anybody may see from now on, and what is on it; names nobody."""

        ref: str = its_reference()
        number: int = a_count("第几张", "number", least=1)
        shows: Text = a_line("图上是什么", "what it shows")

    @attrs.frozen
    class HidePhoto:
        """A photograph that nobody but staff is to see any more."""

        ref: str = its_reference()
        number: int = a_count("第几张", "number", least=1)
        reason: Text = a_line("理由", "reason")

    return {"all": AllPhotos, "add": AddPhoto, "one": OnePhoto, "show": ShowPhoto,
            "hide": HidePhoto}  # fmt: skip
