"""The package and the program give the same numbers and the same words."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow.parquet as pq
import pytest

import balcony
from conftest import OPTIONS, SMALL, program


def test_the_digest_is_the_programs(both: SimpleNamespace) -> None:
    assert both.result.digest == both.json["digest"]
    assert f"Digest {both.result.digest[:16]}" in both.said


def test_every_figure_is_the_programs_bit_for_bit(both: SimpleNamespace) -> None:
    table = pq.read_table(both.folder / "outcomes.parquet")
    compared = 0
    for arm in both.result.arms:
        rows = table.filter(np.array(table["strategy"].to_pylist()) == arm)
        for key in both.result.outcomes:
            ours, theirs = both.result.outcome(arm, key), rows[key.replace("-", "_")].to_numpy()
            assert ours.dtype == np.float64 and ours.view(np.uint64).tolist() == theirs.view(np.uint64).tolist()
            compared += len(ours)
    assert compared == 5 * 6 * len(balcony.outcomes())


def test_what_is_printed_is_what_the_terminal_says(both: SimpleNamespace) -> None:
    assert str(both.result) + "\n" == both.said


def test_summary_rows_are_those_of_the_file(both: SimpleNamespace) -> None:
    text = (both.folder / "summary.csv").read_text()
    assert both.result._inner.summary_csv() == text
    rows = list(csv.DictReader(io.StringIO(text)))
    ours = both.result.summary()
    assert len(ours) == len(rows) == 5 * len(balcony.outcomes())
    for mine, theirs in zip(ours, rows):
        assert mine["outcome"] == theirs["outcome"]
        assert mine["mean"] == (float(theirs["mean"]) if theirs["mean"] else None)
        assert mine["verdict"] == (theirs["verdict"] or None)


def test_json_has_the_same_verdicts(both: SimpleNamespace) -> None:
    assert both.result.json()["verdicts"] == both.json["verdicts"]
    assert both.result.json()["case_weeks"] == both.json["case_weeks"]


def test_frames_have_the_files_figures(both: SimpleNamespace) -> None:
    table = pq.read_table(both.folder / "outcomes.parquet")
    arrow = both.result.to_arrow()
    assert arrow.schema.equals(table.schema) and arrow.equals(table)
    pandas, polars = both.result.to_pandas(), both.result.to_polars()
    assert list(pandas.columns) == polars.columns == table.column_names
    assert len(pandas) == polars.height == table.num_rows
    assert pandas["strategy"].tolist() == polars["strategy"].to_list() == table["strategy"].to_pylist()
    for name in table.column_names[1:]:
        theirs = table[name].to_numpy()
        assert pandas[name].dtype == theirs.dtype
        np.testing.assert_array_equal(pandas[name].to_numpy(), theirs)
        np.testing.assert_array_equal(polars[name].to_numpy(), theirs)


def test_a_folder_is_read_back_and_says_the_same(both: SimpleNamespace) -> None:
    back = balcony.read(both.folder)
    assert back.digest == both.result.digest and back.folder == str(both.folder)
    np.testing.assert_array_equal(back.quarters("connected"), both.result.quarters("connected"))
    assert back.quarters("connected").shape == (6, 4)
    assert both.said.replace("The results were not kept: run again with --out DIR to keep them.", "") == (
        str(back) + "\n"
    ).replace(f"Results: {both.folder}", "")


def test_a_folder_of_ours_has_the_programs_bytes(both: SimpleNamespace, tmp_path: Path) -> None:
    kept = balcony.compare("culture-shift", authority="Rutland", out=tmp_path / "ours", threads=1, **SMALL)
    assert kept.folder == str(tmp_path / "ours")
    names = ["outcomes.parquet", "quarters.parquet", "series.parquet", "summary.csv"]
    for name in names:
        assert (tmp_path / "ours" / name).read_bytes() == (both.folder / name).read_bytes(), name
    manifests = [json.loads((folder / "manifest.json").read_text()) for folder in (tmp_path / "ours", both.folder)]
    for key in ("identity", "scenario", "outcomes_digest", "files"):
        assert manifests[0][key] == manifests[1][key], key
    # The command in the manifest gives the same results.
    again = program(*manifests[0]["command"][1:], "--json", "--quiet")
    assert json.loads(again.stdout)["digest"] == both.result.digest


def test_the_report_is_the_programs_but_for_the_folder(both: SimpleNamespace, tmp_path: Path) -> None:
    balcony.read(both.folder).report(tmp_path / "ours.html")
    program("report", both.folder, "--out", tmp_path / "theirs.html")
    assert (tmp_path / "ours.html").read_bytes() == (tmp_path / "theirs.html").read_bytes()
    both.result.report(tmp_path / "brief.html", brief=True)
    assert "<html" in (tmp_path / "brief.html").read_text()
    with pytest.raises(balcony.BalconyError, match="is there already"):
        both.result.report(tmp_path / "brief.html")
    both.result.report(tmp_path / "brief.html", force=True)


def test_one_strategy(tmp_path: Path) -> None:
    words = ["run", "culture-shift", "--authority", "Rutland", "--strategy", "connected", *OPTIONS]
    result = balcony.run("culture-shift", authority="Rutland", strategy="connected", **SMALL)
    assert result.arms == ["connected"] == [result.baseline]
    assert str(result) + "\n" == program(*words).stdout


def test_threads_and_order_change_nothing(both: SimpleNamespace) -> None:
    arms = ["personalised", "incumbent", "distributed", "connected", "authentic"]
    again = balcony.compare("culture-shift", authority="Rutland", strategies=arms, threads=1, **SMALL)
    assert again.digest == both.result.digest


def test_worlds_have_draws() -> None:
    words = ["compare", "culture-shift", "--strategies", "connected", "--parameters", "worlds"]
    words += ["--authority", "Rutland", "--weeks", "26", "--replicates", "40", "--json"]
    result = balcony.compare(
        "culture-shift", authority="Rutland", strategies=["connected"], parameters="worlds", weeks=26, replicates=40
    )
    said = program(*words).stdout.splitlines()
    assert result.draws > 1 and json.loads(said[-1])["digest"] == result.digest
    assert str(result).splitlines() == said[:-1]
    assert result.to_arrow()["draw"].to_pylist()[: result.draws + 1] == [*range(result.draws), 0]


def test_a_story_is_the_programs() -> None:
    words = ["trace", "culture-shift", "--authority", "Rutland", "--weeks", "60"]
    told = balcony.trace("culture-shift", authority="Rutland", weeks=60)
    assert told == program(*words).stdout
    assert json.loads(told.json) == json.loads(program(*words, "--json").stdout)
    assert told.html.startswith("<!")
    director = balcony.trace("culture-shift", post="director", authority="Rutland", weeks=60)
    assert director == program(*words, "--post", "director").stdout
