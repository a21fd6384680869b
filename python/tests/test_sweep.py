"""Sweeps by the package and by the program: the same bytes, the same words; shares, interruption, the analysis."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

import balcony
from balcony import _toml
from conftest import SWEEP, program


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The same small sweep by the package, from a dict, and by the program, from a file."""
    folder = tmp_path_factory.mktemp("swept")
    file = folder / "experiment.toml"
    file.write_text(_toml.text(SWEEP))
    said = json.loads(program("sweep", file, "--out", folder / "theirs", "--json", "--quiet").stdout)
    rows = balcony.sweep(SWEEP, out=folder / "ours")
    return SimpleNamespace(folder=folder, file=file, said=said, rows=rows, theirs=folder / "theirs")


def test_the_rows_are_the_programs_bit_for_bit(swept: SimpleNamespace) -> None:
    rows = swept.rows
    assert rows.sha256 == swept.said["sha256"] and (rows.points, rows.tasks, rows.failed) == (32, 96, 0)
    assert Path(rows.path).read_bytes() == (swept.theirs / "rows.parquet").read_bytes()
    assert len(rows) == swept.said["rows"] == 192 and rows.folder == str(swept.folder / "ours")
    ours, theirs = (json.loads((at / "manifest.json").read_text()) for at in (swept.folder / "ours", swept.theirs))
    for key in ["identity", "experiment", "scenario", "source", "rows", "tasks"]:
        assert ours[key] == theirs[key], key
    back = balcony.rows(swept.theirs)
    assert back.sha256 == rows.sha256 and repr(back) == repr(rows)
    assert re.fullmatch(r"<balcony.Rows 'Small', Rutland: 32 points \(saltelli\), 192 rows, sha256 [0-9a-f]{16}>", repr(rows))


def test_what_rows_say_of_themselves(swept: SimpleNamespace) -> None:
    rows = swept.rows
    assert (rows.title, rows.question, rows.authority) == ("Small", "What moves harm?", "Rutland")
    assert (rows.design, rows.weeks, rows.seed, rows.share) == ("saltelli", 26, 5, (1, 1))
    assert (rows.arms, rows.baseline, rows.responses) == (["connected", "incumbent"], "incumbent", ["harm", "referrals"])
    assert [(factor["name"], factor["key"], factor["form"]) for factor in rows.factors] == [
        ("start-trust", "start.trust", "number"),
        ("needs", "needs.rate", "number"),
    ]
    assert all(factor["meaning"] for factor in rows.factors)
    assert rows.outcomes == [row["key"] for row in balcony.outcomes()]


def test_frames_and_columns_have_the_files_figures(swept: SimpleNamespace) -> None:
    table = pq.read_table(swept.theirs / "rows.parquet")
    rows = swept.rows
    assert rows.to_arrow().equals(table)
    columns, pandas, polars = rows.to_numpy(), rows.to_pandas(), rows.to_polars()
    assert list(columns) == list(pandas.columns) == polars.columns == table.column_names
    assert len(pandas) == polars.height == 192
    for name in table.column_names:
        theirs = table[name].to_numpy()
        if theirs.dtype == object:
            assert columns[name].tolist() == polars[name].to_list() == theirs.tolist()
        else:
            assert columns[name].dtype == theirs.dtype == pandas[name].dtype
            for found in [columns[name], pandas[name].to_numpy(), polars[name].to_numpy()]:
                np.testing.assert_array_equal(found, theirs)
    assert list(rows.to_numpy(["harm"]))[-2:] == ["harm", "error"] and "harm" in rows.to_numpy("harm")
    with pytest.raises(KeyError, match="no outcome of these rows"):
        rows.to_numpy(["harmm"])


def test_days_words_and_counts_come_as_they_are(tmp_path: Path) -> None:
    experiment = {
        **{key: value for key, value in SWEEP.items() if key != "authority"},
        "scenario": "tight-budgets",
        "design": {"kind": "grid"},
        "factors": {
            "day": {"key": "events.cut.date", "values": ["2019-05-06", "2019-07-01"]},
            "place": {"key": "authority.archetype", "values": ["small-unitary", "shire-county"]},
            "boards": {"key": "structure.boards", "values": [1, 3]},
        },
        "replicates": {"count": 1},
    }
    rows = balcony.sweep(experiment, out=tmp_path / "rows")
    columns, table = rows.to_numpy(["harm"]), pq.read_table(rows.path)
    for name in ["day", "place", "boards", "error"]:
        assert columns[name].tolist() == table[name].to_numpy().astype(columns[name].dtype).tolist(), name
    assert columns["day"].dtype == np.dtype("datetime64[D]") and str(columns["day"][0]) == "2019-05-06"
    assert set(columns["place"]) == {"small-unitary", "shire-county"} and columns["boards"].dtype.kind in "if"


def test_points_that_cannot_be_are_rows_that_say_why(tmp_path: Path) -> None:
    # Two uses of the director's time: their sum may exceed what is available.
    factors = {name: {"key": f"strategies.ours.attention.{name}"} for name in ("balcony", "partners")}
    experiment = {
        **SWEEP,
        "set": ["scenario.warm-up=26", "strategies.ours.preset=connected"],
        "strategies": ["ours", "incumbent"],
        "design": {"kind": "points", "file": str(tmp_path / "points.csv")},
        "factors": factors,
    }
    (tmp_path / "points.csv").write_text("balcony,partners\n1,1\n8,12\n")
    rows = balcony.sweep(experiment, out=tmp_path / "rows")
    columns, table = rows.to_numpy(), pq.read_table(rows.path)
    assert (rows.tasks, rows.failed) == (6, 3) and columns["error"].tolist() == table["error"].to_pylist()
    failed = columns["point"] == 1
    assert all("attention" in said for said in columns["error"][failed]) and not columns["error"][~failed].any()
    assert np.isnan(columns["harm"][failed]).all() and np.isfinite(columns["harm"][~failed]).all()
    (tmp_path / "points.csv").write_text("balcony,partners\n7,12\n8,12\n")
    with pytest.warns(UserWarning, match="every run failed"):
        assert balcony.sweep(experiment, out=tmp_path / "none").failed == 6


def test_the_analysis_is_the_programs(swept: SimpleNamespace, tmp_path: Path) -> None:
    words = ["analyse", swept.theirs, "--resamples", 200]
    said = program(*words, "--json", "--out", tmp_path / "theirs.html", "--table", tmp_path / "theirs.csv").stdout
    found = balcony.rows(swept.theirs).analyse(resamples=200)
    *lines, last = said.splitlines(keepends=True)
    assert "".join(lines) == found.text and json.loads(last) == found.json and str(found) == found.text.rstrip("\n")
    assert found._inner.csv() == (tmp_path / "theirs.csv").read_text()
    found.page(tmp_path / "ours.html")
    assert (tmp_path / "ours.html").read_bytes() == (tmp_path / "theirs.html").read_bytes()
    with pytest.raises(balcony.BalconyError, match="is there already"):
        found.page(tmp_path / "ours.html")
    found.page(tmp_path / "ours.html", force=True)
    frame = found.indices.to_pandas()
    assert len(frame) == len(found.indices) == len((tmp_path / "theirs.csv").read_text().splitlines()) - 1
    total = frame[(frame["index"] == "total") & (frame["outcome"] == "referrals") & (frame["what"] == "level")]
    assert total.set_index("factor")["value"].idxmax() == "needs"
    markup = found._repr_html_()
    assert markup.count("<tr>") == 1 + 2 * 2 * 2 * 2 and "Small: 32 points (saltelli)" in markup
    assert repr(found) == "<balcony.Analysis 'Small': 32 points (saltelli)>"


def test_an_analysis_that_cannot_be_says_why(swept: SimpleNamespace) -> None:
    with pytest.raises(balcony.ScenarioError, match="did you mean harm"):
        swept.rows.analyse(outcomes=["harmm"])
    for wrong in ({"resamples": 5}, {"threads": -1}):
        with pytest.raises(balcony.ScenarioError):
            swept.rows.analyse(**wrong)


def test_a_faulty_experiment_has_the_terminals_text(tmp_path: Path) -> None:
    file = tmp_path / "faulty.toml"
    text = _toml.text({**SWEEP, "strategies": ["conected"], "wekks": 3, "factors": {"a": {"key": "start.trust", "low": 7}}})
    file.write_text(text)
    with pytest.raises(balcony.ScenarioError) as raised:
        balcony.sweep(file, out=tmp_path / "rows")
    assert str(raised.value) == program("sweep", file, "--out", tmp_path / "rows", code=2).stderr
    assert len(raised.value.faults) >= 3 and not (tmp_path / "rows").exists()
    with pytest.raises(balcony.ScenarioError, match="the dict") as again:
        balcony.sweep({"scenario": "culture-shft"}, out=tmp_path / "rows")
    assert {"scenario", "factors", "design"} <= {fault["key"] for fault in again.value.faults}
    with pytest.raises(balcony.ScenarioError, match="cannot be read"):
        balcony.sweep(tmp_path / "nothing.toml", out=tmp_path / "rows")


def test_shares_merge_to_the_bytes_of_the_whole(swept: SimpleNamespace, tmp_path: Path) -> None:
    done: list[tuple[int, int]] = []
    first = balcony.sweep(SWEEP, out=tmp_path / "1", shard="1/3", progress=lambda *so_far: done.append(so_far))
    shares = [first, balcony.sweep(SWEEP, out=tmp_path / "2", shard=(2, 3), threads=1)]
    assert first.share == (1, 3) and "share 1 of 3" in repr(first) and done[-1] == (first.tasks, first.tasks)
    with pytest.raises(balcony.ScenarioError, match="merge all of them first"):
        first.analyse()
    with pytest.raises(balcony.ResultsError, match="share 3/3 is missing"):
        balcony.merge([share.folder for share in shares], tmp_path / "all")
    program("sweep", swept.file, "--out", tmp_path / "3", "--shard", "3/3", "--quiet")
    merged = balcony.merge([tmp_path / "3", *(share.folder for share in shares)], tmp_path / "all")
    assert merged.sha256 == swept.rows.sha256 and merged.share == (1, 1)
    with pytest.raises(balcony.ResultsError, match="holds results already"):
        balcony.merge([tmp_path / "1", tmp_path / "2", tmp_path / "3"], tmp_path / "all")
    for wrong in ["4/3", (0, 3), "half"]:
        with pytest.raises(balcony.ScenarioError, match="is no share: give it as 3/7"):
            balcony.sweep(SWEEP, out=tmp_path / "4", shard=wrong)


def test_a_folder_is_refused_resumed_and_replaced(swept: SimpleNamespace) -> None:
    folder = swept.folder / "ours"
    with pytest.raises(balcony.ResultsError, match="holds results already"):
        balcony.sweep(SWEEP, out=folder)
    assert balcony.sweep(SWEEP, out=folder, resume=True).sha256 == swept.rows.sha256
    with pytest.raises(balcony.ResultsError, match="another run"):
        balcony.sweep({**SWEEP, "seed": 6}, out=folder, resume=True)
    assert balcony.sweep(SWEEP, out=folder, force=True).sha256 == swept.rows.sha256
    with pytest.raises(balcony.ResultsError, match="there is no such folder"):
        balcony.rows(folder / "nothing")


def test_a_row_can_be_lived_again(swept: SimpleNamespace) -> None:
    columns = swept.rows.to_numpy()
    at = 101
    settings = {factor["key"]: columns[factor["name"]][at] for factor in swept.rows.factors}
    replicate = int(columns["replicate"][at])
    again = balcony.compare(
        "culture-shift", authority="Rutland", weeks=26, seed=5, strategies=["connected"], baseline="incumbent",
        replicates=replicate + 1, set={"scenario.warm-up": 26, **settings},
    )  # fmt: skip
    for key in swept.rows.outcomes:
        np.testing.assert_array_equal(again.outcome(columns["strategy"][at], key)[replicate], columns[key.replace("-", "_")][at])


STOPPED = """
import sys, balcony
try:
    balcony.sweep(sys.argv[1], out=sys.argv[2], threads=1, progress=lambda done, total: print(done, flush=True))
except KeyboardInterrupt as stopped:
    print("stopped:", stopped)
"""


def test_ctrl_c_keeps_parts_and_resume_gives_the_same_bytes(swept: SimpleNamespace, tmp_path: Path) -> None:
    longer: dict[str, Any] = {**SWEEP, "replicates": {"count": 12}}
    file = tmp_path / "longer.toml"
    file.write_text(_toml.text(longer))
    # On a busy machine the sweep may end before the signal comes. Then it is begun again elsewhere.
    for attempt in range(9):
        out = tmp_path / f"rows{attempt}"
        words = [sys.executable, "-c", STOPPED, str(file), str(out)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            while int(child.stdout.readline()) < 70:
                pass
            os.kill(child.pid, signal.SIGINT)
            rest = child.stdout.read()
            assert child.wait(timeout=60) in {0, -signal.SIGINT}
        if "stopped:" in rest:
            break
    said = re.search(r"stopped: interrupted: (\d+) of 384 runs are kept; run again with resume=True to go on", rest)
    assert said and 64 <= int(said[1]) < 384, rest
    assert len(list((out / "parts").glob("*.bin"))) >= 2
    with pytest.raises(balcony.ResultsError, match="not finished"):
        balcony.rows(out)
    resumed = balcony.sweep(file, out=out, resume=True)
    whole = balcony.sweep(longer, out=tmp_path / "whole")
    assert resumed.sha256 == whole.sha256 and Path(resumed.path).read_bytes() == Path(whole.path).read_bytes()
    lived = [json.loads((Path(rows.folder) / "manifest.json").read_text())["timing"]["case_weeks"] for rows in (resumed, whole)]
    assert 0 < lived[0] < lived[1], "what was kept is not lived again"
