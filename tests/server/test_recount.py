"""What the recount page promises: the files handed out are enough, and they agree."""

from __future__ import annotations

import hashlib
import html
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

Client = TestClient[Any]
Small = Any  # conftest's

LIST = "/n/bamboo/open-1"
DATA = "/api/v1/areas/bamboo/rounds/open-1"


def recount(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the script as the page says, with no tickbox to import."""
    return subprocess.run(
        [sys.executable, "-I", "recount.py", "tickbox-bundle.zip", *words, "--lang", "en"],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_the_readme_and_the_page_name_the_digests_of_both_verifiers(client: Client) -> None:
    """SHA-256 of the two files as they are handed out; README says where what is new belongs."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    page = client.get("/recount").text
    for name in ("recount.py", "recount.html"):
        digest = hashlib.sha256(client.get(f"/{name}").content).hexdigest()
        assert f"| `{name}` | `{digest}` |" in readme, f"README: {name} is now {digest}"
        assert digest in page


def test_the_page_that_counts_is_the_same_file_wherever_it_is_asked_for(client: Client) -> None:
    """Nothing of whoever asks is in it, so that its digest is one and the same."""
    plain = client.get("/recount.html")
    other = client.get("/recount.html?lang=en", headers={"Accept-Language": "zh"})
    assert plain.content == other.content
    assert plain.headers["content-type"] == "text/html; charset=utf-8"


def test_everything_is_handed_out_to_recount_with_ones_own_receipt(
    client: Client, small: Small, tmp_path: Path
) -> None:
    """Script, bundle, receipt and checkpoint, all from the pages: they agree; a false one not."""
    form = {"tick": ["i1", "i3"], "key": "long-enough", "code": small.codes[0]}
    receipt = client.post(f"{LIST}/cast", data=form).text
    (proof,) = re.findall(r"<pre[^>]*>(.*?)</pre>", receipt, re.DOTALL)
    kept = client.get(f"{DATA}/checkpoint").content
    client.post(f"{LIST}/cast", data=form | {"code": small.codes[1], "key": "another-one"})
    assert small.desk.turnout("open-1").participants == 2
    small.desk.close("open-1")
    small.desk.publish("open-1")
    folder = tmp_path / "at-home"
    folder.mkdir()
    (folder / "receipt.json").write_text(html.unescape(proof), encoding="utf-8")
    (folder / "checkpoint.json").write_bytes(kept)
    (folder / "tickbox-bundle.zip").write_bytes(client.get(f"{DATA}/bundle").content)
    (folder / "recount.py").write_bytes(client.get("/recount.py").content)
    for words in ([], ["--receipt", "receipt.json"], ["--checkpoint", "checkpoint.json"]):
        agreed = recount(folder, *words)
        assert agreed.returncode == 0, agreed.stdout + agreed.stderr
    forged = html.unescape(proof).replace('"revision": 1', '"revision": 2')
    (folder / "receipt.json").write_text(forged, encoding="utf-8")
    assert recount(folder, "--receipt", "receipt.json").returncode == 1
