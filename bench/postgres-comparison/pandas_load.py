"""pandas cleans the file, COPY takes it to a staging table, and SQL does the upsert into the same tables."""

import hashlib
import io
import json
import resource
import sys
import time

import pandas as pd
import psycopg2

METHODS = {"credit_card", "debit_card", "bank_transfer", "cash", "loan"}


def clean(path: str) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    date = pd.to_datetime(frame["Date"], format="%Y-%m-%d", errors="coerce")
    # The decimals go to the server as they are written, so that no amount passes through a binary fraction.
    written = frame["Amount"].str.strip()
    amount = written.where(pd.to_numeric(written, errors="coerce").notna())
    kind = frame["Type"].str.strip().str.lower().map({"expense": "Expense", "income": "Income"})

    def text(name: str) -> pd.Series:
        return frame[name].str.normalize("NFKC").str.replace(r"\s+", " ", regex=True).str.strip()

    method = text("Payment Method").str.lower()
    table = pd.DataFrame(
        {
            "source_row": range(1, len(frame) + 1),
            "date": date,
            "type": kind,
            "description": text("Description"),
            "amount": amount,
            "category": text("Category").str.lower(),
            "payment_method": method.where(method.isin(METHODS), "unknown"),
            "status": text("Status").str.lower(),
            "reference": text("Reference"),
            "receipt_url": text("Receipt URL"),
        }
    )
    return table[table["date"].notna() & table["amount"].notna() & table["type"].notna() & (table["description"] != "")]


STAGING = """create temporary table staging (source_row integer, date date, type text, description text,
    amount numeric(19, 4), category text, payment_method text, status text, reference text, receipt_url text) on commit drop"""

KEYED = """create temporary table keyed on commit drop as
    select *, row_number() over (partition by natural_key order by source_row) as occurrence from (
      select *, int4send(date - date '1970-01-01') || substring(sha256(convert_to(
          concat_ws('|', 'default', date, amount, 'USD', description), 'UTF8')) for 16) as natural_key,
        sha256(convert_to(concat_ws('|', type, category, payment_method, status, reference, receipt_url), 'UTF8')) as row_hash
      from staging) hashed"""

UPSERT = """insert into raw_transactions (natural_key, occurrence, row_hash, source_file_id, source_row, account_id, date, type,
      description, amount, currency, category, payment_method, status, reference, receipt_url)
    select natural_key, occurrence, row_hash, %s, source_row, 'default', date, type, description, amount, 'USD', category,
      payment_method, status, reference, receipt_url from keyed order by source_row
    on conflict (natural_key, occurrence) do update set row_hash = excluded.row_hash, type = excluded.type,
      category = excluded.category, payment_method = excluded.payment_method, status = excluded.status,
      reference = excluded.reference, receipt_url = excluded.receipt_url, updated_at = now()
    where raw_transactions.row_hash is distinct from excluded.row_hash"""

# Sums by day first: windows over the rows themselves take PostgreSQL minutes where a day has many rows.
MEANS = """create temporary table means on commit drop as
    select account_id, currency, date, sum(total) over week / sum(rows) over week as week,
      sum(total) over month / sum(rows) over month as month
    from (select account_id, currency, date, sum(amount) as total, count(*) as rows
      from raw_transactions group by account_id, currency, date) days
    window week as (partition by account_id, currency order by date
        range between interval '7 days' preceding and interval '1 day' preceding),
      month as (partition by account_id, currency order by date
        range between interval '30 days' preceding and interval '1 day' preceding)"""

FREQUENCIES = """create temporary table frequencies on commit drop as
    select account_id, category, date, coalesce(sum(rows) over (partition by account_id, category order by date
      range between interval '365 days' preceding and interval '1 day' preceding), 0) as frequency
    from (select account_id, category, date, count(*) as rows
      from raw_transactions group by account_id, category, date) days"""

PROCESSED = """insert into processed_transactions (raw_transaction_id, account_id, date, type, description, amount, currency,
      category, payment_method, status, rolling_7d_avg, rolling_30d_avg, category_frequency)
    select id, account_id, date, type, description, amount, currency, category, payment_method, status, week, month,
      frequency
    from raw_transactions join means using (account_id, currency, date)
      join frequencies using (account_id, category, date)
    on conflict (raw_transaction_id) do nothing"""

LEDGER = """insert into source_files (name, sha256, size_bytes, format, rows_in, rows_rejected)
    values (%s, %s, %s, 'csv', %s, 0) returning id"""


def load(connection, path: str) -> int:
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    table = clean(path)
    text = io.StringIO()
    table.to_csv(text, index=False, header=False, date_format="%Y-%m-%d")
    text.seek(0)
    with connection, connection.cursor() as cursor:
        cursor.execute(STAGING)
        cursor.copy_expert("copy staging from stdin with (format csv)", text)
        cursor.execute(LEDGER, (path, digest, size, len(table)))
        file_id = cursor.fetchone()[0]
        cursor.execute(KEYED)
        cursor.execute(UPSERT, (file_id,))
        loaded = cursor.rowcount
        # Without counts of the new rows the last join may be planned for few of them, and take minutes.
        cursor.execute("analyze raw_transactions")
        for statement in (MEANS, FREQUENCIES, "analyze means", "analyze frequencies", PROCESSED):
            cursor.execute(statement)
    return loaded


def used() -> tuple[float, float]:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1_024)


connection = psycopg2.connect(sys.argv[1])
with connection, connection.cursor() as cursor:
    cursor.execute("truncate raw_transactions, source_files cascade")
cpu_before, held_before = used()
wall_before = time.perf_counter()
units = load(connection, sys.argv[2])
wall = time.perf_counter() - wall_before
cpu, peak = used()
print(
    json.dumps(
        {"units": units, "wallMs": wall * 1e3, "cpuMs": (cpu - cpu_before) * 1e3, "riseMb": peak - held_before}
    )
)
