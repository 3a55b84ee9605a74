const columns = [
  'account_id',
  'date',
  'type',
  'description',
  'amount',
  'currency',
  'category',
  'payment_method',
  'status',
  'rolling_7d_avg',
  'rolling_30d_avg',
  'category_frequency',
] as const;

const windowOf = (partition: string, days: number): string =>
  `(partition by ${partition} order by date
    range between interval '${days} days' preceding and interval '1 day' preceding)`;

const meanOver = (days: number): string => {
  const window = windowOf('account_id, currency', days);
  return `sum(total) over ${window} / sum(rows) over ${window}`;
};

/** Rows on which those that change look back. */
const lookedAt = `raw_transactions raw join titans_changed changed using (account_id)
      where raw.date >= changed.first_date - 365`;

/** Windows end the day before the row, so that sums by day are all that they need. */
export const sumDays: readonly string[] = [
  `create temporary table titans_means on commit drop as
    select account_id, currency, date, ${meanOver(7)} as rolling_7d_avg, ${meanOver(30)} as rolling_30d_avg
    from (
      select account_id, currency, date, sum(amount) as total, count(*) as rows
      from ${lookedAt} group by account_id, currency, date
    ) days`,
  `create temporary table titans_frequencies on commit drop as
    select account_id, category, date, coalesce(sum(rows) over ${windowOf('account_id, category', 365)}, 0) as frequency
    from (
      select account_id, category, date, count(*) as rows
      from ${lookedAt} and category is not null group by account_id, category, date
    ) days`,
  'analyze titans_changed',
  'analyze titans_means',
  'analyze titans_frequencies',
];

/** The processed rows of every account that changed, from its first changed day on: later rows look back on earlier ones. */
const insert = `
  insert into processed_transactions (raw_transaction_id, ${columns.join(', ')})
  select raw.id, account_id, date, type, description, amount, currency, category, payment_method, status,
    rolling_7d_avg, rolling_30d_avg, frequency
  from raw_transactions raw join titans_changed changed using (account_id)
    join titans_means using (account_id, currency, date)
    left join titans_frequencies using (account_id, category, date)
  where date >= first_date`;

/** Fills an empty table. */
export const fillProcessed: string = insert;

/** Brings processed rows up to date, and writes only those that differ. */
export const refreshProcessed: string = `${insert}
  order by raw.id
  on conflict (raw_transaction_id) do update set
    ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = now()
  where (${columns.map((column) => `processed_transactions.${column}`).join(', ')})
    is distinct from (${columns.map((column) => `excluded.${column}`).join(', ')})`;
