"""HEAD is answered like GET, without the body."""

from __future__ import annotations

from pathlib import Path

import pytest
from litestar.testing import TestClient

from tickbox_core import Area, AreaTree, Text, open_registry
from tickbox_core.desk import Town
from tickbox_core.testing import desks
from tickbox_server import create_app


@pytest.mark.parametrize(
    "path", ["/", "/n/n1/r1", "/health", "/ready", "/api/v1/openapi.json", "/no/such"]
)
def test_head_has_the_headers_of_get_and_no_body(tmp_path: Path, path: str) -> None:
    """The same status, type and length; a form's address stays as it is."""
    town = Town(tmp_path / "data", open_registry(discover=False))
    town.plant(AreaTree((Area("n1", "neighbourhood", Text("一村", "One")),)))
    desk = town.found("n1")
    desk.prepare(desks.plan())
    desk.register("r1", desks.roll())
    desks.open_list(desk, "r1")
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        for name in ("content-type", "content-length"):
            assert head.headers.get(name) == got.headers.get(name)
        assert client.head("/n/n1/r1/cast").status_code == client.get("/n/n1/r1/cast").status_code
