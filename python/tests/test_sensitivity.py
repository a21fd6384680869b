"""Compares the sensitivity functions with SALib and scipy on the same points, and with known values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from SALib.analyze import delta as salib_delta
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol
from SALib.test_functions import Ishigami
from scipy.stats import qmc

from balcony import sensitivity as ours

Array = npt.NDArray[np.float64]
WEIGHTS = np.array([0.0, 0.5, 3.0, 9.0, 99.0, 99.0])


def ishigami(u: Array) -> Array:
    return np.asarray(Ishigami.evaluate(-np.pi + 2 * np.pi * u))


def g_function(u: Array) -> Array:
    return np.asarray(np.prod((np.abs(4 * u - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1))


def known_ishigami() -> tuple[Array, Array]:
    """Saltelli et al. 2008, Global Sensitivity Analysis: The Primer, chapter 4."""
    first = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    second, together = 49 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    parts = np.array([first, second, 0.0]) / (first + second + together)
    return parts, parts + np.array([together, 0.0, together]) / (first + second + together)


def known_g_function() -> tuple[Array, Array]:
    """Saltelli & Sobol' 1995."""
    parts = 1 / (3 * (1 + WEIGHTS) ** 2)
    variance = np.prod(1 + parts) - 1
    return parts / variance, parts * np.prod(1 + parts) / (1 + parts) / variance


FUNCTIONS = [
    pytest.param(ishigami, 3, known_ishigami, id="ishigami"),
    pytest.param(g_function, 6, known_g_function, id="g"),
]
Function = Callable[[Array], Array]
Known = Callable[[], tuple[Array, Array]]


def problem(factors: int) -> dict[str, Any]:
    return {"num_vars": factors, "names": [f"x{at}" for at in range(factors)], "bounds": [[0.0, 1.0]] * factors}


def same(found: Array, theirs: Any) -> None:
    """Checks equality to 1e-9 of the largest value."""
    np.testing.assert_allclose(found, theirs, rtol=0, atol=1e-9 * np.abs(theirs).max())


def as_wide(found: Array, theirs: Any) -> None:
    """Checks half-widths, which come from different resamples, to 15 %."""
    np.testing.assert_allclose(found, theirs, rtol=0.15)


def within(interval: Array, values: Array) -> None:
    assert ((interval[:, 0] <= values) & (values <= interval[:, 1])).all(), (interval, values)


@pytest.mark.parametrize("factors, n", [(1, 2), (2, 64), (7, 1024), (40, 4096), (200, 128)])
def test_sobols_points_are_scipys_to_the_bit(factors: int, n: int) -> None:
    points = ours.sobol_points(factors, n)
    theirs = qmc.Sobol(factors, scramble=False).random(n)
    assert points.shape == (n, factors) and points.dtype == np.float64
    assert (points.view(np.uint64) == np.ascontiguousarray(theirs).view(np.uint64)).all()


def test_a_shift_keeps_the_balance_and_is_drawn_from_its_seed() -> None:
    shifted = ours.sobol_points(4, 64, seed=7)
    assert (np.sort((shifted * 64).astype(int), axis=0) == np.arange(64)[:, None]).all()
    np.testing.assert_array_equal(shifted, ours.sobol_points(4, 64, seed=7))
    assert (shifted != ours.sobol_points(4, 64, seed=8)).any()


def test_designs_are_what_they_say() -> None:
    latin = ours.latin_hypercube(3, 50, seed=2)
    assert (np.sort((latin * 50).astype(int), axis=0) == np.arange(50)[:, None]).all()
    paths = ours.morris(5, 12, levels=6, seed=3).reshape(12, 6, 5)
    steps = np.abs(np.diff(paths, axis=1))
    assert ((steps > 0).sum(axis=2) == 1).all() and np.allclose(steps[steps > 0], 6 / 10)
    plain = ours.saltelli(3, 8).reshape(8, 5, 3)
    base = ours.sobol_points(6, 8)
    np.testing.assert_array_equal(plain[:, 0], base[:, :3])
    np.testing.assert_array_equal(plain[:, 4], base[:, 3:])
    assert ours.saltelli(3, 8, second_order=True, seed=1).shape == (8 * 8, 3)


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("function, factors, known", FUNCTIONS)
def test_sobols_indices_are_salibs(function: Function, factors: int, known: Known, second: bool) -> None:
    y = function(ours.saltelli(factors, 512, second_order=second, seed=1))
    found: Any = ours.sobol_indices(y, factors, second_order=second)
    theirs = salib_sobol.analyze(problem(factors), y, calc_second_order=second, num_resamples=1000, seed=1)
    for name in ["S1", "ST"]:
        same(found[name], theirs[name])
        as_wide(found[f"{name}_half"], theirs[f"{name}_conf"])
    if second:
        pairs = tuple(found["pairs"].T)
        same(found["S2"], theirs["S2"][pairs])
        as_wide(found["S2_half"], theirs["S2_conf"][pairs])
    else:
        assert "S2" not in found and found["rows"] == 512 and found["left_out"] == 0
    for name, values in zip(["S1", "ST"], known()):
        for interval in ["percentile", "bca"]:
            within(found[f"{name}_{interval}"], values)
        assert (np.abs(found[name] - values) <= found[f"{name}_half"]).all()


@pytest.mark.parametrize("function, factors, known", FUNCTIONS)
def test_morris_effects_are_salibs(function: Function, factors: int, known: Known) -> None:
    x = ours.morris(factors, 200, levels=4, seed=1)
    y = function(x)
    found = ours.morris_effects(x, y, 4)
    theirs = salib_morris.analyze(problem(factors), x, y, num_resamples=1000, num_levels=4, seed=1)
    same(found["mu"], theirs["mu"])
    same(found["mu_star"], theirs["mu_star"])
    same(found["sigma"], theirs["sigma"])
    # A factor with the same effect everywhere has an interval of width 0.
    wide = np.asarray(theirs["mu_star_conf"]) > 1e-9 * np.max(theirs["mu_star"])
    as_wide(found["mu_star_half"][wide], np.asarray(theirs["mu_star_conf"])[wide])
    # The mean over all possible trajectories, estimated from many more of them, lies within the
    # interval that is shown.
    many = ours.morris(factors, 20_000, levels=4, seed=9)
    truth = ours.morris_effects(many, function(many), 4, resamples=2)["mu_star"]
    reach = found["mu_star_student"] + np.array([-1e-9, 1e-9])
    within(reach, truth)


@pytest.mark.parametrize("function, factors, known", FUNCTIONS)
def test_raw_deltas_are_salibs(function: Function, factors: int, known: Known) -> None:
    x = ours.latin_hypercube(factors, 600, seed=1)
    y = function(x)
    found = ours.delta(x, y, resamples=50)
    # SALib's values before bias correction: the formula on all points, without resampling.
    ends = np.linspace(0, len(y), found["classes"][0] + 1)
    places = np.linspace(y.min(), y.max(), 100)
    for at in range(factors):
        same(found["delta_raw"][[at]], [salib_delta.calc_delta(y, places, x[:, at], ends)])
        same(found["S1_raw"][[at]], [salib_delta.sobol_first(y, x[:, at], ends)])
    within(found["delta_interval"], found["delta"])
    # For a factor without influence delta is too high, and less so after correction.
    idle = known()[1] < 1e-3
    assert (found["delta"][idle] < found["delta_raw"][idle]).all()


def test_what_failed_is_left_out_and_counted() -> None:
    y = ishigami(ours.saltelli(3, 64, seed=1))
    y[7] = np.nan
    found = ours.sobol_indices(y, 3)
    assert (found["rows"], found["left_out"]) == (63, 1)
    same(found["ST"], ours.sobol_indices(np.delete(y, slice(5, 10)), 3)["ST"])


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: ours.sobol_points(300, 8), "at most 256"),
        (lambda: ours.latin_hypercube(0, 8), "at least one factor"),
        (lambda: ours.morris(3, 4, levels=5), "even number of levels"),
        (lambda: ours.morris_effects([[0.0]], [1.0], 3), "even number of levels"),
        (lambda: ours.sobol_indices(np.ones(50), 3), "do not vary"),
        (lambda: ours.sobol_indices(np.ones(3), 3), "at least 2 are needed"),
        (lambda: ours.sobol_indices(np.ones((5, 2)), 3), "one value a point"),
        (lambda: ours.sobol_indices(np.ones(5), 0), "at least one factor"),
        (lambda: ours.delta(np.ones((5, 2)), np.ones(5)), "at least 20 are needed"),
        (lambda: ours.delta(np.ones((5, 2)), np.ones(6)), "not of shape"),
        (lambda: ours.delta(np.ones((50, 2)), np.ones(50), resamples=1), "2 to 100,000"),
        (lambda: ours.delta(np.ones((50, 2)), np.ones(50), level=1.0), "between 0 and 1"),
    ],
)
def test_what_cannot_be_worked_out_says_why(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
