"""Balcony simulates a children's services system in England, under several ways of leading it.

    import balcony
    result = balcony.compare("culture-shift", authority="Rutland", replicates=50)
    print(result)

Every figure equals the program's bit for bit: the same scenario, seed and version give the same ``digest``. A *scenario* is
the name of one that comes with Balcony (:func:`scenarios`), a path, a dict with the keys of a file, or a :class:`Scenario`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Optional

from . import _balcony, cluster, sensitivity
from ._balcony import __version__
from ._result import Result
from ._rows import OutcomeRow, ParameterRow, ScenarioRow
from ._scenario import Asked, Scenario, read as _read, sets as _sets
from ._sweep import Analysis, Indices, Rows, merge, rows, sweep
from ._work import Path, Progress, Work as _Work, warn as _warn_all, work as _work_of
from .errors import BalconyError, Fault, LockedError, ModelFailure, ResultsError, ScenarioError, StorageError

__all__ = [
    "Analysis",
    "BalconyError",
    "Fault",
    "Indices",
    "LockedError",
    "ModelFailure",
    "Result",
    "ResultsError",
    "Rows",
    "Scenario",
    "ScenarioError",
    "StorageError",
    "Story",
    "__version__",
    "cluster",
    "compare",
    "explain",
    "merge",
    "outcomes",
    "parameters",
    "read",
    "rows",
    "run",
    "scenario",
    "scenarios",
    "sensitivity",
    "sweep",
    "trace",
]

Parameters = Optional[Literal["central", "worlds", "ranges"]]


def scenario(
    scenario: Asked,
    *,
    authority: Optional[str] = None,
    replicates: Optional[int] = None,
    parameters: Parameters = None,
    seed: Optional[int] = None,
    weeks: Optional[int] = None,
    set: Optional[Mapping[str, Any]] = None,
) -> Scenario:
    """Reads and checks a scenario; runs nothing.

    Raises:
        ScenarioError: with all faults at once.
    """
    return Scenario(_read(scenario, authority, weeks, _sets(replicates, parameters, seed, set)))


def run(
    scenario: Asked,
    *,
    authority: Optional[str] = None,
    strategy: Optional[Path] = None,
    replicates: Optional[int] = None,
    parameters: Parameters = None,
    seed: Optional[int] = None,
    weeks: Optional[int] = None,
    set: Optional[Mapping[str, Any]] = None,
    threads: int = 0,
    out: Optional[Path] = None,
    resume: bool = False,
    force: bool = False,
    format: Literal["parquet", "csv"] = "parquet",
    progress: Progress = None,
) -> Result:
    """Simulates one strategy.

    Args:
        scenario: a shipped name, a path, a dict with the keys of a file, or a :class:`Scenario`.
        authority: another authority in its place: a name, an ONS code, or an archetype.
        strategy: a name, or a path of a strategy's own file; ``incumbent`` if not given.
        replicates: number of runs of the same scenario with different random numbers, 1 to 1,000,000.
        parameters: draw the uncertain parameters from fitted ``worlds`` or from its ``ranges``; or ``central`` values.
        seed: seed of all random numbers.
        weeks: length in weeks, 1 to 5200; events that come later are left out.
        set: values by key, such as ``{"start.trust": 0.7}``, in the units of ``balcony.explain(key)``.
        threads: threads to use; 0 stands for all that the machine has. No result depends on it.
        out: a folder to keep the results in.
        resume: go on with a run that was interrupted; it must be the same run.
        force: replace results that are in the folder already.
        format: form of the tables that are kept.
        progress: something to call with replicates done and replicates in all; True for a bar, False for none. If not
            given, a bar on a terminal and nothing elsewhere.

    Raises:
        ScenarioError: with all faults at once.
        ModelFailure: if the model fails.
        ResultsError: if ``out`` holds results already, or those of another run.
        StorageError: if a file cannot be written.
        KeyboardInterrupt: on Ctrl-C; what is finished is kept in ``out``.
    """
    asked = _read(scenario, authority, weeks, _sets(replicates, parameters, seed, set))
    named = "incumbent" if strategy is None else os.fspath(strategy)
    work = _work(asked, threads, out, resume, force, format, progress)
    return Result(_balcony.run(asked, named, work))


def compare(
    scenario: Asked,
    *,
    authority: Optional[str] = None,
    strategies: Optional[Sequence[Path]] = None,
    baseline: Optional[Path] = None,
    replicates: Optional[int] = None,
    fixed: bool = False,
    parameters: Parameters = None,
    seed: Optional[int] = None,
    weeks: Optional[int] = None,
    set: Optional[Mapping[str, Any]] = None,
    threads: int = 0,
    out: Optional[Path] = None,
    resume: bool = False,
    force: bool = False,
    format: Literal["parquet", "csv"] = "parquet",
    progress: Progress = None,
) -> Result:
    """Compares strategies on the same children and the same luck.

    Args:
        strategies: names, or paths of strategies' own files; those of the scenario if not given.
        baseline: the strategy that the others are compared with; the scenario's if not given.
        replicates: pairs at most, 1 to 1,000,000: the comparison ends when its verdicts on the primary outcome are settled,
            after 20 pairs at least.
        fixed: run all of them, be the verdicts settled or not.

    The other arguments, and what is raised, are those of :func:`run`.
    """
    asked = _read(scenario, authority, weeks, _sets(replicates, parameters, seed, set))
    named = [strategies] if isinstance(strategies, str) else list(strategies or [])
    base = None if baseline is None else os.fspath(baseline)
    work = _work(asked, threads, out, resume, force, format, progress, fixed)
    return Result(_balcony.compare(asked, [os.fspath(name) for name in named], base, work))


def read(folder: Path) -> Result:
    """Reads a folder of results, as ``out`` or the program's ``--out`` has made it; refuses what is not whole.

    Raises:
        ResultsError: if it is no such folder, is unfinished or damaged.
    """
    return Result(_balcony.read(os.fspath(folder)))


class Story(str):
    """A story: its text, with the same ``json`` for programs and the same ``html`` as a page with its picture."""

    json: str
    """One JSON object as text."""
    html: str
    """A whole HTML page."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))


def trace(
    scenario: Asked,
    replicate: int = 0,
    case: Optional[str] = None,
    post: Optional[Literal["director"]] = None,
    strategies: Optional[Sequence[Path]] = None,
    *,
    by: Literal["apart", "changes"] = "apart",
    authority: Optional[str] = None,
    seed: Optional[int] = None,
    weeks: Optional[int] = None,
    set: Optional[Mapping[str, Any]] = None,
) -> Story:
    """Tells one child's story under one strategy or two, or a director's, with dates.

    Args:
        replicate: index of the replicate, from 0.
        case: the child, such as ``2019-05-13-schools-4b``; chosen by a stated rule if not given.
        post: ``"director"`` tells of the director instead.
        strategies: one or two; the baseline and the first other one for a child, the baseline for a post, if not given.
        by: how a child is chosen: whose lives lie furthest ``apart``, or who has the most ``changes`` of worker.

    Raises:
        ScenarioError: with all faults at once, or if there is no such child.
    """
    if post not in (None, "director"):
        raise ScenarioError(f"there is no post `{post}`; there is director")
    if by not in ("apart", "changes"):
        raise ScenarioError(f"`{by}` is no rule by which a child is chosen; there are apart, changes")
    if post is not None and case is not None:
        raise ScenarioError("a story is of a child or of a post, not of both")
    asked = _read(scenario, authority, weeks, _sets(None, None, seed, set))
    _warn(asked)
    named = [strategies] if isinstance(strategies, str) else list(strategies or [])
    names = [os.fspath(name) for name in named]
    text, json, html = _balcony.trace(asked, replicate, case, post is not None, by == "changes", names)
    story = Story(text)
    story.json, story.html = json, html
    return story


def scenarios() -> list[ScenarioRow]:
    """The scenarios that come with Balcony: name, title, question, primary outcome, run time in words."""
    return _balcony.scenarios()


def outcomes() -> list[OutcomeRow]:
    """Every outcome: key, title, unit, which way is better, the smallest difference that matters (a share of the baseline and a floor in the unit), source, meaning."""
    return _balcony.outcomes()


def parameters() -> list[ParameterRow]:
    """Every parameter of the model: key, unit, default, low and high of its range, source, meaning."""
    return _balcony.parameters()


def explain(key: str = "") -> str:
    """What a name means: a parameter, an outcome, a key of scenarios, a kind of event; all names if not given.

    Raises:
        ScenarioError: if nothing is called so; the text names what is nearest.
    """
    return _balcony.explain(key)


def _work(
    asked: _balcony.Scenario,
    threads: int,
    out: Optional[Path],
    resume: bool,
    force: bool,
    format: str,
    progress: Progress,
    all: bool = True,
) -> _Work:
    found = _work_of(threads, out, resume, force, format, progress, all)
    _warn(asked)
    return found


def _warn(asked: _balcony.Scenario) -> None:
    _warn_all(asked.warnings, 5)
