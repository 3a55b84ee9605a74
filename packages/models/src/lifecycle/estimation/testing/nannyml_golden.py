"""Writes nannyml-golden.json: what NannyML 0.13.1 says of the same rows, given the same calibrated probabilities.

    python nannyml_golden.py <directory with california_housing_*.csv> nannyml-golden.json

Calibration is switched off in NannyML but for californiaCalibrated, so that both estimate from the same probabilities. Numbers of the other
rows are drawn by the generator of Park and Miller (1988), which is exact in Python and JavaScript.
"""

import json
import os
import sys
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
# NannyML tells its makers of every run unless told not to.
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
import nannyml  # noqa: E402
import nannyml.performance_estimation.confidence_based.cbpe as cbpe_module  # noqa: E402

own_rule = cbpe_module.needs_calibration
cbpe_module.needs_calibration = lambda *args, **kwargs: False


def park_miller(seed):
    state = seed
    while True:
        state = state * 16807 % 2147483647
        yield state / 2147483647


def chunks(result, metrics):
    frame = result.to_df(multilevel=True)
    rows = []
    for _, row in frame.iterrows():
        one = {}
        for metric in metrics:
            part = row[metric]
            one[metric] = [
                float(part["value"]),
                float(part["sampling_error"]),
                float(part["lower_confidence_boundary"]),
                float(part["upper_confidence_boundary"]),
                float(part["realized"]),
                float(part["lower_threshold"]) if part["lower_threshold"] is not None else None,
                float(part["upper_threshold"]) if part["upper_threshold"] is not None else None,
                bool(part["alert"]),
            ]
        rows.append(one)
    return rows


def california(folder):
    reference = pd.read_csv(f"{folder}/california_housing_reference.csv")
    current = pd.read_csv(f"{folder}/california_housing_analysis.csv").merge(
        pd.read_csv(f"{folder}/california_housing_analysis_gt.csv"), on="id"
    )
    metrics = ["accuracy", "precision", "recall", "f1", "roc_auc"]
    cbpe = nannyml.CBPE(
        y_pred_proba="y_pred_proba",
        y_pred="y_pred",
        y_true="clf_target",
        metrics=metrics,
        problem_type="classification_binary",
        chunk_size=1000,
    )
    cbpe.fit(reference)
    return chunks(cbpe.estimate(current), metrics)


def three_classes():
    next_number = park_miller(7)
    names = ["a", "b", "c"]
    rows = []
    for index in range(1200):
        weights = [next(next_number) ** 3 + 0.02 for _ in names]
        total = sum(weights)
        probabilities = [weight / total for weight in weights]
        draw = next(next_number)
        actual = 0 if draw < probabilities[0] else 1 if draw < probabilities[0] + probabilities[1] else 2
        predicted = int(np.argmax(probabilities))
        rows.append([*probabilities, names[predicted], names[actual]])
    frame = pd.DataFrame(rows, columns=["p_a", "p_b", "p_c", "y_pred", "y_true"])
    metrics = ["accuracy", "precision", "recall", "f1", "roc_auc"]
    cbpe = nannyml.CBPE(
        y_pred_proba={name: f"p_{name}" for name in names},
        y_pred="y_pred",
        y_true="y_true",
        metrics=metrics,
        problem_type="classification_multiclass",
        chunk_size=200,
    )
    cbpe.fit(frame.iloc[:600].reset_index(drop=True))
    return chunks(cbpe.estimate(frame.iloc[600:].reset_index(drop=True)), metrics)


def errors_of_numbers():
    next_number = park_miller(11)
    rows = []
    for index in range(4000):
        kind = next(next_number) if index < 2000 else next(next_number) ** 0.5
        other = next(next_number)
        noise = (next(next_number) - 0.5) * (1 + 9 * kind)
        predicted = 20 * kind + 5 * other
        rows.append([kind, other, predicted, predicted + noise])
    frame = pd.DataFrame(rows, columns=["kind", "other", "y_pred", "y_true"])
    metrics = ["mae", "mse", "rmse"]
    dle = nannyml.DLE(
        feature_column_names=["kind", "other"],
        y_pred="y_pred",
        y_true="y_true",
        metrics=metrics,
        chunk_size=500,
    )
    dle.fit(frame.iloc[:2000].reset_index(drop=True))
    return chunks(dle.estimate(frame.iloc[2000:].reset_index(drop=True)), metrics)


golden = {
    "nannyml": nannyml.__version__,
    "california": california(sys.argv[1]),
    "threeClasses": three_classes(),
    "numbers": errors_of_numbers(),
}
cbpe_module.needs_calibration = own_rule
golden["californiaCalibrated"] = california(sys.argv[1])
with open(sys.argv[2], "w") as file:
    file.write(json.dumps(golden).replace("NaN", "null") + "\n")
