"""Scenarios from names, files and dicts; faults all at once; registries."""

from __future__ import annotations

import datetime
import pickle
from pathlib import Path

import numpy as np
import pytest

import balcony
from balcony import _toml
from conftest import program

OURS = {
    "base": "culture-shift",
    "scenario": {"title": 'Ours, "quoted" \\ here', "weeks": 30, "warm-up": 26, "replicates": 3},
    "authority": {"name": "Rutland"},
    "strategies": {"gentle": {"source": 0.2, "impact": np.float64(0.7)}},
    "parameters": {"needs.rate": 55},
    "compare": {"strategies": ["gentle", "connected"]},
}


def test_a_dict_is_the_file_that_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(_toml.text(OURS))
    by_dict, by_file = balcony.scenario(OURS), balcony.scenario(file)
    assert by_dict.hash == by_file.hash and by_dict.resolved == by_file.resolved
    assert by_dict.title == 'Ours, "quoted" \\ here' and by_dict.authority == "Rutland"
    assert {"gentle", "connected", "incumbent"} <= {*by_dict.strategies}
    assert balcony.compare(OURS).digest == balcony.compare(file).digest == balcony.compare(by_dict).digest
    resolved = tmp_path / "resolved.toml"
    resolved.write_text(by_dict.resolved)
    assert balcony.scenario(resolved).hash == by_dict.hash


def test_texts_of_toml() -> None:
    said = {"a b": 1, "t": {"x": [True, 1.5, "é\n"], "d": datetime.date(2019, 4, 1), "u": {"v": 1e-7}}, "e": {}}
    assert _toml.text(said) == '"a b" = 1\n\n[t]\nx = [true, 1.5, "é\\n"]\nd = 2019-04-01\n\n[t.u]\nv = 1e-07\n\n[e]\n'
    assert _toml.value(np.int32(3)) == "3" and _toml.value(np.array([0.5, 1.0])) == "[0.5, 1.0]"
    assert _toml.value(float("inf")) == "inf" and _toml.value({"a": 1}) == "{ a = 1 }"
    with pytest.raises(TypeError, match="a scenario cannot hold a NoneType"):
        _toml.text({"a": None})


def test_faults_come_all_at_once_with_the_terminals_text(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('base = "culture-shift"\n[scenario]\nrepliactes = 3\nweeks = "x"\n[start]\ntrust = 7\n')
    with pytest.raises(balcony.ScenarioError) as raised:
        balcony.compare(file)
    faults = raised.value.faults
    assert [fault["line"] for fault in faults] == [3, 4, 6]
    assert faults[0]["nearest"] == "replicates" and faults[0]["file"] == str(file) and faults[0]["column"] == 1
    assert faults[2]["key"] == "start.trust" and faults[2]["allowed"]
    assert str(raised.value) == program("compare", file, code=2).stderr
    again = pickle.loads(pickle.dumps(raised.value))
    assert again.faults == faults and str(again) == str(raised.value)


def test_faults_of_arguments_come_all_at_once() -> None:
    with pytest.raises(balcony.ScenarioError) as raised:
        balcony.run("culture-shift", authority="Rutlnd", replicates=0, set={"start.trust": 7, "nonsense": 1})
    said = program(
        "run", "culture-shift", "--authority", "Rutlnd", "--set", "scenario.replicates=0",
        "--set", "start.trust=7", "--set", "nonsense=1", code=2,
    ).stderr  # fmt: skip
    assert str(raised.value) == said and len(raised.value.faults) == 4


def test_a_dict_has_its_faults_too() -> None:
    with pytest.raises(balcony.ScenarioError, match="the dict") as raised:
        balcony.scenario({"base": "culture-shift", "scenario": {"weeks": -1}, "starts": {"trust": 1}})
    assert [fault["key"] for fault in raised.value.faults] == ["scenario.weeks", "starts"]


def test_what_is_no_strategy_says_what_is_near() -> None:
    with pytest.raises(balcony.ScenarioError, match="did you mean connected") as raised:
        balcony.run("culture-shift", strategy="conected")
    assert raised.value.faults[0]["nearest"] == "connected"
    with pytest.raises(balcony.ScenarioError, match="beside its baseline"):
        balcony.compare("culture-shift", strategies=["incumbent"])


def test_set_is_that_of_the_terminal() -> None:
    small = balcony.scenario("culture-shift", set={"start.trust": 0.7, "needs.rate": 55.5}, seed=9, replicates=7, weeks=30)
    said = program(
        "show", "culture-shift", "--set", "start.trust=0.7", "--set", "needs.rate=55.5", "--seed", 9,
        "--replicates", 7,
    ).stdout  # fmt: skip
    assert (small.seed, small.replicates, small.weeks) == (9, 7, 30)
    assert small.origins["start.trust"].startswith("--set")
    wide = balcony.scenario("culture-shift", set={"start.trust": 0.7, "needs.rate": 55.5}, seed=9, replicates=7)
    assert wide.show() == said


def test_what_is_set_without_effect_is_said() -> None:
    small = {"weeks": 26, "replicates": 2, "set": {"scenario.warm-up": 26, "structure.pooled": 0}}
    with pytest.warns(UserWarning, match="structure.pooled has the value that it would have anyway"):
        balcony.run("culture-shift", authority="Rutland", **small)
    with pytest.warns(UserWarning, match="structure.pooled has the value that it would have anyway"):
        balcony.compare("culture-shift", authority="Rutland", strategies=["connected"], **small)


def test_registries() -> None:
    names = [row["name"] for row in balcony.scenarios()]
    assert "culture-shift" in names and all(balcony.scenario(name).question for name in names)
    outcomes = {row["key"]: row for row in balcony.outcomes()}
    assert outcomes["harm"]["better"] == "lower" and outcomes["harm"]["unit"] and outcomes["harm"]["meaning"]
    for row in balcony.parameters():
        assert row["low"] <= row["default"] <= row["high"] and row["unit"] and row["source"] and row["meaning"]
    key = balcony.parameters()[0]["key"]
    assert balcony.explain(key) == program("explain", key).stdout
    with pytest.raises(balcony.ScenarioError, match="nearest name is"):
        balcony.explain("re-referal")


def test_own_figures_stay_out_of_the_folder(tmp_path: Path) -> None:
    small = {"weeks": 20, "replicates": 2, "strategies": ["connected"]}
    figures = {"authority.in-need": 251.25, "scenario.warm-up": 26}
    result = balcony.compare("culture-shift", authority="Rutland", set=figures, out=tmp_path / "kept", **small)
    assert "251.25" not in (tmp_path / "kept" / "manifest.json").read_text()
    assert "251.25" not in result.scenario and "251.25" in balcony.scenario("culture-shift", set=figures).resolved
