"""What residents bring before the first list, and what is still open at the year's end."""

from __future__ import annotations

from datetime import date
from typing import Any

from tickbox_demo.catalogue.works import voices
from tickbox_demo.stage import Agenda, DemoOffice, fill_words

STARTS = date(2023, 1, 9)
_TAKEN, _ANSWERED, _ICE = date(2023, 2, 6), date(2023, 2, 20), date(2023, 12, 14)
SERVICE_PLACE, CALL = "corner", "winter"


def put_on_agenda(agenda: Agenda, office: DemoOffice, area: dict[str, str], at: int) -> None:
    """The service place, the wishes of the ``at``-th neighbourhood, its open problem."""
    agenda.on(STARTS, lambda: _open_door(office, area))
    refs: list[str] = []
    agenda.on(_TAKEN, lambda: refs.extend(_take_wishes(office, at)))
    agenda.on(_ANSWERED, lambda: _answer_wishes(office, refs, at))
    agenda.on(_ICE, lambda: _raise_problem(office, area, at))


def _open_door(office: DemoOffice, area: dict[str, str]) -> None:
    said = voices()
    office.do("people/publisher", name=fill_words(said["publisher"], area=area))
    place = said["place"]
    office.do("place/set", id=SERVICE_PLACE, name=fill_words(place["name"], area=area),
        tier="corner", hours=place["hours"])  # fmt: skip


def _wishes(at: int) -> list[Any]:
    """Four of the wishes, other ones beside each other's neighbourhood."""
    wishes = voices()["wishes"]
    return [wishes[(at + shift) % len(wishes)] for shift in range(4)]


def _take_wishes(office: DemoOffice, at: int) -> list[str]:
    """Every other one is said at the door, and written down by staff."""
    return [
        office.do("wish/take", anybody=True, text=one["text"])["ref"]
        if number % 2
        else office.do("wish/take", text=one["text"], channel="door")["ref"]
        for number, one in enumerate(_wishes(at))
    ]


def _answer_wishes(office: DemoOffice, refs: list[str], at: int) -> None:
    for ref, wish in zip(refs, _wishes(at), strict=True):
        more = {"referred_to": wish["to"]} if "to" in wish else {}
        posted = {"zh": wish["text"], "en": wish["text"]}
        office.do("wish/answer", ref=ref, reply=wish["reply"], words=wish["words"], posted=posted,
            **more)  # fmt: skip


def _raise_problem(office: DemoOffice, area: dict[str, str], at: int) -> None:
    problems = voices()["problems"]
    said = problems[at % len(problems)]
    raised = office.do("problem/raise", title=fill_words(said["title"], area=area))
    office.do("problem/take-on", ref=raised["ref"], side=said["side"], name=said["name"],
        task=said["task"])  # fmt: skip
    office.do("idea/ask", call=CALL, question=said["question"], problem=raised["ref"])
    office.do("idea/give", anybody=True, call=CALL, text=said["idea"])
