"""Awards in the demonstration year: put forward, scored, a tie across the cut, commended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tickbox_awards.service import AwardService
from tickbox_core.text import Text, join_texts
from tickbox_core.workflow import Stage

AWARD = "a2026"
TITLE = Text("2026年优秀案例", "Best cases of 2026")
JURORS = ("评委甲", "评委乙")
PLACES = 2
NAMED = 4
"""Up to so many tied cases are named in a sentence; of more it says how many."""
WEIGHTS = (("ticks", "2/5"), ("judgement", "2/5"), ("jury", "1/5"))


def play_winter(stage: Stage) -> Iterator[Text]:
    """Nominated, scored by a declared formula, a tie across the cut declared, commended."""
    why = Text("居民打钩选出", "chosen by residents' ticks").plain()
    for area, project in stage.delivered.items():
        stage.do(area, "award/nominate", award=AWARD, project=project, text=why)
    stage.do(
        stage.town,
        "award/declare",
        award=AWARD,
        title=TITLE.plain(),
        places=PLACES,
        weights=[list(one) for one in WEIGHTS],
        jurors=list(JURORS),
    )
    stage.do(stage.town, "award/gather", award=AWARD)
    for case in _service(stage).award(AWARD).cases:
        for seat in range(1, len(JURORS) + 1):
            stage.do(stage.town, "award/score", award=AWARD, case=case, seat=seat, points=7)
    number = len(stage.delivered)
    yield Text(
        f"全镇申报{number}个案例，按公布的办法计分：打钩2/5、评议2/5、评委1/5。",
        f"{number} cases are put forward, scored by the declared formula: ticks 2/5, "
        "judgement 2/5, jury 1/5.",
    )
    yield from _decided(stage)


def _service(stage: Stage) -> AwardService:
    return stage.desk(stage.town).service(AwardService)


def _decided(stage: Stage) -> Iterator[Text]:
    tied = _service(stage).award(AWARD).ranking().tied
    if tied:
        yield Text(
            "名额{places}个，{tied}并列跨线，镇里决定一并表彰。",
            "{places} places; tied across the cut: {tied}. The town awards them all.",
        ).filled(places=PLACES, tied=_named(stage, tied))
    stage.do(stage.town, "award/decide", award=AWARD, ties="all" if tied else "refuse")
    certificates = stage.do(stage.town, "award/commend", award=AWARD)
    first = _service(stage).award(AWARD).ranking().rows[0]
    yield Text(
        "{best}居首，得分{score}；颁发证书{many}份。",
        "{best} comes first with {score}; {many} certificates.",
    ).filled(best=first.title, score=_rounded(first.score), many=len(certificates))


def _named(stage: Stage, cases: Sequence[str]) -> Text:
    """The cases by neighbourhood and title; of many, how many."""
    award, tree = _service(stage).award(AWARD), stage.tree
    if len(cases) > NAMED:
        return Text(f"{len(cases)}个案例", f"{len(cases)} cases")
    found = [award.case(case) for case in cases]
    return join_texts(
        [
            Text("{area}的{title}", "{title} of {area}").filled(
                area=tree[one.area].name, title=one.title
            )
            for one in found
        ],
        "、",
        ", ",
    )


def _rounded(score: Fraction) -> str:
    """A score as a percentage with one decimal, for a sentence."""
    tenths = (2000 * score.numerator + score.denominator) // (2 * score.denominator)
    return f"{tenths // 10}.{tenths % 10}%"
