"""Fits and applies the boosting of a Python library once on one thread; prints what it took as one line of JSON."""

import json
import os
import sys
import time
from statistics import median

os.environ["OMP_NUM_THREADS"] = "1"
import resource  # noqa: E402

import numpy as np  # noqa: E402

library, folder, task, training, width = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
features = np.fromfile(os.path.join(folder, "features"))
x = np.ascontiguousarray(features.reshape(width, -1).T)
y = np.fromfile(os.path.join(folder, task))
is_regression = task in ("regression", "additive")
if not is_regression:
    y = y.astype(np.int32)


def make():
    if library == "lightgbm":
        import lightgbm

        kind = lightgbm.LGBMRegressor if is_regression else lightgbm.LGBMClassifier
        return kind(n_estimators=100, num_leaves=31, learning_rate=0.1, min_child_samples=20, n_jobs=1, verbose=-1)
    if library == "xgboost":
        import xgboost

        kind = xgboost.XGBRegressor if is_regression else xgboost.XGBClassifier
        return kind(
            n_estimators=100, max_leaves=31, max_depth=0, grow_policy="lossguide", learning_rate=0.1,
            tree_method="hist", max_bin=256, n_jobs=1,
        )
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingRegressor if is_regression else HistGradientBoostingClassifier
    return kind(max_iter=100, early_stopping=False)


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1_024)


model = make()
held = peak_mb()
before = time.process_time()
model.fit(x[:training], y[:training])
fit = time.process_time() - before
rise = peak_mb() - held
predict = model.predict if is_regression else model.predict_proba
test = x[training:]
predictions = predict(test)
before = time.process_time()
predict(test)
batch = len(test) / (time.process_time() - before)
times = []
for row in range(200):
    started = time.perf_counter()
    predict(test[row : row + 1])
    times.append((time.perf_counter() - started) * 1e3)
print(
    json.dumps(
        {
            "fitCpuSeconds": fit,
            "batchRowsPerCpuSecond": batch,
            "oneRowMs": median(times),
            "riseMb": rise,
            "peakMb": peak_mb(),
            "artifactMb": None,
            "predictions": [float(value) for value in np.asarray(predictions).ravel()],
        }
    )
)
