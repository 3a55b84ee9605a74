"""Explains rows of boosting for ten classes once by a Python library on one thread; prints one line of JSON."""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402

library, folder, rows, background, learned = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
training, width = int(sys.argv[6]), int(sys.argv[7])
features = np.fromfile(os.path.join(folder, "features"))
x = np.ascontiguousarray(features.reshape(width, -1).T)
y = np.fromfile(os.path.join(folder, "classes")).astype(np.int32)
test = x[training : training + rows]

if library == "lightgbm":
    import lightgbm

    model = lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, learning_rate=0.1, n_jobs=1, verbose=-1)
    model.fit(x[:learned], y[:learned])

    def explain(part):
        return model.predict(part, pred_contrib=True)

    by_background = None
elif library == "xgboost":
    import xgboost

    model = xgboost.XGBClassifier(
        n_estimators=100, max_leaves=31, max_depth=0, grow_policy="lossguide", learning_rate=0.1,
        tree_method="hist", max_bin=256, n_jobs=1,
    )
    model.fit(x[:learned], y[:learned])
    booster = model.get_booster()

    def explain(part):
        return booster.predict(xgboost.DMatrix(part, nthread=1), pred_contribs=True)

    by_background = None
else:
    import lightgbm
    import shap

    model = lightgbm.LGBMClassifier(n_estimators=100, num_leaves=31, learning_rate=0.1, n_jobs=1, verbose=-1)
    model.fit(x[:learned], y[:learned])
    explain = None
    explainer = shap.TreeExplainer(model, data=x[:background], feature_perturbation="interventional")
    by_background = explainer.shap_values


def measured(run):
    if run is None:
        return None
    # shap takes so long that few rows have to tell.
    part = test if library != "shap" else test[:20]
    before = time.process_time()
    run(part)
    batch = len(part) / (time.process_time() - before)
    single = 20
    before = time.process_time()
    for row in range(single):
        run(test[row : row + 1])
    return {"rowsPerCpuSecond": batch, "oneRowCpuMs": (time.process_time() - before) / single * 1e3}


print(json.dumps({"prepareCpuSeconds": 0, "byCover": measured(explain), "byBackground": measured(by_background)}))
