"""The rows of the registries, as dicts."""

from __future__ import annotations

from typing import Optional, TypedDict


class ScenarioRow(TypedDict):
    """A scenario that comes with Balcony."""

    name: str
    title: str
    question: str
    primary: str
    run_time: str


class OutcomeRow(TypedDict):
    """An outcome; a difference matters from ``margin_share`` of the baseline's mean on, and never below ``margin_floor``, in ``unit``;
    leaders see it after ``seen_after`` weeks."""

    key: str
    title: str
    unit: str
    better: Optional[str]
    margin_share: float
    margin_floor: float
    margin_source: str
    seen_after: int
    source: str
    meaning: str


class ParameterRow(TypedDict):
    """A number that the model can be told, from ``low`` to ``high`` in ``unit``."""

    key: str
    unit: str
    default: float
    low: float
    high: float
    source: str
    meaning: str


class OriginRow(TypedDict):
    """A key of a scenario and where its value comes from."""

    key: str
    origin: str


class FactorRow(TypedDict):
    """A factor of a sweep: the name of its column, the ``key`` it moves, and the kind of its values: number, whole, day, text."""

    name: str
    key: str
    form: str
    unit: str
    meaning: str


class IndexRow(TypedDict):
    """An index of a factor for an outcome: of the ``level`` under the baseline, or of a strategy's ``difference`` from it."""

    outcome: str
    what: str
    strategy: str
    baseline: str
    factor: str
    key: str
    index: str
    value: float
    low: float
    high: float
