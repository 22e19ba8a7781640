"""Pictures as people hand them in: made fit for a page, and saying nothing but what they show."""

from __future__ import annotations

import io
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tickbox_core.errors import BadValue
from tickbox_core.interchange import pictures
from tickbox_core.interchange.pictures import LONGEST_SIDE, fit_to_show

CAMERA, WHERE = 0x010F, 0x8825
ORIENTATION = 0x0112


def drawn(size: tuple[int, int] = (40, 20), mode: str = "RGB", kind: str = "PNG", **more) -> bytes:
    """A picture whose left half is red (or dark)."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.convert(mode).save(out, kind, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """What was made of it."""
    return Image.open(io.BytesIO(content))


def by_a_camera(orientation: int = 1) -> bytes:
    """A photo that says which camera took it, and where."""
    exif = Image.Exif()
    exif[CAMERA], exif[ORIENTATION] = "Kamera AG", orientation
    exif.get_ifd(WHERE)[2] = (31.0, 5.0, 12.5)
    return drawn((40, 20), kind="JPEG", exif=exif.tobytes(), comment=b"taken at home")


def test_what_a_camera_writes_beside_the_picture_is_left_out():
    """Where, when, with what, and comments: nothing of it is in the file that is kept."""
    photo = by_a_camera()
    assert b"Kamera" in photo and b"taken at home" in photo
    kept = fit_to_show(photo)
    assert b"Kamera" not in kept and b"taken at home" not in kept
    assert not opened(kept).getexif()
    assert opened(kept).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                        "progressive", "progression"}  # fmt: skip


def test_a_photo_stands_upright():
    """A phone held sideways notes the turn beside the picture; the picture itself is turned."""
    turned = opened(fit_to_show(by_a_camera(orientation=6)))
    assert turned.size == (20, 40)
    assert turned.convert("RGB").getpixel((10, 5))[1] < 80, "what was left is now on top"


@pytest.mark.parametrize("side", [LONGEST_SIDE - 1, LONGEST_SIDE, LONGEST_SIDE + 1, 4000])
def test_the_longer_side_has_its_limit(side):
    """Just under, on and over; the shape stays."""
    kept = opened(fit_to_show(drawn((side, side // 2))))
    assert max(kept.size) == min(side, LONGEST_SIDE)
    assert abs(kept.size[0] / kept.size[1] - 2) < 0.01


def test_a_drawing_stays_sharp_and_holes_stay_holes():
    """What is smaller without loss is kept without loss; transparency is kept."""
    drawing = opened(fit_to_show(drawn((300, 200), "P")))
    assert drawing.format == "PNG"
    assert drawing.convert("RGB").getpixel((149, 100)) == (255, 0, 0)
    seen_through = opened(fit_to_show(drawn(mode="RGBA")))
    assert (seen_through.format, seen_through.mode) == ("PNG", "RGBA")


@pytest.mark.parametrize(
    "kind, mode",
    [
        *(("PNG", mode) for mode in ("1", "L", "LA", "P", "I;16", "RGB", "RGBA")),
        *(("JPEG", mode) for mode in ("L", "RGB", "CMYK")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    ],
)
def test_whatever_phones_and_scanners_write_can_be_shown(kind, mode):
    """Every mode of every kind that is taken; the answer is taken again."""
    kept = fit_to_show(drawn(mode=mode, kind=kind))
    assert opened(kept).size == (40, 20)
    assert opened(fit_to_show(kept)).size == (40, 20)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", drawn(kind="GIF"),
        drawn(kind="TIFF"), drawn()[:-30], b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(content):
    """Other kinds of file, and pictures that break off."""
    with pytest.raises(BadValue, match="no picture"):
        fit_to_show(content)


def test_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    """A file, or a picture behind a small file, that would fill the memory."""
    monkeypatch.setattr(pictures, "MOST_BYTES", 50)
    with pytest.raises(BadValue, match="more than 12 MB"):
        fit_to_show(drawn())
    monkeypatch.setattr(pictures, "MOST_BYTES", 12_000_000)
    monkeypatch.setattr(pictures, "MOST_POINTS", 800)
    assert fit_to_show(drawn((40, 20)))
    with pytest.raises(BadValue, match="64 million"):
        fit_to_show(drawn((40, 21)))
    for most in (300, 500):  # the library's own warning and its own error
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(BadValue, match="64 million"):
                fit_to_show(drawn((40, 21)))


@pytest.mark.filterwarnings("ignore::UserWarning")  # the library's words on what it passes over
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_refused_or_shown_and_never_breaks(data):
    """Bytes changed anywhere: a picture, or a refusal in words."""
    content = bytearray(data.draw(st.sampled_from([drawn(), by_a_camera(), drawn(kind="WEBP")])))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        kept = fit_to_show(bytes(content))
    except BadValue:
        return
    assert max(opened(kept).size) <= LONGEST_SIDE
