import { median } from '../median.js';
import type { LoadRequest } from './load.js';
import { asker } from './sequential.js';
import type { PaymentRequest } from './served-data.js';

/** How a payment or a hundred of them are asked about. */
export const batchKinds = ['one category', 'one of each task', '100 categories', '100 of each task'] as const;
export type BatchKind = (typeof batchKinds)[number];

/** Milliseconds of the middle request of each kind. */
export type BatchTimes = { readonly [Kind in BatchKind]: number };

/** What was measured of a service. */
export interface BatchFigures {
  /** Of payments that nobody has asked about before, though about others of the same payees. */
  readonly neverAsked: BatchTimes;
  /** Of payments that all kinds have asked about before, until no model is asked any more. */
  readonly remembered: BatchTimes;
}

const size = 100;
/**
 * The first blocks are asked about to have code compiled: in every second round as they are, which makes their payees known, else
 * with the name of a payee that is new.
 */
const warmBlocks = 20;
const warmRounds = 24;
const rememberedBlocks = 10;
/**
 * Requests of each kind before answers count as remembered, which those are that came twice, and then of which times are
 * taken: as many for each kind, or the code of one would be compiled further than that of the other.
 */
const requestsBefore = 3_000;
const requestsTimed = 1_000;
/** Of a block, payments that are asked about alone to have code compiled. */
const warmAlone = 10;

const requestsOf: { readonly [Kind in BatchKind]: (block: readonly PaymentRequest[]) => readonly Asked[] } = {
  'one category': (block) => block.map((payment) => ({ path: '/titans/predict/category', body: payment })),
  'one of each task': (block) => block.map((payment) => ({ path: '/titans/predict/batch', body: [payment] })),
  '100 categories': (block) => [{ path: '/titans/predict/batch?tasks=category', body: block }],
  '100 of each task': (block) => [{ path: '/titans/predict/batch', body: block }],
};

interface Asked {
  readonly path: string;
  readonly body: unknown;
}

/**
 * Asks services that have just been started, one request after the other, the kinds in turns. Each service is asked about the
 * blocks of the payments in another kind, so that each is asked for the first time once by each kind.
 *
 * @param start Starts a service, and says where it is.
 */
export async function measureBatches(
  start: () => Promise<{ readonly url: string; stop(): Promise<void> }>,
  payments: readonly PaymentRequest[],
  post: (path: string, body: unknown) => LoadRequest,
): Promise<BatchFigures> {
  const blocks = blocksOf(payments);
  const later = blocks.slice(warmBlocks);
  const [first, again] = [samplesByKind(), samplesByKind()];
  for (const turn of batchKinds.keys()) {
    const service = await start();
    const { timeOf, close } = asker(service.url);
    const ask = async (kind: BatchKind, block: readonly PaymentRequest[]): Promise<readonly number[]> => {
      const times: number[] = [];
      for (const { path, body } of requestsOf[kind](block)) times.push(await timeOf(post(path, body)));
      return times;
    };
    for (let round = 1; round <= warmRounds; round++) {
      for (const block of blocks.slice(0, warmBlocks)) {
        const other = otherwise(block, round);
        for (const kind of batchKinds)
          await ask(kind, kind.startsWith('one') ? other.slice(0, warmAlone) : other);
      }
    }
    for (const [at, block] of later.entries()) {
      const kind = batchKinds[(at + turn) % batchKinds.length] as BatchKind;
      first[kind].push(...(await ask(kind, block)));
    }
    const known = later.slice(0, rememberedBlocks);
    const askKnown = async (requests: number, told: (kind: BatchKind, times: readonly number[]) => void) => {
      for (const block of known) {
        for (const kind of batchKinds) {
          const times: number[] = [];
          while (times.length < requests / known.length) times.push(...(await ask(kind, block)));
          told(kind, times);
        }
      }
    };
    await askKnown(requestsBefore, () => undefined);
    await askKnown(requestsTimed, (kind, times) => again[kind].push(...times));
    close();
    await service.stop();
  }
  return { neverAsked: middleOf(first), remembered: middleOf(again) };
}

function blocksOf(payments: readonly PaymentRequest[]): readonly (readonly PaymentRequest[])[] {
  return Array.from({ length: Math.floor(payments.length / size) }, (_, at) =>
    payments.slice(at * size, (at + 1) * size),
  );
}

/** The payments with other amounts, in every second round with another letter at the end of the text, too. */
function otherwise(block: readonly PaymentRequest[], round: number): readonly PaymentRequest[] {
  return block.map(({ description, amount }) => ({
    description: round % 2 === 0 ? description : description.replace(/[A-Z](?=[^A-Z]*$)/i, letterAt(round)),
    amount: Number((amount - round * 0.01).toFixed(2)),
  }));
}

function letterAt(round: number): string {
  return String.fromCharCode(65 + (round % 26));
}

function samplesByKind(): { readonly [Kind in BatchKind]: number[] } {
  return { 'one category': [], 'one of each task': [], '100 categories': [], '100 of each task': [] };
}

function middleOf(samples: { readonly [Kind in BatchKind]: readonly number[] }): BatchTimes {
  const of = (kind: BatchKind): number => median([...samples[kind]]);
  return {
    'one category': of('one category'),
    'one of each task': of('one of each task'),
    '100 categories': of('100 categories'),
    '100 of each task': of('100 of each task'),
  };
}
