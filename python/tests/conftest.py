"""Shared fixtures: the program, and one small comparison made by both program and package."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import balcony

SMALL = {"weeks": 40, "replicates": 6, "set": {"scenario.warm-up": 26}}
OPTIONS = ["--weeks", "40", "--replicates", "6", "--set", "scenario.warm-up=26"]
# A small sweep: 8 rows of Saltelli's design over two factors make 32 points with three replicates
# each.
SWEEP: dict[str, Any] = {
    "title": "Small",
    "question": "What moves harm?",
    "scenario": "culture-shift",
    "authority": "Rutland",
    "weeks": 26,
    "seed": 5,
    "set": ["scenario.warm-up=26"],
    "strategies": ["connected", "incumbent"],
    "baseline": "incumbent",
    "design": {"kind": "saltelli", "points": 8},
    "replicates": {"count": 3},
    "factors": {"start-trust": {"key": "start.trust", "low": 0.2, "high": 0.8}, "needs": {"key": "needs.rate"}},
    "responses": {"outcomes": ["harm", "referrals"]},
}


def program(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs the program of the same build; the environment variable BALCONY names it."""
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
