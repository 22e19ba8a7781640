"""What the server itself refuses: the core's errors go on as they are."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.errors import TickboxError
from tickbox_core.text import Text


@attrs.frozen
class Busy(TickboxError):
    """More casts are waiting than the server promises to take; nothing was used up."""

    said = Text(
        "现在提交的人很多，您的选票还没有记下。请过几秒再按一次，不会重复计票。",
        "Many people are submitting just now and your ballot is not recorded yet. "
        "Press again in a few seconds; it cannot count twice.",
    )


@attrs.frozen
class Unconfirmed(TickboxError):
    """The server cannot tell whether the cast was kept: asking again finds out."""

    said = Text(
        "暂时无法确认您提交的是否已经记下。请再按一次，不会重复计入。",
        "We cannot tell yet whether what you handed in was recorded. "
        "Press again; it cannot count twice.",
    )


@attrs.frozen
class TooLong(TickboxError):
    """A question that has not been answered in time; what it does may still be done."""

    said = Text(
        "这一步太久没有答复，还不知道办成没有。请过一会儿回到前一页看看，再决定要不要再按。",
        "This has taken too long, and we cannot tell yet whether it was done. "
        "Go back in a while and look before you press again.",
    )


@attrs.frozen
class Broken(TickboxError):
    """Something that no request may bring about was raised: ``SystemExit``, ``StopIteration`` …"""

    kind: str
    said = Text("服务器出了问题（{kind}）。", "The server failed ({kind}).")


@attrs.frozen
class Unwell(TickboxError):
    """What ``/ready`` has found: numbers by kind and kinds by area for programs, and in words."""

    kinds: Mapping[str, int]
    areas: Mapping[str, tuple[str, ...]]
    found: Text
    said = Text("现在不能正常收选票：{found}", "Not ready for ballots: {found}")


@attrs.frozen
class NoSlot(TickboxError):
    """Nobody that the roll knows is asking; the same answer for unknown, wrong and dead codes."""

    said = Text(
        "没有认出您：打钩码不对，或不是这一轮的。请核对纸条再输入；仍不行请找居委会。",
        "We do not know who is ticking: the code is wrong or belongs to another round. "
        "Check your slip and enter it again; if that fails, ask the residents' committee.",
    )


@attrs.frozen
class NoElector(NoSlot):
    """The same where a motion or a judgement asks: nobody whom it asks."""

    said = Text(
        "没有认出您：码不对，或不是这一次的。请核对纸条再输入；仍不行请找居委会。",
        "We do not know whose answer this is: the code is wrong, or belongs to something else. "
        "Check your slip and enter it again; if that fails, ask the residents' committee.",
    )


@attrs.frozen
class TicketOver(NoSlot):
    """A form whose ticket is good no longer: too old, or its code was renewed since."""

    said = Text(
        "离您输入码已经超过15分钟，或者码已经换发。请再输入一次纸条上的码；您刚才选的都还在。",
        "More than 15 minutes have passed since you typed your code, or the code has been renewed. "
        "Type the code from your slip once more; what you chose is still there.",
    )


@attrs.frozen
class NotAsking(TickboxError):
    """An answer to a motion, or a judgement, that takes none."""

    title: Text
    state: Text
    said = Text(
        "“{title}”现在不能提交：{state}。结果公布以后，在它自己的页面上可以看到。",
        "'{title}' takes no answers now: {state}. "
        "Once it is published, the result can be read on its own page.",
    )


@attrs.frozen
class ChooseAnswer(TickboxError):
    """A form of a motion without an answer, or of a judgement without a mark."""

    said = Text("请先选一项。", "choose an answer first.")


@attrs.frozen
class NotTicking(TickboxError):
    """A ballot for a round that takes none."""

    title: Text
    state: Text
    where: Text = attrs.field(
        default=Text(
            "结果公布以后，在公示墙上可以看到。",
            "Once it is published, the result can be read on the wall.",
        )
    )
    said = Text(
        "“{title}”现在不能打钩：{state}。{where}",
        "'{title}' takes no ballots now: {state}. {where}",
    )


@attrs.frozen
class WrongMethod(TickboxError):
    """An act that reads was posted, or one that writes was only asked for."""

    act: str
    method: str
    said = Text(
        "“{act}”在这个地址要用 {method} 来请求。", "'{act}' answers to {method} at this address."
    )


@attrs.frozen
class ForeignRequest(TickboxError):
    """A form of another site that posts here."""

    said = Text(
        "这次提交来自别的网站，未予接受。请从本站页面重新提交。",
        "This was submitted from another site and is not accepted. "
        "Start again from a page of this site.",
    )


@attrs.frozen
class BadForm(TickboxError):
    """A body that is not a form of these pages."""

    said = Text(
        "提交的内容读不出来。请回到上一页重新填写。",
        "What was submitted cannot be read. Go back to the page before, and fill it in again.",
    )


@attrs.frozen
class NoKey(TickboxError):
    """A cast without the key that makes pressing twice safe."""

    said = Text(
        "缺少 Idempotency-Key；请为每张选票生成一个随机值，重发时用同一个。",
        "The header Idempotency-Key is missing; make a random value (8 to 200 characters) for each "
        "ballot and send the same one when you send the ballot again.",
    )
