import type { FittedPayeeMemory, PayeeKnowledge } from '../../estimators/neighbours/payee-memory.js';
import { textCache } from '../../text-cache.js';

/** How well a payee is known, which decides whom to believe. */
export const payeeGroup = { familiar: 0, known: 1, similar: 2, new: 3 } as const;
export const payeeGroups = 4;

/** What the memory says of a payee. Not to be written to: it is asked for again. */
export interface KnownPayee {
  readonly group: number;
  /** Of every class. */
  readonly probabilities: Float64Array;
  /** Their logarithms; nothing is impossible. */
  readonly logs: Float64Array;
}

/** From so much support on a payee is familiar, from so high a cosine on a name is similar. */
const familiarSupport = 2.5;
const similarName = 0.5;
const floor = 1e-4;

/** So many payees are kept at most, and fewer where so many numbers would not do. */
const mostKept = 4_096;
const mostNumbers = 2 ** 19;

/** Makes a function that asks the memory about a payee on a day, NaN if it is not known. */
export function knownPayees(
  memory: FittedPayeeMemory,
  classes: number,
): (payee: string, day: number) => KnownPayee {
  const kept = textCache<KnownPayee>({
    texts: Math.min(mostKept, Math.floor(mostNumbers / (2 * classes))),
    perText: 2,
  });
  return (payee, day) => {
    const on = Number.isNaN(day) ? undefined : day;
    let known = kept.get(payee, [on]);
    if (known === undefined) {
      const knowledge = memory.recall(payee, on);
      const { probabilities } = knowledge;
      const logs = new Float64Array(classes);
      writeLogs(probabilities, logs, 0);
      known = { group: groupOf(knowledge), probabilities, logs };
      kept.set(payee, [on], known);
    }
    return known;
  };
}

/** Logarithms of probabilities, written to `into` from a place on. */
export function writeLogs(probabilities: Float64Array, into: Float64Array, from: number): void {
  const classes = probabilities.length;
  for (let k = 0; k < classes; k++) {
    into[from + k] = Math.log((probabilities[k] as number) + floor / classes);
  }
}

function groupOf({ support, similarity }: PayeeKnowledge): number {
  if (support >= familiarSupport) return payeeGroup.familiar;
  if (similarity === 1) return payeeGroup.known;
  return similarity >= similarName ? payeeGroup.similar : payeeGroup.new;
}
