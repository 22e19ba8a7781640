"""The wall for programs: Atom, iCalendar and tables that say what the pages say, and no more."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.desk import Dated
from tickbox_core.desk.paper import PaperBallots
from tickbox_core.testing.strategies import lasting
from tickbox_core.text import Text
from tickbox_open_data import feeds

HERE, THERE, OPEN, DECIDED = "bamboo", "willow", "open-1", "decided-1"
TITLE = Text("一村", "Village One")
NEWS = (
    Dated(date(2026, 3, 1), "posted", "r1", Text("春季", "Spring"), Text("公示", "posted"),
          date(2026, 3, 8)),
    Dated(date(2026, 3, 9), "opened", "r1", Text("春季", "Spring"), Text("开始", "opens")),
)  # fmt: skip
ATOM = {"a": feeds.ATOM}


def unfolded(data):
    """The lines of a calendar as they were before folding."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_feed_is_atom_with_the_newest_first():
    """Ids that stay, times, summaries with both days of a span."""
    feed = Xml.fromstring(feeds.atom("n1", TITLE, NEWS, "/n/n1", "/n/n1", "en"))
    assert feed.tag == f"{{{feeds.ATOM}}}feed"
    titles = [entry.findtext("a:title", "", ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert titles == ["Spring: opens", "Spring: posted"]
    assert [e.findtext("a:id", "", ATOM) for e in feed.findall("a:entry", ATOM)] == [
        "urn:tickbox:n1:r1:opened", "urn:tickbox:n1:r1:posted",
    ]  # fmt: skip
    assert feed.findtext("a:updated", "", ATOM) == "2026-03-09T00:00:00Z"
    assert "2026-03-01 to 2026-03-08" in Xml.tostring(feed, encoding="unicode")


def test_a_feed_without_news_is_still_one():
    """An area that has done nothing yet."""
    feed = Xml.fromstring(feeds.atom("n1", TITLE, (), "/", "/", "zh"))
    assert feed.findtext("a:title", "", ATOM) == "一村" and not feed.findall("a:entry", ATOM)


def test_a_calendar_has_whole_days_and_ends_after_the_last():
    """The end of a day is the next one, as RFC 5545 has it."""
    lines = unfolded(feeds.calendar("n1", TITLE, NEWS, "zh"))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20260301" in lines and "DTEND;VALUE=DATE:20260309" in lines
    assert "DTEND;VALUE=DATE:20260310" in lines
    assert "SUMMARY:春季: 公示" in lines


@lasting
@given(st.text(max_size=200))
def test_whatever_a_title_holds_feed_and_calendar_hold(words):
    """Markup, line ends, emoji: well-formed, lines of at most 75 bytes, nothing injected."""
    news = (Dated(date(2026, 3, 1), "posted", "r1", Text(words, words), Text("公示", "posted")),)
    Xml.fromstring(feeds.atom("n1", TITLE, news, "/", "/", "zh"))
    data = feeds.calendar("n1", TITLE, news, "zh")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert sum(line == "BEGIN:VEVENT" for line in unfolded(data)) == 1


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("灯", "灯"), (5, 5),
     ("1-2", "1-2"), ("\t=1", "'\t=1")],
)  # fmt: skip
def test_a_cell_is_no_formula(cell, kept):
    """Text that a spreadsheet would compute is marked as text."""
    assert feeds.inert(cell) == kept


class TestTheRoutes:
    """Through the server."""

    def test_each_is_served_with_its_type(self, client):
        """The feed, the calendar, tables and their description."""
        area, round = THERE, DECIDED
        for path, kind in (
            (f"/n/{area}/feed.atom", "application/atom+xml"),
            (f"/n/{area}/calendar.ics", "text/calendar"),
            (f"/n/{area}/{round}/list.csv", "text/csv"),
            (f"/n/{area}/{round}/result.csv", "text/csv"),
            (f"/n/{area}/{round}/datapackage.json", "application/json"),
        ):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].startswith(kind)

    def test_the_tables_say_what_the_result_says(self, client):
        """Each row's exact share, and a description with every column."""
        area, round = THERE, DECIDED
        text = client.get(f"/n/{area}/{round}/result.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        outcome = client.get(f"/api/v1/areas/{area}/rounds/{round}/outcome").json()
        assert [row["id"] for row in rows] == [row["item"] for row in outcome["ranking"]]
        assert rows[0]["share"] == f"{rows[0]['ticks']}/{rows[0]['base_size']}"
        package = json.loads(client.get(f"/n/{area}/{round}/datapackage.json").content)
        described = {r["path"]: [f["name"] for f in r["schema"]["fields"]]
                     for r in package["resources"]}  # fmt: skip
        assert described["result.csv"] == list(rows[0])

    def test_a_published_result_leads_to_its_files(self, client):
        """In the feed, beside that entry alone, and in the twin: addresses that answer."""
        area, round = THERE, DECIDED
        feed = Xml.fromstring(client.get(f"/n/{area}/feed.atom").content)
        found = {
            entry.findtext("a:id", "", ATOM): {
                link.get("type"): link.get("href")
                for link in entry.findall("a:link[@rel='enclosure']", ATOM)
            }
            for entry in feed.findall("a:entry", ATOM)
        }
        files = found.pop(f"urn:tickbox:{area}:{round}:decided")
        assert not any(found.values())
        twin = client.get(f"/api/v1/areas/{area}/rounds/{round}/outcome").json()
        assert files == {"application/zip": twin["bundle"], "text/plain": twin["pabulib"]}
        for kind, address in files.items():
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(kind)

    def test_where_only_sums_are_known_there_is_the_bundle_alone(self, client, monkeypatch):
        """As on the page: no ballots for other programs."""
        monkeypatch.setattr(PaperBallots, "counted_on_sheets", lambda self, round_id: True)
        area, round = THERE, DECIDED
        twin = client.get(f"/api/v1/areas/{area}/rounds/{round}/outcome").json()
        assert twin["pabulib"] is None and twin["bundle"].endswith("/bundle")
        feed = client.get(f"/n/{area}/feed.atom").text
        assert twin["bundle"] in feed and "pabulib" not in feed

    def test_a_result_that_is_not_published_is_not_there(self, client):
        """Nor in the description; a stranger's area is not there at all."""
        area, round = HERE, OPEN
        assert client.get(f"/n/{area}/{round}/result.csv").status_code == 404
        package = json.loads(client.get(f"/n/{area}/{round}/datapackage.json").content)
        assert [resource["path"] for resource in package["resources"]] == ["list.csv"]
        assert client.get("/n/nowhere/feed.atom").status_code == 404
