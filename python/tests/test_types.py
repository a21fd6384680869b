"""The declared types of the package match its code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache, so that mypy reads the types of other packages only once."""
    return f"--cache-dir={tmp_path_factory.mktemp('mypy')}"


def run(*words: str, cwd: Path, code: int = 0) -> str:
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_what_users_write_is_typed(tmp_path: Path, cache: str) -> None:
    sample = tmp_path / "typed.py"
    sample.write_text(Path(__file__).with_name("typed.py").read_text())
    run("mypy", "--strict", cache, "typed.py", cwd=tmp_path)


def test_a_wrong_use_is_found(tmp_path: Path, cache: str) -> None:
    (tmp_path / "wrong.py").write_text('import balcony\nbalcony.run("culture-shift", replicates="50")\n')
    assert "arg-type" in run("mypy", "--strict", cache, "wrong.py", cwd=tmp_path, code=1)


def test_the_package_itself_is_typed(tmp_path: Path, cache: str) -> None:
    # Missing stubs of other packages are not an error here.
    run("mypy", "--strict", "--disable-error-code", "import-untyped", cache, "-p", "balcony", cwd=tmp_path)


def test_the_stub_is_the_modules(tmp_path: Path) -> None:
    run("mypy.stubtest", "balcony._balcony", cwd=tmp_path)
