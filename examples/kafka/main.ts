/**
 * Answers the transactions of a Kafka topic: `npx tsx examples/kafka/main.ts`, after `npm run demo` has trained models.
 * `BROKERS`, `GROUP`, `MODELS` and the three topics change what it reads and writes. Ends on SIGTERM and SIGINT.
 */
import { loadModels } from '@titans/models';
import { scoreStream } from './scoring.js';

const {
  BROKERS = '127.0.0.1:9092',
  GROUP = 'titans',
  MODELS = 'titans-demo/models',
  TRANSACTIONS = 'transactions',
  PREDICTIONS = 'predictions',
  DEAD_LETTERS = 'transactions-refused',
} = process.env;

const stop = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
const counts = await scoreStream(
  {
    brokers: BROKERS.split(','),
    group: GROUP,
    transactions: TRANSACTIONS,
    predictions: PREDICTIONS,
    deadLetters: DEAD_LETTERS,
    models: await loadModels(MODELS),
  },
  stop.signal,
);
console.log(JSON.stringify(counts));
