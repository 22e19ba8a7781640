"""What can go wrong with the tokens that people act by."""

from __future__ import annotations

import attrs

from tickbox_core.errors.root import TickboxError
from tickbox_core.text import Text


@attrs.frozen
class TokenTaken(TickboxError):
    """An act whose actor's token, or office, was taken away before it could begin."""

    who: str
    said = Text(
        "{who}的令牌（或职务）刚才被收回，这件事没有办理。请向居委会领取新的令牌再办。",
        "the token (or the office) of {who} was taken away meanwhile, and nothing was done. Ask "
        "the residents' committee for a new one, and do it again.",
    )
