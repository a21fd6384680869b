"""SALib as an oracle for crates/doe/src/sensitivity and scipy as one for crates/doe/src/design.

    python3 -m venv target/salib && target/salib/bin/pip install SALib==1.6.0 scipy==1.17.1 numpy==2.4.6
    target/salib/bin/python xtask/oracle/salib.py store > tests/data/salib.json
    target/salib/bin/python xtask/oracle/salib.py compare CASES.json > ANSWERS.json   # used by `cargo xtask prove sensitivity`

`store` makes its own points (scipy's Sobol sequence, unscrambled) and values; `compare` is told both.
"""

import json
import sys
from importlib.metadata import version

import numpy as np
from SALib.analyze import delta, morris, sobol
from scipy.stats import qmc


def problem(factors):
    return {"num_vars": factors, "names": [f"x{j}" for j in range(factors)], "bounds": [[0, 1]] * factors}


def answer(case):
    """The indices of one case, as plain lists. Absent pairs of the second order are left out."""
    y = np.array(case["y"], dtype=float)
    factors = case["factors"]
    told = dict(num_resamples=case["resamples"], conf_level=case["level"], seed=case["seed"])
    if case["kind"] == "sobol":
        found = sobol.analyze(problem(factors), y, calc_second_order=case["second_order"], **told)
        answer = {key: found[key].tolist() for key in ("S1", "S1_conf", "ST", "ST_conf")}
        if case["second_order"]:
            pairs = [(j, k) for j in range(factors) for k in range(j + 1, factors)]
            for key in ("S2", "S2_conf"):
                answer[key] = [float(found[key][pair]) for pair in pairs]
        return answer
    x = np.array(case["x"], dtype=float).reshape(-1, factors)
    if case["kind"] == "morris":
        found = morris.analyze(problem(factors), x, y, num_levels=case["levels"], **told)
        return {key: np.asarray(found[key]).tolist() for key in ("mu", "mu_star", "sigma", "mu_star_conf")}
    # The formulas on the data themselves: `analyze` begins from one random resample, so its figures hang on that draw.
    n = y.size
    exp = 2.0 / (7.0 + np.tanh((1500.0 - n) / 500.0))
    m = np.linspace(0, n, int(np.round(min(int(np.ceil(n**exp)), 48))) + 1)
    grid = np.linspace(np.min(y), np.max(y), 100)
    found = delta.analyze(problem(factors), x, y, **told)
    return {
        "delta": [float(delta.calc_delta(y, grid, x[:, j], m)) for j in range(factors)],
        "S1": [float(delta.sobol_first(y, x[:, j], m)) for j in range(factors)],
        "delta_analyze": found["delta_raw"].tolist(),
        "delta_conf": found["delta_raw_conf"].tolist(),
        "S1_conf": found["S1_conf"].tolist(),
    }


def ishigami(u):
    x = -np.pi + 2 * np.pi * u
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def g_function(u, a):
    return np.prod((np.abs(4 * u - 2) + a) / (1 + a), axis=1)


def saltelli(factors, base, second_order):
    """SALib's order, as SALib.sample.sobol with scramble=False."""
    both = qmc.Sobol(2 * factors, scramble=False).random(base)
    rows = []
    for row in both:
        a, b = row[:factors], row[factors:]
        rows.append(a)
        rows += [np.where(np.arange(factors) == j, b, a) for j in range(factors)]
        if second_order:
            rows += [np.where(np.arange(factors) == j, a, b) for j in range(factors)]
        rows.append(b)
    return np.array(rows)


def trajectories(factors, count, levels):
    """Trajectories without chance: bases and orders by arithmetic, so that they are the same in Rust."""
    half, points = levels // 2, []
    for t in range(count):
        low = [(t * (j + 3) + j) % half for j in range(factors)]
        down = [(t + j) % 3 == 0 for j in range(factors)]
        order = [(t + i) % factors for i in range(factors)]
        for steps in range(factors + 1):
            upper = [(j in order[:steps]) != down[j] for j in range(factors)]
            points.append([(low[j] + half * upper[j]) / (levels - 1) for j in range(factors)])
    return np.array(points)


def store():
    a = np.array([0, 0.5, 1, 3, 9, 99])
    common = dict(resamples=4000, level=0.95, seed=1)
    out = {"versions": {name: version(name) for name in ("SALib", "scipy", "numpy")}}
    for name, factors, function in (("ishigami", 3, ishigami), ("g", 6, lambda u: g_function(u, a))):
        for second in (True, False):
            x = saltelli(factors, 256, second)
            case = dict(kind="sobol", factors=factors, second_order=second, y=function(x), **common)
            out[f"sobol {name}" + (" second" if second else "")] = answer(case)
        x = trajectories(factors, 40, 4)
        out[f"morris {name}"] = answer(dict(kind="morris", factors=factors, levels=4, x=x, y=function(x), **common))
        x = qmc.Sobol(factors, scramble=False).random(512)
        case = dict(kind="delta", factors=factors, x=x, y=function(x), **(common | {"resamples": 100}))
        out[f"delta {name}"] = answer(case)
    return out


if __name__ == "__main__":
    if sys.argv[1] == "store":
        print(json.dumps(store(), indent=1))
    else:
        with open(sys.argv[2], encoding="utf-8") as file:
            cases = json.load(file)
        answers = {
            "versions": {name: version(name) for name in ("SALib", "scipy", "numpy")},
            "answers": [answer(case) for case in cases],
        }
        print(json.dumps(answers))
