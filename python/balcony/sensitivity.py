"""The maths of sweeps by itself, for any model: points to try, and what the spread of their values is due to.

    x = balcony.sensitivity.saltelli(3, 1024)            # points of the unit cube, a row each
    found = balcony.sensitivity.sobol_indices(model(x), 3)
    found["ST"], found["ST_bca"]                         # an index a factor, and its interval

Points lie in the unit cube: what a coordinate means is yours. On the same points and values the indices equal SALib's (1.6) but for
rounding, and so do the widths of their intervals but for the luck of resampling; ``proofs/sensitivity.md`` shows both and how often
intervals cover. Values that are not finite stand for runs that failed: they are left out with everything that is of use only together
with them, and counted in ``left_out``. What cannot be worked out raises a :class:`ValueError` that says why.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Optional, TypedDict

import numpy as np
import numpy.typing as npt

from . import _balcony

Array = npt.NDArray[np.float64]


class _SecondOrder(TypedDict, total=False):
    S2: Array
    S2_half: Array
    S2_percentile: Array
    S2_bca: Array
    pairs: npt.NDArray[np.int64]


class SobolIndices(_SecondOrder):
    """Shares of the variance: first order ``S1`` and total ``ST`` a factor, ``S2`` a pair (``pairs`` says of which factors).

    ``_half`` is half the width of a symmetric interval (SALib's ``_conf``), ``_percentile`` and ``_bca`` are two ends each.
    """

    S1: Array
    S1_half: Array
    S1_percentile: Array
    S1_bca: Array
    ST: Array
    ST_half: Array
    ST_percentile: Array
    ST_bca: Array
    mean: float
    variance: float
    rows: int
    left_out: int


class MorrisEffects(TypedDict):
    """Effects of each factor over its whole range, in the unit of y; ``mu_star_student`` is the interval to show."""

    mu: Array
    mu_star: Array
    mu_star_half: Array
    mu_star_percentile: Array
    mu_star_bca: Array
    mu_star_student: Array
    sigma: Array
    trajectories: int
    left_out: int


class DeltaMeasures(TypedDict):
    """Borgonovo's delta and the first-order index of each factor: ``_raw`` as the formula gives it, else with less bias."""

    delta: Array
    delta_raw: Array
    delta_half: Array
    delta_interval: Array
    S1: Array
    S1_raw: Array
    S1_half: Array
    S1_interval: Array
    points: list[int]
    left_out: list[int]
    classes: list[int]
    discrete_classes: list[int]


class _Resampling(NamedTuple):
    resamples: int
    level: float
    seed: int


def sobol_points(factors: int, n: int, seed: Optional[int] = None) -> Array:
    """The first n points of Sobol's sequence, those of ``scipy.stats.qmc.Sobol(factors, scramble=False)`` to the bit.

    With a seed every factor is moved by a random digital shift of its own. Balanced where n is a power of two.
    """
    return _balcony.sobol_points(factors, n, seed)


def saltelli(factors: int, base: int, second_order: bool = False, seed: Optional[int] = None) -> Array:
    """Points for Sobol's indices, in SALib's order: for each of ``base`` rows A, A with each factor from B, B.

    With second order also B with each factor from A. ``factors + 2`` points a row, or ``2 factors + 2``.
    """
    return _balcony.saltelli(factors, base, second_order, seed)


def latin_hypercube(factors: int, n: int, seed: int = 1) -> Array:
    """A Latin hypercube: each of n equal strata of every factor is met once, at a random place."""
    return _balcony.latin_hypercube(factors, n, seed)


def morris(factors: int, trajectories: int, levels: int = 4, seed: int = 1) -> Array:
    """Trajectories of Morris, of ``factors + 1`` points each: one factor after the other steps by half of an even number of levels."""
    return _balcony.morris(factors, trajectories, levels, seed)


def sobol_indices(
    y: npt.ArrayLike,
    factors: int,
    second_order: bool = False,
    *,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 1,
) -> SobolIndices:
    """Sobol's indices of the values at the points of :func:`saltelli`, in their order."""
    if factors < 1:
        raise ValueError("at least one factor")
    found: Any = _balcony.sobol_indices(_values(y), factors, second_order, _how(resamples, level, seed))
    if second_order:
        found["pairs"] = np.array(found["pairs"], dtype=np.int64).reshape(-1, 2)
    return found  # type: ignore[no-any-return]


def morris_effects(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    levels: int = 4,
    *,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 1,
) -> MorrisEffects:
    """Elementary effects from the points of :func:`morris` and their values; ``levels`` are those of the points."""
    if levels < 2 or levels % 2:
        raise ValueError("Morris's method needs an even number of levels, at least 2")
    values = _values(y)
    found: Any = _balcony.morris_effects(_points(x, values), values, levels, _how(resamples, level, seed))
    return found  # type: ignore[no-any-return]


def delta(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    resamples: int = 100,
    level: float = 0.95,
    seed: int = 1,
) -> DeltaMeasures:
    """Borgonovo's delta and first-order indices from any points and their values; at least 20 points.

    Both are too high in small samples: compare with a factor that is known to do nothing. Time grows with points times resamples.
    """
    values = _values(y)
    found: Any = _balcony.delta(_points(x, values), values, _how(resamples, level, seed))
    return found  # type: ignore[no-any-return]


def _values(y: npt.ArrayLike) -> Array:
    values = np.ascontiguousarray(y, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"y is one value a point, not an array of {values.ndim} dimensions")
    return values


def _points(x: npt.ArrayLike, y: Array) -> Array:
    points = np.ascontiguousarray(x, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] == 0 or points.shape[0] != len(y):
        raise ValueError(f"x is a row a point and a column a factor for {len(y)} values, not of shape {points.shape}")
    return points


def _how(resamples: int, level: float, seed: int) -> _Resampling:
    if not 2 <= resamples <= 100_000:
        raise ValueError(f"resamples is {resamples}; 2 to 100,000 are allowed")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it lies between 0 and 1")
    return _Resampling(resamples, level, seed)
