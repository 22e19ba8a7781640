"""Wishes and objections as pages: handed in, followed, answered; nobody's name is shown."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import Item, Text
from tickbox_core.components.wishes import Reply

Client = TestClient[Any]
Small = Any  # conftest's
WISHES, FOLLOW = "/n/bamboo/wishes", "/n/bamboo/wishes/follow"
ENGLISH = {"Accept-Language": "en"}


def send(client: Client, path: str, **fields: str) -> Any:
    """Post a form."""
    return client.post(path, data=fields, headers=ENGLISH)


def reference(page: Any) -> str:
    """The reference that a page gives."""
    found = re.search(r'receipt-code">([0-9A-Z]{4}-[0-9A-Z]{4})<', page.text)
    assert found is not None, page.text
    return found[1]


def hand_in(client: Client, text: str = "东门太黑，装一盏灯", **more: str) -> str:
    """A wish; its reference."""
    return reference(send(client, WISHES, text=text, **more))


def test_a_wish_is_one_press_from_every_page_of_its_area(client: Client) -> None:
    """At the foot of list, wall and neighbourhood; not where there is no area."""
    for path in ("/n/bamboo", "/n/bamboo/open-1", "/n/bamboo/open-1/wall", WISHES):
        assert f'href="{WISHES}"' in client.get(path).text
    assert "wishes" not in client.get("/").text


def test_a_wish_is_taken_down_as_it_was_said(client: Client, small: Small) -> None:
    """The words unchanged, name and contact for staff alone, the channel told."""
    ref = hand_in(client, "第一行\r\n<b>第二行</b>", author="王阿姨", contact="138")
    wish = small.desk.collecting.wish(ref)
    assert wish.text == "第一行\n<b>第二行</b>"
    assert dict(wish.author) == {"name": "王阿姨", "contact": "138"}
    assert str(wish.channel) == "online"
    page = send(client, FOLLOW, ref=ref.lower().replace("-", " "))
    assert "Waiting for its reply" in page.text
    assert "王阿姨" not in page.text and "第二行" not in page.text
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in ref.lower())
    assert "Waiting for its reply" in send(client, FOLLOW, ref=f" {wide}　").text


@pytest.mark.parametrize("text", ["", "   \n", "字" * 2001])
def test_a_wish_that_says_nothing_comes_back_with_what_to_do(client: Client, text: str) -> None:
    """Everything typed stays in the form."""
    page = send(client, WISHES, text=text, author="王<阿姨>")
    assert page.status_code == 422
    assert "at most 2,000 characters" in page.text and 'value="王&lt;阿姨&gt;"' in page.text
    assert 'role="alert"' in page.text
    assert "the field" not in page.text  # its name is on the page already


@pytest.mark.parametrize(
    "fields", [{"text": "x", "role": "staff"}, {"text": "x" * 4001}, {"channel": "paper"}]
)
def test_fields_that_no_page_sends_are_refused(client: Client, fields: dict[str, str]) -> None:
    """400; nothing is taken down."""
    assert send(client, WISHES, **fields).status_code == 400


def test_a_wish_is_followed_to_its_reply_and_its_item(client: Client, small: Small) -> None:
    """Reply with its reason; the item once the list can be seen, with its round's state."""
    desk, ref = small.desk, hand_in(client)
    desk.collecting.list_as(
        [ref], "prepared-1", Item("lamp", Text("东门装灯", "Gate lamp"), "renewal")
    )
    page = send(client, FOLLOW, ref=ref).text
    assert "Gate lamp" not in page, "a list that is being prepared is nobody's business"
    desk.collecting.answer(
        ref, Reply.TAKEN_UP, Text("列入春季清单", "on the spring list"), by="李主任"
    )
    page = send(client, FOLLOW, ref=ref).text
    assert "on the spring list" in page and "李主任" not in page


def test_wishes_that_ask_for_the_same_say_with_which_they_stand(
    client: Client, small: Small
) -> None:
    """With the reason; both keep their own reference."""
    first, second = hand_in(client), hand_in(client, "东门装路灯")
    small.desk.collecting.merge([second], first, Text("内容相同", "the same lamp"), "李主任")
    page = send(client, FOLLOW, ref=second).text
    assert f"together with wish {first}" in page and "the same lamp" in page


@pytest.mark.parametrize("ref", ["AAAA-AAAA", "'; --", "字", "x" * 300])
def test_an_unknown_reference_is_told_plainly(client: Client, ref: str) -> None:
    """Compare it; the field keeps what was typed."""
    page = send(client, FOLLOW, ref=ref)
    assert page.status_code == 200
    assert "No wish here has the reference" in page.text


def test_no_reference_is_no_question(client: Client) -> None:
    """The empty form again."""
    assert "No wish here" not in send(client, FOLLOW, ref="  ").text
    assert client.get("/n/nowhere/wishes").status_code == 404
    assert send(client, "/n/nowhere/wishes", text="x").status_code == 404


# -- objections --------------------------------------------------------------------------------


def posted_round(small: Small) -> str:
    """A list posted for objections; its address."""
    plan = small.desk.round("prepared-1")
    small.desk.prepare(attrs.evolve(plan, notice_days=7))
    small.desk.posting.post("prepared-1")
    return "/n/bamboo/prepared-1"


def test_a_posted_list_is_objected_to_and_answered(client: Client, small: Small) -> None:
    """From the list to the form, a reference, and the answer posted without a name."""
    address = posted_round(small)
    assert f'href="{address}/object"' in client.get(address).text
    page = send(client, f"{address}/object", text="太贵了", item="i2", author="王阿姨")
    ref = reference(page)
    (raised,) = small.desk.posting.objections("prepared-1")
    assert (raised.ref, raised.item, raised.text) == (ref, "i2", "太贵了")
    before = client.get(f"{address}/object", headers=ENGLISH).text
    assert ref not in before and "None so far" in before
    small.desk.posting.answer(ref, Text("已重新报价", "a new quote was asked for"), "李主任")
    after = client.get(f"{address}/object", headers=ENGLISH).text
    assert ref in after and "a new quote was asked for" in after
    assert "王阿姨" not in after and "太贵了" not in after


def test_where_nothing_can_be_objected_to_the_page_says_so(client: Client) -> None:
    """An open round, and a result whose time is over: what was typed stays."""
    assert "/object" not in client.get("/n/bamboo/open-1").text
    page = send(client, "/n/bamboo/open-1/object", text="太贵了", item="i1")
    assert page.status_code == 409
    assert 'role="alert"' in page.text and "太贵了" in page.text
    assert re.search(r'<option value="i1" selected>', page.text)
