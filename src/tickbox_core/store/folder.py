"""The data folder: one file per area that holds cycles, and the town's index of them.

``town.sqlite`` holds the area tree and which file belongs to which area, no ballots; the town's
figures are read from the files.  ``keys/`` holds the log-signing key and the pepper of the voting
codes, readable by the owner only and never part of a database or its backups.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path

from tickbox_core.errors import BadValue, NotListed
from tickbox_core.model import Area, AreaTree, MicroGrid
from tickbox_core.store.blobs import FolderBlobs
from tickbox_core.store.contract import Store
from tickbox_core.store.schema import AREA, TOWN
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.text import Text

STAFF = "staff"
"""The role of tokens that were given without one."""
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class DataFolder:
    """A folder of SQLite files: open it, plant the town's tree, open the areas' files."""

    def __init__(self, path: str | Path) -> None:
        """Open the folder, making it and ``town.sqlite`` where they are missing."""
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self._town: Store = SqliteStore(self.path / "town.sqlite", TOWN)
        self._areas: dict[str, Store] = {}

    def plant(self, tree: AreaTree) -> None:
        """Write the area tree (replacing an older one)."""
        with self._town.transaction():
            for table in ("area", "grid"):
                for row in self._town.find(table):
                    self._town.remove(table, id=row["id"])
            self._town.add("area", [_area_row(at, area) for at, area in enumerate(tree.areas)])
            self._town.add("grid", [_grid_row(at, grid) for at, grid in enumerate(tree.grids)])

    def tree(self) -> AreaTree:
        """The area tree."""
        return AreaTree(
            tuple(_area(row) for row in self._town.find("area", order="position")),
            tuple(_grid(row) for row in self._town.find("grid", order="position")),
        )

    def areas(self) -> tuple[str, ...]:
        """The areas that have a file, in the order of the tree."""
        filed = {row["area"] for row in self._town.find("file")}
        return tuple(area.id for area in self.tree() if area.id in filed)

    def add_area(self, area: str) -> Store:
        """Give an area of the tree a file of its own (or open the one it has)."""
        self.tree()[area]
        if self._town.get("file", area=area) is None:
            with self._town.transaction():
                self._town.add("file", [{"area": area, "name": _file_name(area)}])
        return self.area(area)

    def area(self, area: str) -> Store:
        """The store of an area, or ``NotListed``."""
        if area not in self._areas:
            row = self._town.get("file", area=area)
            if row is None:
                raise NotListed(Text("居民区", "area"), area)
            self._areas[area] = SqliteStore(self.path / row["name"], AREA)
        return self._areas[area]

    @property
    def town(self) -> Store:
        """The store of ``town.sqlite``: areas, and which of them have a file."""
        return self._town

    def secret(self, name: str) -> bytes:
        """32 random bytes kept under a name in ``keys/``, made when first asked for."""
        folder = self.path / "keys"
        folder.mkdir(mode=0o700, exist_ok=True)
        file = folder / name
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_bytes()
        with os.fdopen(handle, "wb") as opened:
            opened.write(secrets.token_bytes(32))
            opened.flush()
            os.fsync(opened.fileno())
        return file.read_bytes()

    def keep_picture(self, content: bytes) -> str:
        """Keep a picture in ``pictures/`` under its SHA-256 (hex), which is the answer."""
        digest = hashlib.sha256(content).hexdigest()
        folder = self.path / "pictures"
        folder.mkdir(exist_ok=True)
        fresh = folder / f"{digest}.new"
        fresh.write_bytes(content)
        fresh.replace(folder / digest)
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

    def remove_staff(self, area: str, name: str) -> int:
        """Take all tokens of a name in an area away; how many there were."""
        with self._town.transaction():
            for row in self._town.find("staff", area=area, name=name):
                self._town.remove("staff_role", hash=row["hash"])
            return self._town.remove("staff", area=area, name=name)

    def close(self) -> None:
        """Close every file."""
        for store in (self._town, *self._areas.values()):
            store.close()
        self._areas.clear()


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
