"""The types that the package declares are those that it has."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def mypy(*words: str, cwd: Path) -> None:
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_users_write_is_typed(tmp_path: Path) -> None:
    sample = tmp_path / "typed.py"
    sample.write_text(Path(__file__).with_name("typed.py").read_text())
    mypy("mypy", "--strict", "typed.py", cwd=tmp_path)


def test_a_wrong_use_is_found(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text('import balcony\nbalcony.run("culture-shift", replicates="50")\n')
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "wrong.py"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 1 and "arg-type" in done.stdout, done.stdout


def test_the_package_itself_is_typed(tmp_path: Path) -> None:
    # Whether other packages have stubs is not ours to say.
    mypy("mypy", "--strict", "--disable-error-code", "import-untyped", "-p", "balcony", cwd=tmp_path)


def test_the_stub_is_the_modules(tmp_path: Path) -> None:
    mypy("mypy.stubtest", "balcony._balcony", cwd=tmp_path)
