"""What was published by earlier versions recounts for ever, to the same digests."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.bundle import recount, recount_source

GOLDEN = Path(__file__).parents[2] / "golden"
KNOWN: dict[str, Any] = json.loads((GOLDEN / "digests.json").read_text(encoding="utf-8"))
BUNDLES = sorted(KNOWN["bundles"])


def held(name: str) -> bytes:
    """The bytes of a bundle."""
    return (GOLDEN / f"{name}.zip").read_bytes()


def test_no_bundle_is_missing_and_together_they_stay_small() -> None:
    """Each file is in the list and the other way round; with what belongs to them under 200 kB."""
    held = list(GOLDEN.glob("bundle-*.zip"))
    assert sorted(path.stem for path in held) == BUNDLES
    more = [GOLDEN / name for name in ("folder-1.zip", "recount-1.zip", "digests.json")]
    assert sum(path.stat().st_size for path in (*held, *more)) < 200_000


@pytest.mark.parametrize("name", BUNDLES)
def test_it_recounts_to_the_same_digests(name: str) -> None:
    """The file is as it was, agrees, pins the same outcome and gives the same ranking."""
    known, data = KNOWN["bundles"][name], held(name)
    assert hashlib.sha256(data).hexdigest() == known["sha256"]
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        assert json.loads(whole.read("manifest.json"))["format"] == known["format"]
        last = json.loads(whole.read("ledger.jsonl").splitlines()[-1])
    audit = recount.recount(data)
    assert (audit.status, audit.differences, audit.undecided) == (0, [], [])
    assert last["outcome"] == known["outcome"]
    assert audit.ranking == known["ranking"]


def run(source: str, data: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a recount of that text, run alone, says of a bundle."""
    (folder / "recount.py").write_text(source, encoding="utf-8")
    (folder / "bundle.zip").write_bytes(data)
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "recount.py", "bundle.zip", "--lang", "en"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", BUNDLES)
def test_the_file_that_is_handed_out_agrees_too(name: str, tmp_path: Path) -> None:
    """Today's ``recount.py`` by itself, without tickbox."""
    told = run(recount_source(), held(name), tmp_path)
    assert (told.returncode, told.stdout.splitlines()[-1][:9]) == (0, "== AGREES"), told.stdout
