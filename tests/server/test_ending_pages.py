"""Pages say how long it is until the announced hour, and afterwards that it has come."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from litestar.testing import TestClient

from tickbox_core.desk import Cast, Town
from tickbox_core.model import State
from tickbox_core.model.local_time import read_zone
from tickbox_core.testing import desks, towns
from tickbox_core.workflow import log
from tickbox_core.workflow.deadlines import Announced
from tickbox_server import Settings, create_app

from . import asking_town

R1 = desks.ROUND
SHANGHAI = read_zone("Asia/Shanghai")
HOUR = datetime(2026, 3, 8, 18, tzinfo=SHANGHAI)


@pytest.fixture
def clock():
    """Noon of 6 March, in UTC."""
    return towns.SteppedClock()


@pytest.fixture
def town(clock, tmp_path):
    """A list that opens on 7 March at 8:00 and ends on 8 March at 18:00, posted."""
    town = Town(tmp_path / "t", clock=clock)
    town.plant(towns.TREE)
    desk = town.found("n1")
    days = {"opens": date(2026, 3, 7), "opens_at": "08:00", "extensions": 1, "extension_days": 2}
    desk.prepare(desks.plan(closes=date(2026, 3, 8), closes_at="18:00", revisable=True, **days))
    desk.register(R1, desks.roll())
    desks.make_ready(desk, R1).posting.post(R1, whole=True)
    yield town
    town.close()


@pytest.fixture
def client(town):
    """Mounted without a lifespan: no thread nudges."""
    return TestClient(create_app(town, settings=Settings(round_seconds=0.0)))


def text(client, path, language="zh"):
    """What a page says."""
    answer = client.get(path, headers={"Accept-Language": language})
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_request_opens_the_list_at_its_hour(client, clock, town):
    """Before it the page says when; whoever asks first finds it open."""
    assert "将于2026年3月7日08:00自动开放打钩" in text(client, "/n/n1/r1")
    assert "Opens by itself at 08:00 on 7 March 2026" in text(client, "/n/n1/r1", "en")
    clock.now = datetime(2026, 3, 7, 8, tzinfo=SHANGHAI)
    said = text(client, "/n/n1/r1")
    assert "请勾选" in said or "打上钩" in said or "最多" in said
    assert "还有1天10小时，2026年3月8日18:00截止" in said
    assert town.desk("n1").round(R1).opened_at


def test_the_last_minute_and_after_it(client, clock, town):
    """A minute is a minute; then the list is no form any more, and it stays said."""
    clock.now = datetime(2026, 3, 7, 8, tzinfo=SHANGHAI)
    text(client, "/n/n1/r1")
    clock.now = HOUR - timedelta(seconds=30)
    assert "还有1分钟" in text(client, "/n/n1/r1")
    assert "1 minute left, until 18:00 on 8 March 2026" in text(client, "/n/n1/r1", "en")
    clock.now = HOUR
    said = text(client, "/n/n1/r1")
    assert "已于2026年3月8日18:00截止，计票中" in said
    assert 'name="tick"' not in client.get("/n/n1/r1").text
    assert town.desk("n1").round(R1).state is State.COUNTING
    assert "已按公告于2026年3月8日18:00截止" in text(client, "/n/n1/r1")


def test_the_walls_json_says_what_the_page_says(client, clock, town):
    """Posted, open, ended with paper out: the same sentence, and what closing waits for."""

    def twin():
        return client.get("/api/v1/areas/n1/rounds/r1/wall").json()

    assert twin()["ending"]["en"] == "ticking goes on until 18:00 on 8 March 2026"
    clock.now = datetime(2026, 3, 7, 8, tzinfo=SHANGHAI)
    assert twin()["ending"]["zh"] == "还有1天10小时，2026年3月8日18:00截止"
    desk = town.desk("n1")
    desk.paper.print_batch(R1, "b1", "甲", [desk.slots(R1)[0].slot])
    clock.now = HOUR
    said = twin()
    assert said["state_words"]["en"] == "ended at 18:00 on 8 March 2026, paper is being entered"
    assert "Closing waits for: batches are not reconciled: b1" in said["ending"]["en"]
    assert "截止等：批次还没有核对：b1" in text(client, "/n/n1/r1")


def test_a_late_ballot_is_answered_with_the_hour(client, clock, town):
    """On the page and on the API; the ballot is not taken."""
    clock.now = datetime(2026, 3, 7, 8, tzinfo=SHANGHAI)
    text(client, "/n/n1/r1")
    desk = town.desk("n1")
    slot = desk.slots(R1)[0].slot
    code = desk.issue_codes(R1, [slot])[slot]
    clock.now = HOUR
    answer = client.post(
        "/api/v1/areas/n1/rounds/r1/casts",
        json={"ticks": ["gate"]},
        headers={"Idempotency-Key": "late-ballot-0001", "Tickbox-Code": code},
    )
    assert answer.status_code == 409
    assert "2026年3月8日18:00" in str(answer.json())
    with pytest.raises(Exception, match="18:00 on 8 March 2026"):
        desk.cast(R1, Cast(slot, ("gate",), "late"))
    page = client.post("/n/n1/r1/review", data={"tick": "gate"})
    assert page.status_code == 409
    assert "2026年3月8日18:00" in page.text
    assert desk.turnout(R1).participants == 0


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_a_late_answer_to_a_motion_is_answered_with_the_hour(clock, tmp_path, late):
    """On page and API, as to a round: on the hour, and once it has closed; not a second before."""
    town = asking_town.town(tmp_path / "m", clock)
    desk = town.desk("n1")
    codes = asking_town.ask(desk, announced=Announced(date(2026, 3, 8), "18:00"))
    client = TestClient(create_app(town, settings=Settings(round_seconds=0.0)))
    there, page = "/api/v1/areas/n1/motions/m1", "/n/n1/motions/m1"

    def said(home, key, language="en"):
        headers = {"Idempotency-Key": f"a-random-{key}", "Tickbox-Code": codes[home]}
        headers["Accept-Language"] = language
        return client.post(f"{there}/casts", json={"mark": "yes"}, headers=headers)

    clock.now = HOUR - timedelta(seconds=1)
    assert said("u3", "before-it").status_code == 201
    clock.now = HOUR + late
    assert said("u3", "before-it").status_code == 201, "the same key has the same receipt"
    if late:
        desk.motions.close("m1")
    refused = said("u4", "behind-it")
    assert (refused.status_code, refused.json()["code"]) == (409, "ticking-ended")
    assert "ended as announced, at 18:00 on 8 March 2026" in refused.json()["detail"]
    assert "已按公告于2026年3月8日18:00截止" in said("u4", "behind-it", "zh").json()["detail"]
    mine = client.get(f"{there}/mine", headers={"Tickbox-Code": codes["u4"]})
    assert mine.status_code == 200, "how one is counted can be seen before and after"
    on_page = client.post(f"{page}/review", data={"tick": "yes"}, headers={"Accept-Language": "en"})
    assert on_page.status_code == 409
    assert "ended as announced, at 18:00 on 8 March 2026" in on_page.text
    kinds = [one["kind"] for one in log.entries(desk.context.store, "m1")]
    assert kinds.count("cast") == 1
    town.close()


def test_an_extension_is_posted_with_its_reason(client, clock, town):
    """On the list, as long as it stands."""
    clock.now = datetime(2026, 3, 7, 8, tzinfo=SHANGHAI)
    text(client, "/n/n1/r1")
    from tickbox_core.text import Text

    town.desk("n1").extend(R1, HOUR + timedelta(days=1), Text("暴雨", "rain"))
    said = text(client, "/n/n1/r1")
    assert "截止时间由2026年3月8日18:00延至2026年3月9日18:00，理由：暴雨" in said


def test_a_list_that_another_process_opened_is_not_said_to_open(clock, town, tmp_path):
    """A page may be some seconds old, but never says that a past hour is still to come."""
    old = TestClient(create_app(town, settings=Settings(round_seconds=3600.0)))
    assert "将于2026年3月7日08:00自动开放打钩" in text(old, "/n/n1/r1")
    clock.now = datetime(2026, 3, 7, 8, tzinfo=SHANGHAI)
    other = Town(tmp_path / "t", clock=clock)
    assert other.desk("n1").catch_up()
    other.close()
    assert "自动开放打钩" not in text(old, "/n/n1/r1")
    assert "opens by itself" not in text(old, "/n/n1/r1", "en").lower()


def test_an_answer_that_was_taken_has_its_receipt_behind_the_hour_too(clock, tmp_path):
    """The last press sent twice, once on either side of the hour: one receipt, no refusal."""
    town = asking_town.town(tmp_path / "m", clock)
    desk, page = town.desk("n1"), "/n/n1/motions/m1"
    codes = asking_town.ask(desk, announced=Announced(date(2026, 3, 8), "18:00"))
    client = TestClient(create_app(town, settings=Settings(round_seconds=0.0)))
    clock.now = HOUR - timedelta(seconds=1)
    form = asking_town.carried(asking_town.to_confirm(client, page, "yes", codes["u3"]).text)
    late = asking_town.carried(asking_town.to_confirm(client, page, "yes", codes["u4"]).text)
    first = asking_town.post(client, f"{page}/cast", "yes", **form)
    clock.now = HOUR
    again = asking_town.post(client, f"{page}/cast", "yes", **form)
    assert asking_town.receipt_code(again.text) == asking_town.receipt_code(first.text)
    refused = asking_town.post(client, f"{page}/cast", "yes", **late)
    assert refused.status_code == 409
    assert "ended as announced, at 18:00 on 8 March 2026" in refused.text
    town.close()
