"""What endangers the record: the ledger, the store, a result that is not confirmed."""

from __future__ import annotations

import attrs

from tickbox_core.errors.root import TickboxError
from tickbox_core.text import EMPTY, Text


@attrs.frozen
class LedgerBroken(TickboxError):
    """The log does not agree with what was committed to before."""

    log: str
    problem: Text
    said = Text(
        "记录“{log}”与先前公布的不一致：{problem}。只能查看，不能再写入。",
        "the log '{log}' does not agree with what was published before: {problem}. "
        "It stays read-only.",
    )


@attrs.frozen
class StoreUnsafe(TickboxError):
    """A database that would not keep an acknowledged ballot."""

    path: str
    problem: Text
    said = Text(
        "数据文件 {path} 不能安全保存选票：{problem}",
        "the data file {path} would not keep ballots safely: {problem}",
    )


@attrs.frozen
class StoreUnavailable(TickboxError):
    """A data file that takes nothing just now: nothing was recorded in it, or nobody can tell.

    Where it stands is for the server's log, not for whoever asks.
    """

    problem: Text
    remedy: Text
    said = Text(
        "数据文件现在不能写入，没有记下：{problem}{remedy}",
        "The data file takes nothing just now, so this is not recorded: {problem} {remedy}",
    )


@attrs.frozen
class KeyUnusable(TickboxError):
    """A key that is missing or damaged beside data that were made with it; never made anew."""

    key: str
    problem: Text
    remedy: Text
    said = Text(
        "密钥文件 keys/{key} 不能用：{problem}{remedy}",
        "the key file keys/{key} cannot be used: {problem} {remedy}",
    )


@attrs.frozen
class NotConfirmed(TickboxError):
    """A result that the independent recount does not confirm: it cannot be published."""

    round: str
    differences: tuple[str, ...]
    said = Text(
        "独立复算不能确认“{round}”的结果，不予公布：{listed}",
        "the independent recount does not confirm the result of '{round}', "
        "so it is not published: {listed}",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the differences in one line."""
        return {**super().fields, "listed": "; ".join(self.differences)}


@attrs.frozen
class FileChanged(TickboxError):
    """A kept file is gone, or holds something else than when it was kept: it is not handed out."""

    name: str
    said = Text(
        "文件“{name}”不见了或被改动过，与公布时的不同，不予提供。"
        "请从备份里恢复这个文件；改动过的删掉后，能照原样重做的会重做。",
        "the file '{name}' is gone or was changed since it was published, so it is not handed out. "
        "Put it back from a backup; one that was changed is made again once it is deleted, "
        "if it can be made as it was.",
    )


@attrs.frozen
class BadArchive(TickboxError):
    """An archive, or a part of it, that cannot be trusted or read; nothing was restored."""

    part: str
    problem: Text
    remedy: Text = EMPTY
    said = Text(
        "存档的“{part}”：{problem}{remedy}",
        "the archive's '{part}': {problem} {remedy}",
    )
