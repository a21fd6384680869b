"""Sweeps on many machines give the bytes of one machine, even if a worker dies; scripts for SLURM."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

import balcony
from balcony import _toml
from conftest import SWEEP, program

LONGER: dict[str, Any] = {**SWEEP, "replicates": {"count": 16}}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            yield client


def case_weeks(rows: balcony.Rows) -> int:
    """Case-weeks that the last process simulated, without those that were kept from before."""
    return int(json.loads((Path(rows.folder) / "manifest.json").read_text())["timing"]["case_weeks"])


def writes(pid: int) -> list[Path]:
    """Folders of rows whose lock a process holds."""
    found = []
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            path = Path(os.readlink(f"/proc/{pid}/fd/{name}"))
        except OSError:
            continue
        if path.name == "balcony.lock":
            found.append(path.parent)
    return found


def test_a_worker_is_killed_half_way_and_nothing_is_lost(client: Client, tmp_path: Path) -> None:
    whole = balcony.sweep(LONGER, out=tmp_path / "whole")
    killed: list[tuple[int, int]] = []

    def kill() -> None:
        """Kills a worker in the middle of a share, when some parts are kept and others are missing."""
        pids = list(client.run(os.getpid).values())
        until = time.monotonic() + 60
        while time.monotonic() < until and not killed:
            for pid in pids:
                for folder in writes(pid):
                    # Only complete parts count: an unfinished one has another extension, and at the
                    # end of a share the parts are removed.
                    parts = list(folder.glob("parts/*.bin"))
                    if 0 < len(parts) < 7 and not (folder / "rows.parquet").exists():
                        os.kill(pid, signal.SIGKILL)
                        killed.append((pid, len(parts)))
                        return
            time.sleep(0.002)

    killer = threading.Thread(target=kill)
    killer.start()
    seen: list[tuple[int, int]] = []
    rows = balcony.cluster.sweep(
        client, LONGER, tmp_path / "rows", shards=2, progress=lambda done, of: seen.append((done, of))
    )
    killer.join()
    assert len(killed) == 1, "no worker was killed"
    # The same bytes as an undivided and undisturbed sweep, with no run lost or repeated.
    assert rows.sha256 == whole.sha256 and rows.tasks == whole.tasks == 512
    assert Path(rows.path).read_bytes() == Path(whole.path).read_bytes()
    # The runs that the killed worker had kept were not repeated: at least a part of 32 runs, an
    # eighth of its share.
    assert case_weeks(rows) < case_weeks(whole) * (1 - 0.8 / 16)
    assert seen == [(1, 2), (2, 2)] and not (tmp_path / "rows.shares").exists()


def test_what_is_there_is_resumed_refused_or_replaced(client: Client, tmp_path: Path) -> None:
    out, aside = tmp_path / "rows", tmp_path / "aside"
    first = balcony.cluster.sweep(client, SWEEP, out, aside=aside, keep_shares=True)
    assert len(list(aside.iterdir())) == 8 and first.sha256 == balcony.sweep(SWEEP, out=tmp_path / "whole").sha256
    with pytest.raises(balcony.ResultsError, match="holds rows already"):
        balcony.cluster.sweep(client, SWEEP, out)
    assert balcony.cluster.sweep(client, SWEEP, out, resume=True).sha256 == first.sha256
    other = {**SWEEP, "seed": 6}
    with pytest.raises(balcony.ResultsError, match="another sweep"):
        balcony.cluster.sweep(client, other, out, resume=True)
    second = balcony.cluster.sweep(client, other, out, aside=aside, force=True, shards=3)
    assert second.sha256 != first.sha256 and len(list(aside.iterdir())) == 8, "the shares of the first are untouched"
    # After an interrupted merge the shares still exist, and the same number of them is used again.
    (out / "rows.parquet").unlink()
    third = balcony.cluster.sweep(client, other, out, aside=aside, resume=True, keep_shares=True)
    assert third.sha256 == second.sha256
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(balcony.ResultsError, match="nothing in it was touched"):
        balcony.cluster.sweep(client, SWEEP, tmp_path / "mine")


def test_files_are_found_from_a_worker_and_faults_before_one(client: Client, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("start-trust,needs\n0.3,50\n0.4,60\n0.6,65\n")
    file = tmp_path / "experiment.toml"
    factors = {"start-trust": {"key": "start.trust"}, "needs": {"key": "needs.rate"}}
    given = {**SWEEP, "design": {"kind": "points", "file": "points.csv"}, "factors": factors}
    file.write_text(_toml.text(given))
    rows = balcony.cluster.sweep(client, os.path.relpath(file), tmp_path / "rows", shards=3)
    assert rows.sha256 == balcony.sweep(file, out=tmp_path / "whole").sha256
    with pytest.raises(balcony.ScenarioError, match="1 to 3 are allowed"):
        balcony.cluster.sweep(client, file, tmp_path / "more", shards=4)
    file.write_text(file.read_text() + "nonsense = 1\n")
    with pytest.raises(balcony.ScenarioError) as raised:
        balcony.cluster.sweep(client, file, tmp_path / "more")
    assert str(raised.value) == program("sweep", file, "--dry-run", code=2).stderr


INTERRUPTED = """
import json, signal, sys
from distributed import Client
import balcony
if __name__ == "__main__":
    # Where the tests run in the background of a shell, the signal is ignored, and what is ignored is inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    client = Client(sys.argv[1])
    try:
        balcony.cluster.sweep(client, json.loads(sys.argv[2]), sys.argv[3], shards=2)
    except KeyboardInterrupt as stopped:
        print("stopped:", stopped)
"""


def test_ctrl_c_at_the_client_stops_the_workers_and_keeps(client: Client, tmp_path: Path) -> None:
    longest = {**SWEEP, "replicates": {"count": 2000}}
    script, out = tmp_path / "client.py", tmp_path / "rows"
    script.write_text(INTERRUPTED)
    words = [sys.executable, str(script), client.scheduler.address, json.dumps(longest), str(out)]
    shares = tmp_path / "rows.shares"
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        until = time.monotonic() + 60
        while len({path.parent for path in shares.glob("*/parts/*.bin")}) < 2:
            assert time.monotonic() < until and child.poll() is None
            time.sleep(0.01)
        os.kill(child.pid, signal.SIGINT)
        said = child.stdout.read()
        assert child.wait(timeout=60) == 0
    assert "stopped: interrupted: 0 of 2 shares are done" in said and "resume=True" in said, said
    # No worker continues: the locks are released within seconds.
    until = time.monotonic() + 20
    while any(writes(pid) for pid in client.run(os.getpid).values()):
        assert time.monotonic() < until, "a worker goes on"
        time.sleep(0.1)
    assert len(list(shares.glob("*/parts/*.bin"))) >= 2


SCRIPT = """\
#!/bin/bash
#SBATCH --job-name=balcony
#SBATCH --array=1-4
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --partition=long

# Submit with bash, not with sbatch: it hands the array to SLURM, and the merge for when every share of it is done.
# After a failure submit it again: what is finished is kept.
set -euo pipefail

if [[ -n ${SLURM_ARRAY_TASK_ID:-} ]]; then
  exec balcony sweep experiment.toml --shard "$SLURM_ARRAY_TASK_ID/4" --resume \\
    --out 'my rows.shares'/"$SLURM_ARRAY_TASK_ID-of-4" --threads 1 --quiet
fi

array=$(sbatch --parsable "${BASH_SOURCE[0]}")
sbatch --parsable --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes \
--job-name=balcony-merge --mem=2G --time=04:00:00 --partition=long \\
  --wrap='balcony merge '"'"'my rows.shares'"'"'/*-of-4 --out '"'"'my rows'"'"''
"""

# Replaces SLURM: it runs an array share by share and a job with --wrap at once, and records its
# arguments.
SBATCH = """\
#!/bin/bash
set -euo pipefail
printf '%s\\n' "$*" >> asked
for word in "$@"; do
  case $word in --wrap=*) bash -c "${word#--wrap=}" >&2; echo 4712; exit ;; esac
done
for task in $(seq 1 "$(sed -n 's/^#SBATCH --array=1-//p' "${@: -1}")"); do
  SLURM_ARRAY_TASK_ID=$task bash "${@: -1}" >&2
done
echo '4711;cluster'
"""


def test_the_script_of_an_array_is_what_it_should_be_and_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("experiment.toml").write_text(_toml.text(SWEEP))
    text = balcony.cluster.slurm_array("experiment.toml", "my rows", 4, options={"partition": "long"})
    assert text == SCRIPT
    Path("sweep.sh").write_text(text)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "sbatch").write_text(SBATCH)
    (tools / "sbatch").chmod(stat.S_IRWXU)
    (tools / "balcony").symlink_to(os.environ["BALCONY"])
    done = subprocess.run(
        ["bash", "sweep.sh"], capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout == "4712\n", done.stderr
    array, merge = Path("asked").read_text().splitlines()
    assert array == "--parsable sweep.sh" and "--dependency=afterok:4711 " in merge
    assert balcony.rows("my rows").sha256 == balcony.sweep(SWEEP, out="whole").sha256


def test_an_array_that_cannot_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "experiment.toml"
    file.write_text(_toml.text(SWEEP))
    for wrong in ({"shards": 0}, {"shards": 33}, {"shards": 2, "threads": 0}):
        with pytest.raises(balcony.ScenarioError, match="are allowed"):
            balcony.cluster.slurm_array(file, "rows", **wrong)
    with pytest.raises(balcony.ScenarioError, match="save the dict as one"):
        balcony.cluster.slurm_array(SWEEP, "rows", 2)  # type: ignore[arg-type]


def test_a_cluster_of_slurm_asks_for_what_it_is_told() -> None:
    with balcony.cluster.slurm(queue="long", account="policy", cores=4, python="python3", interface="lo") as cluster:
        script = cluster.job_script()
        address = cluster.scheduler_address
    assert script.replace(address, "SCHEDULER") == (
        "#!/usr/bin/env bash\n\n"
        "#SBATCH -J balcony\n#SBATCH -p long\n#SBATCH -A policy\n#SBATCH -n 1\n#SBATCH --cpus-per-task=4\n"
        "#SBATCH --mem=2G\n#SBATCH -t 04:00:00\n\n"
        "python3 -m distributed.cli.dask_worker SCHEDULER --name dummy-name --nthreads 4 --memory-limit 1.86GiB "
        "--nanny --death-timeout 60 --interface lo\n"
    )
