"""What the desk answers, in words: every line is drawn from the class that the answer is of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from tickbox_console.staff_request import StaffRequest
from tickbox_console.titles import Ids, title_of
from tickbox_core.categories import fields_of
from tickbox_core.categories.fields import YUAN
from tickbox_core.categories.kinds import Hundredths, Kind, Where
from tickbox_core.declarations import (
    Amount,
    AnswerPart,
    FileContent,
    Keyed,
    ListOf,
    OneOf,
    Output,
    Ref,
    Reference,
    Row,
    Said,
    fits,
    kind_of,
    outputs_of,
)
from tickbox_core.desk import Tied
from tickbox_core.errors import TickboxError
from tickbox_core.model.scope import Ground, scope_of
from tickbox_core.rules import Outcome
from tickbox_core.text import Text
from tickbox_core.workflow.performing import plain_of
from tickbox_server.pages.words import money

MOST = 500


@attrs.frozen
class ResultLine:
    """A line of an answer, with what stands below it."""

    label: str
    text: str
    below: tuple[ResultLine, ...] = ()
    file: str = ""
    """A file in base64 as an address, to be saved under the name ``text``."""


@attrs.frozen
class _Within:
    """Where a value stands: who reads it, which things it is about, and what stands beside it."""

    seat: StaffRequest
    ids: Ids
    beside: Mapping[str, Any] = attrs.field(factory=dict)

    def inside(self, fields: tuple[Output, ...], plain: Mapping[str, Any]) -> _Within:
        """Inside a part of the answer, whose ids say what it is about."""
        named = {
            _of_kind(one.kind, plain): plain[one.key]
            for one in fields
            if isinstance(one.kind, Ref) and plain.get(one.key)
        }
        return attrs.evolve(self, ids={**self.ids, **named}, beside=plain)


def result_lines(
    seat: StaffRequest, answer: Kind | type, plain: Any, about: Ids | None = None
) -> tuple[ResultLine, ...]:
    """An answer as lines; nothing where it is empty.  ``about``: what the act was done on."""
    return tuple(_lines(_Within(seat, about or {}), "", kind_of(answer), plain))


def about(fields: type, plain: Mapping[str, Any]) -> dict[str, str]:
    """What an act is done on: the ids in its fields, by the kind of thing they refer to."""
    return {
        one.refers.kind: plain[one.key]
        for one in fields_of(fields)
        if isinstance(one.refers, Reference) and isinstance(plain.get(one.key), str)
    }


def _lines(where: _Within, label: str, kind: Kind, plain: Any) -> Iterator[ResultLine]:
    if isinstance(kind, OneOf):
        kind = next((one for one in kind.kinds if fits(one, plain)), kind.kinds[0])
    if _empty(plain):
        return
    if isinstance(kind, AnswerPart):
        yield from _part(where, label, kind.of, plain)
    elif isinstance(kind, ListOf):
        yield from _list(where, label, kind.each, plain)
    elif isinstance(kind, FileContent):
        address = f"data:{kind.media_type};base64,{plain}"
        yield ResultLine(label, str(where.beside["name"]), file=address)
    elif isinstance(kind, Keyed):
        yield from _below(label, tuple(_mapping_lines(where, kind, plain)))
    elif said := _value_words(where, kind, plain):
        yield ResultLine(label, where.seat.visit.say(said))


def _below(label: str, below: tuple[ResultLine, ...]) -> tuple[ResultLine, ...]:
    return (ResultLine(label, "", below),) if label and below else below


def _part(where: _Within, label: str, of: type, plain: Mapping[str, Any]) -> Iterator[ResultLine]:
    in_words = getattr(of, "in_words", None)
    if in_words is not None:
        yield ResultLine(label, where.seat.say(in_words(plain)))
        return
    fields = outputs_of(of)
    within = where.inside(fields, plain)
    yield from _below(
        label,
        tuple(
            line
            for one in fields
            if one.shown and one.key in plain
            for line in _lines(within, where.seat.say(one.label), one.kind, plain[one.key])
        ),
    )


def _list(where: _Within, label: str, each: Kind, plain: list[Any]) -> Iterator[ResultLine]:
    rows = [tuple(_lines(where, "", each, one)) for one in plain[:MOST]]
    if _in_sentences(each):
        yield from _below(label, tuple(line for row in rows for line in row))
    elif isinstance(each, (AnswerPart, ListOf)):
        numbered = enumerate(rows, 1)
        yield from _below(label, tuple(ResultLine(str(at), "", row) for at, row in numbered if row))
    else:
        comma = "、" if where.seat.visit.language == "zh" else ", "
        yield ResultLine(label, comma.join(line.text for row in rows for line in row))


def _in_sentences(kind: Kind) -> bool:
    """Whether each of a list is a sentence, which stands by itself."""
    return isinstance(kind, Said) or (isinstance(kind, AnswerPart) and hasattr(kind.of, "in_words"))


def _mapping_lines(where: _Within, kind: Keyed, plain: Mapping[str, Any]) -> Iterator[ResultLine]:
    for key, value in plain.items():
        label = where.seat.say(_value_words(where, kind.key, key))
        for line in _lines(where, label or key, kind.each, value):
            # where both say the same, an option and its title, once will do
            yield ResultLine("", line.text) if line.text == line.label else line


def _value_words(where: _Within, kind: Kind, plain: Any) -> Text:
    """A single value as people read it."""
    if isinstance(kind, Ref):
        return title_of(where.seat, _of_kind(kind, where.beside), plain, where.ids)
    if isinstance(kind, Amount):
        return kind.said(plain, where.beside)
    if isinstance(kind, Row):
        return _row(where, kind, plain)
    if isinstance(kind, Where):
        return scope_words(where.seat, plain)
    if isinstance(kind, Hundredths) and kind.unit == YUAN:
        return yuan(plain)
    return kind.describe(plain)


def _of_kind(ref: Ref, beside: Mapping[str, Any]) -> str:
    return str(beside[ref.beside]) if ref.beside else ref.kind


def _row(where: _Within, row: Row, plain: list[Any]) -> Text:
    """Each of them in its place; the first names what the others are part of."""
    ids = dict(where.ids)
    said = []
    for kind, one in zip(row.kinds, plain, strict=True):
        said.append(_value_words(attrs.evolve(where, ids=ids), kind, one))
        if isinstance(kind, Ref):
            ids[kind.kind] = one
    return Text(
        row.words.zh.format(*(one.zh for one in said)),
        row.words.en.format(*(one.en for one in said)),
    )


def scope_words(seat: StaffRequest, plain: Any) -> Text:
    """A scope in words; what serves its units is on a roll, which is not read for it."""
    try:
        return scope_of(plain).words(Ground(seat.desk.tree))
    except TickboxError:
        return Text("指定范围", "a part of the units")  # an area of it is gone since


def yuan(fen: int) -> Text:
    """Fen in yuan, as pages say it; nothing is 0 yuan, and less than nothing has its sign."""
    if not fen:
        return Text("0元", "0 yuan")
    sign = "-" if fen < 0 else ""
    return Text(f"{sign}{money(abs(fen), 'zh')}", f"{sign}{money(abs(fen), 'en')}")


def _empty(value: Any) -> bool:
    return value in (None, "", {}, [], {"zh": "", "en": ""})


def looked_at(seat: StaffRequest, found: Any) -> tuple[ResultLine, ...]:
    """What people look at before they do something, and after: a count, a tie, any answer."""
    if found is None:
        return ()
    if isinstance(found, tuple):
        return tuple(line for one in found for line in looked_at(seat, one))
    if isinstance(found, Tied):
        return tie_told(seat, found)
    if isinstance(found, Outcome):
        return result_told(seat, found)
    return result_lines(seat, type(found), plain_of(found))


def result_told(seat: StaffRequest, outcome: Outcome) -> tuple[ResultLine, ...]:
    """A count as a secretary reads it aloud: each item's place, ticks, share, and why."""
    rows = []
    for placed in outcome.ranking:
        place = Text("第{rank}名，{share}", "place {rank}, {share}")
        said = place.filled(rank=placed.rank, share=placed.share.text)
        chosen = Text("入选", "chosen") if placed.chosen else Text("未入选", "not chosen")
        if outcome.settling is not None and placed.item in outcome.taken:
            chosen = outcome.settling.taken_words
        words = seat.visit.say(said)
        if placed.chosen is not None:
            words = f"{words} · {seat.visit.say(chosen)}"
        rows.append(
            ResultLine(seat.visit.say(placed.title), words, (ResultLine("", seat.say(placed.why)),))
        )
    head = Text("{ballots}张有效选票", "{ballots} ballots counted").filled(ballots=outcome.ballots)
    settled = (
        () if outcome.settling is None else (ResultLine("", seat.say(outcome.settling.how.words)),)
    )
    return (ResultLine("", seat.say(head)), *settled, *rows)


def tie_told(seat: StaffRequest, tied: Tied) -> tuple[ResultLine, ...]:
    """A tie that goes back to people, as a secretary reads it aloud."""
    told_ = [Text("计票到并列处停下。", "The count stops at a tie."), *tied.sentences, tied.how]
    if tied.posted:
        told_.insert(
            0, Text("并列已经公布，谁都能看到。", "The tie is posted for everybody to see.")
        )
    else:
        told_.append(
            Text(
                "公布以后，所有人都能看到这些并列；公布前掷的骰子不算。",
                "Once it is published everybody sees this tie; dice thrown before do not count.",
            )
        )
    return tuple(ResultLine("", seat.say(one)) for one in told_)
