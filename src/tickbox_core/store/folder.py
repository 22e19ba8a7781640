"""The data folder: one file per area that holds rounds, and the town's index of them.

``town.sqlite`` holds the area tree and which file belongs to which area, no ballots; the town's
figures are read from the files.  ``keys/`` holds the log-signing key and the pepper of the voting
codes, never part of a database or its backups.  Everything is its owner's alone (``files``).
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Iterable
from pathlib import Path

from tickbox_core.errors import BadValue, NotListed, StoreUnavailable
from tickbox_core.model import Area, AreaTree, MicroGrid
from tickbox_core.model.local_time import DEFAULT_ZONE
from tickbox_core.store.blobs import FolderBlobs
from tickbox_core.store.connections import MOST, Connections
from tickbox_core.store.contract import Store
from tickbox_core.store.files import make_folder, tighten, tighten_folder, walk, write_whole
from tickbox_core.store.keys import holds, is_there, read_key
from tickbox_core.store.schema import AREA, TOWN
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.text import Text

_log = logging.getLogger("tickbox.store")
STAFF = "staff"
"""The role of tokens that were given without one."""
OURS = ("keys", "checkpoints", "pictures", "evidence", "bundles")
"""What lies in the folder beside the databases."""
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class DataFolder:
    """A folder of SQLite files: open it, plant the town's tree, open the areas' files."""

    def __init__(self, path: str | Path, *, connections: int = MOST) -> None:
        """Open the folder, making it and ``town.sqlite`` where they are missing.

        At most so many ``connections`` rest open, over all areas and threads; an area that nobody
        asks holds no file.  Raises ``StoreUnavailable`` where ``town.sqlite`` is gone from a folder
        that holds data, and what ``SqliteStore`` raises.
        """
        self.path = Path(path)
        make_folder(self.path)
        self._closed_to_others()
        if not (self.path / "town.sqlite").exists() and any(self.path.glob("*.sqlite")):
            raise StoreUnavailable(_NO_TOWN, _PUT_BACK)
        self._connections = Connections(connections)
        self._town = SqliteStore(self.path / "town.sqlite", TOWN, self._connections)
        self._areas: dict[str, SqliteStore] = {}
        self._opening = threading.Lock()
        self._tree: tuple[int, AreaTree] | None = None
        self._in_use: dict[str, bytes] = {}
        self._filed: tuple[dict[str, int], tuple[str, ...]] | None = None

    def _closed_to_others(self) -> None:
        """Take what an older tickbox, or a copy, has left open to others; told in the log."""
        mine = [*self.path.glob("*.sqlite*"), *(one for n in OURS for one in walk(self.path / n))]
        opened = sum(map(tighten, mine)) + tighten_folder(self.path)
        if opened:
            _log.warning(
                "%d files and folders in %s were open to others; they are their owner's alone now",
                opened,
                self.path,
            )

    def zone(self) -> str:
        """The IANA name of the town's zone; the default where nobody has said."""
        row = self._town.get("setting", name="zone")
        return DEFAULT_ZONE if row is None else str(row["value"])

    def set_zone(self, name: str) -> None:
        """Keep it; the caller has looked whether there is such a zone."""
        with self._town.transaction():
            self._town.put("setting", {"name": "zone", "value": name})

    def plant(self, tree: AreaTree) -> None:
        """Write the area tree (replacing an older one)."""
        with self._town.transaction():
            self._write_tree(tree)

    def grow(self, areas: Iterable[Area], grids: Iterable[MicroGrid] = ()) -> None:
        """Add areas and micro-grids to the tree as it is by then; those of the same ids change.

        However many programs do so at once, none undoes what another has added.
        """
        with self._town.transaction():
            before = self._read_tree()
            grown = before.with_areas(areas).with_grids(grids)
            if grown != before:
                self._write_tree(grown)

    def turn_grids_back(self, gone: Iterable[str], restored: Iterable[MicroGrid]) -> None:
        """Take micro-grids away and put others back as they were."""
        out, back = frozenset(gone), {grid.id: grid for grid in restored}
        with self._town.transaction():
            tree = self._read_tree()
            kept = tuple(back.get(grid.id, grid) for grid in tree.grids if grid.id not in out)
            self._write_tree(AreaTree(tree.areas, kept, tree.levels))

    def prune(self, gone: Iterable[str], restored: Iterable[Area]) -> None:
        """Take areas out of the tree and put others back as they were.

        Raises ``UnknownId`` where something that stays lies in one of those that go.
        """
        out, back = frozenset(gone), {area.id: area for area in restored}
        with self._town.transaction():
            tree = self._read_tree()
            kept = tuple(back.get(area.id, area) for area in tree.areas if area.id not in out)
            self._write_tree(AreaTree(kept, tree.grids, tree.levels))

    def _write_tree(self, tree: AreaTree) -> None:
        for table in ("area", "grid"):
            for row in self._town.find(table):
                self._town.remove(table, id=row["id"])
        self._town.add("area", [_area_row(at, area) for at, area in enumerate(tree.areas)])
        self._town.add("grid", [_grid_row(at, grid) for at, grid in enumerate(tree.grids)])

    def tree(self) -> AreaTree:
        """The area tree: one for all who ask, read anew only once somebody has planted another."""
        version, kept = self._town.versions()["tree"], self._tree
        if kept is not None and kept[0] == version:
            return kept[1]
        with self._opening:
            while self._tree is None or self._tree[0] != version:
                tree = self._read_tree()
                before, version = version, self._town.versions()["tree"]
                if before == version:  # else somebody planted while it was read
                    self._tree = version, tree
            return self._tree[1]

    def _read_tree(self) -> AreaTree:
        return AreaTree(
            tuple(_area(row) for row in self._town.find("area", order="position")),
            tuple(_grid(row) for row in self._town.find("grid", order="position")),
        )

    def areas(self) -> tuple[str, ...]:
        """The areas that have a file, in the order of the tree."""
        versions, kept = self._town.versions(), self._filed
        if kept is not None and kept[0] == versions:
            return kept[1]
        filed = {row["area"] for row in self._town.find("file")}
        areas = tuple(area.id for area in self.tree() if area.id in filed)
        self._filed = versions, areas
        return areas

    def founded(self, area: str) -> str:
        """The day on which an area was given its file; empty where nobody has kept it."""
        row = self._town.get("setting", name=_FOUNDED.format(area=area))
        return "" if row is None else str(row["value"])

    def add_area(self, area: str, day: str = "") -> Store:
        """Give an area of the tree a file of its own (or open the one it has).

        The ``day`` on which it is given one is kept with it.

        Raises ``StoreUnavailable`` where it has one that is gone, and checkpoints say that there
        was something in it.
        """
        row = self._town.get("file", area=area)
        if row is None:  # one that has a file is there, whatever became of the tree
            self.tree()[area]
        name = _file_name(area)
        if row is not None and any((self.path / "checkpoints" / area).glob("*.json")):
            return self.area(area)
        with self._opening:
            if area not in self._areas:
                self._areas[area] = self._open_stored(
                    name if row is None else row["name"], make=True
                )
        if row is None:  # the file comes first: what is named here is there
            with self._town.transaction():
                self._town.put("file", {"area": area, "name": name})
                if day:
                    known = _FOUNDED.format(area=area)
                    self._town.put("setting", {"name": known, "value": day})
        return self._areas[area]

    def area(self, area: str) -> Store:
        """The store of an area, or ``NotListed``; ``StoreUnavailable`` where its file is gone."""
        if area in self._areas:
            return self._areas[area]
        row = self._town.get("file", area=area)
        if row is None:
            raise NotListed(Text("居民区", "area"), area)
        with self._opening:
            if area not in self._areas:
                self._areas[area] = self._open_stored(row["name"], make=False)
            return self._areas[area]

    def _open_stored(self, name: str, *, make: bool) -> SqliteStore:
        """The store of a file, looked into and at rest: it costs the same, however many there are.

        The name was written down by whoever made the folder: it never leads out of it.
        """
        path = self.path / _file_name(name.removesuffix(".sqlite"))
        store = SqliteStore(path, AREA, self._connections, make=make)
        store.close()
        return store

    def missing(self) -> frozenset[str]:
        """The areas whose file is not in its place, or not the one that was opened."""
        names = {row["area"]: row["name"] for row in self._town.find("file")}
        gone = {
            area
            for area, name in names.items()
            if not (
                self._areas[area].in_place if area in self._areas else (self.path / name).is_file()
            )
        }
        return frozenset(gone if self._town.in_place else names)

    @property
    def town(self) -> Store:
        """The store of ``town.sqlite``: areas, and which of them have a file."""
        return self._town

    def secret(self, name: str) -> bytes:
        """32 random bytes kept under a name in ``keys/``, made when first asked for.

        Raises ``KeyUnusable`` for a file that holds no such key, and where none is there though
        something has happened: its codes, tokens and signatures were made with it.
        """
        path = self.path / "keys" / name
        key = read_key(path, make=not is_there(path) and not self._has_begun())
        self._in_use[name] = key
        return key

    def keys_gone(self) -> int:
        """How many of the keys in use are not in their place, or others: a restart needs them."""
        return sum(not holds(self.path / "keys" / name, key) for name, key in self._in_use.items())

    def _has_begun(self) -> bool:
        """Whether anybody has a token, or anything stands in a log."""
        if self._town.count("staff"):
            return True
        return any(self.area(area).count("entry") for area in self.areas())

    def new_secret(self, name: str) -> None:
        """Make a key that is lost for good; one that is there is never replaced.

        Codes and tokens have to be issued anew.  Raises ``KeyUnusable`` for a damaged one.
        """
        read_key(self.path / "keys" / name, make=True)

    def keep_picture(self, content: bytes) -> str:
        """Keep a picture in ``pictures/`` under its SHA-256 (hex), which is the answer."""
        digest = hashlib.sha256(content).hexdigest()
        make_folder(self.path / "pictures")
        write_whole(self.path / "pictures" / digest, content)
        return digest

    def picture(self, digest: str) -> bytes | None:
        """The picture of that digest; ``None`` where there is none, or its file was changed."""
        file = self.path / "pictures" / digest
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef") or not file.is_file():
            return None
        content = file.read_bytes()
        return content if hashlib.sha256(content).hexdigest() == digest else None

    def blobs(self) -> FolderBlobs:
        """Where published bundles are kept: ``bundles/``, each under its SHA-256."""
        return FolderBlobs(self.path / "bundles", ".zip")

    def add_staff(self, digest: bytes, area: str, name: str, role: str = STAFF) -> None:
        """Keep who holds the token of that digest, and as what."""
        with self._town.transaction():
            self._town.put("staff", {"hash": digest, "area": area, "name": name})
            self._town.put("staff_role", {"hash": digest, "role": role})

    def staff(self, digest: bytes) -> tuple[str, str, str] | None:
        """Area, name and role of whoever holds the token of that digest."""
        row = self._town.get("staff", hash=digest)
        role = self._town.get("staff_role", hash=digest)
        return None if row is None else (row["area"], row["name"], role["role"] if role else STAFF)

    def has_staff(self, area: str, name: str) -> bool:
        """Whether somebody has a token for an area."""
        return bool(self._town.count("staff", area=area, name=name))

    def remove_staff(self, area: str, name: str) -> int:
        """Take all tokens of a name in an area away; how many there were."""
        with self._town.transaction():
            for row in self._town.find("staff", area=area, name=name):
                self._town.remove("staff_role", hash=row["hash"])
            return self._town.remove("staff", area=area, name=name)

    def close(self) -> None:
        """Close every file; one that a thread is using when the thread has done with it."""
        for store in (self._town, *self._areas.values()):
            store.close()
        self._areas.clear()


_FOUNDED = "founded:{area}"
_NO_TOWN = Text("数据文件夹里没有 town.sqlite。", "the data folder has no town.sqlite.")
_PUT_BACK = Text("请把它放回去。", "Put it back.")


def _file_name(area: str) -> str:
    if area and set(area) <= _SAFE:
        return f"{area}.sqlite"
    raise BadValue(
        f"area {area}",
        Text("编号不能用作文件名。", "the id cannot be a file name."),
        Text("请只用小写字母、数字、- 和 _。", "Use lower-case letters, digits, - and _ only."),
    )


def _area_row(at: int, area: Area) -> dict[str, str | int | None]:
    name = json.dumps(area.name.plain(), ensure_ascii=False)
    return {"id": area.id, "level": area.level, "name": name, "parent": area.parent, "position": at}


def _area(row: dict[str, str]) -> Area:
    return Area(row["id"], row["level"], Text.of(json.loads(row["name"])), row["parent"])


def _grid_row(at: int, grid: MicroGrid) -> dict[str, str | int]:
    return {
        "id": grid.id,
        "name": json.dumps(grid.name.plain(), ensure_ascii=False),
        "areas": json.dumps(grid.areas),
        "shops": json.dumps(grid.shops),
        "position": at,
    }


def _grid(row: dict[str, str]) -> MicroGrid:
    return MicroGrid(
        row["id"],
        Text.of(json.loads(row["name"])),
        tuple(json.loads(row["areas"])),
        tuple(json.loads(row["shops"])),
    )
