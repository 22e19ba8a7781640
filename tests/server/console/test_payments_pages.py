"""What households pay, at the console: shares before the last press, a bank's table, set right."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core import Category, Item, Text
from tickbox_core.acts.prints import offer_prints
from tickbox_core.desk import notices
from tickbox_core.desk.notices import Sender

from ...stories.estate import ROUND, estate
from ..conftest import planned, roll
from ..every_state import HERE, House, build
from .test_tables_of_every_kind import BAMBOO, Clerk, signed_in

EN = {"Accept-Language": "en"}
PROJECT = "planned"
BANK = (
    "交易日期,摘要,对方户名,借方发生额,贷方发生额,交易流水号\n"
    "2026-01-01,{home} 门款,张三,,{one},F1\n"
    "2026-01-02,转账,李四,,5.00,F2\n"
    "2026-01-02,付货款,门厂,88.00,,F3\n"
    "合计,,,88.00,9.00,\n"
)


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A neighbourhood in every state at once."""
    made = build(tmp_path_factory.mktemp("payments") / "data")
    yield made
    made.town.close()


@pytest.fixture
def clerk(house: House) -> Iterator[Clerk]:
    """The committee's secretary at the table of payments."""
    made = signed_in(house.town, HERE, "payments", PROJECT)
    yield made
    made.client.__exit__(None, None, None)


def press(clerk: Clerk, act: str, sure: bool = False, **given: str) -> str:
    """Fill a form in and send it; ``sure``: the last look is confirmed."""
    page = clerk.client.get(f"/staff/do/{act}").text
    keys = dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', page))
    fields = {f"f.{name}": value for name, value in given.items()}
    more = {"confirm": "yes"} if sure else {}
    shown = clerk.client.post(f"/staff/do/{act}", data={**keys, **fields, **more}, headers=EN)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown.text)))


def _label(desk: Any, unit: str) -> str:
    """A home as somebody writes it who pays."""
    (found,) = (one for one in desk.projects.homes(PROJECT) if one.id == unit)
    return str(found.label)


def test_money_goes_round_at_the_console(house: House, clerk: Clerk) -> None:
    """Shares are looked at, said, paid by table, assigned, set right, given back, undone."""
    desk: Any = house.desk
    given = {"project": PROJECT, "amount": "100.00", "share": "unit", "reason": "按户"}
    looked = press(clerk, "project/collect", **given)
    assert "What each home would pay" in looked and "Homes together 100 yuan" in looked
    assert "rounded down to a fen" in looked and desk.projects.project(PROJECT).collection is None
    press(clerk, "project/collect", sure=True, **given)
    dues = {unit: one.due for unit, one in desk.projects.dues(PROJECT).items()}
    assert sum(dues.values()) == 10_000 and max(dues.values()) - min(dues.values()) <= 1
    home, other = sorted(dues)[:2]
    table = BANK.format(home=_label(desk, home), one="4.00").encode("gb18030")
    look = clerk.look("对账单.csv", table)
    assert look.status_code == 200, look.text
    for said in ("表里收款2笔，合计9元", "1行是支出", "1行是合计", "1笔没有写明房号", "新增: 2"):
        assert said in look.text
    assert clerk.take(look.text).status_code == 200
    assert desk.projects.payments(PROJECT)[home]["paid"] == 400
    assert "不变: 2" in clerk.look("又来.csv", table).text
    press(clerk, "project/assign", project=PROJECT, payment="2", unit=other)
    assert desk.projects.payments(PROJECT)[other]["paid"] == 500
    said = press(clerk, "project/correct", project=PROJECT, payment="1", amount="3.50",
        reason="录错")  # fmt: skip
    assert "set right since" in said.lower() and "Paid by homes 8.50 yuan" in said
    press(clerk, "project/unpay", project=PROJECT, unit=other, amount="1.00", reason="多交")
    held = desk.projects.ledger(PROJECT)
    assert (held.paid, held.still_due + held.paid - held.too_much) == (750, 10_000)
    back = clerk.current()
    assert back.status_code == 200 and "不变: 2" in clerk.look("现有.xlsx", back.content).text
    refused = clerk.undo(sure="yes")
    assert refused.status_code == 409 and "后来写明了房号或更正过" in refused.text
    more = "交易日期,贷方发生额,交易流水号\n2026-01-03,1.00,F9\n".encode()
    assert clerk.take(clerk.look("补.csv", more).text).status_code == 200
    assert "第6笔收款" in clerk.undo().text
    assert clerk.undo(sure="yes").status_code == 200
    assert desk.projects.ledger(PROJECT).unassigned == 0


def test_what_is_not_the_committees_is_not_shown(house: House, clerk: Clerk) -> None:
    """A keyer reads no ledger and no table; the public page names nobody and no exact sum."""
    given = {"project": PROJECT, "amount": "100.00", "share": "unit", "reason": "按户"}
    press(clerk, "project/collect", sure=True, **given)
    desk: Any = house.desk
    home = min(desk.projects.dues(PROJECT))
    desk.projects.pay(PROJECT, home, 7, "林")
    public = clerk.client.get(f"/n/{HERE}/projects/{PROJECT}", headers=EN)
    assert public.status_code == 200
    assert "who has paid is told to nobody" in public.text and "0.07" not in public.text
    keyer = signed_in(house.town, HERE, "payments", PROJECT, role="keyer")
    for url in (keyer.url, "/staff/do/project/ledger", f"/staff/print/project/{PROJECT}"):
        assert keyer.client.get(url).status_code in (403, 404), url
    keyer.client.__exit__(None, None, None)


def test_accounts_that_lack_are_a_list_for_the_committee(small: Any) -> None:
    """By item of the round, with the homes whose balance nobody gave; marked, and never posted."""
    desk = small.desk
    fund = Item(
        "roof",
        Text("屋面修漏", "Mend the roof"),
        "fund",
        fields={"work": "roof", "scope": {"within": ["stair"]}, "amount": 60_000,
                "estimate": "某所", "accounts": [["u0", 10_000], ["u1", 9_990], ["u2", -5]]},
    )  # fmt: skip
    categories = (Category("fund", Text("维修资金", "fund"), "maintenance-fund"),)
    desk.prepare(planned("fund-1", BAMBOO, items=(fund,), categories=categories))
    assert "fund" not in offer_prints(desk, "round", "fund-1")
    desk.register("fund-1", roll())
    assert "fund" in offer_prints(desk, "round", "fund-1")
    held = notices.fund_notice(desk, "fund-1", Sender()).document("zh").values
    assert "不得张贴" in held["foot"]["warning"]
    (section,) = held["sections"]
    together, table, unstated = section["parts"]
    assert together["words"] == "2户，合计还差100.07元。"
    assert [row[1:] for row in table["rows"]] == [
        ["99.98元", "0.08元"],
        ["99.99元", "99.99元"],
    ]
    assert "3户" in unstated["words"]


def test_subsidies_are_looked_at_before_they_are_said(tmp_path: Path) -> None:
    """Cost less subsidies is what the owners pay: on the form, on the page, in what is shared."""
    with estate(tmp_path) as at:
        at.plan(jurisdiction="cn-shanghai")
        at.item("lifts", "两台电梯", cost=1_500_000_01, scope={"within": ["e1-1", "e1-2"]})
        at.open()
        at.tick({"lifts": 4})
        at.decide()
        at.do("project/start", round=ROUND, item="lifts")
        clerk = signed_in(at.town, "n1", "payments")
        lacking = press(clerk, "project/subsidies", project="lifts", subsidies="add-lift")
        assert "number of lifts, which is not said" in lacking
        named = {"project": "lifts", "subsidies": "add-lift", "lifts": "2"}
        looked = press(clerk, "project/subsidies", **named)
        assert (
            "What is left for the owners" in looked and "The owners pay 940,000.01 yuan" in looked
        )
        assert not at.desk.projects.project("lifts").claims
        press(clerk, "project/subsidies", sure=True, **named)
        page = clerk.client.get("/n/n1/projects/lifts", headers=EN).text
        assert "940,000.01 yuan" in page and "560,000 yuan" in page and "An estimate by" in page
        shared = {"project": "lifts", "share": "area", "reason": "按面积"}
        assert "Homes together 940,000.01 yuan" in press(clerk, "project/collect", **shared)
        press(clerk, "project/collect", sure=True, **shared)
        dues = at.desk.projects.dues("lifts")
        assert sum(one.due for one in dues.values()) == 940_000_01 and len(dues) == 16
        said = at.refused("project/subsidies", project="lifts", subsidies=["no-such"])
        assert "no-such" in said
        press(clerk, "project/subsidies", sure=True, project="lifts")
        assert at.desk.projects.public("lifts").money.owners_pay is None
        clerk.client.__exit__(None, None, None)
