"""Slips with the codes of a motion, one for each head: never posted, never kept."""

from __future__ import annotations

from collections.abc import Iterable

from tickbox_core.desk.desk import Desk
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.motions import Slip
from tickbox_core.desk.notices.common import Sender, foot, motion_kind
from tickbox_core.desk.notices.handed_out import CODES, HomeSlip, HomeSlips
from tickbox_core.desk.notices.motion_papers import require_printable
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.desks import area_name

_WORDS = {
    "title": Text("表决码", "Your voting code"),
    "how": Text(
        "扫码，或打开下面的网址输入表决码：先看自己名下的房屋、面积怎样计入，开始后表决。"
        "请不要给别人。",
        "Scan it, or open the address and type the code: see how your homes are counted, and vote "
        "once it is open. Keep it to yourself.",
    ),
    "lost": Text(
        "丢了请到居委会换新码，旧码作废。", "Lost? Ask for a new one; this one is dead then."
    ),
}
_OPENS = Text("哪天开始、哪天截止，看公告。", "The notice says when it begins and ends.")


def motion_slips(desk: Desk, motion_id: str, codes: Iterable[Slip], sender: Sender) -> HomeSlips:
    """The slips of codes as they were issued, home after home.

    Raises ``NotPossible`` without an address (the QR leads to it), ``NotListed`` without a code,
    and ``WrongState`` before the agenda is posted and after closing.
    """
    if not sender.address:
        raise NotPossible(
            Text("不知道网页地址，二维码没有去处。", "a QR leads nowhere without an address."),
            Text("请写 --address。", "Give --address."),
        )
    poll, issued = require_printable(desk, motion_id), list(codes)
    if not issued:
        raise NotListed(Text("要发的表决码", "code to print"), motion_id)
    labels = {unit.id: unit.label or unit.id for unit in desk.motions.units(motion_id)}
    link = sender.link(desk, "motions", motion_id)
    slips = [_slip([labels.get(one, one) for one in slip.places], slip, link) for slip in issued]
    return HomeSlips(
        area=area_name(desk),
        round=poll.motion.question,
        question=motion_kind(poll.motion),
        limits=desk.ending(motion_id) or _OPENS,
        slips=tuple(sorted(slips, key=lambda one: natural_order(one.home))),
        address=link,
        foot=foot(desk, sender),
        words=_WORDS,
    )


def _slip(homes: list[str], slip: Slip, link: str) -> HomeSlip:
    """One head's; of several homes it bears the first, and how many there are."""
    several = Text("共{number}套", "{number} homes").filled(number=len(homes))
    more = several if len(homes) > 1 else EMPTY
    return HomeSlip(homes[0], "", slip.code, f"{link}#{CODES}={slip.code}", more)
