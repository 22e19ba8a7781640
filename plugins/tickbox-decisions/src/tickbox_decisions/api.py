"""Motions and judgements over the API: what is asked, answers by code, receipts, results."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from tickbox_core.components.motions import DecisionAnswer, MotionAsked, OwnShare
from tickbox_core.declarations import ListOf
from tickbox_core.desk import ReceiptCheck, wall
from tickbox_core.errors import BadValue, NotListed
from tickbox_core.rules.judgement import Vote
from tickbox_core.text import Text
from tickbox_core.workflow.performing import plain_of
from tickbox_decisions import public_motions
from tickbox_decisions.schemas import MarkedPaper, MarksPaper, SayPaper
from tickbox_server.downloads import PACKED, file_answer
from tickbox_server.hall import Hall
from tickbox_server.pages.visit import AnyRequest
from tickbox_server.papers import CheckedPaper, CheckPaper, ReceiptPaper
from tickbox_server.parts import answers, check_key, problems

_MOTIONS = "/areas/{area:str}/motions"
_MOTION = f"{_MOTIONS}/{{motion:str}}"
_JUDGEMENTS = "/areas/{area:str}/judgements"
_JUDGEMENT = f"{_JUDGEMENTS}/{{judgement:str}}"

Key = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        description="A random value for each answer; the same one when it is sent again.",
    ),
]


def _checked_paper(found: ReceiptCheck | None, code: str) -> CheckedPaper:
    if found is None:
        raise NotListed(Text("回执", "receipt"), code)
    return CheckedPaper.of(found)


# -- motions -----------------------------------------------------------------------------------


@get(
    _MOTIONS,
    summary="The motions of an area",
    responses=problems(404),
    opt=answers(ListOf(MotionAsked)),
)
async def motions(hall: NamedDependency[Hall], area: FromPath[str]) -> list[dict[str, Any]]:
    """From the day their agenda is posted; those that take answers first."""
    return await hall.ask(lambda: plain_of(public_motions.motions_of(hall, area)))


@get(_MOTION, summary="A motion", responses=problems(404), opt=answers(MotionAsked))
async def motion(
    hall: NamedDependency[Hall], area: FromPath[str], motion: FromPath[str]
) -> dict[str, Any]:
    """Kind, question, answers, bars, days; ``decision`` once it is published, nothing before."""
    return await hall.ask(
        lambda: plain_of(public_motions.motion_facts(*public_motions.motion_of(hall, area, motion)))
    )


@get(
    f"{_MOTION}/mine",
    summary="My own share",
    responses=problems(401, 404, 409),
    opt=answers(OwnShare),
)
async def mine(
    request: AnyRequest, hall: NamedDependency[Hall], area: FromPath[str], motion: FromPath[str]
) -> dict[str, Any]:
    """For the holder of a code: homes and area as in the roll, and what all weigh together.

    From the day the agenda is posted, before it opens and after; also the category's figures for
    each own unit, and the answers to corrections that were asked for.
    """

    def read() -> dict[str, Any]:
        desk, _ = public_motions.seen_motion(hall, area, motion)
        slot = public_motions.known_slot(hall, motion, request)
        asked = desk.motions.corrections.answers_for(motion, slot)
        plain: dict[str, Any] = plain_of(
            public_motions.mine_facts(desk.motions.mine(motion, slot), asked)
        )
        return plain

    return await hall.ask(read)


@post(
    f"{_MOTION}/casts",
    summary="Answer a motion",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
async def say(
    request: AnyRequest,
    hall: NamedDependency[Hall],
    area: FromPath[str],
    motion: FromPath[str],
    data: JSONBody[SayPaper],
    key: Key = "",
) -> ReceiptPaper:
    """Answered when it is durable; the same key gives the same receipt.

    Who answers is said by the header ``Tickbox-Code`` or ``Authorization: Bearer`` with a voting
    code, or by the host's own identity.  409 where a first answer stands and there is one.
    """
    check_key(key)

    def take() -> ReceiptPaper:
        def asked() -> object:
            return public_motions.open_motion(hall, area, motion)

        desk, _ = public_motions.motion_of(hall, area, motion)
        slot = public_motions.slot_to_answer(hall, motion, request, asked)
        return ReceiptPaper.of(
            public_motions.keep_answer(
                lambda: desk.motions.say(motion, slot, data.mark, key), asked
            )
        )

    return await hall.ask(take)


@post(
    f"{_MOTION}/check",
    summary="Ask after a motion's receipt",
    status_code=200,
    responses=problems(400, 404, 413),
)
async def check_motion(
    hall: NamedDependency[Hall],
    area: FromPath[str],
    motion: FromPath[str],
    data: JSONBody[CheckPaper],
) -> CheckedPaper:
    """Whether the answer stands, never what it says."""

    def read() -> CheckedPaper:
        desk, _ = public_motions.motion_of(hall, area, motion)
        return _checked_paper(desk.motions.check(motion, data.code), data.code)

    return await hall.ask(read)


@get(
    f"{_MOTION}/outcome",
    summary="The published decision",
    responses=problems(404),
    opt=answers(DecisionAnswer),
)
async def outcome(
    hall: NamedDependency[Hall], area: FromPath[str], motion: FromPath[str]
) -> dict[str, Any]:
    """Totals, every check with its exact share and bar, what was missing; 404 before."""

    def read() -> dict[str, Any]:
        found = public_motions.motion_of(hall, area, motion)[0].motions.published(motion)
        if found is None:
            raise NotListed(Text("已公布的结果", "published result"), motion)
        return found

    return await hall.ask(read)


@get(
    f"{_MOTION}/bundle",
    summary="The zip of a motion that anyone can recount",
    media_type="application/zip",
    responses=problems(404, 409, 503),
    opt=PACKED,
)
async def bundle(
    request: AnyRequest, hall: NamedDependency[Hall], area: FromPath[str], motion: FromPath[str]
) -> Response[bytes]:
    """Log, totals and digests, as published: nobody's paper, nobody's name."""
    return file_answer(
        request,
        await hall.bundle(
            motion,
            lambda: public_motions.motion_of(hall, area, motion)[0],
            lambda desk: desk.motions.bundle_file(motion),
        ),
    )


# -- judgements --------------------------------------------------------------------------------


@get(
    _JUDGEMENTS,
    summary="The judgements of an area",
    responses=problems(404),
    opt=answers(ListOf(wall.JudgementOnWall)),
)
async def judgements(hall: NamedDependency[Hall], area: FromPath[str]) -> list[dict[str, Any]]:
    """Open ones first."""
    return await hall.ask(lambda: plain_of(wall.judgements(hall.desk(area))))


@get(_JUDGEMENT, summary="A judgement", responses=problems(404), opt=answers(wall.JudgementOnWall))
async def judgement(
    hall: NamedDependency[Hall], area: FromPath[str], judgement: FromPath[str]
) -> dict[str, Any]:
    """Its projects with promise and delivery; what was said of them once it is published."""
    return await hall.ask(
        lambda: plain_of(wall.judgement(*public_motions.judgement_of(hall, area, judgement)))
    )


@post(
    f"{_JUDGEMENT}/marks",
    summary="Judge projects",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
async def judge(
    request: AnyRequest,
    hall: NamedDependency[Hall],
    area: FromPath[str],
    judgement: FromPath[str],
    data: JSONBody[MarksPaper],
    key: Key = "",
) -> list[MarkedPaper]:
    """A receipt for each project, when all are durable; the last word on a project counts.

    Who judges is said as for a motion; projects that are left out stay as they were.
    """
    check_key(key)
    # in one order, so that the receipts of a repeated answer fall to the same projects
    said = sorted(data.votes, key=lambda one: one.project)
    votes = {one.project: Vote(one.mark, one.knew) for one in said}
    if len(votes) < len(data.votes):
        raise BadValue("votes", Text("同一项目评了两次。", "a project is judged twice."))

    def take() -> list[MarkedPaper]:
        def asked() -> object:
            return public_motions.open_judgement(hall, area, judgement)

        desk, _ = public_motions.judgement_of(hall, area, judgement)
        slot = public_motions.slot_to_answer(hall, judgement, request, asked)
        receipts = public_motions.keep_answer(
            lambda: desk.judging.judge(judgement, slot, votes, key), asked
        )
        return [
            MarkedPaper(project=project, receipt=ReceiptPaper.of(receipt))
            for project, receipt in zip(votes, receipts, strict=True)
        ]

    return await hall.ask(take)


@post(
    f"{_JUDGEMENT}/check",
    summary="Ask after a judgement's receipt",
    status_code=200,
    responses=problems(400, 404, 413),
)
async def check_judgement(
    hall: NamedDependency[Hall],
    area: FromPath[str],
    judgement: FromPath[str],
    data: JSONBody[CheckPaper],
) -> CheckedPaper:
    """Whether the mark counts, never what it is."""

    def read() -> CheckedPaper:
        desk, _ = public_motions.judgement_of(hall, area, judgement)
        return _checked_paper(desk.judging.check(judgement, data.code), data.code)

    return await hall.ask(read)


@get(
    f"{_JUDGEMENT}/bundle",
    summary="The zip of a judgement that anyone can recount",
    media_type="application/zip",
    responses=problems(404, 409, 503),
    opt=PACKED,
)
async def judgement_bundle(
    request: AnyRequest, hall: NamedDependency[Hall], area: FromPath[str], judgement: FromPath[str]
) -> Response[bytes]:
    """Log, marks under slot names, result, as published."""
    return file_answer(
        request,
        await hall.bundle(
            judgement,
            lambda: public_motions.judgement_of(hall, area, judgement)[0],
            lambda desk: desk.judging.bundle_file(judgement),
        ),
    )


HANDLERS = (
    motions,
    motion,
    mine,
    say,
    check_motion,
    outcome,
    bundle,
    judgements,
    judgement,
    judge,
    check_judgement,
    judgement_bundle,
)
