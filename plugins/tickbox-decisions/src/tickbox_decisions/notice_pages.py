"""Does a posted notice add up? One form for whoever stands before one; nothing of it is kept.

What is typed stands in the address alone, so that Back, another type and another language keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
from litestar import Response, get
from litestar.di import NamedDependency

from tickbox_core.errors import TickboxError
from tickbox_core.interchange.exact_json import UniqueObject, commas_read
from tickbox_core.interchange.notices import AMOUNTS, PAPERS, PERCENTAGES, check
from tickbox_core.model.local_time import day_at
from tickbox_core.registry import Registry
from tickbox_core.rules.motions import Base, Of
from tickbox_core.text import Text
from tickbox_decisions import PACKAGE
from tickbox_decisions.views_notice import (
    CheckedNoticeView,
    CheckNoticeView,
    NoticeAmountView,
    NoticeBaseView,
    NoticeChoiceView,
)
from tickbox_server.pages.render import static_url
from tickbox_server.pages.visit import AnyRequest, PageRequest

PATH = "/check-notice"
DEFAULT = "cn"
LONGEST = 60
"""As long as anything can be that a notice prints in one place."""
_ROWS = {
    "total": Text("全体", "All owners"),
    "participating": Text("参与表决", "Took part"),
    "yes": Text("同意", "In favour"),
    "no": Text("不同意", "Against"),
    "abstain": Text("弃权", "Abstained"),
    "silent": Text("未表态", "Silent"),
    "void": Text("废票", "Void"),
}
_PERCENTAGE_OF = {"participating": "turnout", "yes": "yes", "no": "no", "abstain": "abstain"}
_KINDS = {
    "ordinary": Text("一般事项", "an ordinary matter"),
    "special": Text("特别事项（筹集维修资金、改建重建、改变共有部分用途等）",
                    "a special matter (raising the fund, rebuilding, another use of what is "
                    "common)"),
}  # fmt: skip
_SIDES = {
    "": Text("没有计入任何一方", "with nobody"),
    "majority": Text("计入多数意见", "with the majority"),
    "yes": Text("计入同意", "with those in favour"),
    "no": Text("计入不同意", "with those against"),
}
_WHOLES = {
    str(Of.PARTICIPATING): Text("占参与表决的", "of those taking part"),
    str(Of.ALL): Text("占全体的", "of all owners"),
}
_PAPERS = {
    "issued": Text("发出的票数", "Papers handed out"),
    "returned": Text("收回的票数", "Papers that came back"),
}
_RESULTS = {
    "pass": Text("按公布的数字：通过", "By what is printed: passed"),
    "reject": Text("按公布的数字：没有通过", "By what is printed: not passed"),
    "undetermined": Text("按公布的数字：无法判定", "By what is printed: it cannot be told"),
}
_NUMBERS = (*AMOUNTS, *PAPERS, "pct")
TYPED = (*AMOUNTS, *(f"pct_{name}" for name in PERCENTAGES), *PAPERS)


@attrs.frozen
class FilledIn:
    """What stands in the form: ``typed`` are numbers and percentages, by their field."""

    place: str
    day: str
    kind: str
    of: str
    side: str
    typed: Mapping[str, str]

    @classmethod
    def read(cls, query: Mapping[str, str]) -> FilledIn:
        """From an address; as much of each as a notice can print in one place."""

        def one(name: str, otherwise: str = "") -> str:
            said = query.get(name, "").strip()
            # what is cut off is no number any more, and never another one
            return (said if len(said) <= LONGEST else f"{said[:LONGEST]}…") or otherwise

        return cls(
            one("place"),
            one("date"),
            one("kind", "ordinary"),
            one("of", str(Of.PARTICIPATING)),
            one("silent_with"),
            {name: one(name) for name in TYPED},
        )

    def entry(self) -> UniqueObject:
        """The same as an entry of the command's file."""
        said = {name: self.typed[name] for name in (*AMOUNTS, *PAPERS)}
        said |= {"kind": self.kind, "date": self.day, "silent_with": self.side}
        entry = UniqueObject({name: value for name, value in said.items() if value})
        found = {
            name: shown if what == "turnout" else UniqueObject(value=shown, of=self.of)
            for name, (what, _) in PERCENTAGES.items()
            if (shown := self.typed[f"pct_{name}"])
        }
        if found:
            entry.update(pct=UniqueObject(found))
        return entry


@get(PATH)
async def check_notice(visit: NamedDependency[PageRequest], request: AnyRequest) -> Response[str]:
    """The form, and what comes of what was typed into it."""
    given = FilledIn.read(request.query_params)
    return await visit.show(lambda: notice_view(visit, given))


def notice_view(visit: PageRequest, given: FilledIn) -> CheckNoticeView:
    """The form as it was filled in, with the answer where something was."""
    registry = visit.hall.town.registry
    places = {key: one.thing.title for key, one in registry.jurisdictions.items()}
    place = given.place if given.place in places else DEFAULT
    judged = any(given.typed.values()) and place in places
    return CheckNoticeView(
        url=f"{visit.links.prefix}{PATH}",
        style_url=static_url(visit.links, "motions.css", PACKAGE),
        places=tuple(_choices(visit, places, place)),
        kinds=tuple(_choices(visit, _KINDS, given.kind)),
        wholes=tuple(_choices(visit, _WHOLES, given.of)),
        sides=tuple(_choices(visit, _SIDES, given.side)),
        day=given.day,
        bases=tuple(_base(visit, given.typed, base) for base in (Base.HEADS, Base.AREA)),
        papers=tuple(
            NoticeAmountView(visit.say(words), name, given.typed[name])
            for name, words in _PAPERS.items()
        ),
        answer=_answer(visit, registry, place, given) if judged else None,
        lawless=not places,
    )


def _choices(
    visit: PageRequest, offered: Mapping[str, Text], chosen: str
) -> Iterator[NoticeChoiceView]:
    for key, words in offered.items():
        yield NoticeChoiceView(key, visit.say(words), key == chosen)


def _base(visit: PageRequest, typed: Mapping[str, str], base: Base) -> NoticeBaseView:
    unit = Text("（人）", "") if base is Base.HEADS else Text("（平方米）", " (m²)")
    rows = []
    for name, words in _ROWS.items():
        what, field = _PERCENTAGE_OF.get(name, ""), f"{name}_{base}"
        percentage = f"pct_{what}_{base}" if what else ""
        shown = typed.get(percentage, "")
        rows.append(NoticeAmountView(visit.say(words), field, typed[field], percentage, shown))
    return NoticeBaseView(visit.say(base.words) + visit.say(unit), tuple(rows))


def _answer(
    visit: PageRequest, registry: Registry, place: str, given: FilledIn
) -> CheckedNoticeView:
    laws, today = registry.laws(place), day_at(visit.hall.town.now())
    entry = given.entry()
    try:
        found = check(entry, laws, today)
    except TickboxError as refusal:
        return CheckedNoticeView(error=_in_words_of_the_form(visit, visit.say(refusal.text)))
    law = found.law
    return CheckedNoticeView(
        result=found.result,
        words=visit.say(_RESULTS[found.result]),
        why=visit.say(found.why),
        source=visit.say(law.source) if law else "",
        since=law.first.isoformat() if law and law.first else "",
        until=law.last.isoformat() if law and law.last else "",
        notes=tuple(
            _in_words_of_the_form(visit, visit.say(note))
            for note in (*found.notes, *commas_read(entry, _NUMBERS))
        ),
        differs=bool(found.sums or found.wrong),
    )


def _in_words_of_the_form(visit: PageRequest, error: str) -> str:
    """A refusal with what the form calls its fields, in place of their names."""
    for base in (Base.HEADS, Base.AREA):
        for name, words in _ROWS.items():
            called = Text("“{row}”的{base}", "'{row}' by {base}").filled(row=words, base=base.words)
            error = error.replace(f"{name}_{base}", visit.say(called))
    return error


HANDLERS = [check_notice]
