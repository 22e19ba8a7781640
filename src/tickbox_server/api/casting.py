"""What may be handed in: a ballot, and a question after a receipt."""

from __future__ import annotations

from typing import Annotated

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from tickbox_core.desk import Cast
from tickbox_core.errors import NotListed
from tickbox_core.text import Text
from tickbox_server.api._common import AnyRequest, check_key, problems
from tickbox_server.hall import Hall
from tickbox_server.papers import CastPaper, CheckedPaper, CheckPaper, ReceiptPaper

_ROUND = "/areas/{area:str}/rounds/{round:str}"


@post(
    f"{_ROUND}/casts",
    summary="Cast a ballot",
    responses=problems(400, 401, 403, 404, 409, 413, 422, 503),
)
async def cast(
    request: AnyRequest,
    hall: NamedDependency[Hall],
    area: FromPath[str],
    round: FromPath[str],
    data: JSONBody[CastPaper],
    key: Annotated[
        str,
        HeaderParameter(
            name="Idempotency-Key",
            description="A random value for each ballot; the same one when it is sent again.",
        ),
    ] = "",
) -> ReceiptPaper:
    """Answered when the ballot is durable; the same key gives the same receipt.

    Who casts is said by the header ``Tickbox-Code`` or ``Authorization: Bearer`` with a voting
    code, or by the host's own identity.  After 503 send the same ballot with the same key again.
    """
    check_key(key)
    slot = await hall.slot(area, round, request)
    receipt = await hall.cast(area, round, slot, lambda slot: Cast(slot, tuple(data.ticks), key))
    return ReceiptPaper.of(receipt)


@post(
    f"{_ROUND}/check",
    summary="Ask after a receipt",
    status_code=200,
    responses=problems(400, 404, 413),
)
async def check(
    hall: NamedDependency[Hall],
    area: FromPath[str],
    round: FromPath[str],
    data: JSONBody[CheckPaper],
) -> CheckedPaper:
    """Whether the ballot counts, never what it says.  The code is not in the address: logs."""

    def read() -> CheckedPaper:
        found = hall.find_round(area, round)[0].check(round, data.code)
        if found is None:
            raise NotListed(Text("回执", "receipt"), data.code)
        return CheckedPaper.of(found)

    return await hall.ask(read)


HANDLERS = [cast, check]
