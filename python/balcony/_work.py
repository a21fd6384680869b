"""Options that runs and sweeps share: how to run, and what to keep."""

from __future__ import annotations

import os
import sys
import warnings as _warnings
from collections.abc import Callable
from typing import NamedTuple, Optional, Union

from .errors import ScenarioError

Path = Union[str, "os.PathLike[str]"]
Progress = Union[bool, Callable[[int, int], object], None]


class Work(NamedTuple):
    """Options of a job; the extension module reads the fields by name."""

    threads: int
    out: Optional[str]
    resume: bool
    force: bool
    all: bool
    csv: bool
    bar: bool
    progress: Optional[Callable[[int, int], object]]


def work(
    threads: int,
    out: Optional[Path],
    resume: bool,
    force: bool,
    format: str,
    progress: Progress,
    all: bool = True,
) -> Work:
    """Checks the options and returns them for the extension module."""
    if format not in ("parquet", "csv"):
        raise ScenarioError(f"`{format}` is no form of tables; there are parquet, csv")
    if resume and force:
        raise ScenarioError("resume goes on with results and force replaces them: give one of the two")
    if (resume or force) and out is None:
        raise ScenarioError("resume and force concern the folder of results: give it as out")
    check_threads(threads)
    call = progress if callable(progress) else None
    bar = call is None and (sys.stderr.isatty() if progress is None and sys.stderr else bool(progress))
    return Work(threads, None if out is None else os.fspath(out), resume, force, all, format == "csv", bar, call)


def check_threads(threads: int) -> None:
    """Raises if the number of threads is out of range."""
    if not 0 <= threads <= 1024:
        raise ScenarioError(f"threads is {threads}; 0 to 1024 are allowed, and 0 stands for all")


def warn(texts: list[str], stacklevel: int = 4) -> None:
    """Issues each warning at the line of the user's call."""
    for text in texts:
        _warnings.warn(text, UserWarning, stacklevel=stacklevel)


def missing(package: str, extra: str) -> ImportError:
    """The error for an optional package that is not installed."""
    return ImportError(f"{package} is not installed: pip install 'balcony[{extra}]', or pip install {package}")


def column_of(key: str) -> str:
    """The column of an outcome in tables: hyphens become underscores."""
    return key.replace("-", "_")
