"""Whole files kept under their SHA-256: written once, never changed, and not believed unread.

What a *blob* holds is what its name says; so whoever keeps the name notices a changed file.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import attrs

from tickbox_core.errors import FileChanged, StoreUnavailable
from tickbox_core.store.files import make_folder, write_whole
from tickbox_core.text import Text

CHUNK = 256 * 1024
_HEX = frozenset("0123456789abcdef")


@attrs.frozen
class Blob:
    """A kept file: its SHA-256 (hex), its size, and where it lies (``None``: in memory)."""

    digest: str
    size: int
    path: Path | None = None
    content: bytes = attrs.field(default=b"", repr=False)

    @classmethod
    def of(cls, content: bytes) -> Blob:
        """Bytes that lie nowhere."""
        return cls(hashlib.sha256(content).hexdigest(), len(content), None, content)

    def open(self) -> BinaryIO:
        """To be read from the beginning."""
        return io.BytesIO(self.content) if self.path is None else self.path.open("rb")

    def read(self) -> bytes:
        """All of it."""
        with self.open() as opened:
            return opened.read()

    def chunks(self) -> Iterator[bytes]:
        """A piece at a time, so that a big file is never in memory as a whole."""
        with self.open() as opened:
            while chunk := opened.read(CHUNK):
                yield chunk


class Blobs(Protocol):
    """Where blobs are kept."""

    def keep(self, content: bytes) -> Blob:
        """Keep these bytes, durably; the same bytes twice are kept once."""
        ...

    def find(self, digest: str) -> Blob | None:
        """The blob of that SHA-256 or ``None``; ``FileChanged`` where it holds something else."""
        ...

    def remove(self, digest: str) -> None:
        """Keep it no longer."""
        ...


class FolderBlobs:
    """Blobs as files of one folder, which nobody but its owner may read."""

    def __init__(self, path: Path, suffix: str = "") -> None:
        """Nothing is made before the first blob is kept."""
        self._path, self._suffix = path, suffix
        self._seen: dict[str, tuple[int, ...]] = {}

    def keep(self, content: bytes) -> Blob:
        """Write the file: whole or not at all, and there after a power cut."""
        blob = Blob.of(content)
        path = self._file(blob.digest)
        make_folder(self._path)
        write_whole(path, content)
        return attrs.evolve(blob, path=path, content=b"")

    def find(self, digest: str) -> Blob | None:
        """The file, if it is there; hashed when it is first asked for and after every change.

        Raises ``StoreUnavailable`` where it cannot be read.
        """
        if len(digest) != 64 or not set(digest) <= _HEX:
            return None
        path = self._file(digest)
        try:
            now = _signs(path)
            if self._seen.get(digest) != now and _sha256(path) != digest:
                raise FileChanged(path.name)
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise StoreUnavailable(_UNREADABLE.filled(why=str(problem.strerror)), _ROOM) from None
        self._seen[digest] = now
        return Blob(digest, now[0], path)

    def remove(self, digest: str) -> None:
        """Delete the file."""
        self._seen.pop(digest, None)
        self._file(digest).unlink(missing_ok=True)

    def _file(self, digest: str) -> Path:
        return self._path / f"{digest}{self._suffix}"


class MemoryBlobs:
    """Blobs in memory: those that lie in an archive, say."""

    def __init__(self, contents: Iterable[bytes] = ()) -> None:
        """Holding these."""
        self._held = {blob.digest: blob for blob in map(Blob.of, contents)}

    def keep(self, content: bytes) -> Blob:
        """Keep these bytes."""
        blob = Blob.of(content)
        return self._held.setdefault(blob.digest, blob)

    def find(self, digest: str) -> Blob | None:
        """The blob of that SHA-256 or ``None``."""
        return self._held.get(digest)

    def remove(self, digest: str) -> None:
        """Keep it no longer."""
        self._held.pop(digest, None)


_UNREADABLE = Text("核验包的文件读不出来（{why}）。", "a bundle's file cannot be read ({why}).")
_ROOM = Text(
    "请管理员检查数据文件夹的权限和磁盘。",
    "Whoever runs the server looks at the folder's permissions and at the disk.",
)


def _signs(path: Path) -> tuple[int, ...]:
    """What of a file is another whenever somebody has written to it."""
    held = path.stat()
    return held.st_size, held.st_mtime_ns, held.st_ctime_ns, held.st_ino


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
