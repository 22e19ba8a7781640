"""The sealed file of a motion for a court: written with a list of what is in it, and checked again.

It holds the motion's own sealed and public files, and beside them what only the diary knows: each
reading of each paper, the acts, the law that was frozen, service.  Every part stands in the list
with its size and SHA-256, so that the digest of the list, which the diary names, pins all of it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from tickbox_core.bundle.checking import Recount, differences
from tickbox_core.errors import BadValue
from tickbox_core.ledger import canonical
from tickbox_core.text import Text

FORMAT = "tickbox-evidence/1"
CONTENTS = "contents.json"
README, SEALED, PUBLIC, READ, SERVED, LAW, DIARY, PROGRAM, ANSWER = (
    "README.txt",
    "sealed.zip",
    "public.zip",
    "readings.jsonl",
    "service.json",
    "law.json",
    "diary.jsonl",
    "recount.py",
    "recount.json",
)
PARTS: Mapping[str, Text] = MappingProxyType(
    {
        README: Text("说明", "what this is, and how it is checked"),
        SEALED: Text(
            "密封文件：每位业主、每张票、送达、名册、记录和冻结的规定",
            "the sealed file: every head and paper, service, roll, the log with the law it froze",
        ),
        PUBLIC: Text("公开的核验包", "the public file, as anybody has it"),
        READ: Text("纸质票的每一遍录入", "every reading of every paper that was keyed"),
        SERVED: Text("送达证明", "proofs of service"),
        LAW: Text("适用的规定及依据", "the law that held, each value with its source"),
        DIARY: Text("办理记录：谁在何时做了什么", "the diary: who did what, and when"),
        PROGRAM: Text("复算程序", "the program that counts again"),
        ANSWER: Text("复算结果", "what that program answered"),
    }
)
"""Every part of such a file, and what it is."""
MOST_BYTES, MOST_RATIO = 512 * 2**20, 200
_LONG_AGO = (1980, 1, 1, 0, 0, 0)

TEXT = """\
证据文件（密封） / EVIDENCE (SEALED)

里面有真实姓名和每位业主的意见，只给法院、街道等有权查看的人，不得公布，用完销毁。
It holds real names and what every owner said: for a court or an office that may see it. It must not
be published, and is destroyed after use.

contents.json 列出每个部分和摘要 / lists every part and its digest:
  sealed.zip      每位业主、每张票、送达、名册、记录 / every head and paper, service, roll, log
  public.zip      公开的核验包 / the public file, as anybody has it
  readings.jsonl  纸质票的每一遍录入 / every reading of every paper that was keyed
  service.json    送达证明 / proofs of service
  law.json        适用的规定及依据 / the law that held, with its sources
  diary.jsonl     办理记录 / the diary: who did what, and when
  recount.py      复算程序 / the program that counts again
  recount.json    复算结果 / what it answered

怎么核对 / How to check
tickbox evidence check FILE.zip
不装 tickbox：解压后运行 / without tickbox, unpack it and run:
python recount.py sealed.zip
python recount.py public.zip
"""


@attrs.frozen
class EvidencePart:
    """A part, its size and SHA-256 (hex), and what it is."""

    name: str
    bytes: int
    sha256: str

    @property
    def words(self) -> Text:
        """What it is."""
        return PARTS[self.name]


@attrs.frozen
class EvidenceFile:
    """An evidence file as it was written; ``digest`` is that of its list, which pins every part."""

    data: bytes = attrs.field(repr=False)
    digest: str
    parts: tuple[EvidencePart, ...]


@attrs.frozen
class CheckedEvidence:
    """What a file says it is of, and what does not agree.

    ``recounts`` are what the program that is installed here says of the two files inside.
    """

    area: str
    motion: str
    question: Text
    on: str
    digest: str
    parts: tuple[EvidencePart, ...]
    faults: tuple[Text, ...]
    recounts: Mapping[str, Recount]

    @property
    def status(self) -> int:
        """0: it is whole and recounts; 1: something differs; 2: it cannot be decided."""
        if self.faults or any(one.status == 1 for one in self.recounts.values()):
            return 1
        return 2 if any(one.status for one in self.recounts.values()) else 0


def write_evidence(about: Mapping[str, Any], parts: Mapping[str, bytes]) -> EvidenceFile:
    """The file of these parts; the same always give the same bytes.

    ``about`` says of what it is: ``area``, ``motion``, ``question``, ``on``.  Recount and readme
    are added.
    """
    answers = {name: differences(parts[name]) for name in (SEALED, PUBLIC)}
    told = {
        name: {"status": one.status, "sentences": one.sentences} for name, one in answers.items()
    }
    whole = {**parts, README: TEXT.encode(), ANSWER: canonical(told) + b"\n"}
    listed = tuple(_part(name, whole[name]) for name in PARTS)
    rows = [{**attrs.asdict(one), "what": one.words.plain()} for one in listed]
    contents = canonical({"format": FORMAT, **about, "parts": rows}) + b"\n"
    digest = hashlib.sha256(contents).hexdigest()
    return EvidenceFile(_zipped({**whole, CONTENTS: contents}), digest, listed)


def check_evidence(data: bytes) -> CheckedEvidence:
    """Open such a file: every part against the list, and both files inside counted again.

    Raises ``BadValue`` for what is no file of this kind, or would unpack to too much.
    """
    files = _unpack(data)
    contents = _contents(files)
    faults = [*_listed_faults(contents, files)]
    recounts = {name: differences(files[name]) for name in (SEALED, PUBLIC) if name in files}
    if not faults:
        faults += _inside_faults(contents, files, recounts)
    return CheckedEvidence(
        area=contents["area"],
        motion=contents["motion"],
        question=Text(**contents["question"]),
        on=contents["on"],
        digest=hashlib.sha256(files[CONTENTS]).hexdigest(),
        parts=tuple(_part(name, files[name]) for name in PARTS if name in files),
        faults=tuple(faults),
        recounts=recounts,
    )


def _part(name: str, data: bytes) -> EvidencePart:
    return EvidencePart(name, len(data), hashlib.sha256(data).hexdigest())


def _unpack(data: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        names = [one.filename for one in members]
        known = len(members) <= len(PARTS) + 1 and {*names} <= {*PARTS, CONTENTS}
        plain = all(one.compress_type in (0, zipfile.ZIP_DEFLATED) for one in members)
        size = sum(one.file_size for one in members)
        if not known or not plain or len({*names}) < len(names) or CONTENTS not in names:
            raise _none()
        if size > min(MOST_BYTES, MOST_RATIO * len(data)):
            raise BadValue(_FILE, Text("解压后过大，不予打开。", "it would unpack to too much."))
        return {one.filename: archive.open(one).read(one.file_size) for one in members}
    except BadValue:
        raise
    except Exception as problem:  # hostile bytes make zipfile raise errors of many kinds
        raise _none() from problem


_FILE = "evidence"


def _none() -> BadValue:
    return BadValue(
        _FILE,
        Text("不是证据文件。", "it is no evidence file."),
        Text(
            "请用“出具证据文件”得到的文件；核验包请用 tickbox recount。",
            "Give a file that motion/evidence made; a bundle is for tickbox recount.",
        ),
    )


def _contents(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        found = json.loads(files[CONTENTS])
        rows = found["parts"]
        named = [found[name] for name in ("area", "motion", "on")]
        words = Text(**found["question"])
        sound = all(isinstance(one, str) for one in (*named, words.zh, words.en))
        sound = sound and all(
            isinstance(one["name"], str) and type(one["bytes"]) is int for one in rows
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _none() from None
    if not sound:
        raise _none()
    if found.get("format") != FORMAT:
        raise BadValue(
            _FILE,
            Text("格式未知，可能出自新的版本。", "its format is not known: a newer one perhaps."),
            Text("请用新的版本核对。", "Check it with a newer tickbox."),
        )
    return dict(found)


def _listed_faults(contents: Mapping[str, Any], files: Mapping[str, bytes]) -> list[Text]:
    """The parts are those of the list, each of its size and digest."""
    listed = {one["name"]: (one["bytes"], one.get("sha256")) for one in contents["parts"]}
    faults = []
    for name in PARTS:
        if name not in files:
            faults.append(_MISSING.filled(name=name))
        elif (len(files[name]), _part(name, files[name]).sha256) != listed.get(name):
            faults.append(_OTHER.filled(name=name))
    return faults


_MISSING = Text("缺少 {name}。", "{name} is missing.")
_OTHER = Text(
    "{name} 与清单上的摘要不符：改动过。", "{name} is not what the list says: it was changed."
)


def _inside_faults(
    contents: Mapping[str, Any], files: Mapping[str, bytes], recounts: Mapping[str, Recount]
) -> list[Text]:
    """Both files are of this motion and have one log, and the recount's answer is theirs."""
    faults = []
    logs = [_member(files[name], "ledger.jsonl") for name in (SEALED, PUBLIC)]
    if logs[0] != logs[1]:
        faults.append(_LOGS)
    first = (logs[0] or b"").partition(b"\n")[0]
    if f'"cycle":{json.dumps(contents["motion"])}'.encode() not in first:
        faults.append(_MOTION.filled(motion=contents["motion"]))
    if _member(files[SEALED], "papers.jsonl") is None:
        faults.append(_UNSEALED)
    said = json.loads(files[ANSWER])
    for name, one in recounts.items():
        if said.get(name, {}).get("status") != one.status:
            faults.append(_ANSWER.filled(name=name))
    return faults


_LOGS = Text(
    "密封文件和公开的核验包记录不同。", "the sealed and the public file differ in their log."
)
_MOTION = Text("里面的记录不是“{motion}”的。", "the log inside is not that of '{motion}'.")
_UNSEALED = Text("密封文件里没有票。", "no papers are in the sealed file.")
_ANSWER = Text(
    "{name} 的复算结果与文件里写的不同。",
    "the recount of {name} does not answer what the file says it did.",
)


def _member(data: bytes, name: str) -> bytes | None:
    """A file of a bundle that was recounted, so that it is safe to open; ``None`` without it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except (KeyError, ValueError, zipfile.BadZipFile):
        return None


def _zipped(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _LONG_AGO)
            member.create_system = 3
            member.external_attr = 0o600 << 16
            archive.writestr(member, files[name], zipfile.ZIP_DEFLATED, 6)
    return held.getvalue()
