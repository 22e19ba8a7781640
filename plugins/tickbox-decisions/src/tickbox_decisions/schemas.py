"""Answers to motions and marks of judgements as they come in, and the receipts that go out."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from tickbox_server.papers import Id, ReceiptPaper, WireShape


class SayPaper(WireShape):
    """An answer to a motion: one of its ``sides``, in an election several joined by ``+``."""

    mark: Id


class MarkPaper(WireShape):
    """What is said of one project; ``knew``: it was known before the judgement."""

    project: Id
    mark: Literal["satisfied", "fairly", "dissatisfied", "none"]
    knew: bool


class MarksPaper(WireShape):
    """What somebody says of projects, each once."""

    votes: Annotated[list[MarkPaper], msgspec.Meta(min_length=1, max_length=500)]


class MarkedPaper(WireShape):
    """The receipt of one project's mark."""

    project: str
    receipt: ReceiptPaper
