import { type Transaction, type TransactionTable, throwIfAborted, type WorkOptions } from '@titans/core';
import { type AskedModel, answersOf } from '../../../suite/evaluation/answers.js';
import type { TaskName, TrainedSuite } from '../../../tasks/models.js';
import { withoutAnswer } from '../../../tasks/query-of.js';
import type { GateFinding } from './gate-finding.js';

/** Rows that two suites are asked about. */
export interface AgreementRows extends Pick<WorkOptions, 'signal'> {
  readonly rows: readonly Transaction[];
  readonly history: TransactionTable;
  /** Share of the rows of which both must say the same. */
  readonly leastShare: number;
}

/**
 * Whether one suite answers as another does: the same category, an amount within the range of the other, the same judgement of an
 * anomaly, on so many of the rows; and every task that the other has.
 */
export async function agreement(
  suite: TrainedSuite,
  other: TrainedSuite,
  asked: AgreementRows,
): Promise<readonly GateFinding[]> {
  const findings: GateFinding[] = [];
  for (const task of other.tasks) {
    throwIfAborted(asked.signal, 'comparing answers');
    if (!suite.tasks.includes(task)) {
      findings.push(finding(task, false, 'it is not answered any more'));
      continue;
    }
    const alike = await sharesOf[task](suite, other, asked);
    if (alike === null) continue;
    const passed = alike >= asked.leastShare * asked.rows.length;
    findings.push(finding(task, passed, `${alike} of ${asked.rows.length} answers are alike`));
  }
  return findings;
}

/** How many answers are alike; `null` of what gives no answer per row. */
type CountAlike = (suite: TrainedSuite, other: TrainedSuite, asked: AgreementRows) => Promise<number | null>;

const sharesOf: Readonly<Record<TaskName, CountAlike>> = {
  async category(suite, other, asked) {
    const [mine, theirs] = await both(suite.category, other.category, asked, 'category');
    return count(mine, theirs, (a, b) => a.category === b.category);
  },
  async amount(suite, other, asked) {
    const [mine, theirs] = await both(suite.amount, other.amount, asked, 'amount');
    return count(mine, theirs, ({ amount }, { range }) => amount >= range.min && amount <= range.max);
  },
  async anomaly(suite, other, asked) {
    const [mine, theirs] = await both(suite.anomaly, other.anomaly, asked);
    return count(mine, theirs, (a, b) => a.isAnomaly === b.isAnomaly);
  },
  // A forecast that begins later is another one.
  cashflow: async () => null,
};

async function both<Prediction>(
  model: AskedModel<Prediction>,
  other: AskedModel<Prediction>,
  { rows, history, signal }: AgreementRows,
  hidden?: 'category' | 'amount',
): Promise<readonly [readonly Prediction[], readonly Prediction[]]> {
  const work: WorkOptions = { ...(signal && { signal }) };
  const ask =
    hidden === undefined
      ? []
      : [(query: Parameters<typeof withoutAnswer>[0]) => withoutAnswer(query, hidden)];
  const answers = (of: AskedModel<Prediction>): Promise<readonly Prediction[]> =>
    answersOf(of, rows, history, work, ...ask);
  return [await answers(model), await answers(other)];
}

function count<Prediction>(
  mine: readonly Prediction[],
  theirs: readonly Prediction[],
  areAlike: (a: Prediction, b: Prediction) => boolean,
): number {
  return mine.filter((answer, row) => areAlike(answer, theirs[row] as Prediction)).length;
}

function finding(task: TaskName, passed: boolean, reason: string): GateFinding {
  return { kind: 'guard', name: `refit ${task}`, passed, reason };
}
