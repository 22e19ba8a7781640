"""Large type, the number to ring, and help with ticking."""

from __future__ import annotations

import re
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core import Text
from tickbox_core.components.places import ServicePlace
from tickbox_server import Settings, create_app, text_size

Client = TestClient[Any]
Small = Any  # conftest's
ENGLISH = {"Accept-Language": "en"}
LIST = "/n/bamboo/open-1"


def ringing(small: Small, path: str = LIST, **settings: Any) -> list[str]:
    """The numbers that a page dials."""
    app = create_app(small.town, settings=Settings(figures_seconds=0, **settings))
    with TestClient(app) as client:
        return re.findall(r'href="tel:([+0-9]+)"', client.get(path).text)


# -- large type --------------------------------------------------------------------------------


def test_large_type_is_asked_for_by_a_link_and_remembered(client: Client) -> None:
    """A plain link sets it, every later page has it, and a link leads back."""
    page = client.get("/", headers=ENGLISH).text
    assert 'data-size="normal"' in page and 'href="/?type=large"' in page
    assert 'data-size="large"' in client.get("/?type=large").text
    assert client.cookies.get(text_size.COOKIE) == "large"
    for path in (LIST, f"{LIST}/wall", "/promises", "/nothing"):
        assert 'data-size="large"' in client.get(path).text, path
    back = client.get("/?type=normal")
    assert 'data-size="normal"' in back.text and client.cookies.get(text_size.COOKIE) == "normal"


def test_an_unknown_size_is_not_remembered(client: Client) -> None:
    """It changes nothing."""
    answer = client.get("/?type=huge")
    assert 'data-size="normal"' in answer.text and "set-cookie" not in answer.headers


def test_type_and_language_go_together(client: Client) -> None:
    """Both cookies, each its own."""
    client.get("/?lang=en&type=largest")
    page = client.get(LIST, headers={"Accept-Language": "zh"}).text
    assert 'lang="en" data-size="largest"' in page


def test_behind_a_form_the_size_changes_without_losing_a_tick(client: Client) -> None:
    """A button of the form, like that for the language."""
    review = client.post(f"{LIST}/review?type=large", data={"tick": "i1"}, headers=ENGLISH)
    assert "You ticked 1 item" in review.text and 'data-size="large"' in review.text
    assert f'form="ballot" formaction="{LIST}/review?type=normal"' in review.text


# -- whom to ring ------------------------------------------------------------------------------


def test_no_number_is_invented(small: Small) -> None:
    """Where nobody gave one, the words alone stand there."""
    assert ringing(small) == []


@pytest.mark.parametrize("path", ["/", LIST, f"{LIST}/wall", f"{LIST}/check", "/nothing"])
def test_the_number_stands_on_every_page(small: Small, path: str) -> None:
    """Errors included, dialled by a press."""
    assert ringing(small, path, phone="021-6614 1234") == ["02166141234"]


def test_the_nearest_area_has_the_word(small: Small) -> None:
    """The area's own number, else its community's, else the general one."""
    phones = {"north": "111", "bamboo": "222"}
    assert ringing(small, phone="999", phones=phones) == ["222"]
    assert ringing(small, phone="999", phones={"north": "111"}) == ["111"]
    assert ringing(small, "/", phone="999", phones=phones) == ["999"]


def test_a_place_that_helps_is_rung_before_the_general_number(small: Small) -> None:
    """But not one that only shows the wall, nor one that is closed."""
    collecting = small.desk.collecting
    collecting.set_place(ServicePlace("wall", "墙", "centre", phone="333", services=("wall",)))
    collecting.set_place(ServicePlace("old", "旧", "space", phone="444"))
    collecting.close_place("old")
    assert ringing(small, phone="999") == ["999"]
    collecting.set_place(ServicePlace("home", "服务点", "corner", phone="555"))
    assert ringing(small, phone="999") == ["555"]
    assert ringing(small, phone="999", phones={"bamboo": "222"}) == ["222"]


# -- help --------------------------------------------------------------------------------------


def test_help_is_one_press_from_the_list(client: Client, small: Small) -> None:
    """Places that help, with address, hours and number; how it works; the open rounds."""
    small.desk.collecting.set_place(
        ServicePlace(
            "corner",
            Text("3号楼服务点", "Corner at building 3"),
            "corner",
            address=Text("3号楼底层", "ground floor of 3"),
            hours=Text("每天9到17点", "daily 9 to 17"),
            phone="021-555",
        )
    )
    small.desk.collecting.set_place(ServicePlace("wall", "只看", "centre", services=("wall",)))
    assert 'href="/n/bamboo/help"' in client.get(LIST).text
    page = client.get("/n/bamboo/help", headers=ENGLISH).text
    for words in ("Corner at building 3", "ground floor of 3", "daily 9 to 17", "tel:021555"):
        assert words in page
    assert "只看" not in page
    assert f'href="{LIST}"' in page and "prepared-1" not in page


def test_help_of_nowhere_is_not_found(client: Client) -> None:
    """404, as for every page of an area that is not there."""
    assert client.get("/n/nowhere/help").status_code == 404
