"""Hypothesis's settings: steady for everybody's first run, exploring where that is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tickbox_core.testing.profiles import EXPLORE, STEADY

LAW = '''
"""A law whose examples are written down."""
from pathlib import Path
from hypothesis import given, strategies as st

@given(st.integers())
def test_law(number):
    with Path("{out}").open("a") as out:
        print(number, file=out)
'''


def drawn(tmp_path: Path, *more: str) -> list[str]:
    """What a fresh pytest draws for a law, in its order."""
    out = tmp_path / "drawn"
    out.unlink(missing_ok=True)
    (tmp_path / "test_law.py").write_text(LAW.format(out=out), encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "tickbox_core.testing.profiles", *more]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0
    return out.read_text(encoding="utf-8").split()


@pytest.mark.slow
@pytest.mark.parametrize("machine", ["a person's", "a CI's"])
def test_every_start_draws_the_same_examples(
    tmp_path: Path, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless new ones are asked for, and then more; a machine that calls itself CI is no other."""
    for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "BUILDKITE", "TEAMCITY_VERSION"):
        monkeypatch.delenv(name, raising=False)
    if machine == "a CI's":
        monkeypatch.setenv("CI", "true")
    first, second = drawn(tmp_path), drawn(tmp_path)
    assert first == second and len(first) >= 50
    new = drawn(tmp_path, "--hypothesis-profile=explore")
    assert new != drawn(tmp_path, "--hypothesis-profile=explore") and len(new) > 2 * len(first)


@pytest.mark.parametrize("name", [STEADY, EXPLORE])
def test_no_law_is_timed(name: str) -> None:
    """A busy machine is no fault of what is tried."""
    assert settings.get_profile(name).deadline is None


def test_the_suite_runs_by_one_of_them(request: pytest.FixtureRequest) -> None:
    """By default the steady one: in the newcomer's command and in CI alike."""
    name = request.config.getoption("--hypothesis-profile") or STEADY
    assert settings().derandomize is settings.get_profile(name).derandomize
    assert settings().deadline is None
