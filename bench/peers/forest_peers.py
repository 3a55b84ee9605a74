"""Fits and applies a forest of scikit-learn once on one thread; prints what it took as one line of JSON."""

import json
import os
import resource
import sys
import time
from statistics import median

import numpy as np
from sklearn.ensemble import IsolationForest, RandomForestClassifier, RandomForestRegressor

folder, task, training, width = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
x = np.ascontiguousarray(np.fromfile(os.path.join(folder, "features")).reshape(width, -1).T)
y = np.fromfile(os.path.join(folder, "classes" if task == "classes" else "regression"))
model = {
    "classes": RandomForestClassifier(100, n_jobs=1, random_state=1),
    "regression": RandomForestRegressor(100, max_features=1 / 3, n_jobs=1, random_state=1),
    "isolation": IsolationForest(n_estimators=100, n_jobs=1, random_state=1),
}[task]


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1_024)


held = peak_mb()
before = time.process_time()
model.fit(x[:training], y[:training])
fit = time.process_time() - before
rise = peak_mb() - held
answer = {"classes": "predict_proba", "regression": "predict", "isolation": "score_samples"}[task]
answer = getattr(model, answer)
test = x[training:]
answer(test)
before = time.process_time()
answer(test)
rows = len(test) / (time.process_time() - before)
times = []
for row in range(100):
    started = time.perf_counter()
    answer(test[row : row + 1])
    times.append((time.perf_counter() - started) * 1e3)
score = None if task == "isolation" else model.score(test, y[training:])
print(
    json.dumps(
        {"fitCpuSeconds": fit, "rowsPerCpuSecond": rows, "oneRowMs": median(times), "riseMb": rise, "score": score}
    )
)
