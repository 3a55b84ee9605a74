"""Fits detectors of PyOD on every set of a folder without labels; prints ROC-AUC and seconds as one line of JSON.

With --small only sets of up to 10,000 rows. Random detectors take seeds 0 to 4, and their figure is the mean.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import pandas as pd
from pyod.models.copod import COPOD
from pyod.models.ecod import ECOD
from pyod.models.hbos import HBOS
from pyod.models.iforest import IForest
from sklearn.metrics import roc_auc_score

warnings.filterwarnings("ignore")
detectors = {
    "isolation forest": lambda seed: IForest(random_state=seed),
    "ECOD": lambda _: ECOD(),
    "HBOS": lambda _: HBOS(),
    "COPOD": lambda _: COPOD(),
}
results = {}
for path in sorted(Path(sys.argv[1]).glob("*.csv*")):
    frame = pd.read_csv(path)
    if "--small" in sys.argv and len(frame) > 10_000:
        continue
    labels = frame.pop("label").to_numpy()
    x = frame.to_numpy(dtype=float)
    found = results[path.name.split(".csv")[0]] = {}
    for name, make in detectors.items():
        seeds = range(5) if name == "isolation forest" else range(1)
        before = time.perf_counter()
        aucs = [roc_auc_score(labels, make(seed).fit(x).decision_scores_) for seed in seeds]
        found[name] = {
            "auc": sum(aucs) / len(aucs),
            "seconds": (time.perf_counter() - before) / len(aucs),
        }
print(json.dumps(results))
