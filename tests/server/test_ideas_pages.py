"""Calls for ideas and photographs as pages: given, followed, answered, taken back, shown."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from tickbox_core.acts import ACTS, Actor, Role, perform

Client = TestClient[Any]
Small = Any  # conftest's
IDEAS, CALL, FOLLOW = "/n/bamboo/ideas", "/n/bamboo/ideas/calls/i1", "/n/bamboo/ideas/follow"
WISHES = "/n/bamboo/wishes"
ENGLISH = {"Accept-Language": "en"}
LIN = Actor("小林", Role.STAFF)


def do(small: Small, key: str, **given: Any) -> Any:
    """An act of staff."""
    return perform(ACTS[key], small.desk, given, LIN)


def send(client: Client, path: str, **fields: str) -> Any:
    """Post a form."""
    return client.post(path, data=fields, headers=ENGLISH)


def reference(page: Any) -> str:
    """The reference that a page gives."""
    found = re.search(r'receipt-code">([0-9A-Z]{4}-[0-9A-Z]{4})<', page.text)
    assert found is not None, page.text
    return found[1]


@pytest.fixture
def asked(small: Small) -> Small:
    """A call about an item of a list that is being formed."""
    do(small, "idea/ask", call="i1", question="边门怎么开？", item="prepared-1/i1")
    return small


def _another(client: Client, asked: Small) -> str:
    """The reference of a second idea, answered as taken up."""
    ref = reference(send(client, CALL, text="发钥匙"))
    do(asked, "idea/answer", ref=ref, reply="taken-up", words="可行")
    return ref


def test_an_idea_goes_from_the_page_to_the_items_page(client: Client, asked: Small) -> None:
    """Asked, given, answered, an option, followed; the page, the API and the item say the same."""
    assert "边门怎么开" in client.get(IDEAS).text
    assert f'href="{IDEAS}"' in client.get("/n/bamboo").text
    ref = reference(send(client, CALL, text="装刷卡门", author="王阿姨", named="yes"))
    assert "Waiting for its answer" in send(client, FOLLOW, ref=ref.lower()).text
    assert "王阿姨" not in client.get(CALL).text
    do(asked, "idea/answer", ref=ref, reply="taken-up", words="可行", posted="装一扇刷卡门")
    do(asked, "idea/take", ref=ref, option="card", title="刷卡门", cost=0)
    page = client.get(CALL, headers=ENGLISH).text
    assert "装一扇刷卡门" in page and "王阿姨" in page and ref not in page
    assert "It has become a way to do it" in page
    assert "It has become a way to do it" in send(client, FOLLOW, ref=ref).text
    (call,) = client.get("/api/v1/areas/bamboo/ideas").json()
    assert call["ideas"][0]["option"] == {"round": "prepared-1", "item": "i1", "option": "card"}
    do(asked, "idea/take", ref=_another(client, asked), option="key", title="钥匙")
    asked.desk.posting.post("prepared-1")
    ballot = client.get("/n/bamboo/prepared-1", headers=ENGLISH).text
    assert ballot.count("from a resident&#39;s idea of") == 2
    listed = client.get("/api/v1/areas/bamboo/rounds/prepared-1/list").text
    assert listed.count("from a resident's idea of") == 2
    asked_again = client.get("/api/v1/areas/bamboo/acts/idea/follow", params={"ref": ref}).json()
    assert asked_again["answer"]["posted"]["zh"] == "装一扇刷卡门"
    do(asked, "round/clone", round="prepared-1", id="prepared-2", title="明年")
    asked.desk.posting.post("prepared-2")
    page = client.get("/n/bamboo/prepared-2/items/i1", headers=ENGLISH).text
    assert "Ways to do it that came from residents" in page
    assert page.count("from a resident&#39;s idea of") == 2 and "王阿姨" not in page


@pytest.mark.parametrize("fields", [{}, {"text": " "}, {"text": "装门", "named": "yes"}])
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Client, asked: Small, fields: dict[str, str]
) -> None:
    """The form comes back; nothing was taken."""
    page = send(client, CALL, **{"contact": "13800000000", **fields})
    assert page.status_code == 409 or page.status_code == 422
    assert "the field" not in page.text
    assert 'role="alert"' in page.text and "13800000000" in page.text
    assert asked.desk.ideas.ideas() == ()


def test_one_that_is_over_takes_none(client: Client, asked: Small) -> None:
    """It has no form, and says so to whoever has one open still."""
    do(asked, "idea/close", call="i1", outcome="采用刷卡门")
    page = client.get(CALL, headers=ENGLISH).text
    assert "<textarea" not in page and "采用刷卡门" in page
    assert "is over" in send(client, CALL, text="装门").text
    assert client.get("/n/bamboo/ideas/calls/none").status_code == 404


def test_taking_back_is_pressed_on_purpose(client: Client, asked: Small) -> None:
    """By the reference; a second time and a wrong one say why not."""
    ref = reference(send(client, CALL, text="装门"))
    assert "Take this idea back" in send(client, FOLLOW, ref=ref).text
    assert "Taken back" in send(client, f"{IDEAS}/withdraw", ref=ref).text
    again = send(client, f"{IDEAS}/withdraw", ref=ref)
    assert again.status_code == 409 and "was withdrawn" in again.text
    assert send(client, f"{IDEAS}/withdraw", ref="AAAA-AAAA").status_code == 404


# -- photographs -------------------------------------------------------------------------------


def photo(size: tuple[int, int] = (1500, 1200)) -> bytes:
    """A photograph with what a camera writes beside it."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(client: Client, ref: str, content: bytes) -> Any:
    """Send a photograph on the page."""
    files = {"picture": ("a.jpg", content, "image/jpeg")}
    return client.post(f"{WISHES}/photo", data={"ref": ref}, files=files, headers=ENGLISH)


def test_a_photograph_is_seen_once_staff_let_it_and_gone_with_the_wish(
    client: Client, small: Small
) -> None:
    """Cleaned, small, staff alone, everybody, staff alone again, everybody, nobody."""
    ref = reference(send(client, WISHES, text="灯坏了"))
    assert len(photo()) > 100_000 and b"SECRETCAM" in photo()
    assert "The photograph has been taken" in upload(client, ref, photo()).text
    kept = small.desk.collecting.photos.content(ref, 1)
    assert len(kept) <= 100_000 and b"SECRETCAM" not in kept
    assert "/photos/" not in send(client, f"{WISHES}/follow", ref=ref).text
    do(small, "wish/show-photo", ref=ref, number=1, shows="坏的灯")
    shown = re.search(r'src="(/n/bamboo/photos/\w+)" alt="坏的灯"',
                      send(client, f"{WISHES}/follow", ref=ref).text)  # fmt: skip
    assert shown is not None
    assert client.get(shown[1]).content == kept
    do(small, "wish/hide-photo", ref=ref, number=1, reason="有人脸")
    assert client.get(shown[1]).status_code == 404
    do(small, "wish/show-photo", ref=ref, number=1, shows="坏的灯")
    do(small, "wish/answer", ref=ref, reply="declined", words="已修好")
    assert "is dealt with" in upload(client, ref, photo()).text
    small.desk.keeping.erase(by="小林")
    assert client.get(shown[1]).status_code == 404
    assert "/photos/" not in send(client, f"{WISHES}/follow", ref=ref).text


def test_photographs_are_bounded(client: Client, small: Small) -> None:
    """No file, no picture, no wish, a fourth."""
    ref = reference(send(client, WISHES, text="灯坏了"))
    assert upload(client, ref, b"").status_code in (400, 422)
    assert upload(client, ref, b"<svg/>").status_code == 422
    assert upload(client, "AAAA-AAAA", photo((40, 30))).status_code == 404
    for _ in range(3):
        assert upload(client, ref, photo((40, 30))).status_code == 200
    assert upload(client, ref, photo((40, 30))).status_code == 409
    assert len(small.desk.collecting.photos.of(ref)) == 3


def test_the_api_takes_as_large_a_photograph_as_the_page(client: Client, small: Small) -> None:
    """From anybody, as the page does; what is larger is refused in words, and so is all else."""
    ref, acts = reference(send(client, WISHES, text="灯坏了")), "/api/v1/areas/bamboo/acts"
    content = photo((4000, 3000))
    assert len(content) > 5_000_000
    given = {"ref": ref, "picture": base64.b64encode(content).decode()}
    answer = client.post(f"{acts}/wish/photo", json=given)
    assert answer.status_code == 200, answer.text
    assert len(small.desk.collecting.photos.content(ref, 1)) <= 100_000
    for act in ("wish/take", "problem/photo", "place/close", "wish/no-such"):
        refused = client.post(f"{acts}/{act}", json=given, headers=ENGLISH)
        assert refused.status_code == 413 and "may have 12 MB" in refused.text, act
    given["picture"] = base64.b64encode(b"x" * 12_000_001).decode()
    refused = client.post(f"{acts}/wish/photo", json=given)
    assert refused.status_code == 422 and "12 MB" in refused.text
    refused = client.post(f"{acts}/wish/photo", json={"picture": "x" * 17_000_000})
    assert refused.status_code == 413
    assert len(small.desk.collecting.photos.of(ref)) == 1


def test_a_problems_photograph_stands_on_its_card(client: Client, small: Small) -> None:
    """Once staff let it be seen; handed in by staff."""
    ref = do(small, "problem/raise", title="积水")["ref"]
    small.desk.solving.photos.add(ref, photo((40, 30)))
    assert "/photos/" not in client.get("/n/bamboo/problems").text
    do(small, "problem/show-photo", ref=ref, number=1, shows="积水的路")
    assert 'alt="积水的路"' in client.get("/n/bamboo/problems").text


def test_staff_see_what_was_handed_in_at_the_console(client: Client, small: Small) -> None:
    """A stranger does not, whatever the number."""
    ref = reference(send(client, WISHES, text="灯坏了"))
    upload(client, ref, photo((40, 30)))
    (held,) = small.desk.collecting.photos.of(ref)
    assert client.get(f"/staff/photos/{held.position}").status_code in (401, 404)
    token = small.town.add_staff("bamboo", "小林")
    client.post("/staff/sign-in", data={"area": "bamboo", "token": token})
    assert f"/staff/photos/{held.position}" in client.get("/staff/wishes").text
    found = client.get(f"/staff/photos/{held.position}")
    assert found.headers["content-type"] == "image/jpeg"
    assert found.headers["cache-control"] == "no-store"
    assert client.get("/staff/photos/0").status_code == 404
