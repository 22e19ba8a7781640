"""What backup, archive, restore and erase share: the data folder, and files that are whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tickbox_core.desk.keeping import Verification
from tickbox_core.errors import BadCommand, BadValue
from tickbox_core.text import Language, Text


def in_data(path: Path) -> Path:
    """A data folder that is there, or ``BadValue``: asking for it never makes one."""
    if (path / "town.sqlite").is_file():
        return path
    raise BadValue(
        str(path),
        Text("不是数据文件夹。", "is no data folder."),
        Text("请核对 --data。", "Check --data."),
    )


def new_file(path: Path) -> None:
    """Refuse a name that is taken, or in a folder that is not there (``BadCommand``)."""
    if path.exists() or path.is_symlink():
        raise BadCommand(
            Text(f"“{path}”已经存在。", f"'{path}' is there already."),
            Text("请写一个新文件名。", "Name a new file."),
        )
    if not path.absolute().parent.is_dir():
        raise BadCommand(
            Text(f"没有文件夹“{path.parent}”。", f"there is no folder '{path.parent}'."),
            Text("请先建立。", "Make it first."),
        )


def read_file(path: Path) -> bytes:
    """A file's bytes, or ``BadCommand``."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise BadCommand(
            Text(f"读不了“{path}”（{problem.strerror}）。", f"'{path}': {problem.strerror}."),
            Text("请核对文件名。", "Check the name."),
        ) from None


def verdict_lines(verdict: Verification, language: Language) -> list[str]:
    """What was recounted and what differs, a line each."""
    lines = []
    for one in verdict.recounted:
        said = AGREES if one.agrees else DIFFERS
        lines.append(
            f"{one.area}/{one.id} ({one.kind.said_in(language)}): {one.digest}  "
            f"{said.said_in(language)}"
        )
    lines += [f"! {fault.said_in(language)}" for fault in verdict.faults]
    return [*lines, (BROKEN if verdict.faults else WHOLE).said_in(language)]


def plain(verdict: Verification) -> Mapping[str, object]:
    """The same for JSON."""
    return {
        "recounted": [one.plain() for one in verdict.recounted],
        "faults": [fault.plain() for fault in verdict.faults],
    }


AGREES, DIFFERS = Text("复算一致", "recount agrees"), Text("复算不一致", "RECOUNT DIFFERS")
WHOLE = Text(
    "全部核对无误：每条记录、每个检查点、每张表、每个结果。",
    "All is as it should be: every log, every checkpoint, every table, every result.",
)
BROKEN = Text("有不一致，见上。", "It differs: see above.")
