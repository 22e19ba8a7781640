"""Who answers for each level: from the town down to micro-grids and stairwells.

What is named is an office (第一微网格支部), which is public, and not a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from tickbox_core.declarations import Ref, Said, Typed, gives, unseen
from tickbox_core.errors import NotListed
from tickbox_core.model import AreaTree, MicroGrid
from tickbox_core.model.area import level_words
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text

GRID = "micro-grid"
_GRID_WORDS = Text("微网格", "micro-grid")


@attrs.frozen
class Answerable:
    """The office that answers for an area or a micro-grid, and the number to ring."""

    of: str
    office: Text
    phone: str = ""


@attrs.frozen
class AnswerableAnswer:
    """Who answers for one area or micro-grid; ``office`` is empty where nobody was named."""

    of: str = unseen(Typed())
    level: str = unseen(Typed())
    level_words: Text = gives(Said(), "层级", "level")
    name: Text = gives(Said(), "哪里", "where")
    office: Text = gives(Said(), "由谁负责", "who answers for it")
    phone: str = gives(Typed(), "电话", "phone")
    said_by: str = gives(Ref("area"), "由哪里设定", "said by")


@attrs.frozen
class LevelPlace:
    """An area or a micro-grid: what stands on a level."""

    id: str
    level: str
    name: Text

    @property
    def level_words(self) -> Text:
        """What its level is called."""
        return _GRID_WORDS if self.level == GRID else level_words(self.level)


def places_under(tree: AreaTree, area: str) -> Iterator[LevelPlace]:
    """An area, everything that lies in it, and the micro-grids that take something of it.

    A micro-grid stands before the first area that it takes: above its stairwells.
    """
    if area not in tree:
        yield LevelPlace(area, "", Text.of(area))
        return
    taking: dict[str, list[MicroGrid]] = {}
    for grid in tree.grids:
        for taken in grid.areas:
            taking.setdefault(taken, []).append(grid)
    told = set()
    for one in tree:
        if tree.within(one.id, area):
            for grid in taking.get(one.id, ()):
                if grid.id not in told:
                    told.add(grid.id)
                    yield LevelPlace(grid.id, GRID, grid.name)
            yield LevelPlace(one.id, one.level, one.name)


def name_office(tree: AreaTree, here: str, given: Answerable) -> DiaryEntry:
    """Name the office that answers for something of an area; a later one replaces it.

    Raises ``NotListed`` for what is not the desk's own area, in it or a micro-grid of it,
    ``NotPossible`` without an office.
    """
    if given.of not in {one.id for one in places_under(tree, here)}:
        raise NotListed(Text("本区域的层级", "place of this area"), given.of)
    require_text(given.office.zh, Text("由谁负责", "who answers for it"))
    facts = {"of": given.of, "office": given.office.plain(), "phone": given.phone}
    return DiaryEntry("answerable", facts)


def end_office(named: Mapping[str, Answerable], of: str) -> DiaryEntry:
    """Nobody is named any more.  ``NotPossible`` where nobody was."""
    if of not in named:
        raise rejection(Text("这里没有设定由谁负责。", "nobody is named here."))
    return DiaryEntry("answerable-ended", {"of": of})


def apply_named(named: dict[str, Answerable], happened: DiaryEntry) -> None:
    """An office was named, or is no longer."""
    facts = happened.facts
    if happened.kind == "answerable-ended":
        named.pop(facts["of"], None)
    else:
        named[facts["of"]] = Answerable(facts["of"], Text(**facts["office"]), facts["phone"])


def answer_of(place: LevelPlace, said: Answerable | None, said_by: str) -> AnswerableAnswer:
    """A place with who answers for it, as far as anybody was named."""
    return AnswerableAnswer(
        of=place.id,
        level=place.level,
        level_words=place.level_words,
        name=place.name,
        office=said.office if said else EMPTY,
        phone=said.phone if said else "",
        said_by=said_by,
    )
