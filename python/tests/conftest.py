"""What the tests share: the program beside the package, and one small comparison made by both."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

import balcony

SMALL = {"weeks": 40, "replicates": 6, "set": {"scenario.warm-up": 26}}
OPTIONS = ["--weeks", "40", "--replicates", "6", "--set", "scenario.warm-up=26"]


def program(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """The program of the same build, named by the environment."""
    done = subprocess.run(
        [os.environ["BALCONY"], *map(str, words)],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"},
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The same small comparison by the package (in memory) and by the program (in a folder)."""
    folder: Path = tmp_path_factory.mktemp("both") / "results"
    words = ["compare", "culture-shift", "--authority", "Rutland", *OPTIONS]
    kept = program(*words, "--out", folder, "--json", "--quiet")
    said = program(*words).stdout
    result = balcony.compare("culture-shift", authority="Rutland", **SMALL)
    return SimpleNamespace(folder=folder, json=json.loads(kept.stdout), said=said, result=result)
