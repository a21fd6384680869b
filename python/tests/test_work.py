"""Folders, interruption, progress, Python threads, missing packages."""

from __future__ import annotations

import builtins
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import balcony
from conftest import SMALL

RUTLAND: dict[str, Any] = {"authority": "Rutland", **SMALL}


def test_an_outcome_is_an_array_of_its_own(both: SimpleNamespace) -> None:
    array = both.result.outcome("connected", "harm")
    assert array.shape == (6,) and array.flags.owndata is False or array.flags.writeable
    before = array.copy()
    array[:] = 0.0
    np.testing.assert_array_equal(both.result.outcome("connected", "harm"), before)
    assert set(both.result.outcomes["harm"]) == set(both.result.arms)
    assert len(both.result.outcomes) == len(list(both.result.outcomes))
    with pytest.raises(KeyError, match="there is no strategy"):
        both.result.outcome("nobody", "harm")
    with pytest.raises(KeyError, match="no outcome is called"):
        both.result.outcome("connected", "harmm")


def test_what_it_looks_like(both: SimpleNamespace) -> None:
    assert re.fullmatch(r"<balcony.Result .*, Rutland: .*; 6 replicates, digest [0-9a-f]{16}>", repr(both.result))
    markup = both.result._repr_html_()
    assert markup.count("<tr>") == 6 and "baseline" in markup and both.result.digest[:16] in markup


def test_a_folder_is_refused_resumed_and_replaced(tmp_path: Path) -> None:
    out = tmp_path / "kept"
    first = balcony.compare("culture-shift", strategies=["connected"], out=out, **RUTLAND)
    with pytest.raises(balcony.ResultsError, match="holds results already"):
        balcony.compare("culture-shift", strategies=["connected"], out=out, **RUTLAND)
    again = balcony.compare("culture-shift", strategies=["connected"], out=out, resume=True, **RUTLAND)
    assert again.digest == first.digest
    with pytest.raises(balcony.ResultsError, match="another run"):
        balcony.compare("culture-shift", strategies=["authentic"], out=out, resume=True, **RUTLAND)
    other = balcony.compare("culture-shift", strategies=["authentic"], out=out, force=True, **RUTLAND)
    assert balcony.read(out).digest == other.digest != first.digest
    with pytest.raises(balcony.ResultsError, match="there is no such folder"):
        balcony.read(tmp_path / "nothing")
    (out / "outcomes.parquet").write_bytes(b"")
    with pytest.raises(balcony.ResultsError, match="damaged"):
        balcony.read(out)


def test_storage_that_fails(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(balcony.BalconyError):
        balcony.run("culture-shift", out=file / "below", **RUTLAND)
    result = balcony.run("culture-shift", **RUTLAND)
    with pytest.raises(balcony.StorageError, match="cannot write the report"):
        result.report(file / "below.html")


def test_csv_is_kept_too(tmp_path: Path) -> None:
    result = balcony.run("culture-shift", out=tmp_path / "kept", format="csv", **RUTLAND)
    assert (tmp_path / "kept" / "outcomes.csv").is_file() and balcony.read(tmp_path / "kept").digest == result.digest


def test_arguments_that_do_not_go_together(tmp_path: Path) -> None:
    for wrong in ({"resume": True}, {"out": tmp_path, "resume": True, "force": True}, {"threads": -1}, {"format": "x"}):
        with pytest.raises(balcony.ScenarioError):
            balcony.run("culture-shift", **{**RUTLAND, **wrong})  # type: ignore[arg-type]


def test_progress_is_told_and_ends_with_all() -> None:
    seen: list[tuple[int, int]] = []
    balcony.run("culture-shift", progress=lambda done, total: seen.append((done, total)), **RUTLAND)
    assert seen[-1] == (6, 6) and seen == sorted(seen)


def test_an_exception_of_the_callback_stops_the_run() -> None:
    def stop(done: int, total: int) -> None:
        raise ZeroDivisionError("enough")

    started = time.monotonic()
    with pytest.raises(ZeroDivisionError, match="enough"):
        balcony.compare("culture-shift", replicates=100_000, fixed=True, progress=stop)
    assert time.monotonic() - started < 60


def test_python_goes_on_while_a_run_runs() -> None:
    count = 0
    running = threading.Event()
    running.set()

    def other() -> None:
        nonlocal count
        while running.is_set():
            count += 1
            time.sleep(0.001)

    thread = threading.Thread(target=other)
    thread.start()
    started = time.monotonic()
    balcony.compare("culture-shift", authority="Rutland", replicates=20, threads=1)
    seconds = time.monotonic() - started
    running.clear()
    thread.join()
    assert count > 20 * seconds, (count, seconds)


def test_two_runs_at_once_are_the_same() -> None:
    digests: list[str] = []
    work = [threading.Thread(target=lambda: digests.append(balcony.run("culture-shift", **RUTLAND).digest)) for _ in "ab"]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert len(digests) == 2 and digests[0] == digests[1]


STOPPED = """
import sys, balcony
try:
    balcony.compare("culture-shift", authority="Rutland", replicates=100_000, fixed=True, out=sys.argv[1],
                    strategies=["connected"], weeks=40, set={"scenario.warm-up": 26},
                    progress=lambda done, total: print(done, flush=True))
except KeyboardInterrupt as stopped:
    print("stopped:", stopped)
"""


def test_ctrl_c_stops_and_keeps_what_is_finished(tmp_path: Path) -> None:
    out = tmp_path / "kept"
    with subprocess.Popen([sys.executable, "-c", STOPPED, str(out)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        while int(child.stdout.readline()) < 150:
            pass
        os.kill(child.pid, signal.SIGINT)
        started = time.monotonic()
        rest = child.stdout.read()
        assert child.wait(timeout=60) == 0 and time.monotonic() - started < 30
    said = re.search(r"stopped: interrupted: (\d+) of 100000 replicates are kept; run again with resume=True", rest)
    assert said and int(said[1]) > 0, rest
    with pytest.raises(balcony.ResultsError, match="not finished"):
        balcony.read(out)


def test_a_package_that_is_not_there_is_named(both: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name in ("pandas", "polars", "pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    for method, extra in (("to_pandas", "pandas"), ("to_polars", "polars"), ("to_arrow", "arrow")):
        with pytest.raises(ImportError, match=rf"pip install 'balcony\[{extra}\]'"):
            getattr(both.result, method)()


def test_other_tools_read_a_folder(both: SimpleNamespace) -> None:
    import duckdb

    rows = duckdb.sql(
        f"select strategy, count(*), avg(harm) from '{both.folder}/outcomes.parquet' group by 1 order by 1"
    ).fetchall()
    assert [(row[0], row[1]) for row in rows] == [(arm, 6) for arm in both.result.arms]
    for arm, _, mean in rows:
        assert abs(mean - both.result.outcome(arm, "harm").mean()) < 1e-12


def test_sensitivity_by_another_package() -> None:
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as sample

    problem = {"num_vars": 2, "names": ["start.trust", "needs.rate"], "bounds": [[0.2, 0.8], [46.0, 69.0]]}
    points = sample.sample(problem, 2, num_levels=4, seed=1)
    small: dict[str, Any] = {"authority": "Rutland", "weeks": 20, "replicates": 2}
    figures = [
        balcony.run("culture-shift", set={**dict(zip(problem["names"], point)), "scenario.warm-up": 26}, **small)
        .outcome("incumbent", "referrals")
        .mean()
        for point in points
    ]
    found = analyse.analyze(problem, points, np.array(figures), seed=1)
    assert np.isfinite(found["mu_star"]).all() and found["mu_star"][1] > 0
