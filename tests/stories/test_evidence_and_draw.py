"""After a motion: the file for a court is made, taken and checked; papers are drawn and asked."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.bundle import check_evidence
from tickbox_core.cli.main import main
from tickbox_core.desk.motions.rows import leaf_of
from tickbox_core.desk.notices import Sender, motion_notice
from tickbox_core.errors import BadValue
from tickbox_core.workflow.diary import history
from tickbox_core.workflow.log import entries
from tickbox_server import create_app

from .estate import LIN, WU, ZHOU, Estate, estate, homes

ID = "fee"
DICE = "35162 41163 25446 13256"


def voted(at: Estate) -> None:
    """Twenty-four homes, twenty papers keyed twice; passed and published."""
    at.do("motion/prepare", id=ID, question="物业费调价", matter="property-fee",
        jurisdiction="cn-shanghai")  # fmt: skip
    units = homes()
    marks = dict.fromkeys(units[:16], "yes") | dict.fromkeys(units[16:20], "no")
    assert at.vote(ID, marks, ("1", "2", "3"))["result"] == "passed"


def test_the_file_for_a_court_is_made_by_two_and_opens_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two sign for it; only they take it, the same to the byte; it verifies, and nothing leaks."""
    with estate(tmp_path) as at:
        assert "motion" in at.refused("motion/evidence", id="nothing", given_to="法院")
        voted(at)
        made = at.do("motion/evidence", id=ID, given_to="区人民法院，业主起诉")
        assert [part["name"] for part in made["parts"]][:3] == [
            "README.txt", "sealed.zip", "public.zip",
        ]  # fmt: skip
        at.do("motion/dispute", id=ID, reason="业主起诉")  # later: not in it
        taken = at.do("motion/evidence-file", id=ID, digest=made["digest"])
        data = base64.b64decode(taken["content"])
        assert len(data) == made["size"]
        assert taken == at.do("motion/evidence-file", ZHOU, id=ID, digest=made["digest"])
        assert taken == at.do("motion/evidence-file", id=ID)  # the newest
        assert "no evidence file" in at.refused("motion/evidence-file", WU, id=ID)
        assert "the two who signed" in at.refused(
            "motion/evidence-file", WU, id=ID, digest=made["digest"]
        )
        assert "no evidence file" in at.refused("motion/evidence-file", id=ID, digest="0" * 64)
        found = check_evidence(data)
        assert (found.status, found.motion, found.digest) == (0, ID, made["digest"])
        _holds_everything(data)
        _is_found_out_when_changed(data)
        file = tmp_path / "evidence.zip"
        file.write_bytes(data)
        assert main(["evidence", "check", str(file), "--lang", "en"]) == 0
        assert "all of it agrees" in capsys.readouterr().out
        public = json.dumps(at.ask("motion/show", id=ID), ensure_ascii=False)
        assert "evidence" not in public
        assert made["digest"] not in public
        assert "起诉" not in public


def _holds_everything(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        read = [json.loads(one) for one in archive.read("readings.jsonl").splitlines()]
        diary = [json.loads(one) for one in archive.read("diary.jsonl").splitlines()]
        law = json.loads(archive.read("law.json"))
        assert b"def recount" in archive.read("recount.py")
    assert len(read) == 20
    assert {one["by"] for paper in read for one in paper["read"]} == {LIN.name, ZHOU.name}
    assert {"motion-paper-read", "motion-posted"} <= {one["kind"] for one in diary}
    assert not {"motion-dispute", "motion-evidence"} & {one["kind"] for one in diary}
    assert all(one["source"]["zh"] for one in law)


def _is_found_out_when_changed(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name in ("readings.jsonl", "sealed.zip", "law.json"):
        found = check_evidence(zipped({**files, name: files[name] + b" "}))
        assert found.status == 1
        assert any(name in fault.en for fault in found.faults)
    assert check_evidence(zipped({k: v for k, v in files.items() if k != "law.json"})).status == 1
    for strange in (b"", b"PK", zipped({"contents.json": b"{}"}), zipped({**files, "x": b""})):
        with pytest.raises(BadValue, match="no evidence file"):
            check_evidence(strange)


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_papers_are_drawn_by_dice_and_their_owners_asked(tmp_path: Path) -> None:
    """Only after the result; two see who was drawn; all four answers are counted; no verdict."""
    with estate(tmp_path) as at:
        voted(at)
        before = at.ask("motion/show", id=ID)
        assert "Draw fewer" in at.refused("paper/draw", id=ID, number=21, dice=DICE)
        assert "1 throw" in at.refused("paper/draw", id=ID, number=8, dice="3")
        made = at.do("paper/draw", id=ID, number=8, dice=DICE)
        assert (made["size"], made["among"], made["said"]) == (8, 20, None)
        assert "used before" in at.refused("paper/draw", id=ID, number=9, dice=DICE)
        assert "alone" in at.refused("paper/drawn", WU, id=ID)
        drawn = at.do("paper/drawn", ZHOU, id=ID)
        assert len({one["place"] for one in drawn}) == 8
        voted_no = homes()[16:20]
        for one in drawn:  # the name on the roll, and what the paper says
            assert one["voters"] == [f"甲{one['place']}"]
            assert one["paper"]["en"] == ("Against" if one["place"] in voted_no else "Agree")
        assert _again(at, made) == [one["place"] for one in drawn]
        (shown,) = at.ask("motion/show", id=ID)["drawings"]
        assert "being asked" in shown["words"]["en"]
        said = ["agrees"] * 5 + ["declined", "not-reached", "differs"]
        for one, answer in zip(drawn, said, strict=True):
            asked = {"id": ID, "place": one["place"], "said": answer, "independent": True}
            if answer == "differs":
                _nobody_else_asks(at, asked, drawn)
            found = at.do("paper/drawn-answer", asker="退休教师老金", **asked)
        assert found["said"] == {"agrees": 5, "differs": 1, "declined": 1, "not-reached": 1}
        (shown,) = at.ask("motion/show", id=ID)["drawings"]
        assert "with their owners if they wish" in shown["words"]["en"]
        assert "a dispute can be declared" in shown["words"]["en"]
        printed = str(motion_notice(at.desk, ID, Sender()))
        assert shown["words"]["zh"] in printed
        public = printed + json.dumps(at.ask("motion/show", id=ID), ensure_ascii=False)
        assert not [one["place"] for one in drawn if one["place"] in public]
        _is_on_the_page(at)
        after = at.ask("motion/show", id=ID)
        assert after.pop("drawings")
        assert after == before
        at.recounts()


def _is_on_the_page(at: Estate) -> None:
    """The page says it in both languages, its JSON twin in numbers; nobody is named by either."""
    app = create_app(at.town)
    with TestClient(app) as client:
        for language, said in (("zh", "不一致1人"), ("en", "it is not what they said: 1")):
            page = client.get(f"/n/n1/motions/{ID}", headers={"Accept-Language": language})
            assert said in page.text
            assert "金" not in page.text.replace("基金", "")
        (shown,) = client.get(f"/api/v1/areas/n1/motions/{ID}").json()["drawings"]
        assert shown["said"]["differs"] == 1


def _again(at: Estate, made: Any) -> list[str]:
    """Drawn again from dice, root and the public leaves, as whoever may open them can."""
    seats = at.desk.motions.seats(ID)
    places = {leaf_of(seat).hex(): seat.head.places[0] for seat in seats}
    papers = {one["slot"] for one in entries(at.desk.context.store, ID) if one["kind"] == "cast"}
    counted = [leaf_of(seat).hex() for seat in seats if seat.slot in papers]
    with zipfile.ZipFile(io.BytesIO(at.desk.motions.bundle(ID))) as archive:
        root = json.loads(archive.read("checkpoint.json"))["root"]
    assert root == made["root"]
    seed = f"{DICE.replace(' ', '')}:{root}"
    tickets = sorted(counted, key=lambda one: hashlib.sha256(f"{seed}\0{one}".encode()).digest())
    return [places[one] for one in tickets[:8]]


def _nobody_else_asks(at: Estate, asked: dict[str, Any], drawn: list[Any]) -> None:
    """Nobody with an office, nobody who does not say so; a third learns not who was drawn."""
    fresh = {**asked, "independent": False}
    assert "neither committee" in at.refused("paper/drawn-answer", asker="老金", **fresh)
    at.do("people/group", id="g", estate="e1", title="监督小组", members=["张楼长"],
        since="2026-01-01", until="2030-12-31")  # fmt: skip
    assert "holds an office" in at.refused("paper/drawn-answer", asker="张楼长", **asked)
    left = next(one for one in homes() if one not in [each["place"] for each in drawn])
    others = {**asked, "place": left}
    assert "was not drawn" in at.refused("paper/drawn-answer", asker="老金", **others)
    third = [at.refused("paper/drawn-answer", WU, asker="老金", **one) for one in (asked, others)]
    assert third[0] == third[1]


def test_small_drawings_are_not_posted(tmp_path: Path) -> None:
    """Four are too few, and so are all but four; before the result nothing is drawn."""
    with estate(tmp_path) as at:
        at.do("motion/prepare", id="early", question="早", matter="other",
            jurisdiction="cn-shanghai")  # fmt: skip
        assert "being prepared" in at.refused("paper/draw", id="early", number=5, dice=DICE)
        voted(at)
        for number, size, shown in ((1, 4, 0), (2, 16, 0), (3, 5, 1), (4, 15, 2)):
            dice = f"{number}{number}" + "1" * 18
            of = at.do("paper/draw", id=ID, number=size, dice=dice)
            assert of["number"] == number
            posted = at.ask("motion/show", id=ID).get("drawings", [])
            assert len(posted) == shown
        written = json.dumps([dict(one.facts) for one in history(at.desk.context.store)])
        assert "11" + "1" * 18 not in written  # sealed altogether
        assert "33" + "1" * 18 in written
        heads = at.do("paper/draw", id=ID, number=6, dice="6" * 20, of="heads")
        assert heads["among"] == 24
