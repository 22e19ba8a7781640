"""The JSON API: what it tells, to whom, and how it says no."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from tickbox_core import Text, errors
from tickbox_core.testing.answers import misfits
from tickbox_server import problems

from ..installed import ACTS

Client = TestClient[Any]
Small = Any  # conftest's: the small town, its desk and its codes

HERE, OPEN, FINAL, PREPARED = "bamboo", "open-1", "final-1", "prepared-1"
THERE, DECIDED = "willow", "decided-1"
API = "/api/v1"
ROUND = f"{API}/areas/{HERE}/rounds/{OPEN}"
RESULT = f"{API}/areas/{THERE}/rounds/{DECIDED}"


def cast(
    client: Client,
    ticks: list[str],
    code: str | None = None,
    key: str = "key-of-mine",
    round_: str = ROUND,
    **headers: str,
) -> Any:
    """Post a ballot."""
    sent = {"Idempotency-Key": key, **headers} | ({} if code is None else {"Tickbox-Code": code})
    raw = {name.encode(): value.encode() for name, value in sent.items()}
    return client.post(f"{round_}/casts", json={"ticks": ticks}, headers=raw)


# -- casting -----------------------------------------------------------------------------------


def test_a_cast_is_answered_with_a_receipt_that_checks_as_counted(
    client: Client, small: Small
) -> None:
    """Code in a header, ballot in the body; the receipt's code then tells that it counts."""
    answer = cast(client, ["i1", "i3"], small.codes[0])
    assert answer.status_code == 201
    receipt = answer.json()
    checked = client.post(f"{ROUND}/check", json={"code": receipt["code"]})
    assert checked.status_code == 200
    assert checked.json()["counted"] is True
    assert checked.json()["index"] == receipt["index"]
    assert "ticks" not in checked.text
    assert client.get(f"{ROUND}/turnout").json() == {"participants": 1, "registered": 12}


def test_a_bearer_token_is_a_code_too(client: Client, small: Small) -> None:
    """``Authorization: Bearer CODE`` says who casts."""
    answer = cast(client, ["i1"], Authorization=f"Bearer {small.codes[1]}")
    assert answer.status_code == 201


def test_the_same_key_gives_the_same_receipt(client: Client, small: Small) -> None:
    """A lost reply is asked for again: one ballot, one receipt."""
    first, again = (cast(client, ["i1"], small.codes[0]) for _ in range(2))
    assert first.json() == again.json()
    assert client.get(f"{ROUND}/turnout").json()["participants"] == 1


def test_a_key_with_another_ballot_is_refused(client: Client, small: Small) -> None:
    """One key, one ballot."""
    cast(client, ["i1"], small.codes[0])
    refused = cast(client, ["i2"], small.codes[0])
    assert (refused.status_code, refused.json()["code"]) == (409, "key-reused")


def test_a_second_ballot_is_refused_where_none_is_allowed(client: Client, small: Small) -> None:
    """A round without revision counts the first ballot."""
    final = f"{API}/areas/{HERE}/rounds/{FINAL}"
    assert cast(client, ["i1"], small.final_codes[0], round_=final).status_code == 201
    again = cast(client, ["i2"], small.final_codes[0], "another-key", final)
    assert (again.status_code, again.json()["code"]) == (409, "already-cast")


@pytest.mark.parametrize(
    "code", [None, "", "nonsense", "AAAA-AAAA-AAAA-AAAA", "0" * 16, "电梯" * 8]
)
def test_nobody_casts_without_a_slot(client: Client, code: str | None) -> None:
    """No code, a wrong one and an unknown one get one and the same answer."""
    refused = cast(client, ["i1"], code)
    assert refused.status_code == 401
    assert refused.json()["code"] == "no-slot"
    assert refused.headers["www-authenticate"] == "Bearer"
    assert client.get(f"{ROUND}/turnout").json()["participants"] == 0


def test_a_code_of_another_round_is_nobody(client: Client, small: Small) -> None:
    """Codes are good for one round."""
    assert cast(client, ["i1"], small.final_codes[0]).status_code == 401


@pytest.mark.parametrize(
    "ticks, code", [(["i1", "i2", "i3", "i4"], "too-many-ticks"), ([], "too-few-ticks")]
)
def test_limits_are_explained(client: Client, small: Small, ticks: list[str], code: str) -> None:
    """Just over and just under the limits: 422, with the numbers as facts."""
    refused = cast(client, ticks, small.codes[0]).json()
    assert (refused["status"], refused["code"]) == (422, code)
    assert refused["facts"]["given"] == len(ticks)


@pytest.mark.parametrize("ticks", [["i1"], ["i1", "i2", "i3"]])
def test_ballots_on_the_limits_are_taken(client: Client, small: Small, ticks: list[str]) -> None:
    """Exactly the fewest and exactly the most."""
    assert cast(client, ticks, small.codes[0]).status_code == 201


@pytest.mark.parametrize("key", ["", "short", "x" * 201])
def test_a_cast_needs_a_key(client: Client, small: Small, key: str) -> None:
    """Without a usable Idempotency-Key pressing twice would not be safe."""
    refused = cast(client, ["i1"], small.codes[0], key)
    assert (refused.status_code, refused.json()["code"]) == (400, "no-key")


def test_a_decided_round_takes_no_ballot(client: Client, small: Small) -> None:
    """What counts is what came before the closing entry."""
    desk = small.town.desk(HERE)
    desk.close(OPEN)
    refused = cast(client, ["i1"], small.codes[0])
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"ticks": "i1"}',
        b'{"ticks": [1]}',
        b'{"ticks": ["i1"], "slot": "S"}',
        b'{"ticks": ["\\ud800"]}',
        b'{"ticks": [""]}',
        b"\xff",
    ],
)
def test_only_exactly_a_ballot_is_a_ballot(client: Client, small: Small, body: bytes) -> None:
    """Wrong types, unknown fields and broken JSON: one form of error, nothing recorded."""
    headers = {
        "Tickbox-Code": small.codes[0],
        "Idempotency-Key": "key-of-mine",
        "Content-Type": "application/json",
    }
    refused = client.post(f"{ROUND}/casts", content=body, headers=headers)
    assert refused.status_code == 400
    assert refused.headers["content-type"] == problems.MEDIA_TYPE
    assert client.get(f"{ROUND}/turnout").json()["participants"] == 0


def test_a_body_too_large_is_refused(client: Client, small: Small) -> None:
    """The limit is checked before anything is parsed."""
    refused = cast(client, ["x" * 100] * 1000, small.codes[0])
    assert refused.status_code == 413
    assert refused.headers["content-type"] == problems.MEDIA_TYPE


# -- reading -----------------------------------------------------------------------------------


def test_the_tree_says_which_areas_have_rounds(client: Client) -> None:
    """Every area with its parent; only neighbourhoods with a file of their own have rounds."""
    areas = {area["id"]: area for area in client.get(f"{API}/areas").json()}
    assert areas[HERE]["rounds"]
    assert not areas["north"]["rounds"]
    assert areas[HERE]["parent"] == "north"
    assert areas[HERE]["name"] == {"zh": "竹园居民区", "en": "Bamboo Garden"}


def test_rounds_under_preparation_are_not_told(client: Client) -> None:
    """A plan that has not opened is nobody's business."""
    told = [one["id"] for one in client.get(f"{API}/areas/{HERE}/rounds").json()]
    assert sorted(told) == sorted([OPEN, FINAL])
    assert client.get(f"{API}/areas/{HERE}/rounds/{PREPARED}").status_code == 404


def test_the_list_is_whole(client: Client) -> None:
    """Items in listed order with cost in fen and the kind of tick in words."""
    listed = client.get(f"{ROUND}/list").json()
    assert [one["id"] for one in listed] == [f"i{at}" for at in range(1, 7)]
    assert listed[1]["cost"] == 246_900
    assert listed[0]["cost"] is None
    assert listed[0]["question"] == "preference"
    assert listed[0]["disclosures"] == []


def test_no_result_is_told_while_ticking_is_open(client: Client, small: Small) -> None:
    """Turnout only: no outcome, no bundle."""
    cast(client, ["i1"], small.codes[0])
    assert client.get(f"{ROUND}/outcome").status_code == 404
    assert client.get(f"{ROUND}/bundle").status_code == 409


def test_the_published_result_has_shares_and_reasons(client: Client) -> None:
    """Numerator, denominator and base stand beside each percentage."""
    outcome = client.get(f"{RESULT}/outcome").json()
    first = outcome["ranking"][0]
    assert outcome["ballots"] == 5
    assert (first["item"], first["rank"], first["ticks"], first["chosen"]) == ("i1", 1, 3, True)
    assert first["share"]["numerator"] == 3
    assert first["share"]["denominator"] == 5
    assert first["share"]["base"] == "participants"
    assert first["why"]["zh"]
    assert first["why"]["en"]
    assert outcome["selected"] == ["i1", "i2"]


def test_the_bundle_is_a_zip(client: Client) -> None:
    """The bytes that the desk hands out, as a download."""
    bundle = client.get(f"{RESULT}/bundle")
    assert bundle.headers["content-type"] == "application/zip"
    assert "ledger.jsonl" in zipfile.ZipFile(io.BytesIO(bundle.content)).namelist()


def test_the_checkpoint_is_signed(client: Client) -> None:
    """Size, root and signature, to be kept outside."""
    checkpoint = client.get(f"{RESULT}/checkpoint").json()
    assert checkpoint["size"] == 3 + 5 + 2
    assert len(checkpoint["signature"]) == 128


def test_figures_and_problems(client: Client) -> None:
    """The year's numbers by area and in all, and each problem with its state."""
    town = client.get(f"{API}/figures").json()
    assert town["total"]["participations"] == 5
    assert town["by_area"][THERE]["participations"] == 5
    assert client.get(f"{API}/areas/{HERE}/figures").json()["problems_solved"] == 1
    told = client.get(f"{API}/areas/{HERE}/problems").json()
    assert [one["solved"] for one in told] == [None, "2026-01-09"]


@pytest.mark.parametrize(
    "path",
    [
        f"/areas/{THERE}/rounds/{OPEN}",
        f"/areas/{HERE}/rounds/{DECIDED}/outcome",
        f"/areas/nowhere/rounds/{OPEN}/list",
        "/areas/north/rounds",
        "/areas/nowhere/figures",
        "/areas/nowhere/problems",
        "/areas/..%2f..%2fkeys/rounds",
        "/nothing",
    ],
)
def test_a_strangers_area_or_round_is_not_there(client: Client, path: str) -> None:
    """404 for what belongs to another area, never 403: nothing is given away."""
    answer = client.get(API + path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == problems.MEDIA_TYPE


def test_a_code_does_not_cast_in_another_area(client: Client, small: Small) -> None:
    """The round is looked for in the area of the address only."""
    there = f"{API}/areas/{THERE}/rounds/{OPEN}"
    assert cast(client, ["i1"], small.codes[0], round_=there).status_code == 404


def test_a_receipt_nobody_was_given_is_not_there(client: Client) -> None:
    """404, as for anything else that is not there."""
    assert client.post(f"{ROUND}/check", json={"code": "AAAA-AAAA"}).status_code == 404


# -- errors and description --------------------------------------------------------------------


@pytest.mark.parametrize("language, word", [("en", "code"), ("zh-CN,zh;q=0.9", "打钩码")])
def test_errors_speak_the_language_asked_for(client: Client, language: str, word: str) -> None:
    """``detail`` by Accept-Language, ``text`` in both, whatever was asked for."""
    refused = cast(client, ["i1"], **{"Accept-Language": language})
    assert word in refused.json()["detail"]
    assert set(refused.json()["text"]) == {"zh", "en"}
    assert refused.json()["type"] == "urn:tickbox:problem:no-slot"


def test_the_servers_own_failure_is_told_in_general(client: Client, small: Small) -> None:
    """An inner error is logged; neither its words nor the data folder's path get out."""

    def broken(*_: object) -> None:
        raise errors.StoreUnsafe("/secret/place", Text("坏了", "broken"))

    small.desk.turnout = broken
    answer = client.get(f"{ROUND}/turnout")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["code"] == "failed"


def test_the_description_is_openapi_3_1_and_whole(client: Client) -> None:
    """Every route of the API is described, with its problems; pages are not in it."""
    described = client.get(f"{API}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert f"{API}/areas/{{area}}/rounds/{{round}}/casts" in described["paths"]
    assert not [path for path in described["paths"] if path.startswith("/n/")]
    casts = described["paths"][f"{API}/areas/{{area}}/rounds/{{round}}/casts"]["post"]
    assert {"201", "401", "409", "422", "503"} <= set(casts["responses"])
    assert [p["name"] for p in casts["parameters"] if p["in"] == "header"] == ["Idempotency-Key"]
    unauthorised = casts["responses"]["401"]["content"]
    assert list(unauthorised) == [problems.MEDIA_TYPE]


def test_the_description_says_what_each_act_asks_and_answers(client: Client) -> None:
    """A path for every act with its types: a question has its fields in the address."""
    described = client.get(f"{API}/openapi.json").json()
    acts = f"{API}/areas/{{area}}/acts"
    operations = {
        key: described["paths"][f"{acts}/{key}"]["get" if act.reads else "post"]
        for key, act in ACTS.items()
    }
    answers = {
        key: one["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
        for key, one in operations.items()
    }
    components = "#/components/schemas"
    assert answers["motion/publish"] == {"answer": {"$ref": f"{components}/DecisionAnswer"}}
    assert answers["problem/list"]["answer"]["items"] == {"$ref": f"{components}/ProblemAnswer"}
    tallied = described["components"]["schemas"]["TallyAnswer"]["properties"]["total"]
    assert "0.01 m²" in str(tallied)
    names = [one["operationId"] for one in operations.values()]
    assert len(set(names)) == len(ACTS)
    assert all(name.isalnum() for name in names)
    show = {one["name"]: one["required"] for one in operations["keeping/due"]["parameters"]}
    assert show == {"area": True, "round": False, "before": False}
    body = operations["motion/post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["id"]
    for key, act in ACTS.items():
        headers = [one["name"] for one in operations[key]["parameters"] if one["in"] == "header"]
        assert headers == (["Tickbox-Second"] if act.second else []), key


def test_nothing_in_the_description_leads_nowhere(client: Client) -> None:
    """Every reference is to a component that is there, and paths keep their one handler."""
    text = client.get(f"{API}/openapi.json").text
    described = json.loads(text)
    named = set(re.findall(r'"\$ref":"#/components/schemas/([^"]+)"', text.replace(": ", ":")))
    assert len(named) > 60
    assert named <= set(described["components"]["schemas"])
    assert "#/$defs/" not in text
    known = f"{API}/areas/{{area}}/acts/{{stage}}/{{name}}"
    assert set(described["paths"][known]) == {"get", "post"}


def test_the_catalogue_says_what_each_act_answers(client: Client, small: Small) -> None:
    """A schema by itself, which the answers over HTTP fit."""
    acts = {one["act"]: one for one in client.get(f"{API}/acts").json()}
    assert {key: one["answer"] for key, one in acts.items()} == {
        key: act.answer_schema for key, act in ACTS.items()
    }
    token = small.town.add_staff(HERE, "小林")
    staff = {"Authorization": f"Bearer {token}"}
    for key in ("round/list", "wish/all", "people/offices", "keeping/due"):
        answered = client.get(f"{API}/areas/{HERE}/acts/{key}", headers=staff).json()["answer"]
        assert list(misfits(acts[key]["answer"], answered)) == []
        assert list(misfits(acts[key]["answer"], {"x": 1}))


def test_every_documented_answer_decodes_into_its_paper(client: Client) -> None:
    """An error is exactly the documented shape: no field more, none less."""
    refused = cast(client, ["i1"])
    from tickbox_server.papers import ProblemDetails

    assert msgspec.json.decode(refused.content, type=ProblemDetails).status == 401


def test_health_tells_of_the_wal_reset_bug(client: Client) -> None:
    """The SQLite in use and whether it is one of those that can lose data."""
    health = client.get("/health").json()
    assert health["status"] == "ok"
    assert isinstance(health["sqlite_wal_reset_bug"], bool)


def test_ready_tells_by_which_clock_hours_are_told(client: Client) -> None:
    """The town's zone and the time there."""
    ready = client.get("/ready").json()
    assert ready["areas"] == 2
    assert ready["zone"] == "Asia/Shanghai"
    assert ready["now"].endswith("+08:00")


# -- turnout by building -----------------------------------------------------------------------


def test_turnout_by_building_tells_of_no_handful(client: Client, small: Small) -> None:
    """Twelve residents of one stairwell: the total and nothing else, on the API and the wall."""
    answer = client.get(f"{ROUND}/turnout/buildings").json()
    assert (answer["registered"], answer["cells"]) == (12, [])
    assert answer["withheld"] == [""]
    assert "各楼参与情况" not in client.get(f"/n/{HERE}/{OPEN}/wall").text
