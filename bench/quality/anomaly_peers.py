"""Peers of bench/quality/anomaly.ts: anomaly_peers.py <folder>. The folder holds meta.json and matrix.bin (columns of
float64, the features that Titans computes) of card payments in the order of time, and injected.bin with plain columns
and the same features of payments with injected anomalies. Prints one line of JSON."""
import json
import sys
import warnings

import lightgbm
import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, roc_auc_score

warnings.filterwarnings("ignore")
folder = sys.argv[1]
meta = json.load(open(f"{folder}/meta.json"))


def matrix(name, width):
    return np.fromfile(f"{folder}/{name}.bin").reshape(width, -1).T


def entity_features(path):
    """What a data scientist writes in pandas: expanding and rolling statistics per card, category and merchant."""
    d = pd.read_csv(path)
    d["t"] = pd.to_datetime(d.trans_date_trans_time)
    d = d.sort_values("t", kind="stable").reset_index(drop=True)
    d["second"] = d.t.astype("int64") // 10**9
    d["hour"] = d.t.dt.hour + d.t.dt.minute / 60
    d["weekday"] = d.t.dt.dayofweek
    d["log"] = np.log1p(d.amt)
    d["category_code"] = d.category.astype("category").cat.codes
    names = ["log", "hour", "weekday", "category_code"]
    order = d.sort_values(["cc_num", "t"], kind="stable").index
    by_card = d.set_index("t").groupby("cc_num").amt
    for window in ["1h", "6h", "1d", "7d", "30d"]:
        for statistic in ["count", "sum"]:
            d.loc[order, f"{statistic}_{window}"] = getattr(by_card.rolling(window, closed="left"), statistic)().fillna(0).values
            names.append(f"{statistic}_{window}")
    for label, keys in [("card", ["cc_num"]), ("merchant", ["cc_num", "merchant"]), ("category", ["cc_num", "category"]), ("all", ["category"])]:
        groups = d.groupby(keys)
        before = groups.cumcount()
        total = groups.log.cumsum() - d.log
        squares = (d.log**2).groupby([d[key] for key in keys]).cumsum() - d.log**2
        mean = total / before
        spread = np.sqrt(((squares - total * mean) / (before - 1)).clip(lower=0)).where(before > 1, 1)
        d[f"{label}_deviation"] = (d.log - mean) / (spread + 0.3)
        d[f"{label}_rows"] = before
        d[f"{label}_gap"] = groups.second.diff()
        names += [f"{label}_deviation", f"{label}_rows", f"{label}_gap"]
    return d[names].to_numpy(float)


settings = [
    {},
    {"n_estimators": 200, "learning_rate": 0.05},
    {"n_estimators": 200, "learning_rate": 0.1, "num_leaves": 15, "reg_lambda": 5, "min_child_weight": 1, "colsample_bytree": 0.5},
    {"n_estimators": 400, "learning_rate": 0.05, "reg_lambda": 10, "min_child_weight": 5, "colsample_bytree": 0.5, "subsample": 0.7, "subsample_freq": 1},
]


def boosted(x, y, cut):
    """The settings that are best on the last fifth of the training rows, learned again from all of them."""
    inner = int(cut * 0.8)

    def fit(setting, to):
        return lightgbm.LGBMClassifier(verbose=-1, n_jobs=1, random_state=0, **setting).fit(x[:to], y[:to])

    best = max(settings, key=lambda s: average_precision_score(y[inner:cut], fit(s, inner).predict_proba(x[inner:cut])[:, 1]))
    scores = fit(best, cut).predict_proba(x[cut:])[:, 1]
    default = fit({}, cut).predict_proba(x[cut:])[:, 1]
    figures = figures_of(y[cut:], scores)
    figures["default"] = average_precision_score(y[cut:], default)
    figures["scores"] = scores.tolist()
    return figures


def figures_of(y, scores):
    return {"ap": average_precision_score(y, scores), "auc": roc_auc_score(y, scores)}


def forest(x, y, cut):
    fitted = IsolationForest(n_estimators=100, random_state=0).fit(x[:cut])
    return figures_of(y[cut:], -fitted.score_samples(x[cut:]))


answer = {}
if "cards" in meta:
    cards = meta["cards"]
    y, cut = np.array(cards["labels"]), cards["training"]
    ours = matrix("cards", cards["width"])
    pandas = entity_features(cards["path"])
    answer["cards"] = {
        "same": boosted(ours, y, cut),
        "pandas": boosted(pandas, y, cut),
        "plain": forest(np.c_[np.expm1(pandas[:, 0]), pandas[:, 1:3]], y, cut),
        "entity": forest(np.nan_to_num(ours, nan=-1), y, cut),
    }
if "injected" in meta:
    injected = meta["injected"]
    y, cut = np.array(injected["labels"]), injected["training"]
    ours = matrix("injected", injected["width"])
    plain = matrix("plain", 3)
    answer["injected"] = {"plain": forest(plain, y, cut), "entity": forest(np.nan_to_num(ours, nan=-1), y, cut)}
print(json.dumps(answer))
