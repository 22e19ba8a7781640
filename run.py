#!/usr/bin/env python3
"""Runs tickbox from a checkout; the first start makes the environment it needs, in .venv/.
从源码目录运行 tickbox；第一次运行时自动准备环境（放在 .venv/）。

    python3 run.py demo           a year in an invented town: tables first, then its pages
                                  演示：虚构的一镇一年，先出表格，再开网页
    python3 run.py test [...]     the whole test suite; the rest goes to pytest
                                  运行全部测试；其余参数交给 pytest
    python3 run.py test --explore the same, with examples that were never drawn before
                                  同上，另抽新的例子来试
    python3 run.py COMMAND [...]  any other tickbox command, such as: count FILE --json
                                  其他 tickbox 命令，例如：count FILE --json

Needs Python 3.11 or newer, works from any folder, and keeps standard output for the command's own
words: all else goes to standard error.  需要 Python 3.11 或更新的版本；可在任何目录下运行。
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "tickbox.json"  # written last: without it the environment is half made
BIN, EXE = (VENV / "Scripts", ".exe") if os.name == "nt" else (VENV / "bin", "")
PYTHON = BIN / ("python" + EXE)
# Where packages come from is the user's affair (mirrors are named there); any other wish to pip,
# such as a target folder or constraints, is meant for other installs and would spoil this one.
SOURCES = """CONFIG_FILE INDEX_URL EXTRA_INDEX_URL FIND_LINKS NO_INDEX TRUSTED_HOST CERT CLIENT_CERT
    PROXY CACHE_DIR NO_CACHE_DIR TIMEOUT DEFAULT_TIMEOUT RETRIES KEYRING_PROVIDER"""

# The whole suite on every processor at hand, each file's tests staying together, in the order that
# tests/conftest.py gives them; a chosen part runs as pytest is asked to.
TOGETHER = ["-n", "auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder"]
# The tests draw the same examples at every start; new ones are drawn where that is asked for.
EXPLORE = "--hypothesis-profile=explore"


def say(sentence):
    """Speak to the person, never to standard output."""
    print("tickbox: " + sentence, file=sys.stderr, flush=True)


def environ():
    """Those of the caller's variables that do not make .venv's Python load or install else.

    Nor forget what it compiled: every program would begin at half the speed.
    """
    keep = {"PIP_" + name for name in SOURCES.split()}
    drop = {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "__PYVENV_LAUNCHER__"}
    drop |= {name for name in os.environ if name.startswith("PIP_")} - keep
    return {name: value for name, value in os.environ.items() if name not in drop}


def wanted():
    """What the environment should be made from, as its stamp says it."""
    plugins = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
    sources = [folder / "pyproject.toml" for folder in [ROOT, *plugins]]
    digest = hashlib.sha256(os.fsencode(ROOT))  # so that a moved checkout is noticed
    for path in [*sources, *sorted(ROOT.glob("requirements/*.txt"))]:
        digest.update(b"\0" + os.fsencode(path.relative_to(ROOT)) + b"\0" + path.read_bytes())
    names = ["./" + folder.relative_to(ROOT).as_posix() for folder in plugins]
    return {"python": sys.implementation.cache_tag, "plugins": names, "digest": digest.hexdigest()}


def made():
    """The stamp of the environment as it is; nothing, if there is none or it is half made."""
    try:
        return json.loads(STAMP.read_text("utf-8")) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}


def ready(packages):
    """Whether the environment is as wanted and holds this set of packages."""
    stamp = made()
    return packages in stamp.pop("sets", ()) and stamp == wanted()


def call(*command):
    """Run one step of the making, its words on standard error; end the start if it fails."""
    if subprocess.call([str(part) for part in command], cwd=ROOT, env=environ(), stdout=sys.stderr):
        say("that failed, for the reason above; start again when it is put right.")
        say("操作失败，原因见上；解决后请重新运行。")
        raise SystemExit(1)


def make(packages):
    """Make .venv, or bring it up to date, with one set of pins: "run", or "test" which holds it."""
    want, old = wanted(), made()
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        default = os.path.realpath("/usr/bin/python3") == os.path.realpath(sys.executable)
        package = "python3-venv" if default else "python3.{}-venv".format(sys.version_info[1])
        say(f"this Python cannot make environments yet (缺少 venv): sudo apt install {package}")
        raise SystemExit(2)
    if old.get("python") != want["python"] or set(old["plugins"]) - set(want["plugins"]):
        say("making the environment (once, about 20 s) … 正在准备运行环境（仅一次，约 20 秒）……")
        call(sys.executable, "-I", "-m", "venv", "--clear", "--prompt", "tickbox", VENV)
        old = {"digest": "", "sets": []}
    else:
        say("bringing the environment up to date … 正在更新运行环境……")
        STAMP.unlink()
    pip = [PYTHON, "-I", "-m", "pip", "install", "-qq", "--no-input", "--no-user", "--no-deps"]
    pip += ["--disable-pip-version-check"]
    try:
        pins = f"requirements/{packages}.txt"
        call(*pip, "--only-binary", ":all:", "--require-hashes", "-r", pins)
        if old["digest"] != want["digest"]:
            editable = [part for path in [".", *want["plugins"]] for part in ("-e", path)]
            call(*pip, "--no-index", "--no-build-isolation", *editable)
            for file in VENV.glob("[Ll]ib/**/site-packages/*.pth"):
                # Python reads these in the locale's letters: say where we are without naming it.
                near = os.path.relpath(ROOT, file.parent)
                file.write_text(file.read_text("utf-8").replace(str(ROOT), near), "utf-8")
            old["sets"] = []
    except SystemExit:  # pip has put back what it began: what was there is good for another try
        if "python" in old:
            STAMP.write_text(json.dumps({**old, "digest": ""}), "utf-8")
        raise
    sets = sorted({"run", packages, *old["sets"]})
    STAMP.write_text(json.dumps({**want, "sets": sets}), "utf-8")
    say("the environment is ready. 运行环境已就绪。")


def main(args):
    """Make the environment if need be, then become the command that was asked for."""
    if sys.version_info < (3, 11):
        say("needs Python 3.11 or newer, this is {}.{}.".format(*sys.version_info))
        say("需要 Python 3.11 或更新的版本。")
        return 2
    if not args or args[0] in ("-h", "--help"):
        sys.stdout.reconfigure(errors="replace")
        print(__doc__)
        return 0
    packages = "test" if args[0] == "test" else "run"
    if not ready(packages):
        with (ROOT / ".venv.lock").open("w") as lock:
            with contextlib.suppress(ImportError):  # Windows: one start at a time
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready(packages):  # another start may have done it while this one waited
                make(packages)
    command = [PYTHON, "-P", BIN / ("tickbox" + EXE), *args]
    if packages == "test":  # pytest finds its settings in ROOT; files named from here stay found
        args = [Path.cwd() / arg if Path(arg.split("::")[0]).is_file() else arg for arg in args]
        chosen = [arg for arg in args[1:] if arg != "--explore"]
        new = [EXPLORE] if "--explore" in args else []
        command = [PYTHON, "-P", "-m", "pytest", *(chosen or TOGETHER), *new]
        os.chdir(ROOT)
    command = [str(part) for part in command]
    if os.name == "nt":
        return subprocess.call(command, env=environ())
    return os.execve(command[0], command, environ())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("stopped. 已中断。")
        sys.exit(130)
