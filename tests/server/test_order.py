"""Each reader's own order of a list, its numbers, and the pictures beside it."""

from __future__ import annotations

import base64
import re
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core import Category, Text
from tickbox_core.errors import BadValue
from tickbox_core.model import Picture, arrange_items, is_seed, seed_of
from tickbox_core.testing import desks
from tickbox_server import create_app
from tickbox_server.pages.visit import ORDER

Client = TestClient[Any]
Small = Any  # conftest's
LIST = "/n/bamboo/open-1"
ENGLISH = {"Accept-Language": "en"}
SEEDS = [seed_of(bytes([at] * 16)) for at in range(8)]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def order(page: Any) -> list[str]:
    """The items in the order of a page."""
    return re.findall(r'<li class="item" id="item-(\w+)"', page.text)


def test_a_visit_gets_an_order_and_keeps_it(client: Client) -> None:
    """A cookie with a seed and nothing else; the next page has the same order, a new visit not."""
    first = client.get(LIST)
    seed = client.cookies.get(ORDER)
    assert seed is not None and is_seed(seed)
    assert order(client.get(LIST)) == order(first)
    assert "set-cookie" not in client.get(LIST).headers
    seen = set()
    for _ in range(30):
        client.cookies.clear()
        seen.add(tuple(order(client.get(LIST))))
    assert len(seen) > 5


def test_a_slips_seed_gives_the_order_of_the_paper(client: Client, small: Small) -> None:
    """``?o=`` is what the desk says of the slot; it stays, and follows to the check page."""
    slot = small.desk.slots("open-1")[0].slot
    seed = small.desk.order_seed("open-1", slot)
    paper = [item.id for item in arrange_items(small.desk.round("open-1").items, seed)]
    assert order(client.get(f"{LIST}?o={seed}")) == paper
    assert order(client.get(LIST)) == paper
    form = {"tick": ["i1", "i2", "i3"]}
    review = client.post(f"{LIST}/review", data=form).text
    ticked = re.findall(r'name="tick" value="(\w+)"', review)
    assert ticked == [item for item in paper if item in form["tick"]]
    assert order(client.post(LIST, data=form)) == paper


@pytest.mark.parametrize("said", ["", "x", "0" * 15, "<script>", "i" * 16])
def test_what_is_no_seed_is_left_aside(client: Client, said: str) -> None:
    """In the address or the cookie: a new random one instead."""
    client.cookies.set(ORDER, said)
    assert client.get(LIST, params={"o": said}).status_code == 200
    assert is_seed(str(client.cookies.get(ORDER, domain="testserver.local")))


def test_numbers_are_everybodys(client: Client) -> None:
    """Whatever the order, item 3 is item 3: people can ring and say a number."""
    for seed in SEEDS:
        page = client.get(f"{LIST}?o={seed}", headers=ENGLISH).text
        cards = re.findall(r'id="item-i(\d)".*?Number</span> (\d)', page, re.DOTALL)
        assert len(cards) == 6 and all(item == number for item, number in cards)


def test_closed_lists_and_the_wall_stay_in_listed_order(client: Client) -> None:
    """There nobody ticks, and nothing is remembered."""
    closed = client.get("/n/willow/decided-1")
    assert "set-cookie" not in closed.headers
    numbers = [int(one[1:]) for one in order(closed)]
    assert numbers == [1, 3, 5, 2, 4, 6], "by category, as listed"


def test_an_identity_of_the_hosts_decides_the_order(small: Small) -> None:
    """Two people of one portal on one browser: each has their own."""

    class Known:
        key = "known"
        slot_now = ""

        def slot(self, round: str, request: Any) -> str:
            return self.slot_now

    known, slots = Known(), [slot.slot for slot in small.desk.slots("open-1")]
    items = small.desk.round("open-1").items
    with TestClient(create_app(small.town, identity=known)) as client:
        for known.slot_now in slots[:3]:
            seed = small.desk.order_seed("open-1", known.slot_now)
            assert order(client.get(LIST)) == [item.id for item in arrange_items(items, seed)]


# -- pictures ----------------------------------------------------------------------------------


def test_every_item_has_a_drawing_of_its_kind(client: Client) -> None:
    """By policy or category, a plain one for kinds we do not know; all are ours."""
    page = client.get(LIST).text
    drawings = re.findall(r'class="drawing" src="([^"]+)"', page)
    assert len(drawings) == 6
    assert {re.sub(r".*/(kind-[\w-]+)\.svg.*", r"\1", one) for one in drawings} == {
        "kind-conflict",
        "kind-plain",
    }
    assert all(
        client.get(one).headers["content-type"].startswith("image/svg") for one in set(drawings)
    )


def test_a_kept_picture_stands_in_place_of_the_drawing(client: Client, small: Small) -> None:
    """With words for who cannot see it; one whose file is missing or changed leaves the drawing."""
    town = small.town
    digest = town.keep_picture(PIXEL)
    plan = small.desk.round("prepared-1")
    shows = Text("楼道<b>", "stairs<b>")
    pictured = attrs.evolve(plan.items[0], pictures=(Picture(digest, shows),))
    missing = attrs.evolve(plan.items[1], pictures=(Picture("0" * 64, shows),))
    items = (pictured, missing)
    renewed = attrs.evolve(plan, id="pictured", items=items, categories=(
        Category("renewal", "微更新"), Category("conflict", "矛盾")))  # fmt: skip
    small.desk.prepare(renewed)
    small.desk.register("pictured", desks.roll())
    desks.open_list(small.desk, "pictured")
    page = client.get("/n/bamboo/pictured", headers=ENGLISH).text
    (picture,) = re.findall(r'<img class="picture" src="([^"]+)" alt="([^"]+)"', page)
    assert picture[1] == "stairs&lt;b&gt;" and page.count('class="drawing"') == 1
    got = client.get(picture[0])
    assert (got.content, got.headers["content-type"]) == (PIXEL, "image/png")


@pytest.mark.parametrize("digest", ["0" * 64, "%2e%2e%2ftown.sqlite", "x" * 64, "A" * 64])
def test_nothing_but_kept_pictures_is_served(client: Client, digest: str) -> None:
    """404 for everything else."""
    assert client.get(f"/pictures/{digest}").status_code == 404


def test_a_changed_picture_is_not_shown(client: Client, small: Small, tmp_path: Any) -> None:
    """Its name is its hash."""
    digest = small.town.keep_picture(PIXEL)
    assert client.get(f"/pictures/{digest}").status_code == 200
    (tmp_path / "data" / "pictures" / digest).write_bytes(PIXEL + b"x")
    assert client.get(f"/pictures/{digest}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", b"RIFFxxxxWEBM"])
def test_only_pictures_are_kept(small: Small, content: bytes) -> None:
    """PNG, JPEG and WebP by what they hold; nothing that could carry a script."""
    with pytest.raises(BadValue):
        small.town.keep_picture(content)
