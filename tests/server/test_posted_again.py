"""A posted list that is taken down is not simply gone, and posted anew it says what differs."""

from __future__ import annotations

from pathlib import Path

from litestar.testing import TestClient

from tickbox_core.playing.stage import do
from tickbox_server import Settings, create_app

from . import every_state
from .every_state import HERE

PLACES = {"zh": "入选名额：原为“1”，现为“2”", "en": "places: was '1', is '2'"}


def test_pages_and_json_say_so(tmp_path: Path) -> None:
    """Taken down: since when it was posted, and why.  Posted again: each difference, in words."""
    house = every_state.two_posted(tmp_path / "town")
    desk, here = house.desk, f"/n/{HERE}/post-open"
    settings = Settings(figures_seconds=0, turnout_seconds=0)
    with TestClient(create_app(house.town, settings=settings)) as client:
        assert "公示过" not in client.get(f"{here}/wall", headers={"Accept-Language": "zh"}).text
        do(desk, "round/withdraw", round="post-open", reason={"zh": "名额写错", "en": "a slip"})
        for address in (here, f"{here}/wall", f"{here}/", f"{here}/items/lamp"):
            shown = client.get(address, headers={"Accept-Language": "zh"})
            assert shown.status_code == 404 and "撤回：名额写错。" in shown.text, address
        twin = client.get(f"/api/v1/areas/{HERE}/rounds/post-open/wall")
        assert twin.status_code == 404 and "a slip" in twin.text
        do(desk, "round/change", round="post-open", places=2)
        do(desk, "round/post", round="post-open")
        for language in ("zh", "en"):
            page = client.get(f"{here}/wall", headers={"Accept-Language": language}).text
            assert PLACES[language].replace("'", "&#39;") in page
        twin = client.get(f"/api/v1/areas/{HERE}/rounds/post-open/wall").json()
        assert twin["posted"]["changed"] == [PLACES]
    house.town.close()
