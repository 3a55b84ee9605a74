"""Writes scipy-golden.ndjson: statistics and p-values of scipy over samples that both languages make alike.

Run with scipy 1.17.1: python scipy_golden.py > scipy-golden.ndjson
"""
import json
import math
import warnings

import numpy as np
import scipy
from scipy import special, stats
from scipy.stats import _hypotests
from scipy.spatial.distance import jensenshannon

warnings.simplefilter("ignore")


def uncut(x, *, xp=None):
    """scipy's series of the Cramér–von Mises limit, which it ends at terms of 1e-7, to its last digits."""
    x = float(np.ravel(x)[0])
    total, k, term = 0.0, 0, 1.0
    while term > 1e-18:
        y = 4 * k + 1
        q = y**2 / (16 * x)
        u = math.exp(special.gammaln(k + 0.5) - special.gammaln(k + 1)) / (math.pi**1.5 * math.sqrt(x))
        term = u * math.sqrt(y) * math.exp(-q) * special.kv(0.25, q)
        total += term
        k += 1
    return np.asarray([total])


_hypotests._cdf_cvm_inf = uncut


def stream(seed):
    state = seed
    while True:
        state = state * 16807 % 2147483647
        yield state / 2147483647


def sample(kind, n, seed, shift):
    uniform = stream(seed)
    for _ in range(10):
        next(uniform)
    values = []
    for _ in range(n):
        u = next(uniform)
        if kind == "uniform":
            values.append(u + shift)
        elif kind == "heavy":
            values.append(1 / (1 - u) + shift)
        elif kind == "rounded":
            values.append(float(math.floor(10 * (u + shift))))
        else:
            values.append(0.0 if u < 0.4 else float(math.floor(100 * (u + shift))))
    return np.array(values)


def numeric():
    sizes = [(1, 1), (1, 5), (2, 3), (5, 5), (7, 12), (8, 30), (20, 20), (11, 12), (25, 40), (50, 200),
             (200, 200), (100, 1000), (333, 777), (1000, 1000), (2, 12000), (150, 10001), (141, 10100), (20001, 300),
             (3000, 12000), (5000, 10000)]
    rows = []
    for index, (m, n) in enumerate(sizes):
        for kind in ["uniform", "heavy", "rounded", "zeros"]:
            for shift in [0.0, 0.02, 0.1, 0.5, 3.0]:
                if m * n > 10**6 and (shift > 0.1 or kind in ("heavy", "zeros")):
                    continue
                if m == n == 20 and (kind != "uniform" or shift != 0.1):
                    continue
                a, b = sample(kind, m, 1000 + index, 0.0), sample(kind, n, 5000 + index, shift)
                row = {"kind": kind, "m": m, "n": n, "seed": index, "shift": shift}
                ks = stats.ks_2samp(a, b)
                row["ks"] = [ks.statistic, ks.pvalue]
                asymptotic = stats.ks_2samp(a, b, method="asymp")
                if math.isfinite(asymptotic.pvalue):
                    row["ksLimit"] = asymptotic.pvalue
                mw = stats.mannwhitneyu(a, b)
                row["mw"] = [mw.statistic, mw.pvalue]
                row["w1"] = stats.wasserstein_distance(a, b)
                row["energy"] = stats.energy_distance(a, b)
                if min(m, n) >= 2:
                    cvm = stats.cramervonmises_2samp(a, b)
                    row["cvm"] = [cvm.statistic, cvm.pvalue]
                if m + n >= 4 and len(np.unique(np.concatenate([a, b]))) > 1:
                    ad = stats.anderson_ksamp([a, b], variant="midrank")
                    row["ad"] = [ad.statistic, ad.pvalue]
                rows.append(row)
    return [{k: v if not isinstance(v, (list, float)) else json.loads(json.dumps(v, default=float)) for k, v in r.items()}
            for r in rows]


def tables():
    uniform = stream(77)
    rows = []
    for categories in [2, 3, 5, 10, 50]:
        for scale_a, scale_b in [(10, 10), (30, 300), (1000, 50), (5000, 5000)]:
            for tilt in [0.0, 0.3, 1.0]:
                a = [int(scale_a * next(uniform) ** 2) for _ in range(categories)]
                b = [int(scale_b * next(uniform) ** 2 * (1 + tilt * (i % 3))) for i in range(categories)]
                a[0] += 1
                b[0] += 1
                b[-1] += 2
                keep = [i for i in range(categories) if a[i] + b[i] > 0]
                table = np.array([[a[i] for i in keep], [b[i] for i in keep]])
                row = {"a": a, "b": b}
                if len(keep) > 1:
                    chi = stats.chi2_contingency(table, correction=False)
                    g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
                    row["chi2"] = [float(chi.statistic), float(chi.pvalue)]
                    row["g"] = [float(g.statistic), float(g.pvalue)]
                p, q = np.array(a) / sum(a), np.array(b) / sum(b)
                row["js"] = float(jensenshannon(p, q))
                row["hellinger"] = float(np.sqrt(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2) / 2))
                row["tv"] = float(np.abs(p - q).sum() / 2)
                if categories == 2:
                    fisher = stats.fisher_exact([[a[0], a[1]], [b[0], b[1]]])
                    row["fisher"] = [float(fisher.statistic) if np.isfinite(fisher.statistic) else None,
                                     float(fisher.pvalue)]
                rows.append(row)
    for a, b in [([1, 9], [11, 3]), ([0, 5], [5, 0]), ([8, 2], [1, 5]), ([100, 2], [1000, 5]), ([3, 3], [3, 3]),
                 ([0, 50], [1, 9999]), ([4000, 6000], [2100, 2900]), ([1, 0], [0, 1])]:
        fisher = stats.fisher_exact([a, b])
        rows.append({"a": a, "b": b, "fisher": [float(fisher.statistic) if np.isfinite(fisher.statistic) else None,
                                                float(fisher.pvalue)]})
    return rows


def one_sample():
    grid = [(n, x) for n in [1, 2, 5, 20, 100, 140, 141, 500, 3000, 100000, 500000]
            for x in [0.2, 0.5, 0.8, 1.0, 1.36, 1.6, 2.1, 3.0, 5.0, 10.0]]
    return [[n, x / math.sqrt(n), float(stats.kstwo.sf(x / math.sqrt(n), n))] for n, x in grid]


def adjusted():
    uniform = stream(99)
    p = [next(uniform) ** 3 for _ in range(20)] + [0.01, 0.01, 0.0, 1.0]
    return {"p": p, "bh": list(map(float, stats.false_discovery_control(p))),
            "by": list(map(float, stats.false_discovery_control(p, method="by")))}


print(json.dumps({"scipy": scipy.__version__, "numeric": numeric(), "tables": tables(), "oneSample": one_sample(),
                  "adjusted": adjusted()}, separators=(",", ":")))
