"""How to work and what to keep: what runs and sweeps share."""

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
    """What the module takes apart by name."""

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
    """The same, checked."""
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
    """Refuses a number of threads that none can be."""
    if not 0 <= threads <= 1024:
        raise ScenarioError(f"threads is {threads}; 0 to 1024 are allowed, and 0 stands for all")


def warn(texts: list[str], stacklevel: int = 4) -> None:
    """Warns where the user called."""
    for text in texts:
        _warnings.warn(text, UserWarning, stacklevel=stacklevel)


def missing(package: str, extra: str) -> ImportError:
    """What is said where a package is not there."""
    return ImportError(f"{package} is not installed: pip install 'balcony[{extra}]', or pip install {package}")
