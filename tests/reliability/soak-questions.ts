import { addDays, createRandom, plainDate, type Random } from '@titans/core';

/** A request that the soak makes. */
export interface SoakQuestion {
  readonly path: string;
  readonly body: string;
}

/** Share of the transactions that are among {@link familiar}; nobody asked for the others before. */
const familiarShare = 0.5;
const familiar = [
  { description: 'WHOLEFDS MKT 10234', amount: -85.5, date: '2024-09-02' },
  { description: 'NETFLIX.COM', amount: -14.2, date: '2024-09-03' },
  { description: 'UBER TRIP', amount: -23.4, date: '2024-09-02' },
  { description: 'CITY PARKING', amount: -930, date: '2024-09-02' },
] as const;
/** Of a hundred requests. */
const mix = [
  [32, '/predict/category'],
  [32, '/predict/amount'],
  [32, '/predict/anomaly'],
  [2, '/predict/batch'],
  [2, '/explain'],
] as const;
const rowsPerBatch = 5;
const firstDay = plainDate(2024, 9, 1);
const syllables = ['ba', 'cor', 'del', 'fin', 'gra', 'hol', 'jum', 'kes', 'lor', 'mon', 'ner', 'pol', 'tas'];
const forms = ['', ' GMBH', ' LTD', ' MARKET', ' CAFE', ' ONLINE', '.COM', ' SARL'];
const ways = ['', 'POS ', 'CARD PAYMENT ', 'SEPA DD ', 'VISA 4321 ', 'TRANSFER TO '];

/** Draws requests without an end: some about what was asked often, some with new payees, texts, accounts and amounts. */
export function soakQuestions(seed: number): () => SoakQuestion {
  const random = createRandom(seed, 's24');
  return () => {
    const path = drawPath(random);
    const transactions = Array.from({ length: path === '/predict/batch' ? rowsPerBatch : 1 }, () =>
      drawTransaction(random),
    );
    return { path, body: JSON.stringify(path === '/predict/batch' ? transactions : transactions[0]) };
  };
}

function drawPath(random: Random): string {
  let rest = random.integer(100);
  for (const [share, path] of mix) {
    rest -= share;
    if (rest < 0) return path;
  }
  return mix[0][1];
}

function drawTransaction(random: Random): object {
  if (random.float() < familiarShare) return one(random, familiar);
  const name = Array.from({ length: 2 + random.integer(3) }, () => one(random, syllables)).join('');
  const payee = `${name}${one(random, forms)}`.toUpperCase();
  const reference = random.integer(1e9);
  return {
    description: `${one(random, ways)}${payee} ${reference}`,
    amount: -Math.round(100 * Math.exp(3 + random.normal())) / 100,
    date: addDays(firstDay, random.integer(60)),
    ...(random.float() < 0.5 ? { merchant_name: `${payee} ${random.integer(1e6)}` } : {}),
    ...(random.float() < 0.5 ? { account_id: `account-${random.integer(1e6)}` } : {}),
    ...(random.float() < 0.2 ? { location: `${name} ${random.integer(1e6)}` } : {}),
  };
}

function one<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)] as Item;
}
