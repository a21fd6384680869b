"""What can go wrong, each as an exception of its own. All of them are a :class:`BalconyError`."""

from __future__ import annotations

from typing import Any, Optional, TypedDict


class Fault(TypedDict):
    """One thing wrong with a scenario."""

    file: str
    """The file it is in, or the argument; empty if it has no place."""
    line: int
    """Line, from 1."""
    column: int
    """Column in characters, from 1."""
    key: str
    """The key it concerns, with points; empty if it concerns the file."""
    message: str
    """What is wrong, in one sentence."""
    allowed: Optional[str]
    """The allowed range with its unit, or the choices."""
    nearest: Optional[str]
    """The nearest valid name."""


class BalconyError(Exception):
    """Anything that Balcony refuses or fails at."""


class ScenarioError(BalconyError):
    """A scenario, or what was laid on it, cannot be run. The text is that of the terminal.

    ``faults`` holds all faults at once, in the order of their places.
    """

    faults: list[Fault]

    def __init__(self, text: str, faults: Optional[list[Fault]] = None) -> None:
        super().__init__(text)
        self.faults = list(faults or [])

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.faults)


class ModelFailure(BalconyError):
    """The model did what no model may do: a state that is no number, or leaves its bounds."""


class ResultsError(BalconyError):
    """A folder of results exists, does not match what is asked for, is damaged or unfinished."""


class LockedError(ResultsError):
    """Another process is writing to the folder."""


class StorageError(BalconyError):
    """A file could not be written or read."""
