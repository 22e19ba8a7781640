"""Judgement: what anybody may know of one; all else of it is in ``year`` and ``desk`` yet."""

from tickbox_core.components.judgement.public import JudgedAnswer

__all__ = ["JudgedAnswer"]
