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


TYPED = {
    Channel.ONLINE: (
        "网上 网络 微信 小程序 公众号 邮箱 电子邮件 扫码 二维码 手机提交 链接 网页 web e-mail email"
    ),
    Channel.PAPER: "纸面 书面 来信 信件 意见箱 意见表 问卷 纸质问卷 纸质表 paper letter",
    Channel.DOOR: "走访 入户 入户走访 上门走访 家访 敲门 door visit",
    Channel.PHONE: "来电 电话反映 热线 12345 12345热线 电话回访 手机 phone call",
    Channel.PLACE: "来访 现场 窗口 服务站 接待 接待日 服务台 当面 居委会 place",
    Channel.MEETING: "议事会 座谈会 居民会议 楼组会 听证会 会上 meeting",
    Channel.CHAT: "微信群 群 群聊 群接龙 微信接龙 业主群 楼组群 qq群 chat",
}
"""What people write in a column of channels, beside the words themselves; lower case."""


_CHANNEL_WORDS = {
    Channel.ONLINE: Text("线上", "online"),
    Channel.PAPER: Text("纸质", "on paper"),
    Channel.DOOR: Text("上门", "at the door"),
    Channel.PHONE: Text("电话", "by phone"),
    Channel.PLACE: Text("服务点", "at a service place"),
    Channel.MEETING: Text("会议", "at a meeting"),
    Channel.CHAT: Text("接龙", "in a chat"),
}
