"""What stops a document from being printed."""

from __future__ import annotations

import attrs

from tickbox_core.errors import TickboxError
from tickbox_core.text import Text


@attrs.frozen
class MissingGlyph(TickboxError):
    """A character that the font cannot draw, or that cannot be seen on paper."""

    character: str
    code: str
    where: str
    said = Text(
        "“{where}”里的字符“{character}”（{code}）印不出来，没有打印任何内容；请改掉这个字再打印。",
        "the character '{character}' ({code}) in '{where}' cannot be printed, so nothing is; "
        "write it another way and print again.",
    )


@attrs.frozen
class NotPrinted(TickboxError):
    """The layout failed or warned: what it would have given is not handed out."""

    layout: str
    problem: str
    said = Text(
        "“{layout}”没有排好：{problem}。没有打印任何内容，请联系插件作者。",
        "'{layout}' was not laid out: {problem}. Nothing is printed; write to the plugin's author.",
    )
