"""What a data file's faults are called: gone, replaced, full, read-only, held by others."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import NoReturn

from tickbox_core.errors import StoreUnavailable
from tickbox_core.text import Text

_log = logging.getLogger("tickbox.store")
_PUT_BACK = Text(
    "请管理员把原来的文件放回原处（放回后即可继续），或停下服务查明情况再启动。",
    "Whoever runs the server puts the same file back (then it goes on), or stops the server, looks "
    "into it and starts it again.",
)
_RESTART = Text(
    "请管理员正常停止服务（不要强行结束，停止时会把记录写回数据文件），再重新启动。",
    "Whoever runs the server stops it in the ordinary way (never by force: what is recorded is "
    "written back when it stops) and starts it again.",
)
_ABANDONED = Text(
    "若有 tickbox 正在运行，请管理员正常停止它（停止时会把记录写回数据文件），再启动。"
    "若没有在运行，日志里的记录已随日志丢失：请把日志（-wal）找回原处，"
    "实在找不回再删去旁边的 -shm 文件，并核对最近的回执。",
    "Whoever runs the server stops it in the ordinary way (what is recorded is written back when "
    "it stops) and starts it again.  If none is running, what stood in the log went with it: put "
    "the log (-wal) back, or, if it cannot be found, delete the -shm file beside it and compare "
    "the latest receipts.",
)
_ROOM = Text("请管理员检查磁盘。", "Whoever runs the server looks at the disk.")

_GONE = Text("文件不在原处了。", "the file is not there any more.")
_REPLACED = Text("原处已是另一个文件。", "another file stands in its place.")
_LOG_GONE = Text("旁边的写入日志被移走了。", "the write-ahead log beside it was taken away.")
_FULL = Text("磁盘满了。", "the disk is full.")
_READ_ONLY = Text("磁盘只能读。", "the disk is read-only.")
_UNREADABLE = Text("磁盘读写出错。", "the disk fails.")
_NO_HANDLE = Text("打不开文件。", "the file cannot be opened.")
_DAMAGED = Text("文件已损坏。", "the file is damaged.")
_BUSY = Text("另一个程序占着文件不放。", "another program does not let go of the file.")
_WORDS = {
    "disk is full": _FULL,
    "readonly database": _READ_ONLY,
    "disk I/O error": _UNREADABLE,
    "unable to open database": _NO_HANDLE,
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "database is locked": _BUSY,
}
"""What SQLite says of what is no fault of the program, and how people say it."""


def identity(path: str | Path) -> tuple[int, int]:
    """Which file stands there: device and inode.  Raises ``StoreUnavailable`` for none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - three a transaction: no objects made
    except OSError:
        raise StoreUnavailable(_GONE, _PUT_BACK) from None
    return found.st_dev, found.st_ino


def raise_replaced() -> NoReturn:
    """Raise what says that another file stands there."""
    raise StoreUnavailable(_REPLACED, _PUT_BACK)


def check_log(path: str, known: tuple[int, int]) -> None:
    """Raise ``StoreUnavailable`` unless what SQLite keeps beside a file still stands there."""
    try:
        found = os.stat(path)  # noqa: PTH116 - three a transaction: no objects made
    except OSError:
        raise StoreUnavailable(_LOG_GONE, _RESTART) from None
    if (found.st_dev, found.st_ino) != known:
        raise StoreUnavailable(_LOG_GONE, _RESTART)


def check_abandoned(path: str) -> None:
    """Raise ``StoreUnavailable`` where a write-ahead log is missing and its index still stands.

    SQLite makes the log before the index and removes it after: no ordinary moment looks like
    this.  Whoever has the file open keeps writing into the log that nobody else can see, and
    another log in its place would be the end of that.
    """
    log, index = Path(f"{path}-wal"), Path(f"{path}-shm")
    if not log.exists() and index.exists() and not log.exists():
        raise StoreUnavailable(_LOG_GONE, _ABANDONED)


def raise_in_words(problem: Exception) -> None:
    """Raise ``StoreUnavailable`` for a fault of the disk or of another program; else nothing."""
    said = str(problem)
    words = next((words for part, words in _WORDS.items() if part in said), None)
    if words is not None:
        _log.error("a data file: %s", said)
        raise StoreUnavailable(words, _ROOM) from problem
