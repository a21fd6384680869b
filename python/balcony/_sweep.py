"""Sweeps: a scenario over many settings, a row for every run, and what the rows say."""

from __future__ import annotations

import csv
import html
import io
import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np

from . import _balcony, _toml
from ._rows import FactorRow, IndexRow
from ._work import Path, Progress, check_threads, column_of, missing, warn, work
from .errors import ScenarioError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Experiment = Union[Path, Mapping[str, Any]]
Shard = Union[str, tuple[int, int], None]


def sweep(
    experiment: Experiment,
    *,
    out: Path,
    shard: Shard = None,
    resume: bool = False,
    force: bool = False,
    threads: int = 0,
    progress: Progress = None,
) -> Rows:
    """Runs a scenario over many settings: a design of factors, a row for every run.

    Args:
        experiment: a path of an experiment file, or a dict with its keys (``docs/EXPERIMENTS.md``); files that a dict names
            are looked for from the folder of the process.
        out: the folder to keep the rows in.
        shard: one share of the points, such as ``"3/7"`` or ``(3, 7)``, the third of seven; :func:`merge` puts all together.
        resume: go on with a sweep that was interrupted; it must be the same sweep. Where nothing was begun, it begins.
        force: replace rows that are in the folder already.
        threads: threads to use; 0 stands for all that the machine has. No row depends on it.
        progress: something to call with runs done and runs in all (at most, where points end by their intervals); True for
            a bar, False for none. If not given, a bar on a terminal and nothing elsewhere.

    A run that fails is a row with its ``error``, and is counted in ``failed``.

    Raises:
        ScenarioError: with all faults at once.
        ResultsError: if ``out`` holds rows already, or those of another sweep; LockedError if somebody is writing there.
        StorageError: if a file cannot be written.
        KeyboardInterrupt: on Ctrl-C; what is finished is kept, and ``resume=True`` goes on.
    """
    inner = read(named(experiment))
    asked = work(threads, out, resume, force, "parquet", progress)
    warn(inner.warnings, 3)
    rows = Rows(_balcony.sweep(inner, _share(shard), asked))
    if rows.failed and rows.failed == rows.tasks and rows.share == (1, 1):
        warn(["every run failed: the rows say why, in the column `error`"], 3)
    return rows


def merge(shares: Sequence[Path], out: Path, force: bool = False) -> Rows:
    """Puts the shares of a sweep together, in any order: the bytes of a sweep that was never shared out.

    Raises:
        ResultsError: if a share is missing, given twice, unfinished or of another sweep, or ``out`` holds rows already.
    """
    folders = [shares] if isinstance(shares, (str, os.PathLike)) else list(shares)
    return Rows(_balcony.merge([os.fspath(folder) for folder in folders], os.fspath(out), force))


def rows(folder: Path) -> Rows:
    """Reads a finished folder of rows, as :func:`sweep`, :func:`merge` or the program has made it.

    Raises:
        ResultsError: if it is no such folder, is unfinished or damaged.
    """
    return Rows(_balcony.rows(os.fspath(folder)))


class Rows:
    """A finished folder of rows: replicate by replicate, in each point by point, in each strategy by strategy."""

    def __init__(self, inner: _balcony.Rows) -> None:
        self._inner = inner

    @property
    def title(self) -> str:
        """The experiment's title."""
        return self._inner.title

    @property
    def question(self) -> str:
        """What it is to answer."""
        return self._inner.question

    @property
    def authority(self) -> str:
        """The authority's name."""
        return self._inner.authority

    @property
    def design(self) -> str:
        """The kind of design, as an experiment file names it."""
        return self._inner.design

    @property
    def points(self) -> int:
        """Points of the whole design."""
        return self._inner.points

    @property
    def weeks(self) -> int:
        """Length of every run in weeks."""
        return self._inner.weeks

    @property
    def seed(self) -> int:
        """Seed of all random numbers: the same luck at every point."""
        return self._inner.seed

    @property
    def factors(self) -> list[FactorRow]:
        """What was varied: name (of its column), key (as ``set`` takes it), form, unit, meaning."""
        return self._inner.factors

    @property
    def outcomes(self) -> list[str]:
        """Keys of all outcomes, each a column; units as in :func:`balcony.outcomes`."""
        return self._inner.outcomes

    @property
    def responses(self) -> list[str]:
        """Keys of the outcomes that the experiment looks at."""
        return self._inner.responses

    @property
    def arms(self) -> list[str]:
        """Names of the strategies, sorted."""
        return self._inner.arms

    @property
    def baseline(self) -> str:
        """The strategy that the others are compared with."""
        return self._inner.baseline

    @property
    def tasks(self) -> int:
        """Runs: replicates of points, each with a row for every strategy."""
        return self._inner.tasks

    @property
    def failed(self) -> int:
        """Runs without outcomes: their rows say why, in the column ``error``."""
        return self._inner.failed

    @property
    def share(self) -> tuple[int, int]:
        """Which share of the points: ``(3, 7)`` is the third of seven, ``(1, 1)`` all of them."""
        return self._inner.share

    @property
    def sha256(self) -> str:
        """SHA-256 of ``rows.parquet``: the terminal prints it too."""
        return self._inner.sha256

    @property
    def path(self) -> str:
        """The file ``rows.parquet``, which any tool reads."""
        return os.path.join(self.folder, "rows.parquet")

    @property
    def folder(self) -> str:
        """The folder of the rows."""
        return os.fspath(self._inner.folder)

    def __len__(self) -> int:
        return self.tasks * len(self.arms)

    def to_numpy(self, outcomes: Optional[Sequence[str]] = None) -> dict[str, Any]:
        """Columns by name: row, point, replicate, strategy, the factors, outcomes (all if none are named), error.

        Numbers as arrays, days as ``datetime64[D]``, texts as arrays of objects; an outcome that a row lacks is NaN.

        Raises:
            KeyError: if an outcome is none.
        """
        keys = [outcomes] if isinstance(outcomes, str) else list(self.outcomes if outcomes is None else outcomes)
        named = set(keys)
        found: dict[str, Any] = self._inner.columns(keys)
        columns = {column_of(name) if name in named else name: values for name, values in found.items()}
        for name in ["strategy", "error"]:
            columns[name] = np.array(columns[name], dtype=object)
        for factor in self.factors:
            if factor["form"] == "day":
                columns[factor["name"]] = columns[factor["name"]].astype("datetime64[D]")
            elif factor["form"] == "text":
                columns[factor["name"]] = np.array(columns[factor["name"]], dtype=object)
        return columns

    def to_arrow(self) -> pyarrow.Table:
        """``rows.parquet`` as a table; its metadata has every column's unit and meaning."""
        try:
            import pyarrow.parquet
        except ImportError as error:
            raise missing("pyarrow", "arrow") from error
        return pyarrow.parquet.read_table(self.path)

    def to_pandas(self) -> pandas.DataFrame:
        """``rows.parquet`` as a frame."""
        try:
            import pandas
        except ImportError as error:
            raise missing("pandas", "pandas") from error
        return pandas.DataFrame(self.to_numpy())

    def to_polars(self) -> polars.DataFrame:
        """``rows.parquet`` as a frame."""
        try:
            import polars
        except ImportError as error:
            raise missing("polars", "polars") from error
        return polars.read_parquet(self.path)

    def analyse(
        self,
        outcomes: Optional[Sequence[str]] = None,
        resamples: int = 1000,
        seed: int = 1,
        threads: int = 0,
    ) -> Analysis:
        """Works out what the rows say: luck, what moves each outcome, who is best where.

        Args:
            outcomes: keys of the outcomes to look at; those of the experiment if not given.
            resamples: resamples of the bootstrap from which intervals come, 100 to 100,000.
            seed: the number from which resamples are drawn.
            threads: threads to use; 0 stands for all that the machine has. No figure depends on it.

        Raises:
            ScenarioError: if an outcome is none, nothing was varied, or this is one share of many.
        """
        if not 100 <= resamples <= 100_000:
            raise ScenarioError(f"resamples is {resamples}; 100 to 100,000 are allowed")
        check_threads(threads)
        keys = [outcomes] if isinstance(outcomes, str) else list(outcomes or [])
        return Analysis(_balcony.analyse(self.folder, keys, resamples, seed, threads))

    def __repr__(self) -> str:
        share = "" if self.share == (1, 1) else f", share {self.share[0]} of {self.share[1]}"
        return (
            f"<balcony.Rows {self.title!r}, {self.authority}: {self.points} points ({self.design}){share}, "
            f"{len(self)} rows, sha256 {self.sha256[:16]}>"
        )


class Indices(list[IndexRow]):
    """Every index of an analysis, a dict each: outcome, what, strategy, baseline, factor, key, index, value, low, high."""

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a frame."""
        try:
            import pandas
        except ImportError as error:
            raise missing("pandas", "pandas") from error
        return pandas.DataFrame(list(self), columns=list(IndexRow.__annotations__))


class Analysis:
    """What a sweep says. ``print`` gives the text of the terminal; in a notebook the object shows a small table."""

    def __init__(self, inner: _balcony.Analysis) -> None:
        self._inner = inner

    @property
    def text(self) -> str:
        """What ``balcony analyse`` prints."""
        return self._inner.text()

    @property
    def json(self) -> dict[str, Any]:
        """What ``balcony analyse --json`` prints."""
        found: dict[str, Any] = json.loads(self._inner.json())
        return found

    @property
    def indices(self) -> Indices:
        """Every index with its 95 % interval: a row for each outcome, strategy, factor and index. NaN for what has no value."""
        found = Indices()
        for row in csv.DictReader(io.StringIO(self._inner.csv())):
            figures = {name: float(row[name]) if row[name] else float("nan") for name in ("value", "low", "high")}
            found.append(IndexRow(**{**row, **figures}))  # type: ignore[typeddict-item]
        return found

    def page(self, path: Path, force: bool = False) -> None:
        """Writes the analysis as one HTML file with charts, which asks nothing of any network.

        Raises:
            ScenarioError: if the file is there already and ``force`` is not given.
            StorageError: if it cannot be written.
        """
        self._inner.page(os.fspath(path), force)

    def __str__(self) -> str:
        return self.text.rstrip("\n")

    def __repr__(self) -> str:
        found = self.json
        return f"<balcony.Analysis {found['title']!r}: {found['points']} points ({found['design']})>"

    def _repr_html_(self) -> str:
        """The strongest kind of index that the design allows, of every outcome and factor, with 95 % intervals."""
        found = self.json
        listed = self.indices
        kinds = {row["index"] for row in listed}
        shown = next((kind for kind in (["total", "first"], ["mu_star"], ["delta"]) if kind[0] in kinds), [])
        rows = []
        for row in (row for row in listed if row["index"] in shown):
            of = row["strategy"] if row["what"] == "level" else f"{row['strategy']} - {row['baseline']}"
            figures = [f"{row['value']:.3g}", f"{row['low']:.3g} to {row['high']:.3g}"]
            cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in [of, row["factor"], row["index"], *figures])
            rows.append(f'<tr><th scope="row">{html.escape(row["outcome"])}</th>{cells}</tr>')
        more = len(rows) - 60
        if more > 0:
            rows = [*rows[:60], f'<tr><td colspan="6">and {more} more in .indices</td></tr>']
        names = ["outcome", "of", "factor", "index", "value", "95 % interval"]
        head = "".join(f'<th scope="col">{name}</th>' for name in names)
        caption = html.escape(f"{found['title']}: {found['points']} points ({found['design']}), {found['failed']} runs failed")
        return (
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )


Named = tuple[str, Optional[str]]


def named(experiment: Experiment) -> Named:
    """Name of an experiment, and its TOML text if it is a dict."""
    if isinstance(experiment, Mapping):
        return "the dict", _toml.text(experiment)
    return os.fspath(experiment), None


def read(asked: Named) -> _balcony.Experiment:
    """Reads and checks an experiment."""
    return _balcony.Experiment(*asked)


def _share(shard: Shard) -> str:
    if shard is None:
        return "1/1"
    return shard if isinstance(shard, str) else "/".join(str(number) for number in shard)
