"""pandas reads the file and does the same cleaning: dates, exact cents, signs, texts in normal form, vocabularies."""

import json
import resource
import sys
import time

import pandas as pd

METHODS = {"credit_card", "debit_card", "bank_transfer", "cash", "loan"}


def clean(path: str) -> int:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    date = pd.to_datetime(frame["Date"], format="%Y-%m-%d", errors="coerce")
    parts = frame["Amount"].str.extract(r"^(-?)(\d+)(?:\.(\d{1,2}))?$")
    cents = parts[1].astype("Int64") * 100 + parts[2].fillna("").str.pad(2, "right", "0").astype("Int64")
    cents = cents.where(parts[0] != "-", -cents)
    kind = frame["Type"].str.strip().str.lower().map({"expense": "Expense", "income": "Income"})
    cents = cents.where(~((kind == "Expense") & (cents > 0)), -cents)

    def text(name: str) -> pd.Series:
        return frame[name].str.normalize("NFKC").str.replace(r"\s+", " ", regex=True).str.strip()

    method = text("Payment Method").str.lower()
    table = pd.DataFrame(
        {
            "date": date,
            "type": kind.astype("category"),
            "description": text("Description"),
            "original_description": frame["Description"],
            "amount_minor": cents,
            "category": text("Category").str.lower().astype("category"),
            "payment_method": method.where(method.isin(METHODS), "unknown").astype("category"),
            "status": text("Status").str.lower().astype("category"),
            "reference": text("Reference"),
            "receipt_url": text("Receipt URL"),
        }
    )
    valid = (
        table["date"].notna()
        & table["amount_minor"].notna()
        & table["type"].notna()
        & (table["description"] != "")
        & (table["description"].str.len() <= 500)
        & ~((table["type"] == "Income") & (table["amount_minor"] < 0))
    )
    return len(table[valid])


def used() -> tuple[float, float]:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1_024)


cpu_before, held_before = used()
wall_before = time.perf_counter()
units = clean(sys.argv[1])
wall = time.perf_counter() - wall_before
cpu, peak = used()
print(
    json.dumps(
        {"units": units, "wallMs": wall * 1e3, "cpuMs": (cpu - cpu_before) * 1e3, "riseMb": peak - held_before}
    )
)
