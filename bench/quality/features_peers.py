"""Mean, deviation, minimum and maximum of the amounts of 7, 14 and 30 days before each day, by account and type, with pandas."""

import json
import sys
import time

import numpy as np
import pandas as pd

with open(sys.argv[1], encoding="utf-8") as file:
    rows = pd.DataFrame(json.load(file))
before = time.process_time()
rows["date"] = pd.to_datetime(rows["day"], unit="D")
rows["square"] = rows["amount"] ** 2
keys = ["account", "type"]
days = (
    rows.groupby([*keys, "date"], sort=True)
    .agg(
        count=("amount", "size"),
        total=("amount", "sum"),
        square=("square", "sum"),
        low=("amount", "min"),
        high=("amount", "max"),
    )
    .reset_index()
)
columns = {}
for window in (7, 14, 30):
    # The day itself is shut out: rows of one day do not see each other.
    rolled = days.set_index("date").groupby(keys).rolling(f"{window}D", closed="left")
    sums = rolled[["count", "total", "square"]].sum().reset_index()
    count = sums["count"].where(sums["count"] > 0)
    mean = sums["total"] / count
    deviation = np.sqrt(((sums["square"] - count * mean**2) / (count - 1)).where(count > 1).clip(lower=0))
    by_day = pd.DataFrame(
        {
            "account": days["account"],
            "type": days["type"],
            "date": days["date"],
            f"rolling_mean_{window}d": mean.to_numpy(),
            f"rolling_std_{window}d": deviation.to_numpy(),
            f"rolling_min_{window}d": rolled["low"].min().to_numpy(),
            f"rolling_max_{window}d": rolled["high"].max().to_numpy(),
        }
    )
    merged = rows[[*keys, "date"]].merge(by_day, on=[*keys, "date"], how="left")
    for name in by_day.columns[3:]:
        columns[name] = merged[name].to_numpy()
taken = time.process_time() - before
print(
    json.dumps(
        {
            "cpuSeconds": taken,
            "columns": {
                name: [None if np.isnan(value) else value for value in values.tolist()]
                for name, values in columns.items()
            },
        }
    )
)
