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
    """An outcome; ``matters`` is the smallest difference that would matter, in ``unit``; leaders see it after ``seen_after`` weeks."""

    key: str
    title: str
    unit: str
    better: Optional[str]
    matters: float
    matters_source: str
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
