"""Keys in files: made once, whole, and never in place of one that is missing or damaged."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from tickbox_core.errors import KeyUnusable
from tickbox_core.store.files import make_folder, sync_folder, write_beside
from tickbox_core.text import Text

KEYS = ("log-signing", "code-pepper")
"""What a town keeps: the key its logs are signed with, and the pepper of codes and tokens."""
BYTES = 32


def read_key(path: Path, *, make: bool) -> bytes:
    """The key in a file, which is made where there is none and ``make`` says so.

    Raises ``KeyUnusable`` where it is missing, empty, short or otherwise no key.
    """
    if not is_there(path):
        if not make:
            raise KeyUnusable(path.name, _MISSING, _FROM_A_COPY)
        _make(path)
    try:
        key = path.read_bytes()
    except OSError as problem:
        raise _unreadable(path, problem) from None
    if len(key) != BYTES:
        said = Text("有{n}个字节，应有{all}个。", "it holds {n} bytes instead of {all}.")
        raise KeyUnusable(path.name, said.filled(n=len(key), all=BYTES), _FROM_A_COPY)
    if not any(key):
        raise KeyUnusable(path.name, _BLANK, _FROM_A_COPY)
    return key


def holds(path: Path, key: bytes) -> bool:
    """Whether the file holds that very key; not where it is gone or cannot be read."""
    try:
        return path.read_bytes() == key
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Whether there is such a file; ``KeyUnusable`` where the folder does not let anybody look."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError as problem:
        raise _unreadable(path, problem) from None
    return True


def _unreadable(path: Path, problem: OSError) -> KeyUnusable:
    said = Text("读不出来（{why}）。", "it cannot be read ({why}).")
    return KeyUnusable(path.name, said.filled(why=str(problem.strerror)), _FROM_A_COPY)


def _make(path: Path) -> None:
    """A fresh key under that name, unless another process was faster."""
    make_folder(path.parent)
    fresh = write_beside(path, secrets.token_bytes(BYTES))
    try:
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)


_MISSING = Text("没有这个文件，数据却已经有了。", "it is missing, and there are data.")
_BLANK = Text("内容是空白的，不是密钥。", "it is blank, no key.")
_FROM_A_COPY = Text(
    "请从另存的副本放回去。确实丢失了：先移走坏的，再运行 tickbox keys --new"
    "（打钩码和令牌都要重发）。",
    "Put it back from your copy. If it is lost for good, take the damaged one away and run "
    "'tickbox keys --new': codes and tokens have to be issued anew.",
)
