"""A scenario as an object: read, checked, every value filled in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Optional, Union

from . import _balcony, _toml

Asked = Union[str, "os.PathLike[str]", Mapping[str, Any], "Scenario"]


class Scenario:
    """A checked scenario. Made by :func:`balcony.scenario`; whatever takes a scenario takes it."""

    def __init__(self, inner: _balcony.Scenario) -> None:
        self._inner = inner

    @property
    def name(self) -> str:
        """The name or path it was read from."""
        return self._inner.name

    @property
    def title(self) -> str:
        """Its title."""
        return self._inner.title

    @property
    def question(self) -> str:
        """The question it is to answer."""
        return self._inner.question

    @property
    def story(self) -> str:
        """The story behind it."""
        return self._inner.story

    @property
    def primary(self) -> str:
        """The key of the outcome that decides."""
        return self._inner.primary

    @property
    def authority(self) -> str:
        """The authority's name."""
        return self._inner.authority

    @property
    def weeks(self) -> int:
        """Length in weeks."""
        return self._inner.weeks

    @property
    def replicates(self) -> int:
        """Replicates of every strategy."""
        return self._inner.replicates

    @property
    def seed(self) -> int:
        """Seed of all random numbers."""
        return self._inner.seed

    @property
    def strategies(self) -> list[str]:
        """All strategies that it knows, by name."""
        return self._inner.strategies

    @property
    def compared(self) -> list[str]:
        """The strategies that a comparison runs if none is named."""
        return self._inner.compared

    @property
    def baseline(self) -> str:
        """The strategy that the others are compared with."""
        return self._inner.baseline

    @property
    def warnings(self) -> list[str]:
        """What is allowed but may not be meant."""
        return self._inner.warnings

    @property
    def resolved(self) -> str:
        """The whole scenario as TOML, every value filled in: save it as a file and it is the same scenario.

        An authority's own figures are in it.
        """
        return self._inner.resolved

    @property
    def hash(self) -> str:
        """SHA-256 of :attr:`resolved`."""
        return self._inner.hash

    @property
    def origins(self) -> dict[str, str]:
        """Where each value comes from, by its key."""
        return {row["key"]: row["origin"] for row in self._inner.origins()}

    def show(self) -> str:
        """Every value and where it comes from: the text of ``balcony show``."""
        return self._inner.show()

    def __repr__(self) -> str:
        return f"<balcony.Scenario {self.title!r}, {self.authority}, {self.weeks} weeks>"


def read(
    asked: Asked,
    authority: Optional[str],
    weeks: Optional[int],
    sets: list[str],
) -> _balcony.Scenario:
    """Reads a scenario and applies the changes to it."""
    if isinstance(asked, Scenario):
        inner = asked._inner
    elif isinstance(asked, Mapping):
        inner = _balcony.Scenario("the dict", _toml.text(asked))
    else:
        inner = _balcony.Scenario(os.fspath(asked))
    if authority is None and weeks is None and not sets:
        return inner
    return inner.with_laid(authority, sets, weeks)


def sets(
    replicates: Optional[int],
    parameters: Optional[str],
    seed: Optional[int],
    more: Optional[Mapping[str, Any]],
) -> list[str]:
    """``key=value`` settings, in the order in which the command line applies them."""
    named = {"scenario.replicates": replicates, "scenario.parameters": parameters, "scenario.seed": seed}
    laid = {key: value for key, value in named.items() if value is not None}
    return [f"{key}={_toml.value(value)}" for key, value in [*laid.items(), *(more or {}).items()]]
