"""Does my ballot count?  Asked with the receipt's code, answered without the choice."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_server.pages.forms import posted
from tickbox_server.pages.showing import round_view
from tickbox_server.pages.ticking import ROUND
from tickbox_server.pages.views_ticking import CheckedView, CheckView
from tickbox_server.pages.visit import AnyRequest, Visit


@get(f"{ROUND}/check")
async def ask_check(
    visit: NamedDependency[Visit], area: FromPath[str], cycle: FromPath[str]
) -> Response[str]:
    """Where to type the code."""
    return await visit.show(lambda: check_view(visit, area, cycle))


@post(f"{ROUND}/check", status_code=200)
async def check(
    request: AnyRequest, visit: NamedDependency[Visit], area: FromPath[str], cycle: FromPath[str]
) -> Response[str]:
    """The answer for a code; it is posted, so that it stands in no address and no log."""
    form = await posted(request)
    return await visit.show(lambda: check_view(visit, area, cycle, form.code.strip()))


def check_view(visit: Visit, area: str, cycle_id: str, code: str = "") -> CheckView:
    """The page, with an answer once there is a code."""
    desk, cycle = visit.hall.shown(area, cycle_id)
    shown = round_view(visit, desk, cycle)
    if not code:
        return CheckView(shown)
    found = desk.check(cycle_id, code)
    if found is None:
        return CheckView(shown, code, CheckedView(found=False))
    answer = CheckedView(
        found=True,
        counted=found.counted,
        revision=found.revision,
        number=found.index + 1,
        size=found.size,
        root=found.root,
    )
    return CheckView(shown, code, answer)


HANDLERS = [ask_check, check]
