"""The form of an act that changes something: it begins with what is there, and says what it shows.

A form shows all that there is, so an emptied box clears, and a box that nobody has touched changes
nothing.  ``stood`` is the mark of what the form was drawn from: where that is not what stands any
more, or the form was drawn for something new, it is shown again with what stands.  A form without
the mark is none that was drawn here: what it does not hold stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_console.form_fields import OWN, FormQuestion, asked
from tickbox_console.staff_request import Posted, StaffRequest, one
from tickbox_console.widgets import as_posted, cells, name_of
from tickbox_core.acts import Act
from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Words
from tickbox_core.declarations.acts import Standing
from tickbox_core.text import Text
from tickbox_core.workflow.changing import UNSET, standing

STOOD = "stood"
_THERE = Text(
    "这个编号已经有了。下面是现在的内容，请在上面改。",
    "There is one of this id already. This is how it stands; change it here.",
)
_CHANGED = Text(
    "刚才有人改过。下面是现在的内容，请再改一次。",
    "Somebody has changed it meanwhile. This is how it stands now; change it again.",
)
_GONE = Text("它已经不在了，请核对编号。", "It is not there any more; check its id.")


def find_standing(seat: StaffRequest, act: Act, posted: Posted) -> Standing | None:
    """How the thing stands that the form names, if it is there and the act changes it."""
    if act.change is None:
        return None
    kinds = {field.key: field.kind for field in fields_of(act.fields)}
    named: dict[str, Any] = {}
    for name in act.change.names:
        typed = one(posted, name_of(name)).strip()
        english = one(posted, f"{name_of(name)}.en").strip()
        both = isinstance(kinds[name], Words) and english
        named[name] = {"zh": typed, "en": english} if both else typed
    return standing(act.change, act.fields, seat.desk, named)


def mark(stands: Standing | None) -> str:
    """What tells one state of a thing from another; empty for something new."""
    if stands is None:
        return ""
    text = json.dumps(stands.plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def draw_form(seat: StaffRequest, act: Act, posted: Posted, stands: Standing) -> Posted:
    """The boxes with what stands in them; of what decides on further fields, what is chosen."""
    first = as_posted(act.fields, stands.plain)
    for name in _DECIDE:
        if one(posted, name).strip():
            first[name] = posted[name]
    what = asked(seat, act, first)
    held = as_posted(what.fields, _with_own(what, stands.plain))
    return {**held, **{name: first[name] for name in _DECIDE if name in first}}


_DECIDE = (name_of("category"), name_of("rule"))
"""The boxes by which it is known which further fields there are."""


def _with_own(what: FormQuestion, plain: Mapping[str, Any]) -> dict[str, Any]:
    """What stands, with the names of a mapping as fields of their own."""
    inner = dict(plain.get(what.instead) or {})
    own = {OWN + what.key_of(name): what.written(value) for name, value in inner.items()}
    return {**plain, **own}


def outdated_words(
    seat: StaffRequest, act: Act, posted: Posted, stands: Standing | None
) -> Text | None:
    """Why a form that was drawn here is shown again; ``None`` where it holds what it showed."""
    if act.change is None or STOOD not in posted:
        return None
    before, now = one(posted, STOOD), mark(stands)
    if before == now or (not before and _says_all(seat, act, posted)):
        return None
    return _GONE if stands is None else _CHANGED if before else _THERE


def _says_all(seat: StaffRequest, act: Act, posted: Posted) -> bool:
    """Whether a form that names something which is there leaves nothing of it unsaid."""
    typed = cells(asked(seat, act, posted).fields, posted)
    return not act.makes and all(typed[key].strip() for key in typed)


def whole(seat: StaffRequest, act: Act, posted: Posted, stands: Standing | None) -> Posted:
    """The form with everything it would hold: of one without the mark, what is not in it stands."""
    if stands is None or STOOD in posted:
        return posted
    typed = {name: values for name, values in posted.items() if any(v.strip() for v in values)}
    base = draw_form(seat, act, typed, stands)
    replaced = {name.split(".")[1] for name in typed if name.startswith("f.")}
    kept = {name: values for name, values in base.items() if name.split(".")[1] not in replaced}
    return {**posted, **kept, **typed}


@attrs.frozen
class Differing:
    """The fields that a form says otherwise than they stand, and those that it has emptied."""

    given: dict[str, Any]
    unset: tuple[str, ...]


def differing(
    seat: StaffRequest,
    act: Act,
    posted: Posted,
    what: FormQuestion,
    plain: Mapping[str, Any],
    stands: Standing,
) -> Differing:
    """What a form changes of what stands."""
    assert act.change is not None  # something stands
    held = draw_form(seat, act, posted, stands)
    for name in _DECIDE:
        held[name] = as_posted(act.fields, stands.plain).get(name, [])
    shown, typed = cells(what.fields, held), cells(what.fields, posted)
    changed = [key for key in typed if typed[key].strip() != shown[key].strip()]
    given = {key: plain[key] for key in (*act.change.names, *changed) if key in plain}
    emptied = [key for key in changed if key not in plain and shown[key].strip()]
    unset = [what.name_of(key) if key.startswith(OWN) else key for key in emptied]
    return Differing(given, (*unset, *_of_another(what, given, stands)))


def _of_another(what: FormQuestion, given: Mapping[str, Any], stands: Standing) -> list[str]:
    """Names that belonged to the category or rule that stood before the one chosen now."""
    if not {"category", "rule"} & given.keys():
        return []
    inner = dict(stands.plain.get(what.instead) or {})
    return [f"{what.instead}.{name}" for name in inner if not what.knows(name)]


def with_unset(folded: Mapping[str, Any], unset: tuple[str, ...]) -> dict[str, Any]:
    """What the act is asked to do."""
    return {**folded, **({UNSET: list(unset)} if unset else {})}
