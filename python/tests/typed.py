"""What a user writes, for a checker of types: never run."""

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
