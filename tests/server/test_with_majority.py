"""从众 by every door: a rule said over the API, ticked online, keyed on the console, published."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from tickbox_core.bundle import differences
from tickbox_core.playing.stage import Clock
from tickbox_server import create_app

from .asking_town import HERE, answer, town
from .test_ties import words

ID, RULE = "m1", "业主大会议事规则第九条"
PAGE, DATA = f"/n/{HERE}/motions/{ID}", f"/api/v1/areas/{HERE}/motions/{ID}"


def test_from_the_rule_to_the_result(tmp_path: Path) -> None:
    """Four boxes and a warning on the page; online, on paper, and what it was counted with."""
    made = town(tmp_path / "town", Clock())
    tokens = made.add_staff(HERE, "小林"), made.add_staff(HERE, "老周")
    with TestClient(create_app(made), base_url="http://testserver.local") as client:

        def do(key: str, **given: Any) -> Any:
            headers = {"Authorization": f"Bearer {tokens[0]}", "Tickbox-Second": tokens[1]}
            there = f"/api/v1/areas/{HERE}/acts/{key}"
            found = client.post(there, json={"id": ID, **given}, headers=headers)
            assert found.status_code in (200, 201), found.text
            return found.json()["answer"]

        do("motion/prepare", question="装电动门", matter="other", jurisdiction="here")
        do("motion/answer", question="marks.with_majority", answer="是", source=RULE)
        table = "房屋编号,楼栋,建筑面积,业主编号\n"
        table += "".join(f"h{n},8号楼,{50 + n},o{n}\n" for n in range(5))
        do("motion/register", table=table)
        do("motion/post")
        do("motion/open")
        by_unit = {slip["places"][0]: slip["code"] for slip in do("motion/codes")["slips"]}
        for language, said in (("zh", "从众"), ("en", "With the majority")):
            page = client.get(PAGE, headers={"Accept-Language": language}).text
            titles = re.findall(r'name="tick" value="([a-z-]+)"', page)
            assert titles == ["yes", "no", "abstain", "with-majority"]
            assert said in page and RULE in page
        assert client.get(DATA).json()["majority"]["zh"].startswith("填“从众”的，依约定")
        receipt = answer(client, PAGE, "with-majority", by_unit["h0"])
        assert "Your answer counts" in receipt.text
        taken = client.post(
            f"{DATA}/casts", json={"mark": "with-majority"},
            headers={"Tickbox-Code": by_unit["h1"], "Idempotency-Key": "key-for-h1-aaaa"},
        )  # fmt: skip
        assert taken.status_code == 201, taken.text
        for home, mark in (("h2", "no"), ("h3", "no"), ("h4", "yes")):
            do("motion/cast", place=home, mark=mark, by=f"o{home[1]}")
        do("motion/close")
        told = do("motion/publish")
        assert told["result"] == "rejected"
        by_heads = told["tallies"][0]
        assert (by_heads["marks"]["no"], by_heads["followed"]) == (4, 2)
        shown = words(client.get(PAGE, headers={"Accept-Language": "zh"}).text)
        assert f"2名填“从众”者依约定（{RULE}）计入“不同意”" in shown
        assert differences(client.get(f"{DATA}/bundle").content).sentences == []
    assert differences(made.desk(HERE).motions.sealed(ID)).sentences == []
    made.close()
