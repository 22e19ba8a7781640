"""A small town for the server's tests: two neighbourhoods, rounds in every state, codes to tick."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Hashable, Iterator
from copy import copy
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import attrs
import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from litestar import Litestar, Router
from litestar._signature import SignatureModel
from litestar.datastructures import State
from litestar.testing import TestClient
from litestar.utils.signature import ParsedSignature

from tickbox_core import (
    Area,
    AreaTree,
    Category,
    Item,
    Limits,
    Ownership,
    Person,
    Problem,
    Residence,
    Roll,
    Round,
    Text,
    Unit,
)
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.model.eligibility import Eligible
from tickbox_server import Settings, create_app
from tickbox_server import app as app_module
from tickbox_server.pages import render
from tickbox_server.parts import LoadedParts

OPEN, FINAL, DECIDED, PREPARED = "open-1", "final-1", "decided-1", "prepared-1"
HERE, THERE = "bamboo", "willow"
RESIDENTS = 12


def items(number: int = 6) -> tuple[Item, ...]:
    """Items with everything a page can show: place, cost, description, two categories."""
    return tuple(
        Item(
            id=f"i{at}",
            title=Text(f"第{at}项：加装长椅靠背", f"Item {at}: backrests for the benches"),
            category="renewal" if at % 2 else "conflict",
            description=Text(f"说明{at}", f"about {at}"),
            place=Text(f"{at}号楼前", f"in front of building {at}"),
            cost=at * 123_450 if at > 1 else None,
        )
        for at in range(1, number + 1)
    )


def planned(id_: str, area: str, **changes: Any) -> Round:
    """A plan; open ballots may be changed, unless a change says otherwise."""
    plan = Round(
        id=id_,
        area=area,
        title=Text(f"{id_}打钩", f"{id_} ticking"),
        items=items(),
        categories=(
            Category("renewal", Text("微更新", "micro-renewal")),
            Category("conflict", Text("矛盾处置", "conflict handling")),
        ),
        limits=Limits(1, 3),
        places=2,
        tie_break="listed-first",
        revisable=True,
    )
    return attrs.evolve(plan, **changes)


def roll() -> Roll:
    """Twelve residents in six homes of one stairwell."""
    units = [Unit(f"u{at}", "stair", floor=at, floor_area=8_000 + at) for at in range(6)]
    persons = tuple(Person(f"p{at}") for at in range(RESIDENTS))
    homes = tuple(Residence(f"p{at}", f"u{at % 6}") for at in range(RESIDENTS))
    return Roll(date(2026, 1, 1), tuple(units), persons, homes, (Ownership("p0", "u0"),))


def opened(desk: Desk, plan: Round) -> list[str]:
    """Open a round; its slots."""
    desk.prepare(plan)
    desk.register(plan.id, roll())
    desk.open(plan.id)
    return [slot.slot for slot in desk.slots(plan.id)]


@attrs.frozen
class Small:
    """The town, and what a test needs to know of it."""

    town: Town
    codes: tuple[str, ...]
    """Codes of three slots of the open round."""
    final_codes: tuple[str, ...]
    """A code of the open round that allows no second ballot."""

    @property
    def desk(self) -> Desk:
        """The desk of the neighbourhood that ticks."""
        return self.town.desk(HERE)


def build(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The town in a fresh folder; the codes of its two open rounds."""
    town = Town(folder)
    town.plant(
        AreaTree(
            (
                Area("town", "town", Text("淞新镇", "Songxin")),
                Area("north", "community", Text("北社区", "North"), "town"),
                Area(HERE, "neighbourhood", Text("竹园居民区", "Bamboo Garden"), "north"),
                Area(THERE, "neighbourhood", Text("柳岸居民区", "Willow Bank"), "north"),
                Area("estate", "estate", Text("竹园小区", "Bamboo estate"), HERE),
                Area("stair", "stairwell", Text("1号楼道", "stairwell 1"), "estate"),
            )
        )
    )
    here, there = town.found(HERE), town.found(THERE)
    slots = opened(here, planned(OPEN, HERE))
    residents_only = Eligible(roles=("resident",))
    final_slots = opened(
        here, planned(FINAL, HERE, revisable=False, eligible=residents_only, proxies=2)
    )
    here.prepare(planned(PREPARED, HERE))
    decided = opened(there, planned(DECIDED, THERE, demonstration=True))
    ticks = [("i1", "i2"), ("i1",), ("i2", "i3"), ("i1", "i4"), ("i5",)]
    there.cast_many(
        DECIDED, [Cast(slot, t, f"key-{slot}") for slot, t in zip(decided, ticks, strict=False)]
    )
    there.close(DECIDED)
    there.publish(DECIDED)
    here.add_problems(
        [
            Problem("p1", HERE, Text("楼道灯不亮", "stairwell dark"), date(2026, 1, 2)),
            Problem(
                "p2",
                HERE,
                Text("水管漏水", "leaking pipe"),
                date(2026, 1, 3),
                date(2026, 1, 9),
                Text("已更换", "replaced"),
                Text("物业", "property firm"),
            ),
        ]
    )
    codes = here.issue_codes(OPEN, slots[:3])
    final = here.issue_codes(FINAL, final_slots[:1])
    town.close()
    return tuple(codes.values()), tuple(final.values())


class CompiledTemplates(BytecodeCache):
    """What Jinja made of a template: held as long as Python runs, for every app."""

    def __init__(self) -> None:
        """Of none yet."""
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """As it was made of the same text under the same name."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """For the next app."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


def readable(fn: Any) -> Hashable:
    """A handler by what there is to read of it; ``None`` where that may hang on something else.

    Never the handler of one app itself: it may hold on to a whole town.
    """
    if not isinstance(fn, FunctionType):
        return None
    if "<locals>" not in fn.__qualname__ and fn.__name__ != "<lambda>":
        return fn
    written = fn.__annotations__
    if vars(fn) or fn.__defaults__ or fn.__kwdefaults__:
        return None
    if not all(isinstance(one, str) for one in written.values()):
        return None
    return fn.__code__, fn.__module__, *written.items()


def read_once(read: Callable[..., Any]) -> Callable[..., Any]:
    """A class method of Litestar's that reads a function only once with the same names about it."""
    held: dict[Hashable, Any] = {}

    def look(cls: type, fn: Any, names: Collection[str], **more: Any) -> Any:
        if (known := readable(fn)) is None:
            return read(cls, fn, names, **more)
        key = cls, known, frozenset(names.items() if isinstance(names, dict) else names)
        if key not in held:
            held[key] = read(cls, fn, names, **more)
        return held[key]

    return look


class AppsOnce:
    """Makes apps: those of the same routes share them, each with a state of its own.

    What an app answers hangs on its state alone.  Routes that a part ties to one app otherwise, by
    a closure say, are not the same as those of another app.
    """

    MOST = 24

    def __init__(self, make: Callable[[Settings, LoadedParts], Litestar]) -> None:
        """None are made."""
        self._make = make
        self._made: list[tuple[Any, Litestar]] = []

    def __call__(self, settings: Settings, loaded: LoadedParts) -> Litestar:
        """An app as ``make`` makes it."""
        brought = [(*part.pages, None, *part.api) for part in loaded.parts]
        about = settings, brought, [routes_of(router) for router in loaded.routers]
        for known, app in self._made:
            if known == about:
                return another(app)
        app = self._make(settings, loaded)
        self._made = [(about, app), *self._made][: self.MOST]
        return another(app)  # a host may change what it was given


def another(app: Litestar) -> Litestar:
    """An app with the routes of this one and a state of its own."""
    one = copy(app)
    one.state = State()
    one.asgi_router = copy(app.asgi_router)
    one.asgi_router.app = one
    one.event_emitter = type(app.event_emitter)(listeners=[])
    one.asgi_handler = one._create_asgi_handler()
    return one


def routes_of(router: Router) -> list[Any]:
    """What there is in a router."""
    held = [
        getattr(router, name) for name in "path guards middleware opt exception_handlers".split()
    ]
    held += [(name, getattr(one, "dependency", one)) for name, one in router.dependencies.items()]
    handlers = [(route.path, one) for route in router.routes for one in route.route_handlers]
    return held + [(path, one.fn) for path, one in handlers if "OPTIONS" not in one.http_methods]


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Apps are made by the thousand; most of that time goes into reading the same handlers.

    How a handler's signature is read, and what a template is compiled to, hangs on nothing that an
    app, a town or a setting has.
    """
    from_fn: Any = ParsedSignature.from_fn
    create: Any = SignatureModel.create
    parse = read_once(from_fn.__func__)
    model = read_once(lambda cls, fn, names, **more: create.__func__(cls, names, fn, **more))

    def created(cls: type, dependency_name_set: set[str], fn: Any, **more: Any) -> Any:
        return model(cls, fn, dependency_name_set, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ParsedSignature, "from_fn", classmethod(parse))
        patch.setattr(SignatureModel, "create", classmethod(created))
        patch.setattr(app_module, "_own_addresses", cache(app_module._own_addresses))
        compiled = CompiledTemplates()
        patch.setattr(render, "Environment", partial(Environment, bytecode_cache=compiled))
        patch.setattr(app_module, "_make_app", AppsOnce(app_module._make_app))
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The town's folder, made once, and its codes; never changed."""
    folder = tmp_path_factory.mktemp("small") / "data"
    return folder, *build(folder)


@pytest.fixture(scope="module")
def unchanged(built: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """A small town for those tests of a file that change nothing in it."""
    folder, codes, final_codes = built
    shutil.copytree(folder, held := tmp_path_factory.mktemp("unchanged") / "data")
    town = Town(held)
    yield Small(town, codes, final_codes)
    town.close()


@pytest.fixture(scope="module")
def onlooker(unchanged: Small) -> Iterator[TestClient]:  # type: ignore[type-arg]
    """A visitor of the town that nobody changes."""
    app = create_app(unchanged.town, settings=Settings(figures_seconds=0, turnout_seconds=0))
    with TestClient(app) as visiting:
        yield visiting


@pytest.fixture
def small(built: Any, tmp_path: Path) -> Iterator[Small]:
    """A small town of its own for one test: a copy."""
    folder, codes, final_codes = built
    shutil.copytree(folder, tmp_path / "data")
    town = Town(tmp_path / "data")
    yield Small(town, codes, final_codes)
    town.close()


@pytest.fixture
def client(small: Small) -> Iterator[TestClient]:  # type: ignore[type-arg]
    """Somebody who visits the app at the root; figures are never kept."""
    app = create_app(small.town, settings=Settings(figures_seconds=0, turnout_seconds=0))
    with TestClient(app) as visiting:
        yield visiting
