"""What a run comes to, in the forms that researchers work with."""

from __future__ import annotations

import csv
import html
import io
import json
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _balcony
from ._work import column_of, missing

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Row = dict[str, Union[str, int, float, None]]
_WHOLE = {"replicates", "better_in", "same_in", "draws", "draws_of_same_sign"}
_WORDS = {"strategy", "outcome", "title", "unit", "baseline", "margin_from", "verdict", "direction", "split_of"}


class Outcomes(Mapping[str, dict[str, npt.NDArray[np.float64]]]):
    """Outcome by key: a dict of one array for every strategy."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def __getitem__(self, key: str) -> dict[str, npt.NDArray[np.float64]]:
        return {arm: self._result.outcome(arm, key) for arm in self._result.arms}

    def __iter__(self) -> Iterator[str]:
        return iter(self._result._inner.outcome_keys)

    def __len__(self) -> int:
        return len(self._result._inner.outcome_keys)


class Result:
    """The results of :func:`balcony.run`, :func:`balcony.compare` or :func:`balcony.read`.

    ``print(result)`` gives the text of the terminal; in a notebook the object shows a small table.
    """

    def __init__(self, inner: _balcony.Results) -> None:
        self._inner = inner

    @property
    def arms(self) -> list[str]:
        """Names of the strategies, sorted."""
        return self._inner.arms

    @property
    def baseline(self) -> str:
        """The strategy that the others are compared with."""
        return self._inner.baseline

    @property
    def replicates(self) -> int:
        """Number of runs of the same scenario with different random numbers."""
        return self._inner.replicates

    @property
    def draws(self) -> int:
        """Draws of the uncertain parameters; replicate r lives in draw r modulo draws. 0 where nothing is drawn."""
        return self._inner.draws

    @property
    def weeks(self) -> int:
        """Length in weeks."""
        return self._inner.weeks

    @property
    def seed(self) -> int:
        """Seed of all random numbers."""
        return self._inner.seed

    @property
    def primary(self) -> str:
        """The key of the outcome that decides."""
        return self._inner.primary

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self._inner.title

    @property
    def question(self) -> str:
        """The question that the scenario asks."""
        return self._inner.question

    @property
    def authority(self) -> str:
        """The authority's name."""
        return self._inner.authority

    @property
    def digest(self) -> str:
        """SHA-256 over the bits of all outcomes: the terminal prints its first 16 digits."""
        return self._inner.digest

    @property
    def folder(self) -> Optional[str]:
        """Where the results are kept; None for results in memory."""
        folder = self._inner.folder
        return None if folder is None else os.fspath(folder)

    @property
    def scenario(self) -> str:
        """The scenario as TOML, every value filled in, without an authority's own figures."""
        return self._inner.scenario

    @property
    def outcomes(self) -> Outcomes:
        """All outcomes: ``result.outcomes["harm"]["connected"]`` is an array."""
        return Outcomes(self)

    def outcome(self, arm: str, key: str) -> npt.NDArray[np.float64]:
        """One outcome under one strategy, a figure for each replicate; unit as in :func:`balcony.outcomes`.

        Replicate r of two strategies is the same children and the same luck: differences are paired. A
        figure without a meaning is NaN. Every call gives an array of its own, free to be changed.

        Raises:
            KeyError: if there is no such strategy or outcome.
        """
        return self._inner.outcome(arm, key)

    def quarters(self, arm: str) -> npt.NDArray[np.float64]:
        """The primary outcome under one strategy: a row for each replicate, a column for each 13 weeks."""
        return self._inner.quarters(arm).reshape(self.replicates, -1)

    def summary(self) -> list[Row]:
        """The rows of ``summary.csv``: for every strategy and outcome mean, spread, paired difference and verdict."""
        return [
            {key: _cell(key, text) for key, text in row.items()}
            for row in csv.DictReader(io.StringIO(self._inner.summary_csv()))
        ]

    def json(self) -> dict[str, Any]:
        """What ``--json`` prints: means, verdicts on the primary outcome, time (seconds), case-weeks."""
        found: dict[str, Any] = json.loads(self._inner.json())
        return found

    def columns(self) -> dict[str, Any]:
        """The table ``outcomes``: strategy, replicate, draw (where there are draws), and a column per outcome."""
        arms, replicates = self.arms, self.replicates
        number = np.arange(replicates, dtype=np.int32)
        columns: dict[str, Any] = {
            "strategy": np.repeat(np.array(arms, dtype=object), replicates),
            "replicate": np.tile(number, len(arms)),
        }
        if self.draws:
            columns["draw"] = np.tile(number % np.int32(self.draws), len(arms))
        for key in self._inner.outcome_keys:
            columns[column_of(key)] = np.concatenate([self.outcome(arm, key) for arm in arms])
        return columns

    def to_pandas(self) -> pandas.DataFrame:
        """A row per strategy and replicate, a column per outcome, as ``outcomes.parquet`` has them."""
        try:
            import pandas
        except ImportError as error:
            raise missing("pandas", "pandas") from error
        return pandas.DataFrame(self.columns())

    def to_polars(self) -> polars.DataFrame:
        """A row per strategy and replicate, a column per outcome, as ``outcomes.parquet`` has them."""
        try:
            import polars
        except ImportError as error:
            raise missing("polars", "polars") from error
        columns = self.columns()
        columns["strategy"] = polars.Series(columns["strategy"].tolist(), dtype=polars.String)
        return polars.DataFrame(columns, nan_to_null=True)

    def to_arrow(self) -> pyarrow.Table:
        """A row per strategy and replicate, a column per outcome, as ``outcomes.parquet`` has them."""
        try:
            import pyarrow
        except ImportError as error:
            raise missing("pyarrow", "arrow") from error
        columns = self.columns()
        arrays = [
            pyarrow.array(column.tolist(), type=pyarrow.string())
            if name == "strategy"
            else pyarrow.array(column, from_pandas=True)
            for name, column in columns.items()
        ]
        # An outcome may be undefined for a run, for example a ratio with denominator 0; it is null.
        fields = [
            pyarrow.field(name, array.type, nullable=pyarrow.types.is_floating(array.type))
            for name, array in zip(columns, arrays)
        ]
        return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))

    def report(
        self, path: Union[str, os.PathLike[str]], brief: bool = False, *, force: bool = False
    ) -> None:
        """Writes the report, or two printed pages, as one HTML file that asks nothing of any network.

        Raises:
            ScenarioError: if the file is there already and ``force`` is not given.
            StorageError: if it cannot be written.
        """
        self._inner.report(os.fspath(path), brief, force)

    def __str__(self) -> str:
        return self._inner.text().rstrip("\n")

    def __repr__(self) -> str:
        return (
            f"<balcony.Result {self.title!r}, {self.authority}: {', '.join(self.arms)}; "
            f"{self.replicates} replicates, digest {self.digest[:16]}>"
        )

    def _repr_html_(self) -> str:
        """The primary outcome in a small table: means, paired differences with their 95 % intervals, verdicts."""
        rows = [row for row in self.summary() if row["outcome"] == self.primary]
        title = html.escape(f"{self.title}, {self.authority}")
        unit = html.escape(f"{rows[0]['title']}, {rows[0]['unit']}")
        cells = []
        for row in rows:
            figures = [_shown(row["mean"])]
            if row["strategy"] == self.baseline:
                figures += ["baseline", "", ""]
            else:
                figures += [
                    _shown(row["difference"], "+"),
                    f"{_shown(row['low_95'], '+')} to {_shown(row['high_95'], '+')}",
                    str(row["verdict"]),
                ]
            data = "".join(f"<td>{html.escape(figure)}</td>" for figure in figures)
            cells.append(f'<tr><th scope="row">{html.escape(str(row["strategy"]))}</th>{data}</tr>')
        head = "".join(
            f'<th scope="col">{name}</th>'
            for name in ["strategy", "mean", "paired difference", "95 % interval", "verdict"]
        )
        return (
            f"<table><caption>{title}: {unit}; {self.replicates} replicates, digest {self.digest[:16]}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(cells)}</tbody></table>"
        )


def _cell(key: str, text: str) -> Union[str, int, float, None]:
    if key in _WORDS:
        return text or None
    if not text:
        return None
    return int(text) if key in _WHOLE else float(text)


def _shown(number: Union[str, int, float, None], sign: str = "") -> str:
    return f"{number:{sign}.4g}" if isinstance(number, (int, float)) else "-"
