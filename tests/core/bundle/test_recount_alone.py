"""``recount.py`` as an auditor runs it: one file, alone, from a shell."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tickbox_core.bundle import (
    recount,
    recount_motions,
    recount_papers,
    recount_rules,
    recount_source,
)

OLDEST = (3, 9)


def pythons() -> dict[str, str]:
    """By version: this Python, and others from 3.9 on that are on the path or that pyenv keeps."""
    found = {sys.version_info[:2]: sys.executable}
    names = [f"python3.{minor}" for minor in range(9, 16)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    others = [*map(shutil.which, names), *sorted(pyenv.glob("3.*/bin/python"))]
    for path in filter(None, others):
        asked = [str(path), "-c", "import sys; print(*sys.version_info[:2])"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        if answer and tuple(map(int, answer)) >= OLDEST:
            found.setdefault(tuple(map(int, answer)), str(path))
    return {f"3.{minor}": found[3, minor] for _, minor in sorted(found)}


@pytest.fixture
def run(house, tmp_path):
    """Runs a copy of the file in an empty folder: no tickbox, no site packages, no settings."""
    (tmp_path / "recount.py").write_text(recount_source(), encoding="utf-8")

    def run(data, *options, python=sys.executable, environment=None):
        (tmp_path / "bundle.zip").write_bytes(data)
        return subprocess.run(
            [python, "-I", "-S", "recount.py", "bundle.zip", *options],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env={"PYTHONIOENCODING": "", "LANG": "C.UTF-8", **(environment or {})},
            timeout=60,
            check=False,
        )

    return run


@pytest.mark.parametrize("python", pythons().values(), ids=pythons())
def test_it_runs_alone_on_every_python(house, run, python):
    """From 3.9 on, on the standard library alone: 0 on an honest bundle, 1 on a forged one."""
    published = house.small()
    good = run(published.data, "--key", house.key.key, python=python)
    assert (good.returncode, good.stderr) == (0, ""), good.stdout + good.stderr
    assert "AGREES" in good.stdout
    bad = run(published.with_parts(openings=()), python=python)
    assert (bad.returncode, bad.stderr) == (1, ""), bad.stdout + bad.stderr
    deep = {**house.files_of(published.data), "outcome.json": b"[" * 10**6 + b"\n"}
    assert run(house.packed(deep), python=python).returncode == 1


def test_it_imports_the_standard_library_only():
    """No import of tickbox or of anything to be installed, and no hidden one."""
    tree = ast.parse(recount_source())
    named = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert named <= set(sys.stdlib_module_names)
    assert not named & {"importlib", "socket", "urllib", "subprocess", "ctypes"}
    calls = {node.func.id for node in ast.walk(tree)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    assert not calls & {"eval", "exec", "__import__", "compile"}


def test_it_prints_each_step_in_both_languages(house, run):
    """What was checked, the ranking as recounted, and the verdict, in Chinese and English."""
    done = run(house.small().data)
    assert done.stdout.splitlines() == [
        "ok 文件：7 个，与目录一致",
        "   files: 7, as in the manifest",
        "ok 记录：12 条，次序合法",
        "   log: 12 entries, in legal order",
        "ok 名册：8 人、6 户，开放前已定",
        "   roll: 8 people, 6 households, fixed at opening",
        "ok 选票：6 张，与投票时的承诺一致",
        "   ballots: 6, each as committed to when cast",
        f"ok 检查点：{house.small().kept[-1].root}，公钥 {house.key.key}，请与公示墙比对",
        f"   checkpoint: {house.small().kept[-1].root}, key {house.key.key}: compare the wall's",
        "ok 计票：tick-share 1，复算与公布相同",
        "   count: tick-share 1, the same as published",
        "   1. 3/6 gate / gate *",
        *(
            f"   2. 2/6 {item} / {item}" + " *" * (item in house.small().parts.outcome["selected"])
            for item in ("garden", "lamp", "lift")
        ),
        "== 一致：结果由这些选票得出。",
        "   AGREES: the published result follows from these ballots.",
    ]


def test_it_can_speak_one_language(house, run):
    """With --lang only that one."""
    data = house.small().with_parts(openings=house.small().parts.openings[1:])
    english, chinese = run(data, "--lang", "en").stdout, run(data, "--lang", "zh").stdout
    assert english.isascii()
    assert "!! ballots: 5" in english
    assert "-> ledger.jsonl:5 " in english
    assert english.endswith("== DIFFERS: see above.\n")
    assert "缺少这次投票的选票" in chinese
    assert "missing" not in chinese


def test_it_takes_what_people_kept_from_the_command_line_and_from_files(house, run, tmp_path):
    """A checkpoint as JSON, as the lines on paper, or in a file; a receipt as JSON or in a file."""
    published = house.small()
    early, receipt = published.kept[0], published.receipts[0]
    (tmp_path / "kept.txt").write_bytes(early.note())
    (tmp_path / "mine.json").write_text(json.dumps(receipt.plain()))
    done = run(
        published.data,
        *("--checkpoint", json.dumps(early.plain()), "--checkpoint", early.note().decode()),
        *("--checkpoint", " ".join(early.note().decode().split()), "--checkpoint", "kept.txt"),
        *("--receipt", "mine.json", "--receipt", json.dumps(published.receipts[1].plain())),
        *("--key", house.key.key.upper(), "--lang", "en"),
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("ok kept checkpoint: the first 3 are unchanged") == 4
    assert "ok receipt: entry 4; a later one counts" in done.stdout
    assert "ok receipt: entry 5, and it counts" in done.stdout


@pytest.mark.parametrize(
    "options",
    [
        ("--checkpoint", "no-such-file"),
        ("--checkpoint", "{"),
        ("--checkpoint", '{"size":1}'),
        ("--checkpoint", "tickbox/n1/r1 three AAAA"),
        ("--checkpoint", "tickbox/n1/r1 3 AAAA"),
        ("--checkpoint", "x" * 5000),
        ("--checkpoint", "."),
        ("--receipt", "[" * 100_000),
        ("--receipt", '{"index":1e9}'),
        ("--receipt", ""),
        ("--lang", "fr"),
        ("--unknown",),
    ],
)
def test_what_it_cannot_read_it_does_not_judge(house, run, options):
    """A checkpoint, receipt or option that cannot be read: status 2, and no traceback."""
    done = run(house.small().data, *options)
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr


def test_a_bundle_that_is_not_there_is_said(run, tmp_path):
    """A missing file or a folder: status 2, and no traceback."""
    for name in ("missing.zip", ".", "a\nb"):
        done = subprocess.run(
            [sys.executable, "-I", "-S", "recount.py", name],
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (2, "")
        assert len(done.stdout.splitlines()) == 1


def test_a_console_without_chinese_gets_an_answer(house, run):
    """Where the console cannot show Chinese the rest is still printed."""
    done = run(house.small().data, environment={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"})
    assert (done.returncode, done.stderr) == (0, "")


def test_hostile_words_do_not_reach_the_terminal(house, run):
    """Escape sequences, line ends and marks that turn the writing are shown as question marks."""
    evil = "\x1b[2J\x9b\u202e\n==AGREES"
    published = house.small()
    opening = published.parts.openings[0]
    moved = type(opening)(evil, 1, evil, (evil,), bytes(32))
    done = run(published.with_parts(openings=(moved,)))
    assert done.returncode == 1
    assert not {"\x1b", "\x9b", "\u202e"} & set(done.stdout)
    assert not any(line.startswith("==AGREES") for line in done.stdout.splitlines())


def test_the_source_is_the_file_itself():
    """What is handed out is what the desk runs: all parts whole, and nothing of ours imported."""
    source = recount_source()

    def lines(text):
        return "\n".join(one for one in text.split("\n") if one and "from tickbox" not in one)

    assert source.startswith("#!/usr/bin/env python3\n")
    assert "import tickbox" not in source
    assert "from tickbox" not in source
    for part in (recount, recount_rules, recount_motions, recount_papers):
        code = Path(part.__file__).read_text("utf-8").split("\n\n\n")
        assert all(lines(block) in lines(source) for block in code[1:])
