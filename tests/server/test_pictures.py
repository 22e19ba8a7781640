"""Pictures handed in by staff, over the API and at the console, and where everybody sees them."""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image, ImageFile

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.testing import desks
from tickbox_server import create_app

API = "/api/v1/areas/bamboo/acts/item/picture"
GIVEN = {"round": "prepared-1", "item": "i1", "shows": {"zh": "东门现在的样子", "en": "The gate"}}


def photo(size: tuple[int, int] = (30, 20), kind: str = "JPEG") -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.effect_noise(size, 90).save(out, kind)
    return out.getvalue()


def coded(content: bytes) -> str:
    """As JSON carries it."""
    return base64.b64encode(content).decode("ascii")


@pytest.fixture
def staff(small: Any) -> dict[str, str]:
    """The header of staff."""
    return {"authorization": f"Bearer {small.town.add_staff('bamboo', '小林')}"}


def test_staff_put_a_picture_to_an_item_and_all_see_it(
    client: Any, small: Any, staff: dict[str, str]
) -> None:
    """Larger than any form of a resident; shown with its words once the list is out."""
    large = photo((700, 500), "PNG")
    assert len(coded(large)) > 64 * 1024
    answer = client.post(API, json={**GIVEN, "picture": coded(large)}, headers=staff)
    assert answer.status_code == 200, answer.text
    digest = answer.json()["answer"]["digest"]
    kept = client.get(f"/pictures/{digest}")
    assert kept.headers["content-type"] in ("image/png", "image/jpeg")
    assert Image.open(io.BytesIO(kept.content)).size == (700, 500)
    desk = small.desk
    desk.register("prepared-1", desk_roll(small))
    desks.open_list(desk, "prepared-1")
    page = client.get("/n/bamboo/prepared-1", headers={"Accept-Language": "en"}).text
    assert re.search(rf'<img[^>]+/pictures/{digest}"[^>]+alt="The gate"', page)


def desk_roll(small: Any) -> Any:
    """The roll that the prepared round lacks."""
    from tickbox_core import Person, Residence, Roll, Unit
    from tickbox_core.testing import desks

    return Roll(
        desks.NOON.date(),
        (Unit("u1", "stair", "101"),),
        (Person("p1", "名字"),),
        (Residence("p1", "u1"),),
    )


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer tb_made-up"}])
def test_whoever_has_no_token_sends_no_files(client: Any, headers: dict[str, str]) -> None:
    """413 before anything is read, with or without the length said; a small one is a plain 403."""
    body = {**GIVEN, "picture": coded(photo((400, 400), "PNG"))}
    assert client.post(API, json=body, headers=headers).status_code == 413

    def pieces() -> Any:
        yield b"{" + b" " * 70_000

    kind = {"content-type": "application/json", **headers}
    assert client.post(API, content=pieces(), headers=kind).status_code == 413
    small_one = {**GIVEN, "picture": coded(photo())}
    assert client.post(API, json=small_one, headers=headers).status_code == 403


def test_what_is_no_picture_is_refused_in_words(client: Any, staff: dict[str, str]) -> None:
    """Another file, and what is no base64."""
    for content in (coded(b"%PDF-1.7"), "***"):
        answer = client.post(API, json={**GIVEN, "picture": content}, headers=staff)
        assert answer.status_code == 422
        assert "PNG" in answer.text


def test_a_picture_of_too_many_points_is_never_unpacked(
    client: Any, staff: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few kilobytes that would fill the memory, told by their head; on the bar it is unpacked."""

    def points(width: int, height: int) -> str:
        chunks = [b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)]
        chunks += [b"IDAT" + zlib.compress(b"\0" * ((width + 7) // 8 + 1) * 8), b"IEND"]
        made = [
            struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks
        ]
        return coded(b"\x89PNG\r\n\x1a\n" + b"".join(made))

    unpacked: list[tuple[int, int]] = []

    def load(picture: Any) -> Any:
        unpacked.append(picture.size)
        raise OSError("it breaks off")

    monkeypatch.setattr(ImageFile.ImageFile, "load", load)
    for width, height in ((8000, 8001), (64_000_001, 1), (50_000, 50_000)):
        sent = {**GIVEN, "picture": points(width, height)}
        answer = client.post(API, json=sent, headers={**staff, "Accept-Language": "en"})
        assert answer.status_code == 422 and "64 million points" in answer.json()["detail"]
    assert unpacked == []
    client.post(API, json={**GIVEN, "picture": points(8000, 8000)}, headers=staff)
    assert unpacked == [(8000, 8000)]


def test_the_console_takes_a_file(small: Any) -> None:
    """A file box; a project's progress with a picture stands on its page."""
    with TestClient(create_app(small.town), base_url="http://testserver.local") as client:
        token = small.town.add_staff("bamboo", "小林")
        client.post("/staff/sign-in", data={"area": "bamboo", "token": token})
        page = client.get("/staff/do/item/picture", headers={"Accept-Language": "en"}).text
        assert 'enctype="multipart/form-data"' in page and 'type="file"' in page
        keys = dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))
        typed = {"f.round": "prepared-1", "f.item": "i1", "f.shows": "东门"}
        sent = client.post(
            "/staff/do/item/picture",
            data={**keys, **typed},
            files={"f.picture": ("gate.jpg", photo(), "image/jpeg")},
        )
        assert sent.status_code == 200, sent.text
        (held,) = small.desk.round("prepared-1").item("i1").pictures
        assert held.shows.zh == "东门"
        without = client.post(
            "/staff/do/item/picture", data={**keys, **typed}, files={"f.picture": ("", b"")}
        )
        assert without.status_code == 422 and 'value="东门"' in without.text


def test_a_projects_progress_is_shown_with_its_picture(client: Any, small: Any) -> None:
    """On the project's page under its words; the JSON twin names it."""
    desk = small.town.desk("willow")
    item = desk.concluding.finalise("decided-1").items[0]
    project = desk.projects.start("decided-1", item, by="小林").id
    given = {"project": project, "words": "门装好了", "picture": coded(photo()), "shows": "新门"}
    perform(ACTS["project/note"], desk, given, Actor("小林", Role.STAFF))
    page = client.get(f"/n/willow/projects/{project}").text
    assert re.search(r'<img[^>]+/pictures/[0-9a-f]{64}"[^>]+alt="新门"', page)
    told = client.get(f"/api/v1/areas/willow/projects/{project}").json()
    assert [one["shows"]["zh"] for one in told["notes"][0]["pictures"]] == ["新门"]
