"""Sweeps on many machines: with Dask, or as an array of SLURM. The rows are those of one machine, byte for byte.

Every share of a sweep has a folder of its own, on a file system that all machines see. A task begins or resumes its share: of a worker
that dies only the part that was open is lived again. The lock of a folder is the operating system's and frees when its process dies.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Optional, Protocol

from . import _balcony
from ._sweep import Experiment, Named, Rows, named, read
from ._work import Path, Work, check_threads, missing, warn
from .errors import BalconyError, LockedError, ResultsError, ScenarioError

__all__ = ["slurm", "slurm_array", "sweep"]


class Client(Protocol):
    """The part of ``distributed.Client`` that is used, so that this module imports without Dask."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **more: Any) -> Any: ...

    def cancel(self, futures: Any, /) -> Any: ...

    def nthreads(self) -> dict[str, int]: ...


def sweep(
    client: Client,
    experiment: Experiment,
    out: Path,
    *,
    shards: Optional[int] = None,
    threads: int = 1,
    aside: Optional[Path] = None,
    retries: int = 3,
    resume: bool = False,
    force: bool = False,
    patience: float = 600.0,
    keep_shares: bool = False,
    progress: Optional[Callable[[int, int], object]] = None,
) -> Rows:
    """Shares a sweep out over the workers of a Dask client and puts the shares together.

    Args:
        client: a ``distributed.Client``; its workers have this version of Balcony and see the folders.
        experiment: as in :func:`balcony.sweep`; the workers see the files that it names, too.
        out: the folder to keep the rows in.
        shards: how many shares; if not given as many as were begun before, or four for each thread of the workers. No row
            depends on it.
        threads: threads that one share uses. Dask gives a worker as many shares at a time as it has threads.
        aside: the folder in which shares lie until they are put together; beside ``out`` with the ending ``.shares`` if not given.
        retries: how often a share is tried again that failed or whose worker died. Dask itself moves a share to another worker
            several times before that counts.
        resume: go on with a sweep that was interrupted; finished rows of the same sweep are returned as they are.
        force: replace rows that are in ``out`` already.
        patience: seconds to wait for a share that another process is still writing, such as one that Dask has given up.
        keep_shares: leave the shares where they are.
        progress: something to call with shares done and shares in all.

    Raises:
        ScenarioError: with all faults at once, before anything is sent.
        ResultsError: if ``out`` holds rows already, or those of another sweep.
        KeyboardInterrupt: on Ctrl-C; what is finished is kept aside, and ``resume=True`` goes on.
    """
    if resume and force:
        raise ScenarioError("resume goes on with results and force replaces them: give one of the two")
    check_threads(threads)
    warn(read(named(experiment)).warnings, 3)
    seen = _seen(experiment)
    inner = read(seen)
    folder = os.path.abspath(os.fspath(out))
    replaces = os.path.exists(os.path.join(folder, "manifest.json"))
    if replaces and not force:
        done = _finished(folder, inner, resume)
        if done is not None:
            return done
    if os.path.exists(folder) and not replaces and os.listdir(folder):
        # Merge would refuse this folder at the end, so it is refused before the work begins.
        raise ResultsError(f"{folder} is not a folder of Balcony results: nothing in it was touched; choose another folder")
    shares = os.path.abspath(f"{folder}.shares" if aside is None else os.fspath(aside))
    os.makedirs(shares, exist_ok=True)
    # Shares of another sweep, scenario or version have other names, so they are never mixed.
    key = hashlib.sha256(inner.identity.encode()).hexdigest()[:12]
    of = _number(shards, shares, key, inner.points, client)
    folders = [os.path.join(shares, f"{key}-{index}-of-{of}") for index in range(1, of + 1)]
    stop = os.path.join(shares, f"{key}-stop-{uuid.uuid4().hex}")
    tasks = [(seen, f"{index}/{of}", path, threads, patience, stop) for index, path in enumerate(folders, 1)]
    _gather(client, tasks, retries, stop, progress)
    rows = Rows(_balcony.merge(folders, folder, replaces))
    if not keep_shares:
        _clear(shares, key)
    return rows


def slurm(**options: Any) -> Any:
    """A cluster of Dask workers that SLURM starts: ``SLURMCluster`` of dask-jobqueue (``pip install 'balcony[cluster]'``).

    Takes its options; those not given are one core, one process and 2 GB a job, four hours, the name ``balcony``.

        cluster = balcony.cluster.slurm(queue="long", account="social-policy", cores=8)
        cluster.scale(jobs=20)
        rows = balcony.cluster.sweep(distributed.Client(cluster), "experiment.toml", "rows")
    """
    try:
        jobqueue = import_module("dask_jobqueue")
    except ImportError as error:
        raise missing("dask-jobqueue", "cluster") from error
    usual = {"cores": 1, "processes": 1, "memory": "2GB", "walltime": "04:00:00", "job_name": "balcony"}
    return jobqueue.SLURMCluster(**{**usual, **options})


def slurm_array(
    experiment: Path,
    out: Path,
    shards: int,
    *,
    threads: int = 1,
    memory: str = "2G",
    time: str = "04:00:00",
    options: Optional[Mapping[str, str]] = None,
    program: str = "balcony",
) -> str:
    """The text of a script for sites without Dask: ``bash`` with it submits an array of shares, and a merge after it.

        pathlib.Path("sweep.sh").write_text(balcony.cluster.slurm_array("experiment.toml", "rows", 20))

    Args:
        experiment: the path of an experiment file, as seen from where the script is submitted.
        out: the folder of the rows; shares lie beside it with the ending ``.shares``.
        shards: how many shares, at most one a point.
        threads: processors and threads of a share.
        memory: memory of a share, as ``--mem`` takes it.
        time: the longest time of a share, as ``--time`` takes it. A share that ran out of it goes on when it is submitted again.
        options: more options of ``sbatch``, such as ``{"partition": "long", "account": "social-policy"}``.
        program: the program, where it is not called ``balcony``.

    Raises:
        ScenarioError: with all faults of the experiment at once.
    """
    if isinstance(experiment, Mapping):
        raise ScenarioError("a script needs an experiment that is a file: save the dict as one")
    if not 1 <= threads <= 1024:
        raise ScenarioError(f"threads is {threads}; 1 to 1024 are allowed")
    inner = read(named(experiment))
    _check(shards, inner.points)
    more = [f"--{name}={value}" for name, value in (options or {}).items()]
    asked = ["--job-name=balcony", f"--array=1-{shards}", f"--cpus-per-task={threads}", f"--mem={memory}", f"--time={time}"]
    head = "\n".join(f"#SBATCH {option}" for option in [*asked, "--requeue", *more])
    quoted, run = shlex.quote, shlex.quote(program)
    shares = quoted(f"{os.fspath(out)}.shares")
    merge = quoted(f"{run} merge {shares}/*-of-{shards} --out {quoted(os.fspath(out))}")
    after = " ".join(quoted(option) for option in ["--job-name=balcony-merge", f"--mem={memory}", f"--time={time}", *more])
    return f"""#!/bin/bash
{head}

# Submit with bash, not with sbatch: it hands the array to SLURM, and the merge for when every share of it is done.
# After a failure submit it again: what is finished is kept.
set -euo pipefail

if [[ -n ${{SLURM_ARRAY_TASK_ID:-}} ]]; then
  exec {run} sweep {quoted(os.fspath(experiment))} --shard "$SLURM_ARRAY_TASK_ID/{shards}" --resume \\
    --out {shares}/"$SLURM_ARRAY_TASK_ID-of-{shards}" --threads {threads} --quiet
fi

array=$(sbatch --parsable "${{BASH_SOURCE[0]}}")
sbatch --parsable --dependency="afterok:${{array%%;*}}" --kill-on-invalid-dep=yes {after} \\
  --wrap={merge}
"""


class _Stopped(BalconyError):
    """The client was interrupted: a share stops and keeps its finished runs."""


def _share(seen: Named, share: str, folder: str, threads: int, patience: float, stop: str) -> None:
    """Runs one share on a worker; resumes it if another worker began it."""
    looked = time.monotonic()

    def look(done: int, of: int) -> None:
        # A file signals the stop, because a thread of a worker cannot be stopped in any other way.
        # It is checked once a second, because the disk may be slow.
        nonlocal looked
        if time.monotonic() - looked > 1:
            looked = time.monotonic()
            if os.path.exists(stop):
                raise _Stopped("the client was interrupted")

    until = time.monotonic() + patience
    inner = read(seen)
    while True:
        try:
            _balcony.sweep(inner, share, Work(threads, folder, True, False, True, False, False, look))
            return
        except LockedError:
            if time.monotonic() > until or os.path.exists(stop):
                raise
            time.sleep(0.5)


def _gather(
    client: Client,
    tasks: list[tuple[Any, ...]],
    retries: int,
    stop: str,
    progress: Optional[Callable[[int, int], object]],
) -> None:
    """Waits for all tasks; submits a task again if Dask gave it up because its workers died."""
    distributed = import_module("distributed")

    def hand(at: int) -> Any:
        return client.submit(_share, *tasks[at], pure=False, retries=retries)

    handed = {hand(at): at for at in range(len(tasks))}
    died: Counter[int] = Counter()
    done = 0
    waiting = distributed.as_completed(list(handed))
    try:
        for future in waiting:
            at = handed[future]
            error = future.exception()
            if isinstance(error, distributed.KilledWorker) and died[at] < retries:
                died[at] += 1
                again = hand(at)
                handed[again] = at
                waiting.add(again)
            elif error is not None:
                raise error
            else:
                done += 1
                if progress is not None:
                    progress(done, len(tasks))
    except BaseException as error:
        with open(stop, "w", encoding="utf-8"):
            pass
        client.cancel(list(handed))
        if isinstance(error, KeyboardInterrupt):
            said = f"interrupted: {done} of {len(tasks)} shares are done, and what is finished of others is kept"
            raise KeyboardInterrupt(f"{said}; run again with resume=True to go on") from error
        raise


def _seen(experiment: Experiment) -> Named:
    """The experiment with an absolute path, because a worker may have another working folder."""
    name, text = named(experiment)
    return os.path.abspath(name), text


def _finished(folder: str, inner: _balcony.Experiment, resume: bool) -> Optional[Rows]:
    """Existing rows of the same sweep; None after an interrupted merge."""
    if not resume:
        raise ResultsError(f"{folder} holds rows already: choose another folder, or give resume=True or force=True")
    try:
        there = _balcony.rows(folder)
    except ResultsError:
        return None
    if there.identity != inner.identity:
        raise ResultsError(f"{folder} holds rows of another sweep: choose another folder, or give force=True to replace them")
    return Rows(there)


def _number(shards: Optional[int], shares: str, key: str, points: int, client: Client) -> int:
    if shards is None:
        begun = [re.fullmatch(rf"{key}-\d+-of-(\d+)", name) for name in os.listdir(shares)]
        numbers = [int(found[1]) for found in begun if found]
        threads = sum(client.nthreads().values())
        shards = max(numbers, default=min(points, 4 * max(threads, 1)))
    return _check(shards, points)


def _check(shards: int, points: int) -> int:
    if not 1 <= shards <= points:
        raise ScenarioError(f"shards is {shards}; 1 to {points} are allowed: no share is without a point")
    return shards


def _clear(shares: str, key: str) -> None:
    """Removes this sweep's shares, and their folder if it is empty."""
    for name in os.listdir(shares):
        path = os.path.join(shares, name)
        if re.fullmatch(rf"{key}-\d+-of-\d+", name):
            shutil.rmtree(path)
        elif name.startswith(f"{key}-stop-"):
            os.remove(path)
    if not os.listdir(shares):
        os.rmdir(shares)
