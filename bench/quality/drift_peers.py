"""The same samples by scipy's own tests, by Evidently's default and by the rule of the original guide.

python drift_peers.py power|speed FOLDER, as drift.ts calls it; the last line printed is JSON.
"""
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from scipy import stats

warnings.simplefilter("ignore")


def scipy_p(kind, before, now):
    """Two-sample tests of scipy: Kolmogorov-Smirnov, or chi-squared of the table of counts."""
    if kind == "numeric":
        return stats.ks_2samp(before, now).pvalue
    _, codes = np.unique(np.concatenate([before, now]), return_inverse=True)
    table = np.stack([np.bincount(codes[: len(before)], minlength=codes.max() + 1),
                      np.bincount(codes[len(before):], minlength=codes.max() + 1)])
    return stats.chi2_contingency(table, correction=False).pvalue if table.shape[1] > 1 else 1.0


def guide_says_drift(kind, before, now):
    """The rule of the original guide for one column: the statistic is compared with 0.05."""
    if kind == "numeric":
        return stats.ks_2samp(before, now).statistic > 0.05
    values = np.unique(np.concatenate([before, now]))
    a = [max(1, int((before == value).sum())) for value in values]
    b = [max(1, int((now == value).sum())) for value in values]
    try:
        chi2, _ = stats.chisquare(b, a)
    except ValueError:
        return False
    return min(1.0, chi2 / (sum(a) + sum(b))) > 0.05


def evidently_column():
    """Evidently's default for one column, or None where it is not installed."""
    try:
        import pandas as pd
        from evidently import DataDefinition, Dataset, Report
        from evidently.metrics import ValueDrift
    except ImportError:
        return None

    def says_drift(kind, before, now):
        as_column = (lambda v: v) if kind == "numeric" else (lambda v: np.char.add("c", v.astype(int).astype(str)))
        columns = {"numerical_columns" if kind == "numeric" else "categorical_columns": ["x"]}
        data = [Dataset.from_pandas(pd.DataFrame({"x": as_column(values)}), DataDefinition(**columns))
                for values in (now, before)]
        snapshot = Report([ValueDrift(column="x")]).run(*data)
        metric = snapshot.dict()["metrics"][0]
        name, value = metric["metric_name"], float(metric["value"])
        # Distances are drift above their threshold of 0.1, p-values below 0.05.
        return value >= 0.1 if "p_value" not in name else value < 0.05

    return says_drift


evidently_sees = ("normal", "a third is 0", "3 categories", "10 by rank")


def power(folder):
    evidently = evidently_column()
    rows = []
    for case in json.loads((folder / "power.json").read_text()):
        m, n = case["reference"], case["current"]
        values = np.fromfile(folder / case["file"]).reshape(case["simulations"], m + 2 * n)
        found = {"scipy": [0, 0], "guide": [0, 0], "evidently": [0, 0]}
        # A report takes a tenth of a second: a few columns and samples are enough to see what it does.
        few = min(case["simulations"], 60) if case["id"].split("-")[0] in evidently_sees else 0
        for index, row in enumerate(values):
            before = row[:m]
            for drifted in (0, 1):
                now = row[m + drifted * n: m + (drifted + 1) * n]
                found["scipy"][drifted] += scipy_p(case["kind"], before, now) <= 0.05
                found["guide"][drifted] += guide_says_drift(case["kind"], before, now)
                if evidently is not None and index < few:
                    found["evidently"][drifted] += bool(evidently(case["kind"], before, now))
        result = {"id": case["id"]}
        for name, of in (("scipy", len(values)), ("guide", len(values)), ("evidently", few)):
            if name == "evidently" and (evidently is None or few == 0):
                continue
            result[f"{name}, none"] = round(found[name][0] / of, 3)
            result[f"{name}, drift"] = round(found[name][1] / of, 3)
        rows.append(result)
    return {"power": rows}


def speed(folder):
    kinds = json.loads((folder / "speed.json").read_text())
    columns = [(kind, np.fromfile(folder / f"reference-{i}.f64"), np.fromfile(folder / f"current-{i}.f64"))
               for i, kind in enumerate(kinds)]
    times = []
    for _ in range(3):
        started = time.process_time()
        for kind, before, now in columns:
            if kind == "numeric":
                stats.ks_2samp(before, now)
            else:
                table = np.stack([np.bincount(before.astype(np.int64), minlength=51),
                                  np.bincount(now.astype(np.int64), minlength=51)])
                stats.chi2_contingency(table[:, table.sum(axis=0) > 0], correction=False)
        times.append(time.process_time() - started)
    return {"speed": {"scipy": sorted(times)[1], "evidently": evidently_seconds(columns)}}


def evidently_seconds(columns):
    """CPU of Evidently's report of drift on the same rows, or None where it is not installed."""
    try:
        import pandas as pd
        from evidently import DataDefinition, Dataset, Report
        from evidently.presets import DataDriftPreset
    except ImportError:
        return None
    kinds = {f"c{i}": kind for i, (kind, _, _) in enumerate(columns)}
    definition = DataDefinition(numerical_columns=[name for name, kind in kinds.items() if kind == "numeric"],
                                categorical_columns=[name for name, kind in kinds.items() if kind != "numeric"])
    frames = [pd.DataFrame({f"c{i}": column[side] for i, column in enumerate(columns)}) for side in (2, 1)]
    started = time.process_time()
    Report([DataDriftPreset()]).run(*[Dataset.from_pandas(frame, definition) for frame in frames])
    return time.process_time() - started


print(json.dumps({"power": power, "speed": speed}[sys.argv[1]](Path(sys.argv[2]))))
