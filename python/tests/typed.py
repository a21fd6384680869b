"""Code as a user writes it, for the type checker only; never run."""

import numpy as np
import numpy.typing as npt

import balcony

result: balcony.Result = balcony.compare("culture-shift", authority="Rutland", strategies=["connected"], replicates=50)
array: npt.NDArray[np.float64] = result.outcome("connected", "harm")
means: dict[str, float] = {arm: float(column.mean()) for arm, column in result.outcomes["harm"].items()}
one: balcony.Result = balcony.run({"base": "culture-shift"}, set={"start.trust": 0.7}, progress=lambda done, total: None)
units: list[str] = [row["unit"] for row in balcony.outcomes()]
told: str = balcony.trace("culture-shift", post="director").json
try:
    balcony.scenario("nothing").resolved.upper()
except balcony.ScenarioError as error:
    lines: list[int] = [fault["line"] for fault in error.faults]

rows: balcony.Rows = balcony.sweep({"scenario": "culture-shift"}, out="rows", shard=(3, 7), resume=True)
whole: balcony.Rows = balcony.merge([rows.folder, "other"], "all")
digest: str = balcony.rows("all").sha256
keys: list[str] = [factor["key"] for factor in whole.factors]
analysis: balcony.Analysis = whole.analyse(outcomes=["harm"])
totals: list[float] = [row["value"] for row in analysis.indices if row["index"] == "total"]
points: npt.NDArray[np.float64] = balcony.sensitivity.saltelli(3, 64, second_order=True)
found = balcony.sensitivity.sobol_indices(points[:, 0], 3)
ends: npt.NDArray[np.float64] = found["ST_bca"]
script: str = balcony.cluster.slurm_array("experiment.toml", "rows", 20, options={"partition": "long"})
