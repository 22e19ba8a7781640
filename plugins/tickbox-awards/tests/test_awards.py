"""Awards over a town: put forward, scored, chosen, commended."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tickbox_awards import AwardService, CertificateAnswer
from tickbox_awards.wall import AwardOnWall, award_facts
from tickbox_core import Area, AreaTree, Text
from tickbox_core.acts import Act, Actor, Role, catalogue_of, perform, plain_of
from tickbox_core.acts.prints import print_of
from tickbox_core.cli import main
from tickbox_core.declarations import answer_schema, kind_of
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.diary import LOG
from tickbox_core.desk.notices import Sender
from tickbox_core.errors import BadValue, NotListed, NotPossible
from tickbox_core.testing.answers import misfits, strangers
from tickbox_core.testing.towns import delivered_town
from tickbox_core.workflow.log import entries

WHY = Text("涨价了", "prices rose")
LIN = Actor("小林", Role.STAFF)
A = "2026"
TITLE = Text("十大案例", "the best cases")
HALF = Fraction(1, 2)


def of(desk: Desk) -> AwardService:
    """What is done about awards at a desk."""
    return desk.service(AwardService)


def act(desk: Desk, key: str) -> Act:
    """An act of the desk."""
    return catalogue_of(desk.components).acts[key]


def gather(town: Town, at: str) -> int:
    """Enter what was put forward; how many are new."""
    return of(town.desk(at)).gather(A)


def commend(town: Town, at: str) -> list[CertificateAnswer]:
    """Write what was decided to the winners."""
    return of(town.desk(at)).commend(A)


@pytest.fixture
def town(tmp_path: Path) -> Any:
    """Three neighbourhoods with a delivered project each, and the town's own file."""
    held = delivered_town(tmp_path / "d")
    yield held
    held.close()


def nominated(town: Town) -> None:
    """All three put forward, the award declared, the cases gathered."""
    for n in (1, 2, 3):
        of(town.desk(f"n{n}")).nominate(A, "gate", Text("缓解拥堵", "less traffic"), "小林")
    of(town.desk("t")).declare(A, TITLE, 2, {"ticks": HALF, "judgement": HALF}, by="小林")
    assert gather(town, "t") == 3


class TestChoosing:
    """From the neighbourhoods' files to the decision."""

    def test_ticks_and_judgement_come_from_the_files(self, town: Town) -> None:
        """Exactly as published: 10/20 and 18/36 make 1/2; 20/20 and 9/36 make 5/8."""
        nominated(town)
        rows = of(town.desk("t")).award(A).ranking().rows
        assert [(row.case, row.score) for row in rows] == [
            ("n2.gate", Fraction(5, 8)),
            ("n1.gate", HALF),
            ("n3.gate", HALF),
        ]
        assert gather(town, "t") == 0

    def test_a_tie_across_the_cut_is_said_and_not_decided_in_silence(self, town: Town) -> None:
        """Refused naming the tied; all of them, or a lot, once somebody says so."""
        nominated(town)
        with pytest.raises(NotPossible, match=r"tied across the cut: n1\.gate, n3\.gate"):
            of(town.desk("t")).decide(A)
        assert of(town.desk("t")).decide(A, "all").chosen == ("n2.gate", "n1.gate", "n3.gate")
        with pytest.raises(NotPossible, match="is decided"):
            of(town.desk("t")).decide(A, "all")

    def test_winners_are_commended_in_their_own_diaries(self, town: Town) -> None:
        """Certificates in order, each with a digest; the figures count the awards, once."""
        nominated(town)
        of(town.desk("t")).decide(A, "lot:7")
        first = commend(town, "t")
        assert commend(town, "t") == first
        assert [one.number for one in first] == ["2026-01", "2026-02"]
        assert (first[0].area_name.zh, first[0].case.zh) == ("2村", "n2的边门")
        assert len({one.digest for one in first}) == 2
        assert town.figures().total.counted["awards"] == 2
        assert of(town.desk("n2")).won()[0].title == TITLE

    def test_whoever_commends_is_named_at_every_desk(self, town: Town) -> None:
        """Each winner's diary and the town's are closed by an entry of their own."""
        nominated(town)
        of(town.desk("t")).decide(A, "lot:7")
        perform(act(town.desk("t"), "award/commend"), town.desk("t"), {"award": A}, LIN)
        for area, wins in (("n2", 1), ("t", 0)):
            *_, noted = town.desk(area).diary.entries()
            assert noted.facts["act"] == "award/commend" and noted.secret("name") == LIN.name
            assert noted.facts["about"] == {"award": [A]}
            assert len(noted.facts["entries"].get("diary", ())) == wins

    def test_ones_own_win_is_written_last(self, town: Town) -> None:
        """A community may win too: its transaction ends with the act, the others' before it."""
        nominated(town)
        here = town.desk("n2")  # comes first, and so would be written first
        cases = of(town.desk("t")).award(A)
        of(here).declare(A, TITLE, 2, {"ticks": HALF, "judgement": HALF}, by="小林")
        of(here).enter([cases.case(one) for one in cases.cases])
        of(here).decide(A, "lot:7")
        town.plant(AreaTree((Area("n2", "community", "二社区"),)))
        perform(act(here, "award/commend"), here, {"award": A}, LIN)
        assert [len(of(town.desk(area)).won()) for area in ("n1", "n2", "n3")].count(1) == 2
        assert of(here).won()

    def test_only_what_is_delivered_is_put_forward_and_once(self, town: Town) -> None:
        """A planned project, one put forward already, an unknown one, no words."""
        desk = town.desk("n1")
        with pytest.raises(NotListed):
            of(desk).nominate(A, "x", WHY, "小林")
        with pytest.raises(NotPossible):
            of(desk).nominate(A, "gate", Text("", ""), "小林")
        of(desk).nominate(A, "gate", WHY, "小林")
        with pytest.raises(NotPossible, match="already"):
            of(desk).nominate(A, "gate", WHY, "小林")

    def test_the_formula_is_declared_before_any_case(self, town: Town) -> None:
        """Nothing is gathered for an award that is not there; it is declared once."""
        with pytest.raises(NotListed):
            gather(town, "t")
        nominated(town)
        with pytest.raises(NotPossible, match="already"):
            of(town.desk("t")).declare(A, TITLE, 3, {"ticks": 1}, by="小林")

    def test_a_jury_scores_every_case(self, town: Town) -> None:
        """Seats are numbered and sealed; a missing score is named; the last one counts."""
        here = of(town.desk("t"))
        weights = {"ticks": HALF, "jury": HALF}
        for jurors, parts in (((), weights), (("甲", "甲"), weights), (("甲",), {"ticks": 1})):
            with pytest.raises(NotPossible):
                here.declare(A, TITLE, 1, parts, by="x", jurors=jurors)
        here.declare(A, TITLE, 1, weights, by="x", jurors=("评委张三", "评委李四"))
        with pytest.raises(NotPossible, match="no case"):
            here.decide(A)
        for n in (1, 2):
            of(town.desk(f"n{n}")).nominate(A, "gate", WHY, "小林")
        gather(town, "t")
        for seat, points in ((0, 5), (3, 5), (1, 11)):
            with pytest.raises(NotPossible):
                here.score(A, "n1.gate", seat, points, "x")
        with pytest.raises(NotListed):
            here.score(A, "n9.gate", 1, 5, "x")
        for case, seat, points in (
            ("n1.gate", 1, 10),
            ("n1.gate", 2, 2),
            ("n2.gate", 1, 3),
            ("n1.gate", 2, 10),
        ):
            here.score(A, case, seat, points, "x")
        with pytest.raises(NotPossible, match=r"seat 2 of 'n2\.gate'"):
            here.decide(A)
        here.score(A, "n2.gate", 2, 4, "x")
        decided = here.decide(A)
        assert decided.chosen == ("n1.gate",)
        assert [row["score"] for row in decided.decided["rows"]] == ["3/4", "27/40"]  # type: ignore[index]
        public = json.dumps(entries(town.desk("t")._hand.store, LOG), ensure_ascii=False)
        assert "张三" not in public

    def test_a_case_is_withdrawn_with_a_reason(self, town: Town) -> None:
        """Then it is not scored; what is not there cannot be."""
        nominated(town)
        here = of(town.desk("t"))
        with pytest.raises(NotPossible):
            here.withdraw(A, "n1.gate", Text("", ""))
        here.withdraw(A, "n1.gate", WHY)
        with pytest.raises(NotListed):
            here.withdraw(A, "n1.gate", WHY)
        assert here.decide(A).chosen == ("n2.gate", "n3.gate")


def test_awards_and_their_cases_are_found_by_kind(town: Town) -> None:
    """Other matters ask so; what is not there is refused in the words of this one."""
    nominated(town)
    here = town.desk("t")
    with here.diary.reading() as state:
        assert here._hand.find("award", state, A) == of(here).award(A)
        assert here._hand.find("case", state, "n2.gate") == of(here).award(A).case("n2.gate")
        for kind, id_, what in (("award", "2027", "award"), ("case", "n9.gate", "case")):
            with pytest.raises(NotListed, match=f"{what} '?{id_}"):
                here._hand.find(kind, state, id_)


def test_what_stands_on_the_wall_is_what_its_class_says(town: Town) -> None:
    """Before the decision no place and no score; after it certificates, to the last field."""
    nominated(town)
    here, kind = town.desk("t"), kind_of(AwardOnWall)
    known = award_facts(here, of(here).award(A))
    assert known.decided is None and {(one.rank, one.score) for one in known.cases} == {
        (None, None)
    }
    of(here).decide(A, "lot:7")
    known = award_facts(here, of(here).award(A))
    assert list(strangers(kind, known)) == []
    assert list(misfits(answer_schema(kind), plain_of(known))) == []
    assert [one.project for one in known.certificates] == ["gate", "gate"]


def test_the_acts_lead_to_a_certificate(town: Town) -> None:
    """Put forward in the neighbourhood, declared and decided in the town, read by anybody."""
    here, there = town.desk("n1"), town.desk("t")
    forward = {"award": A, "project": "gate", "text": "缓解拥堵"}
    perform(act(here, "award/nominate"), here, forward, LIN)
    declared = {"award": A, "title": "十大案例", "places": 10, "weights": [["ticks", "1"]]}
    perform(act(there, "award/declare"), there, declared, LIN)
    gather(town, "t")
    shown = perform(act(there, "award/show"), there, {"award": A})
    assert (shown["rows"], shown["formula_words"]["zh"]) == (None, "居民勾选×1")
    perform(act(there, "award/decide"), there, {"award": A}, LIN)
    commend(town, "t")
    (one,) = perform(act(there, "award/certificates"), there, {"award": A})
    assert one["publisher"]["zh"] == "淞南镇居民区党总支"
    assert perform(act(here, "award/won"), here, {})[0]["award"] == A
    with pytest.raises(BadValue):
        perform(act(there, "award/declare"), there, {**declared, "weights": [["fame", "1"]]}, LIN)


def test_certificates_say_what_the_award_says(town: Town) -> None:
    """One for each winner, with number and digest, and nobody's name."""
    nominated(town)
    here = town.desk("t")
    with pytest.raises(NotListed):
        print_of(here, "certificates").make(here, A, Sender())
    of(here).decide(A, "lot:7")
    made = print_of(here, "certificates").make(here, A, Sender())
    held = of(here).certificates(A)
    assert [one.digest for one in made.certificates] == [one.digest for one in held]
    assert all(one.case.zh in one.words.zh for one in made.certificates)
    assert made.document("en").values["words"]["title"] == "Certificate of Commendation"


def test_the_town_on_the_command_line(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Gathering and commending, with how many were new; the year's figures count awards."""
    data = str(town._folder.path)
    nominated(town)
    assert main(["town", "--data", data, "--award", "x", "--at", "t", "--gather"]) == 2
    capsys.readouterr()
    asked = ["town", "--data", data, "--award", A, "--at", "t", "--lang", "en"]
    of(town.desk("t")).withdraw(A, "n1.gate", WHY)
    assert main([*asked, "--gather", "--by", "小林"]) == 0
    assert capsys.readouterr().out == "new cases: 1.\n"
    *_, noted = town.desk("t").diary.entries()
    assert (noted.facts["act"], noted.secret("name")) == ("award/gather", "小林")
    assert noted.facts["about"] == {"award": [A]}
    of(town.desk("t")).decide(A, "all")
    assert main(["town", "--data", data, "--award", A, "--at", "t", "--gather"]) == 0
    assert main([*asked, "--commend", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out.partition("\n")[2])) == 3
    assert main(["town", "--data", data, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["awards"] == 3
    assert main(["town", "--data", data, "--lang", "en"]) == 0
    assert "awards           3" in capsys.readouterr().out
    assert main(["town", "--data", data, "--gather"]) == 2
    assert main(["--without-plugin", "awards", *asked, "--gather"]) == 2
    assert "tickbox-awards" in capsys.readouterr().err
