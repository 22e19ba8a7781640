"""By which way something reached us: a wish, a ballot, somebody who joins."""

from __future__ import annotations

from enum import StrEnum

from tickbox_core.text import Text


class Channel(StrEnum):
    """How a wish, or a ballot, reached us; the true one is kept, whoever typed it in."""

    ONLINE = "online"
    PAPER = "paper"
    DOOR = "door"
    PHONE = "phone"
    PLACE = "place"
    MEETING = "meeting"
    CHAT = "chat"

    @property
    def words(self) -> Text:
        """The channel in words."""
        return _CHANNEL_WORDS[self]


_CHANNEL_WORDS = {
    Channel.ONLINE: Text("线上", "online"),
    Channel.PAPER: Text("纸质", "on paper"),
    Channel.DOOR: Text("上门", "at the door"),
    Channel.PHONE: Text("电话", "by phone"),
    Channel.PLACE: Text("服务点", "at a service place"),
    Channel.MEETING: Text("会议", "at a meeting"),
    Channel.CHAT: Text("接龙", "in a chat"),
}
