"""Thirty days of daily net flow by AutoARIMA and Prophet: `accounts_peers.py series.json` prints their forecasts.

Each is used as its documentation begins: AutoARIMA of statsforecast with a season of a week, else that of pmdarima,
else a seasonal ARIMA of statsmodels; Prophet with what it chooses for daily data, and with a month added.
"""

import json
import logging
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def auto_arima():
    try:
        from statsforecast.models import AutoARIMA

        return "AutoARIMA", lambda y, days, first: AutoARIMA(season_length=7).forecast(y, h=days)["mean"]
    except ImportError:
        pass
    try:
        import pmdarima

        return "AutoARIMA", lambda y, days, first: pmdarima.auto_arima(y, m=7).predict(days)
    except ImportError:
        from statsmodels.tsa.arima.model import ARIMA

        model = {"order": (1, 0, 1), "seasonal_order": (1, 0, 1, 7)}
        return "ARIMA(1,0,1)(1,0,1)7", lambda y, days, first: ARIMA(y, **model).fit().forecast(days)


def prophet(monthly):
    import pandas
    from prophet import Prophet

    def forecast(y, days, first):
        model = Prophet()
        if monthly:
            model.add_seasonality(name="monthly", period=30.4375, fourier_order=10)
        dates = pandas.date_range(first, periods=len(y) + days)
        model.fit(pandas.DataFrame({"ds": dates[: len(y)], "y": y}))
        return model.predict(pandas.DataFrame({"ds": dates[len(y) :]})).yhat.to_numpy()

    return ("Prophet, month added" if monthly else "Prophet"), forecast


def main():
    import numpy

    with open(sys.argv[1], encoding="utf8") as file:
        task = json.load(file)
    peers, skipped = [], []
    for make in (auto_arima, lambda: prophet(False), lambda: prophet(True)):
        try:
            peers.append(make())
        except ImportError as error:
            skipped.append(str(error))
    forecasts = {
        name: [
            [float(v) for v in run(numpy.array(one["values"]), task["days"], one["first"])]
            for one in task["series"]
        ]
        for name, run in peers
    }
    print(json.dumps({"forecasts": forecasts, "skipped": skipped}))


main()
