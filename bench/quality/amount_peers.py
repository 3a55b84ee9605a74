"""Quantiles of LightGBM on the matrix that Titans learns amounts from: amount_peers.py matrix.bin names.json, which
holds the names of the columns, the rows, and the rows to learn from. The last 15 % of these tell when to stop,
then all are learned from."""
import json
import sys
import warnings

import lightgbm
import numpy

warnings.filterwarnings("ignore")
path, about = sys.argv[1], json.load(open(sys.argv[2]))
names, rows, until = about["names"], about["rows"], about["until"]
values = numpy.fromfile(path).reshape(len(names) + 1, rows)
x, amounts = values[:-1].T, values[-1]
stop = int(until * 0.85)
answers = {}
for target, to, back in (("amounts", lambda v: v, lambda v: v), ("logarithms", numpy.log1p, numpy.expm1)):
    y = to(amounts)
    learned = lightgbm.Dataset(x[:stop], y[:stop], feature_name=names, categorical_feature=["category"])
    held = lightgbm.Dataset(x[stop:until], y[stop:until], reference=learned)
    whole = lightgbm.Dataset(x[:until], y[:until], feature_name=names, categorical_feature=["category"])
    answers[target] = {}
    for level in (0.025, 0.1, 0.5, 0.9, 0.975):
        settings = {
            "objective": "quantile",
            "alpha": level,
            "learning_rate": 0.1,
            "num_leaves": 31,
            "min_data_in_leaf": 20 if until >= 1000 else 5,
            "num_threads": 1,
            "seed": 1,
            "verbose": -1,
        }
        stopping = lightgbm.early_stopping(20, verbose=False)
        stopped = lightgbm.train(settings, learned, 300, valid_sets=[held], callbacks=[stopping])
        model = lightgbm.train(settings, whole, stopped.best_iteration)
        answers[target][str(level)] = numpy.maximum(0, back(model.predict(x[until:]))).tolist()
print(json.dumps(answers))
