import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  addDays,
  createRandom,
  createTransaction,
  type PlainDate,
  type Transaction,
  type TransactionSelection,
  type TransactionTable,
  tableFromRows,
  tableSource,
} from '@titans/core';
import { anomalyResponseSchema } from '@titans/core/contract';
import { memoryLoader } from '@titans/etl';
import { train } from '@titans/models';
import { averagePrecision } from '@titans/models/evaluation';
import Papa from 'papaparse';
import { describe, expect, test, vi } from 'vitest';
import { exampleStore } from '../conformance/example-store.js';
import { silentLogger } from '../logging/logger.js';
import type { TransactionStore } from '../tenants/transaction-store.js';
import { keys, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

async function send(titans: Titans, path: string, body: unknown): Promise<unknown> {
  const answer = await titans.fetch(
    new Request(`http://localhost${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.admin}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  expect(answer.status).toBe(200);
  return answer.json();
}

async function scoreOf(titans: Titans, payment: Transaction): Promise<number> {
  return anomalyResponseSchema.parse(await send(titans, '/predict/anomaly', sent(payment))).anomaly_score;
}

function sent({
  id,
  accountId,
  date,
  time,
  description,
  category,
  amountMinor,
  currency,
}: Transaction): object {
  return {
    ...{ transaction_id: id, account_id: accountId, date, description, currency, amount: amountMinor / 100 },
    ...(time && { time }),
    ...(category && { category }),
  };
}

function queryOf({ accountId, date, time, description, category, amountMinor, currency }: Transaction) {
  return {
    ...{ accountId, date, description, currency, amount: amountMinor / 100 },
    ...(time && { time }),
    ...(category && { category }),
  };
}

const cards = fileURLToPath(
  new URL('../../../../../shared/data/sparkov-sim/transactions.csv.gz', import.meta.url),
);

/** Card payments of every fifth card in the order of time, and which of them are frauds. */
function cardPayments(): { readonly payments: readonly Transaction[]; readonly labels: readonly boolean[] } {
  const text = gunzipSync(readFileSync(cards)).toString('utf8');
  const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
    .data.map((row, index) => ({ row, index, at: row.trans_date_trans_time as string }))
    .filter(({ row }) => Number(row.cc_num?.slice(-3)) % 5 === 0)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.index - b.index));
  return {
    payments: rows.map(({ row, index, at }) =>
      createTransaction({
        id: String(index),
        date: at.slice(0, 10),
        time: at.slice(11),
        accountId: row.cc_num as string,
        description: row.merchant as string,
        category: row.category as string,
        amount: `-${row.amt}`,
        currency: 'USD',
      }),
    ),
    labels: rows.map(({ row }) => row.is_fraud === '1'),
  };
}

/** A table that is read by account at once. */
function storeOf(table: TransactionTable): TransactionStore {
  const all = tableSource(table);
  const accounts = new Map<string, Promise<TransactionTable>>();
  return {
    loader: () => memoryLoader(),
    async transactions(selection: TransactionSelection = {}) {
      const { accountId } = selection;
      if (accountId === undefined) return all.transactions(selection);
      let own = accounts.get(accountId);
      if (own === undefined) {
        own = all.transactions({ accountId });
        accounts.set(accountId, own);
      }
      return tableSource(await own).transactions(selection);
    },
  };
}

/** Cards pay whom everybody pays those days; misuse pays somebody whom nobody paid of late. */
function fashions(days: number): {
  readonly payments: readonly Transaction[];
  readonly labels: readonly boolean[];
} {
  const random = createRandom(3, 'fashions');
  const rows = Array.from({ length: 6 * days }, (_, at) => {
    const [day, hour] = [Math.floor(at / 6), 9 + 2 * (at % 6)];
    const isFraud = random.float() < 0.06;
    const other = isFraud ? 8 + Math.floor(random.float() * 8) : 0;
    const payment = createTransaction({
      id: `p${at}`,
      date: addDays('2024-01-01' as PlainDate, day),
      time: `${String(hour).padStart(2, '0')}:${10 + Math.floor(random.float() * 49)}`,
      accountId: `A-10${Math.floor(random.float() * 60)}`,
      description: `Payee ${'ABCDEFGHIJKLMNOPQRST'[(Math.floor(day / 4) + other) % 20]}`,
      amount: -(20 + Math.floor(random.float() * 30)),
    });
    return { payment, isFraud };
  });
  return { payments: rows.map(({ payment }) => payment), labels: rows.map(({ isFraud }) => isFraud) };
}

describe('anomalies of payments whose accounts are stored', () => {
  test.skipIf(!existsSync(cards))(
    'a year of cards: answers are those of the model that was told of all, and find more frauds',
    async () => {
      const { payments, labels } = cardPayments();
      const cut = Math.floor(payments.length * 0.6);
      const table = tableFromRows(payments);
      const suite = await train(tableFromRows(payments.slice(0, cut)), {
        tasks: ['anomaly'],
        budget: 'quick',
        seed: 1,
        anomaly: { labels: labels.slice(0, cut) },
      });
      const later = payments.slice(cut);
      const followed = suite.anomaly.online().follow(later.map(queryOf), { history: table, details: false });
      const places = [...later.keys()].filter((at) => labels[cut + at] || at % 20 === 0);
      const parts = { warehouse: storeOf(table), models: suite };
      const following = await start(parts);
      const still = await start({ ...parts, followTransactions: false });
      const scores: number[] = [];
      const alone: number[] = [];
      for (const at of places) {
        scores.push(await scoreOf(following, later[at] as Transaction));
        alone.push(await scoreOf(still, later[at] as Transaction));
      }
      expect(scores).toEqual(places.map((at) => followed[at]?.score));
      const outcomes = places.map((at) => Number(labels[cut + at]));
      const [better, before] = [averagePrecision(outcomes, scores), averagePrecision(outcomes, alone)];
      expect(better).toBeGreaterThan(before + 0.002);
    },
    180_000,
  );

  const { payments, labels } = fashions(250);
  const cut = 1_200;
  const later = payments.slice(cut, cut + 120);
  const trained = train(tableFromRows(payments.slice(0, cut)), {
    tasks: ['anomaly'],
    budget: 'quick',
    seed: 1,
    anomaly: { labels: labels.slice(0, cut) },
  });
  const clock = { now: () => Date.parse('2025-01-01') };
  const importOf = (titans: Titans, rows: readonly Transaction[]) =>
    send(titans, '/transactions', { transactions: rows.map(sent) });

  /** A store that has what the model learned from. */
  async function trainedStore(): Promise<TransactionStore> {
    const store = exampleStore();
    const titans = await start({ warehouse: store, models: await trained, clock });
    for (let at = 0; at < cut; at += 400) await importOf(titans, payments.slice(at, at + 400));
    await titans.close();
    return store;
  }

  test('a payment is judged alike before and after it is stored, however often and late it is sent or asked', async () => {
    const [models, warehouse] = [await trained, await trainedStore()];
    const wanted = models.anomaly
      .online()
      .follow(later.map(queryOf), { history: tableFromRows(payments.slice(0, cut + later.length)) })
      .map(({ score }) => score);
    const titans = await start({ warehouse, models, clock });
    const still = await start({ warehouse, models, clock, followTransactions: false });
    const [scores, alone]: [number[], number[]] = [[], []];
    const asked = later.slice(0, 60);
    for (const [at, payment] of asked.entries()) {
      scores.push(await scoreOf(titans, payment));
      alone.push(await scoreOf(still, payment));
      await importOf(titans, [payment]);
      if (at % 3 === 0) await importOf(titans, [payment]);
      expect(await scoreOf(titans, payment)).toBe(scores[at]);
    }
    expect(scores).toEqual(wanted.slice(0, 60));
    expect(scores).not.toEqual(alone);
    // After a swap and after a restart it knows the same.
    await send(titans, '/models/reload', {});
    const anew = await start({ warehouse, models, clock });
    for (const at of [59, 7, 40]) {
      expect(await scoreOf(titans, later[at] as Transaction)).toBe(wanted[at]);
      expect(await scoreOf(anew, later[at] as Transaction)).toBe(wanted[at]);
    }
    await Promise.all([titans.close(), still.close(), anew.close()]);
  });

  test('what comes late, in a file, or through another process is taken in; of another tenant it is not', async () => {
    const [models, warehouse] = [await trained, await trainedStore()];
    const wanted = models.anomaly
      .online()
      .follow(later.map(queryOf), { history: tableFromRows(payments.slice(0, cut + later.length)) });
    const tenants = { other: { models, warehouse: await trainedStore() } };
    const parts = { warehouse, models, clock, tenants, followMs: 10 };
    const [one, two] = [await start(parts), await start({ ...parts, tenants: {} })];
    const otherBefore = await scoreOf(one, later[60] as Transaction);
    await importOf(one, later.slice(60));
    await importOf(one, later.slice(1, 60));
    const { id, accountId, date, time, description, amountMinor, currency } = later[0] as Transaction;
    const csv = `id,date,time,description,amount,currency\n${id},${date},${time},${description},${amountMinor / 100},${currency}`;
    const answer = await one.fetch(
      new Request(`http://localhost/transactions/file?account_id=${accountId}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.admin}`, 'content-type': 'application/octet-stream' },
        body: csv,
      }),
    );
    expect(await answer.json()).toMatchObject({ rows: { loaded: 1 } });
    for (const at of [0, 1, 59, 60, 119])
      expect(await scoreOf(one, later[at] as Transaction)).toBe(wanted[at]?.score);
    expect(otherBefore).not.toBe(wanted[60]?.score);
    await vi.waitFor(
      async () => expect(await scoreOf(two, later[119] as Transaction)).toBe(wanted[119]?.score),
      { timeout: 10_000 },
    );
    await Promise.all([one.close(), two.close()]);
  });

  test('while what is stored cannot be read, models answer as they do without it, and later with it', async () => {
    const [models, store] = [await trained, await trainedStore()];
    let isDown = true;
    const said: string[] = [];
    const logger = {
      ...silentLogger,
      isLevelEnabled: () => true,
      warn: (fields: object) => void said.push(JSON.stringify(fields)),
    };
    const warehouse: TransactionStore = {
      loader: () => store.loader(),
      transactions: (selection = {}) =>
        isDown && selection.accountId === undefined
          ? Promise.reject(new Error('down'))
          : store.transactions(selection),
    };
    const titans = await start({ warehouse, models, clock, logger, followMs: 10 });
    await importOf(titans, later);
    const still = await start({ warehouse, models, clock, followTransactions: false });
    const last = later[119] as Transaction;
    const alone = await scoreOf(still, last);
    expect(await scoreOf(titans, last)).toBe(alone);
    expect(said.filter((one) => one.includes('"what":"transactions"'))).toHaveLength(1);
    isDown = false;
    await vi.waitFor(async () => expect(await scoreOf(titans, last)).not.toBe(alone), { timeout: 10_000 });
    await Promise.all([titans.close(), still.close()]);
  });

  /** A store whose next reading of all accounts waits for what it is given. */
  function heldStore(store: TransactionStore): TransactionStore & { hold(until: Promise<void>): void } {
    let held: Promise<void> | null = null;
    return {
      loader: () => store.loader(),
      async transactions(selection = {}) {
        const table = await store.transactions(selection);
        if (selection.accountId !== undefined) return table;
        const until = held;
        held = null;
        await until;
        return table;
      },
      hold(until) {
        held = until;
      },
    };
  }

  test('what comes late while others are loaded they know too', async () => {
    const [models, warehouse] = [await trained, heldStore(await trainedStore())];
    const history = tableFromRows(payments.slice(0, cut + later.length));
    const scoresOf = (rows: readonly Transaction[]) =>
      models.anomaly
        .online()
        .follow(rows.map(queryOf), { history, details: false })
        .map(({ score }) => score);
    const wanted = scoresOf(later).slice(60);
    const without = scoresOf(later.slice(60));
    const places = [...wanted.keys()].filter((at) => wanted[at] !== without[at]);
    expect(places).not.toEqual([]);
    const titans = await start({ warehouse, models, clock, followMs: 0 });
    await importOf(titans, later.slice(60));
    let open = (): void => undefined;
    warehouse.hold(
      new Promise((resolve) => {
        open = resolve;
      }),
    );
    const loading = send(titans, '/models/reload', {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    await importOf(titans, later.slice(0, 60));
    open();
    await loading;
    const ask = () => Promise.all(places.map((at) => scoreOf(titans, later[60 + at] as Transaction)));
    await vi.waitFor(async () => expect(await ask()).toEqual(places.map((at) => wanted[at])), {
      timeout: 10_000,
    });
    await titans.close();
  });

  test('who stores is not kept waiting for a reading that cannot be soon, and nothing is read after the end', async () => {
    const store = await trainedStore();
    let reads = 0;
    const warehouse: TransactionStore = {
      loader: () => store.loader(),
      async transactions(selection = {}) {
        if (selection.accountId === undefined) {
          reads++;
          await new Promise((resolve) => setTimeout(resolve, 300));
        }
        return store.transactions(selection);
      },
    };
    const titans = await start({ warehouse, models: await trained, clock });
    const began = performance.now();
    for (const payment of later.slice(0, 10)) await importOf(titans, [payment]);
    expect(performance.now() - began).toBeLessThan(3_000);
    await titans.close();
    const before = reads;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(reads).toBe(before);
  });
});
