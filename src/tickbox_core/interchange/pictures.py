"""Photographs and drawings as people hand them in, made fit for a page."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from tickbox_core.errors import BadValue, MissingExtra
from tickbox_core.text import Text

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_BYTES = 12_000_000
MOST_POINTS = 64_000_000
LONGEST_SIDE = 1600
KEPT_SIDE, KEPT_BYTES, SMALLEST_SIDE = 1000, 100_000, 64
AT_ONCE = 2
"""So many pictures are unpacked at a time: 64 million points take a quarter of a gigabyte."""
_unpacking = threading.BoundedSemaphore(AT_ONCE)
_FORMATS = ("PNG", "JPEG", "WEBP")


def fit_to_show(content: bytes) -> bytes:
    """A picture for pages: upright, its longer side at most 1600 px, and nothing but what it shows.

    What a camera writes beside the picture (where, when, with what) is left out, so that a photo of
    somebody's stairs does not say where they live.  The answer is a JPEG or a PNG.

    Raises ``BadValue`` for what is no PNG, JPEG or WebP, is damaged, or is more than 12 MB or
    64 million points; ``MissingExtra`` where the extra ``pictures`` is not installed.
    """
    return _fit(content, LONGEST_SIDE, lambda picture, flat: _written(picture, flat=flat))


def fit_to_keep(content: bytes) -> bytes:
    """A photograph to be kept among papers: as ``fit_to_show``, but a JPEG of 100 KB at most.

    Its longer side has 1000 px at most, and fewer where the picture is too large all the same.
    Raises what ``fit_to_show`` does.
    """
    return _fit(content, KEPT_SIDE, lambda picture, flat: _small(picture))


def _fit(content: bytes, side: int, write: Callable[[Picture, bool], bytes]) -> bytes:
    """The picture upright and no longer than ``side``, as it is written (``flat``: no drawing)."""
    try:
        from PIL import Image, ImageOps
    except ModuleNotFoundError:
        raise MissingExtra("pillow", "pictures") from None
    if len(content) > MOST_BYTES:
        raise _too_large()
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_POINTS:
                raise _too_large()
            flat = opened.format != "PNG"
            with _unpacking:
                opened.draft("RGB", (side, side))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((side, side))
                return write(upright, flat)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise BadValue("picture", _NO_PICTURE, _OTHERWISE) from None


def _small(picture: Picture) -> bytes:
    """As a JPEG of ``KEPT_BYTES`` at most: smaller and smaller until it is."""
    plain = picture.convert("RGB")
    while True:
        found = _saved(plain.copy(), "JPEG", quality=75, optimize=True, progressive=True)
        if len(found) <= KEPT_BYTES or max(plain.size) <= SMALLEST_SIDE:
            return found
        plain.thumbnail((max(plain.size) * 4 // 5,) * 2)


def _written(picture: Picture, *, flat: bool) -> bytes:
    """As a JPEG; a drawing, or what has holes, as a PNG."""
    if picture.has_transparency_data:
        return _saved(picture.convert("RGBA"), "PNG", optimize=True)
    plain = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    photo = _saved(plain, "JPEG", quality=82, optimize=True, progressive=True)
    if flat:
        return photo
    return min(photo, _saved(plain, "PNG", optimize=True), key=len)


def _saved(picture: Picture, kind: str, **options: object) -> bytes:
    picture.info.clear()  # comments and profiles would be written along
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _too_large() -> BadValue:
    problem = Text("太大（超过12 MB或6400万像素）。", "is more than 12 MB or 64 million points.")
    return BadValue("picture", problem, Text("请先缩小。", "Make it smaller first."))


_NO_PICTURE = Text(
    "不是能显示的图片，或已损坏。", "is no picture that can be shown, or is damaged."
)
_OTHERWISE = Text("请用 PNG、JPEG 或 WebP。", "Use PNG, JPEG or WebP.")
