"""The receipt's picture, the receipt in another size, and what became of a ballot."""

from __future__ import annotations

import base64
import io
import random
import re
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from tickbox_core.desk import Cast
from tickbox_core.ledger import CROCKFORD
from tickbox_server import Settings, create_app, receipt_image

Client = TestClient[Any]
Small = Any  # conftest's
LIST, DECIDED = "/n/bamboo/open-1", "/n/willow/decided-1"
ENGLISH = {"Accept-Language": "en"}


def cast(client: Client, code: str, *ticks: str, key: str = "long-enough", at: str = LIST) -> Any:
    """The receipt page of a ballot."""
    form = {"tick": list(ticks), "key": key, "code": code}
    return client.post(f"{at}/cast", data=form, headers=ENGLISH)


def code_of(page: Any) -> str:
    """The code on a receipt."""
    found = re.search(r'receipt-code">([^<]+)<', page.text)
    assert found is not None
    return found[1]


def picture_of(page: Any) -> bytes:
    """The picture on a receipt."""
    found = re.search(r'src="data:image/png;base64,([^"]+)"', page.text)
    assert found is not None
    return base64.b64decode(found[1])


def pixels(picture: bytes) -> list[list[bool]]:
    """Rows of black and white, read back by the format's own rules."""
    width, height, depth, colour = struct.unpack(">IIBB", picture[16:26])
    assert (depth, colour) == (1, 0)
    length = struct.unpack(">I", picture[33:37])[0]
    lines = zlib.decompress(picture[41 : 41 + length])
    step = (width + 7) // 8 + 1
    rows = []
    for at in range(height):
        line = lines[at * step : (at + 1) * step]
        assert line[0] == 0
        bits = "".join(f"{byte:08b}" for byte in line[1:])
        rows.append([bit == "0" for bit in bits[:width]])
    return rows


def scanned(rows: list[list[bool]]) -> list[str]:
    """What a scanner reads in a picture."""
    numpy, zxing = pytest.importorskip("numpy"), pytest.importorskip("zxingcpp")
    grey = numpy.where(numpy.array(rows), 0, 255).astype(numpy.uint8)
    return [found.text for found in zxing.read_barcodes(grey)]


def test_the_picture_scans_to_the_check_with_the_code_behind_the_hash(
    client: Client, small: Small
) -> None:
    """Absolute, so that any camera opens it; in the fragment, which no server sees."""
    page = cast(client, small.codes[0], "i1")
    wanted = f"http://testserver.local{LIST}/check#r={code_of(page)}"
    assert scanned(pixels(picture_of(page))) == [wanted]


def test_the_picture_knows_where_people_find_the_server(small: Small) -> None:
    """Behind a proxy the settings' address stands in it."""
    app = create_app(small.town, settings=Settings(address="https://tick.example/"))
    with TestClient(app) as client:
        page = cast(client, small.codes[0], "i1")
        address = f"https://tick.example{LIST}/check#r={code_of(page)}"
        assert scanned(pixels(picture_of(page))) == [address]


@settings(max_examples=60, deadline=None)
@given(st.text(CROCKFORD + "-", min_size=1, max_size=12), st.integers(1, 40), st.integers(1, 40))
def test_pictures_read_back_as_they_were_drawn(code: str, width: int, height: int) -> None:
    """Any letters, any size: every row as wide as the others, every dot eight by eight pixels."""
    symbol = [[int((x * y + x) % 3 == 0) for x in range(width)] for y in range(height)]
    rows = receipt_image.card(symbol, code)
    assert len({len(row) for row in rows}) == 1
    drawn = pixels(receipt_image.png(rows))
    assert len(drawn) == len(rows) * receipt_image.DOT
    for at, row in enumerate(drawn):
        assert row == [
            bool(dot) for dot in rows[at // receipt_image.DOT] for _ in range(receipt_image.DOT)
        ]
    assert not any(
        any(row) for row in rows[: receipt_image.QUIET] + rows[-receipt_image.QUIET :]
    ), "white around"
    assert not any(
        any(row[: receipt_image.QUIET]) or any(row[-receipt_image.QUIET :]) for row in rows
    )


def test_every_letter_of_a_code_looks_different() -> None:
    """33 letters, 33 shapes."""
    drawn = {letter: receipt_image.card([[1]], letter) for letter in CROCKFORD + "-"}
    assert len({tuple(map(tuple, rows)) for rows in drawn.values()}) == 33


def test_the_code_stands_below_the_qr_in_letters() -> None:
    """Its two groups one below the other, no wider than the QR, each letter as it is drawn."""
    rows = receipt_image.card([[1] * 33] * 33, "K7QF-2M9P")
    assert len(rows[0]) == 33 + 2 * receipt_image.QUIET
    below = rows[receipt_image.QUIET + 33 + receipt_image.QUIET :]
    for at, group in ((0, "K7QF"), (9, "2M9P")):
        alone = receipt_image.card([[1] * 33] * 33, group)[
            receipt_image.QUIET + 33 + receipt_image.QUIET :
        ]
        assert below[at : at + 7] == alone[:7] and any(map(any, alone[:7]))


def test_small_and_blurred_pictures_still_scan() -> None:
    """One mask for all costs no scanner anything: forty addresses, at two pixels a dot, smeared."""
    from PIL import Image, ImageFilter

    numpy, zxing = pytest.importorskip("numpy"), pytest.importorskip("zxingcpp")
    draw = random.Random(5)
    for _ in range(40):
        code = "".join(draw.choice(CROCKFORD) for _ in range(8))
        path = "".join(
            draw.choice("abcdefghijklmnop-0123456789") for _ in range(draw.randint(4, 60))
        )
        address = f"https://tick.example/n/{path}/check#r={code[:4]}-{code[4:]}"
        url = receipt_image.receipt_card(address, f"{code[:4]}-{code[4:]}")
        picture = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).convert("L")
        small = picture.resize((picture.width // 4, picture.height // 4))
        smeared = small.filter(ImageFilter.GaussianBlur(0.6))
        assert [one.text for one in zxing.read_barcodes(numpy.array(smeared))] == [address]


def test_only_the_receipt_may_show_pictures_made_on_the_spot(client: Client, small: Small) -> None:
    """``data:`` pictures there, so that the code is in no address; nowhere else."""
    page = cast(client, small.codes[0], "i1")
    assert "img-src 'self' data:;" in page.headers["content-security-policy"]
    assert "data:" not in client.get(LIST).headers["content-security-policy"]
    assert "script-src 'self';" in page.headers["content-security-policy"]


def test_the_receipt_comes_in_another_size_without_its_choice(client: Client, small: Small) -> None:
    """Its form carries the receipt's code alone, and brings the same receipt back."""
    page = cast(client, small.codes[0], "i1", "i3")
    assert f'formaction="{LIST}/receipt?type=large"' in page.text
    assert not re.search(r'name="(tick|key)"', page.text)
    said = code_of(page).lower().replace("-", " ")
    again = client.post(f"{LIST}/receipt?type=large", data={"code": said}, headers=ENGLISH)
    assert 'data-size="large"' in again.text and code_of(again) == code_of(page)
    assert picture_of(again) == picture_of(page)
    assert "Item 1" not in again.text
    unknown = client.post(f"{LIST}/receipt", data={"code": "AAAA-AAAA"}, headers=ENGLISH)
    assert "Not found" in unknown.text


def test_it_says_until_when_it_can_be_changed(client: Client, small: Small) -> None:
    """Revisable, final, and after closing."""
    page = cast(client, small.codes[0], "i1")
    assert "Until ticking closes you can tick anew" in page.text
    assert "Next person on this phone" in page.text
    final = cast(client, small.final_codes[0], "i1", at="/n/bamboo/final-1").text
    assert "A ballot that was handed in cannot be changed." in final
    small.desk.close("open-1")
    closed = client.post(f"{LIST}/receipt", data={"code": code_of(page)}, headers=ENGLISH).text
    assert "can no longer be changed" in closed and "Next person" not in closed


def checked(client: Client, code: str) -> str:
    """The check's answer for a code."""
    return str(client.post(f"{LIST}/check", data={"code": code}, headers=ENGLISH).text)


def test_the_check_says_which_of_two_ballots_counts(client: Client, small: Small) -> None:
    """Both by their number; neither shows the choice."""
    first = code_of(cast(client, small.codes[0], "i1", key="first-key"))
    second = code_of(cast(client, small.codes[0], "i2", key="second-key"))
    told = checked(client, first)
    assert "This is ballot number 1 of the same person." in told and "Replaced" in told
    latest = checked(client, second)
    assert "It is ballot number 2 of the same person" in latest
    assert "backrests" not in told + latest


# -- what became of it -------------------------------------------------------------------------


def followed(client: Client, code: str) -> Any:
    """The page that follows a receipt."""
    return client.post(f"{LIST}/follow", data={"code": code}, headers=ENGLISH)


def test_nothing_is_followed_before_the_result(client: Client, small: Small) -> None:
    """A receipt shows nothing of the choice while the round is open, or being counted."""
    code = code_of(cast(client, small.codes[0], "i1"))
    for _ in range(2):
        page = followed(client, code)
        assert page.status_code == 409 and "backrests" not in page.text
        assert "What became of my ticks" not in checked(client, code)
        if small.desk.round("open-1").closed_at is None:
            small.desk.close("open-1")


def test_a_ballot_is_followed_to_its_result_with_reasons(client: Client, small: Small) -> None:
    """Each tick with place, share, base and why; what was not ticked is not told."""
    desk = small.desk
    slots = [slot.slot for slot in desk.slots("open-1")]
    ballots = [("i1", "i2"), ("i1",), ("i5", "i1"), ("i2",)]
    receipts = [
        desk.cast("open-1", Cast(slot, ticks, f"key-{slot}"))
        for slot, ticks in zip(slots, ballots, strict=False)
    ]
    desk.close("open-1")
    desk.publish("open-1")
    assert f'formaction="{LIST}/follow"' in checked(client, receipts[2].code)
    page = followed(client, receipts[2].code).text
    assert "Place 1: ticked by 3 of 4" in page and "Place 3: ticked by 1 of 4" in page
    assert "goes ahead" in page and "not chosen this time" in page
    assert "Item 2" not in page
    assert f'href="{LIST}/wall#item-i5"' in page
    assert "No ballot of this round has the receipt" in followed(client, "AAAA-AAAA").text


def test_the_address_alone_follows_nothing(client: Client) -> None:
    """It leads to the check, where the code is asked for."""
    for name in ("follow", "receipt"):
        answer = client.get(f"{DECIDED}/{name}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{DECIDED}/check")
