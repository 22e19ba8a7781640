"""A data folder in which everything has happened: for backups, checks and erasure."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import AreaTree, Person, Roll, open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Cast, Desk
from tickbox_core.ledger import Ed25519Signer
from tickbox_core.model import Funding
from tickbox_core.registry import Registry
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.store import Store
from tickbox_core.store.folder import DataFolder
from tickbox_core.store.keys import KEYS
from tickbox_core.testing import desks
from tickbox_core.text import Text

from . import annual_house, motion_house
from .annual_house import R1, TREE, Clock

AREA, LIFT, J1 = "n1", "m1", "j1"
RESIDENT, PHONE, AUTHOR, HELPER, DONOR, OWNER = (
    "欧阳住户",
    "13912345678",
    "司马心愿人",
    "诸葛帮手",
    "上官捐款人",
    "东方业主",
)
NAMES = (RESIDENT, PHONE, AUTHOR, HELPER, DONOR, OWNER)
LIN, ZHOU = Actor("经办小林", Role.STAFF), Actor("复核老周", Role.STAFF)
WHY = Text("到期", "it is due")
IN_ALL = AreaTree((*TREE.areas, *motion_house.TREE.areas[1:]))


def registry() -> Registry:
    """The core's own plugins, and a place with a law."""
    return open_registry(discover=False, plugins={"here": motion_house.LawPlugin()})


def desk_over(store: Store, clock: Clock | None = None, seed: int = 3, **more: Any) -> Desk:
    """The desk of n1 over a store."""
    return Desk(
        store,
        registry(),
        area=AREA,
        signer=Ed25519Signer(b"s" * 32),
        pepper=b"p",
        clock=clock or Clock(),
        entropy=random.Random(seed).randbytes,
        tree=IN_ALL,
        **more,
    )


def named(roll: Roll, name: str) -> Roll:
    """The roll with everybody of that name."""
    return attrs.evolve(roll, persons=tuple(Person(one.id, name) for one in roll.persons))


def do(desk: Desk, act: str, actor: Actor = LIN, **given: Any) -> Any:
    """An act of staff."""
    return perform(ACTS[act], desk, given, actor, ZHOU if ACTS[act].second else None)


A_YEAR = 366
"""From a posted decision to the day after the last on which its papers stay, and no leap day."""


def play(desk: Desk) -> str:
    """Everything, to the judgement and a year on; the reference of the wish the gate came of."""
    ref: str = do(desk, "wish/take", text=f"东门装灯，{PHONE}", author=f"{AUTHOR} {PHONE}")["ref"]
    ticks(desk, ref)
    project(desk)
    motion(desk)
    judgement(desk)
    desk._hand.clock.pass_days(A_YEAR)  # type: ignore[attr-defined]
    return ref


def ticks(desk: Desk, ref: str) -> None:
    """A round with a code, a revision, a helper, and a sheet keyed by two; its list is final."""
    items = annual_house.ITEMS
    desk.prepare(
        desks.plan(items=items, places=3, limits=desks.Limits(), revisable=True, objection_days=1)
    )
    desk.register(R1, named(annual_house.roll(), RESIDENT))
    do(desk, "wish/answer", ref=ref, reply="taken-up", words="列入")
    do(desk, "item/add", round=R1, id="lamp", title="路灯", cost=0, refs=[ref])
    desks.open_list(desk, R1)
    slots = [slot.slot for slot in desk.slots(R1)]
    desk.issue_codes(R1, slots[:3])
    for at, slot in enumerate(slots[:8]):
        desk.cast(R1, Cast(slot, tuple(item.id for item in items)[: 1 + at % 3], f"k{at}"))
    desk.cast(R1, Cast(slots[0], ("lamp", "gate"), "again"))
    witness = {"channel": "door", "witness": ZHOU.name}
    do(desk, "ballot/assist", Actor(HELPER, Role.STAFF), round=R1, slot=slots[9], ticks=["lamp"],
       **witness)  # fmt: skip
    desk.close(R1)
    desk.publish(R1)
    ref = do(desk, "objection/raise", round=R1, item="gate", text=PHONE, author=AUTHOR)["ref"]
    do(desk, "objection/answer", ref=ref, words="已说明")
    desk._hand.clock.pass_days(3)  # type: ignore[attr-defined]
    desk.concluding.finalise(R1)


def project(desk: Desk) -> None:
    """The gate is built, with a donor who stays unnamed."""
    do(desk, "project/start", round=R1, item="gate")
    do(desk, "project/responsible", project="gate", side="property-firm", name="物业", task="装门")
    do(desk, "project/begin", project="gate")
    desk.projects.pledge("gate", Funding.SPONSOR, DONOR, amount=5)
    do(desk, "project/deliver", project="gate", left_out="捐款未到")


def motion(desk: Desk) -> None:
    """Owners decide under their names."""
    made = attrs.evolve(motion_house.poll(desk, LIFT), round=R1, item="gate")
    desk.motions.prepare(made)
    desk.motions.register(LIFT, named(motion_house.roll(), OWNER))
    desk.motions.open(LIFT)
    for flat in range(5):
        motion_house.cast(desk, flat, "yes", LIFT)
    motion_house.cast(desk, 5, "no", LIFT)
    desk.motions.close(LIFT)
    desk.motions.publish(LIFT)


def judgement(desk: Desk) -> None:
    """The gate is judged; one resident changes their mind."""
    desk.judging.open(J1, R1, ["gate"], Text("评议", "judgement"))
    for at, slot in enumerate(desk.slots(R1)[:6]):
        desk.judging.judge(J1, slot.slot, {"gate": Vote(Mark.FAIRLY, True)}, f"j{at}")
    first = desk.slots(R1)[0].slot
    desk.judging.judge(J1, first, {"gate": Vote(Mark.SATISFIED, False)}, "changed")
    desk.judging.close(J1)
    desk.judging.publish(J1)


def folder(path: Path, days_ago: int = 0) -> tuple[DataFolder, Desk, str]:
    """A data folder with all of it, played so much earlier; the desk; the wish's reference."""
    data, clock = DataFolder(path), Clock()
    clock.pass_days(-days_ago)
    data.plant(IN_ALL)
    for key in KEYS:
        data.secret(key)
    desk = desk_over(data.add_area(AREA), clock, blobs=data.blobs())
    return data, desk, play(desk)
