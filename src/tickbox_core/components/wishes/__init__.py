"""Wishes and service places: what is answered of them; all else is in ``year`` and ``desk`` yet."""

from tickbox_core.components.wishes.public import (
    CHANNELS,
    MERGED,
    REPLIES,
    SERVICES,
    CarriedOutAnswer,
    ChainAnswer,
    FollowedAnswer,
    LinkAnswer,
    LinkTaken,
    MergeAnswer,
    PlaceAnswer,
    PlaceNamed,
    ReplyAnswer,
    Taken,
    WishAnswer,
)

__all__ = [
    "CHANNELS",
    "MERGED",
    "REPLIES",
    "SERVICES",
    "CarriedOutAnswer",
    "ChainAnswer",
    "FollowedAnswer",
    "LinkAnswer",
    "LinkTaken",
    "MergeAnswer",
    "PlaceAnswer",
    "PlaceNamed",
    "ReplyAnswer",
    "Taken",
    "WishAnswer",
]
