"""The two commands of a newcomer, tried on a small checkout that needs no network to install."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = [
    pytest.mark.slow,  # makes a few environments, about half a minute
    pytest.mark.skipif(os.name == "nt", reason="looks into .venv/bin"),
]

# A build backend of the standard library: it makes editable wheels of folders with a src/.
BACKEND = """
import base64, hashlib, pathlib, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    here = pathlib.Path.cwd()
    name = "tickbox_core" if (here / "run.py").exists() else here.name.replace("-", "_")
    info = name + "-0.dist-info/"
    command = "[console_scripts]\\ntickbox = tickbox_core.cli:main\\n"
    files = {
        name + ".pth": str(here / "src"),
        info + "METADATA": "Metadata-Version: 2.1\\nName: " + name + "\\nVersion: 0\\n",
        info + "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        info + "entry_points.txt": command if name == "tickbox_core" else "",
    }
    record = "".join(path + ",,\\n" for path in files) + info + "RECORD,,\\n"
    wheel = name + "-0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / wheel, "w") as archive:
        for path, text in {**files, info + "RECORD": record}.items():
            archive.writestr(path, text)
    return wheel
"""
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["{path}"]
"""
COMMAND = """
import json, os, sys

def main():
    if sys.argv[1] == "fail":
        return 7
    try:
        import tickbox_lift
        lift = tickbox_lift.__file__
    except ImportError:
        lift = None
    told = {"args": sys.argv[1:], "cwd": os.getcwd(), "prefix": sys.prefix, "path": sys.path,
            "file": __file__, "lift": lift}
    print(json.dumps(told))
"""


def write(path: Path, text: str) -> None:
    """One file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def add_plugin(checkout: Path) -> None:
    """A second distribution, found by its folder alone."""
    write(checkout / "plugins/tickbox-lift/pyproject.toml", PROJECT.format(path="."))
    write(checkout / "plugins/tickbox-lift/backend.py", BACKEND)
    write(checkout / "plugins/tickbox-lift/src/tickbox_lift/__init__.py", "")


def start(checkout: Path, *args: str, cwd: Path | None = None, **env: str):
    """What ``python3 run.py ARGS`` does; with nothing to fetch from anywhere."""
    return subprocess.run(
        [sys.executable, str(checkout / "run.py"), *args],
        cwd=cwd or checkout,
        env={**os.environ, "PIP_NO_INDEX": "1", **env},
        capture_output=True,
        text=True,
        timeout=300,
    )


def start_in_a_python_where(checkout: Path, holds: str):
    """What ``run.py demo`` does in a Python that differs from this one."""
    program = f"import sys, runpy, importlib.util as u; {holds}; sys.argv = ['run.py', 'demo']"
    program += f"; runpy.run_path({str(checkout / 'run.py')!r}, run_name='__main__')"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)


@pytest.fixture(scope="module")
def ground(tmp_path_factory) -> Path:
    """A checkout with no environment yet, in a folder with blanks and Chinese letters."""
    checkout = tmp_path_factory.mktemp("run") / "一个 社区"
    write(checkout / "pyproject.toml", PROJECT.format(path="."))
    write(checkout / "backend.py", BACKEND)
    write(checkout / "requirements/run.txt", "# nothing\n")
    write(checkout / "requirements/test.txt", "# nothing\n")
    write(checkout / "src/tickbox_core/__init__.py", "")
    write(checkout / "src/tickbox_core/cli.py", COMMAND)
    shutil.copy(ROOT / "run.py", checkout / "run.py")
    add_plugin(checkout)
    return checkout


@pytest.fixture(scope="module")
def checkout(ground) -> Path:
    """The checkout after its first start, which has made the environment."""
    done = start(ground, "demo")
    assert done.returncode == 0, done.stderr
    assert "making the environment" in done.stderr
    assert "正在准备运行环境" in done.stderr
    return ground


def test_help_makes_nothing(tmp_path):
    """Without arguments, and with -h, it explains itself and leaves no trace."""
    shutil.copy(ROOT / "run.py", tmp_path / "run.py")
    for args in ([], ["-h"], ["--help"]):
        done = start(tmp_path, *args, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        assert done.returncode == 0
        assert "python3 run.py demo" in done.stdout
        assert done.stderr == ""
    assert [path.name for path in tmp_path.iterdir()] == ["run.py"]


def test_old_pythons_can_read_it():
    """A Python that is too old gets as far as the sentence that says so."""
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 6))
    done = start_in_a_python_where(ROOT, "sys.version_info = (3, 10, 0, 'final', 0)")
    assert done.returncode == 2
    assert "needs Python 3.11 or newer, this is 3.10" in done.stderr
    assert done.stdout == ""


def test_without_venv_it_names_the_package(tmp_path):
    """Where Debian's package is missing, one line says how to install it."""
    shutil.copy(ROOT / "run.py", tmp_path / "run.py")
    write(tmp_path / "pyproject.toml", "")
    hidden = "u.find_spec = lambda name: None if name == 'ensurepip' else find(name)"
    done = start_in_a_python_where(tmp_path, f"find = u.find_spec; {hidden}")
    assert done.returncode == 2
    assert "sudo apt install python3" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()


def test_the_command_gets_its_arguments_where_the_caller_stands(checkout, tmp_path):
    """Arguments, current folder and exit code are the caller's; the output is the command's."""
    done = start(checkout, "count", "a file.pb", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert told["args"] == ["count", "a file.pb", "--json"]
    assert told["cwd"] == str(tmp_path)
    assert told["prefix"] == str(checkout / ".venv")
    assert told["lift"].endswith("plugins/tickbox-lift/src/tickbox_lift/__init__.py")
    assert done.stderr == ""
    assert start(checkout, "fail").returncode == 7


# Hears what a program does and says it on standard error just before the program becomes another.
HEARING = """
import json, os, sys
heard = []
def hear(event, args):
    if event == "open":
        path, mode, flags = args
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            heard.append(["write", str(path)])
    elif event.startswith(("subprocess.", "os.", "socket.")) and event not in QUIET:
        heard.append([event, ""])
    if event == "os.exec":
        print(json.dumps(heard), file=sys.stderr, flush=True)
QUIET = {"os.listdir", "os.scandir", "os.walk", "os.fwalk"}
sys.addaudithook(hear)
"""


def test_a_second_start_is_at_once(checkout):
    """When nothing has changed, it starts no program, writes no file, and becomes the command."""
    hearing = f"sys.dont_write_bytecode = True; exec({HEARING!r})"
    done = start_in_a_python_where(checkout, hearing)
    assert json.loads(done.stdout)["args"] == ["demo"]
    assert json.loads(done.stderr) == [["os.exec", ""]]


def test_a_start_after_a_change_is_heard(checkout):
    """What a second start does without is what making the environment takes."""
    (checkout / ".venv/tickbox.json").unlink()
    hearing = f"sys.dont_write_bytecode = True; exec({HEARING!r})"
    done = start_in_a_python_where(checkout, hearing)
    heard = json.loads(done.stderr.splitlines()[-1])
    assert ["subprocess.Popen", ""] in heard
    assert ["write", str(checkout / ".venv/tickbox.json")] in heard


def test_the_callers_python_settings_do_not_leak_in(checkout, tmp_path):
    """Variables meant for another Python or another install change nothing."""
    write(tmp_path / "else/tickbox_core/__init__.py", "raise SystemExit('the wrong one')")
    write(tmp_path / "json.py", "raise SystemExit('the wrong json')")  # where the caller stands
    odd = {"PYTHONPATH": str(tmp_path / "else"), "VIRTUAL_ENV": str(tmp_path), "PIP_USER": "1"}
    odd |= {"PIP_TARGET": str(tmp_path / "t"), "PIP_REQUIRE_VIRTUALENV": "1"}
    odd |= {"PYTHONDONTWRITEBYTECODE": "1"}
    odd |= {"PIP_CONSTRAINT": "/nowhere", "PIP_REQUIRE_HASHES": "1", "LC_ALL": "C"}
    (checkout / ".venv/tickbox.json").unlink()
    for compiled in list((checkout / "src").rglob("__pycache__")):
        shutil.rmtree(compiled)
    done = start(checkout, "demo", cwd=tmp_path, **odd)
    assert done.returncode == 0, done.stderr
    assert not [path for path in json.loads(done.stdout)["path"] if str(tmp_path) in path]
    assert not (tmp_path / "t").exists()
    assert list((checkout / "src").rglob("__pycache__")), "what is compiled is kept"


def test_a_half_made_environment_is_made_again(checkout):
    """Without its stamp, or without its Python, the environment is built from the ground up."""
    (checkout / ".venv/bin/python").unlink()
    (checkout / ".venv/left-over").touch()
    done = start(checkout, "demo")
    assert done.returncode == 0, done.stderr
    assert "making the environment" in done.stderr
    assert not (checkout / ".venv/left-over").exists()


def test_a_changed_pin_brings_it_up_to_date(checkout):
    """A new pin is noticed and added; what is there is kept."""
    (checkout / ".venv/kept").touch()
    write(checkout / "requirements/run.txt", "# another nothing\n")
    done = start(checkout, "demo")
    assert "bringing the environment up to date" in done.stderr
    assert (checkout / ".venv/kept").exists()


def test_test_adds_to_demo_and_demo_takes_nothing_away(checkout):
    """The two sets of packages live in one environment, whichever comes first."""
    assert start(checkout, "demo").stderr == ""
    first = start(checkout, "test")
    assert "bringing the environment up to date" in first.stderr
    assert "No module named pytest" in first.stderr  # the small checkout pins none
    assert start(checkout, "demo").stderr == ""
    assert "environment" not in start(checkout, "test").stderr


def test_a_pin_that_cannot_be_had_leaves_the_environment_for_another_try(checkout):
    """A failed install ends with a plain sentence; the next start goes on from what is there."""
    write(checkout / "requirements/run.txt", "attrs==0.0.1 --hash=sha256:" + 64 * "0" + "\n")
    done = start(checkout, "demo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "start again when it is put right" in done.stderr
    assert "操作失败" in done.stderr
    assert "Traceback" not in done.stderr
    write(checkout / "requirements/run.txt", "# nothing\n")
    done = start(checkout, "demo")
    assert "bringing the environment up to date" in done.stderr
    assert done.returncode == 0


def test_two_first_starts_at_once(checkout):
    """Both wait their turn, one makes the environment, both run."""
    shutil.rmtree(checkout / ".venv")
    command = [sys.executable, str(checkout / "run.py"), "demo"]
    env = {**os.environ, "PIP_NO_INDEX": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": env}
    both = [subprocess.Popen(command, **pipes) for _ in range(2)]
    ends = [(*one.communicate(timeout=300), one.returncode) for one in both]
    assert [code for _, _, code in ends] == [0, 0]
    assert sum("making the environment" in stderr for _, stderr, _ in ends) == 1


def test_a_moved_checkout_runs_its_own_code(checkout, tmp_path):
    """After a move or a copy, nothing is imported from where the checkout used to be."""
    moved = tmp_path / "moved"
    shutil.copytree(checkout, moved, symlinks=True)
    done = start(moved, "demo")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["file"] == str(moved / "src/tickbox_core/cli.py")


def test_a_plugin_that_is_gone_is_not_found_any_more(checkout, tmp_path):
    """A plugin comes with its folder and goes with it."""
    lone = tmp_path / "lone"
    shutil.copytree(checkout, lone, symlinks=True)
    shutil.rmtree(lone / "plugins")
    assert json.loads(start(lone, "demo").stdout)["lift"] is None
    add_plugin(lone)
    assert json.loads(start(lone, "demo").stdout)["lift"] is not None
