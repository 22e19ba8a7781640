"""NUL and marks that turn the direction of letters: refused in every door, with the field named."""

from __future__ import annotations

import base64
import html
import io
from typing import Any

import pytest
import xlsxwriter
from litestar.testing import TestClient

Small = Any  # conftest's
Client = TestClient[Any]
MARKS = {"NUL": ("\0", "U+0000"), "override": ("\u202e", "U+202E"), "isolate": ("\u2066", "U+2066")}
ACTS = "/api/v1/areas/bamboo/acts"


@pytest.fixture(params=sorted(MARKS))
def mark(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A mark, and what it is called."""
    return MARKS[request.param]


def token(small: Small) -> dict[str, str]:
    """The header of staff."""
    return {"Authorization": f"Bearer {small.town.add_staff('bamboo', '小林')}"}


@pytest.mark.parametrize("field", ["text", "author", "contact"])
@pytest.mark.parametrize("door", ["page", "api"])
def test_a_wish_names_the_field(
    client: Client, small: Small, mark: tuple[str, str], field: str, door: str
) -> None:
    """Nothing is kept; the same without the mark is."""
    sent = {"text": "灯", "author": "吴", "contact": "1390"}
    sent[field] += mark[0] + "坏"
    where = f"{ACTS}/wish/take" if door == "api" else "/n/bamboo/wishes"
    how = {"json" if door == "api" else "data": sent}
    refused = client.post(where, headers={"Accept-Language": "en"}, **how)  # type: ignore[arg-type]
    assert refused.status_code == 422
    told = refused.json()["detail"] if door == "api" else html.unescape(refused.text)
    label = {"text": "the wish", "author": "author", "contact": "contact"}[field]
    assert f"There is an invisible mark in '{label}': type that part again" in told
    assert mark[1] in told or door == "page"
    assert small.desk.collecting.wishes() == ()
    sent[field] = sent[field].replace(mark[0], "")
    assert client.post(where, **how).status_code == 200  # type: ignore[arg-type]
    assert len(small.desk.collecting.wishes()) == 1


def test_an_objection_and_a_word_of_staff(
    client: Client, small: Small, mark: tuple[str, str]
) -> None:
    """By the page that anybody has, and by an act with words in two languages."""
    form = {"item": "i1", "text": f"反对{mark[0]}"}
    assert client.post("/n/bamboo/open-1/object", data=form).status_code == 422
    held = {"id": "p9", "title": {"zh": "灯", "en": f"light{mark[0]}"}, "raised": "2026-01-01"}
    refused = client.post(f"{ACTS}/problem/raise", json=held, headers=token(small))
    assert refused.status_code == 422 and mark[1] in refused.json()["detail"]


ROWS = {
    "wishes": (("心愿", "姓名"), ("灯", "吴"), ("车棚{}漏雨", "周")),
    "roll": (("房号", "姓名", "面积"), ("1-101", "吴", "80"), ("1-102", "周{}", "80")),
}


def look(client: Client, small: Small, kind: str, name: str, content: bytes) -> Any:
    """What looking at a table answers."""
    sent = {"name": name, "content": base64.b64encode(content).decode()}
    if kind == "roll":
        sent["to"] = "prepared-1"
    headers = {**token(small), "Accept-Language": "en"}
    return client.post(f"/api/v1/areas/bamboo/tables/{kind}/look", json=sent, headers=headers)


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_a_table_of_text_names_the_row(
    client: Client, small: Small, mark: tuple[str, str], kind: str
) -> None:
    """And the column, but for NUL, with which it is no text at all; without the mark it is read."""
    text = "\n".join(",".join(row) for row in ROWS[kind])
    told = look(client, small, kind, "表.csv", text.format(mark[0]).encode())
    if mark[0] == "\0":
        assert told.status_code == 422 and "line 3: it holds a NUL byte" in told.json()["detail"]
    else:
        (fault,) = told.json()["faults"]
        assert fault["row"] == 3 and mark[1] in fault["problem"]["en"]
    fine = look(client, small, kind, "表.csv", text.format("").encode())
    assert fine.status_code == 200 and not fine.json().get("faults")


@pytest.mark.parametrize(("kind", "cell"), [("wishes", (3, 0)), ("roll", (3, 1))])
def test_a_workbook_names_the_cell(
    client: Client, small: Small, mark: tuple[str, str], kind: str, cell: tuple[int, int]
) -> None:
    """Its row (from 1) and column (from 0); a workbook cannot hold NUL."""
    if mark[0] == "\0":
        return
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(ROWS[kind]):
            sheet.write_row(at, 0, [one.format(mark[0]) for one in row])
    (fault,) = look(client, small, kind, "表.xlsx", out.getvalue()).json()["faults"]
    assert (fault["row"], fault["column"]) == cell and mark[1] in fault["problem"]["zh"]
