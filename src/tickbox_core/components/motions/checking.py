"""What acts that prove a motion answer: evidence files, and papers drawn to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.bundle import EvidenceFile
from tickbox_core.categories.kinds import Day
from tickbox_core.declarations import (
    COUNT,
    FileContent,
    Keyed,
    ListOf,
    Ref,
    Said,
    Typed,
    choice,
    gives,
)
from tickbox_core.text import Text, join_texts
from tickbox_core.year.drawings import DrawnFrom, OwnerSays, PaperDrawing


@attrs.frozen
class EvidencePartAnswer:
    """A part of an evidence file: its name, what it is, its size and digest."""

    name: str = gives(Typed(), "文件", "file")
    words: Text = gives(Said(), "内容", "what it is")
    bytes: int = gives(COUNT, "字节数", "bytes")
    sha256: str = gives(Typed(), "摘要", "digest (SHA-256)")

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """The name, what it is, how large, and its digest."""
        said = Text("“{name}”（{words}，{size}字节），摘要“{sha256}”",
                    "'{name}' ({words}, bytes: {size}), digest '{sha256}'")  # fmt: skip
        return said.filled(
            name=plain["name"],
            words=Text(**plain["words"]),
            size=plain["bytes"],
            sha256=plain["sha256"],
        )

    @classmethod
    def all_of(cls, file: EvidenceFile) -> tuple[EvidencePartAnswer, ...]:
        """The list of a file."""
        return tuple(cls(one.name, one.words, one.bytes, one.sha256) for one in file.parts)


@attrs.frozen
class EvidenceAnswer:
    """An evidence file that was made: its list, and the digest of that, which pins all of it."""

    motion: str = gives(Ref("motion"), "表决", "motion")
    on: date = gives(Day(), "日期", "made on")
    digest: str = gives(
        Typed(), "清单摘要（取文件时要用）", "digest of the list, to take the file by"
    )
    size: int = gives(COUNT, "字节数", "bytes")
    parts: tuple[EvidencePartAnswer, ...] = gives(ListOf(EvidencePartAnswer), "清单", "list")


ZIP = FileContent("application/zip")


@attrs.frozen
class EvidenceFileAnswer:
    """The file itself, in base64."""

    name: str = gives(Typed(), "文件", "file")
    digest: str = gives(Typed(), "清单摘要", "digest of the list")
    content: str = gives(ZIP, "下载", "download")


# -- drawn, to be checked ----------------------------------------------------------------------

DRAWN_FROM, DRAWN_SAID = choice(DrawnFrom), choice(OwnerSays)


@attrs.frozen(kw_only=True)
class DrawingAnswer:
    """A drawing of papers or heads to be checked, and what those who were asked say, in numbers.

    ``said`` is null until all were asked.  Anybody can draw again from dice and root.
    """

    motion: str = gives(Ref("motion"), "表决", "motion")
    number: int = gives(COUNT, "第几次抽取", "drawing number")
    of: str = gives(DRAWN_FROM, "从哪里抽", "from")
    size: int = gives(COUNT, "抽取数", "drawn")
    among: int = gives(COUNT, "总数", "out of")
    dice: str = gives(Typed(), "骰子点数", "dice")
    root: str = gives(Typed(), "记录的根", "root of the log")
    said: Mapping[str, int] | None = gives(
        Keyed(DRAWN_SAID, COUNT), "核对情况", "what they say", none=True
    )
    words: Text = gives(Said(), "说明", "in words")

    @classmethod
    def of_drawing(cls, one: PaperDrawing) -> DrawingAnswer:
        """What may be told of a drawing: nobody who was drawn."""
        said = None if one.totals is None else {str(key): n for key, n in one.totals.items()}
        return cls(
            motion=one.motion,
            number=one.number,
            of=str(one.of),
            size=one.size,
            among=one.among,
            dice=one.dice,
            root=one.root,
            said=said,
            words=drawing_words(one),
        )

    @classmethod
    def posted(cls, drawings: Iterable[PaperDrawing]) -> tuple[DrawingAnswer, ...]:
        """Those of which anybody may know."""
        return tuple(cls.of_drawing(one) for one in drawings if one.may_be_shown)


def drawing_words(one: PaperDrawing) -> Text:
    """A drawing in a sentence or two, and what can be done where something differs."""
    head = _DRAWN.filled(number=one.number, of=one.of.words, among=one.among, size=one.size)
    if one.totals is None:
        return join_texts([head, _BEING_ASKED])
    told = [
        Text("{what}{n}人", "{what}: {n}").filled(what=said.words, n=one.totals.get(said, 0))
        for said in OwnerSays
    ]
    found = Text("核对情况：{told}。", "What came of it: {told}.").filled(
        told=join_texts(told, "，", "; ")
    )
    end = _DIFFERS if one.totals.get(OwnerSays.DIFFERS) else _SAME
    return join_texts([head, found, end])


_DRAWN = Text(
    "第{number}次抽查：两人当众掷骰子，从{of}{among}份中抽取{size}份，请本人自愿核对。",
    "Drawing {number}: by dice that two people threw in public, {size} were drawn of {among} "
    "({of}), to be checked with their owners if they wish.",
)
_BEING_ASKED = Text("正在核对。", "They are being asked.")
_SAME = Text("核对不改变表决结论。", "Checking changes no verdict.")
_DIFFERS = Text(
    "核对不改变表决结论；有不一致的，可以登记表决争议，也可以依法请求撤销。",
    "Checking changes no verdict; where something differs a dispute can be declared, and a court "
    "can be asked to annul the decision.",
)


@attrs.frozen(kw_only=True)
class DrawnAnswer:
    """One of those drawn, for the two who may see it: the home, whom to ask, what they say."""

    place: str = gives(Typed(), "房号", "unit")
    label: Text = gives(Said(), "地址", "home")
    voters: tuple[str, ...] = gives(ListOf(Typed()), "请谁核对", "whom to ask")
    paper: Text = gives(Said(), "票上写的", "the paper says")
    said: str | None = gives(DRAWN_SAID, "核对情况", "what they say", none=True)

    @staticmethod
    def in_words(plain: Mapping[str, Any]) -> Text:
        """The home, whom to ask what, and what they said where they were asked."""
        said = OwnerSays(plain["said"]).words if plain["said"] else _NOT_ASKED
        line = Text("“{label}”，“{voters}”；票上：{paper}；{said}",
                    "'{label}', '{voters}'; the paper: {paper}; {said}")  # fmt: skip
        return line.filled(
            label=Text(**plain["label"]),
            voters=join_texts([Text.of(one) for one in plain["voters"]], "、", ", "),
            paper=Text(**plain["paper"]),
            said=said,
        )


_NOT_ASKED = Text("还没有登记", "nothing is entered yet")
