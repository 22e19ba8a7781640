"""Mandates: a household that fills in another's sheet, and who looks on."""

from __future__ import annotations

import unicodedata

from tickbox_core.model import Round
from tickbox_core.text import Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text
from tickbox_core.year.papers import Papers


def proxied(
    papers: Papers,
    round: Round,
    slot: str,
    *,
    proxy: str,
    mandate: str,
    helper: str,
    witness: str,
) -> DiaryEntry:
    """Somebody brings a resident's ticks with a written mandate; who it was is sealed.

    Raises ``NotPossible`` where the round lets nobody, without a name or a mandate's number, for a
    mandate used before, for more principals than one proxy may have, and for a proxy who would be
    their own helper or witness.
    """
    name = require_text(proxy, Text("代理人", "the proxy"))
    number = require_text(mandate, Text("委托书编号", "the number of the mandate"))
    _another(name, helper, witness)
    if not round.proxies:
        raise rejection(
            Text("这一轮不接受代理。", "this round takes no proxies."),
            Text("请本人打钩，或上门协助。", "Have the resident tick, or help at the door."),
        )
    mine = [one for one in papers.mandates if one[0] == round.id]
    if any(_alike(used) == _alike(number) for _, _, used in mine):
        raise rejection(Text("这份委托书已经用过。", "this mandate was used already."))
    if sum(_alike(by) == _alike(name) for _, by, _ in mine) >= round.proxies:
        raise rejection(
            Text(
                f"一人最多代{round.proxies}人。",
                f"one proxy ticks for {round.proxies} at most.",
            ),
            Text("请换一位代理人，或上门协助。", "Find another proxy, or help at the door."),
        )
    sealed = {"proxy": name, "mandate": number, "helper": helper, "witness": witness}
    return DiaryEntry("proxied", {"cycle": round.id, "slot": slot}, sealed)


def _another(proxy: str, helper: str, witness: str) -> None:
    if _alike(proxy) in (_alike(helper), _alike(witness)):
        raise rejection(
            Text("代理人不能又经办或见证。", "a proxy is not their own helper or witness."),
            Text("请由另外的人经办和见证。", "Have others take and witness it."),
        )


def _alike(name: str) -> str:
    """A name or number without what differs only in typing: width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
