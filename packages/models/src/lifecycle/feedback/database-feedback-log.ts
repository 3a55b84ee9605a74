import { type Database, databaseSchema, type QueryRunner, throwIfAborted } from '@titans/core';
import { comparedNames, type NewCategory, newCategory, requireRoom } from './category-names.js';
import {
  type CheckedCorrection,
  checkCorrection,
  checkFeedbackPage,
  checkOwnText,
  checkPolicy,
} from './checked-correction.js';
import { checkedFeedbackLog } from './checked-feedback-log.js';
import type {
  CorrectionState,
  DecisionOptions,
  FeedbackEvent,
  FeedbackLog,
  FeedbackLogOptions,
  HeldReason,
  RecordedCorrection,
} from './feedback-log.js';
import {
  categoryUsedStatement,
  correctionColumns,
  eventColumns,
  feedbackSchema,
  firstNamingsStatement,
  influenceStatement,
  nextSequenceStatement,
} from './feedback-statements.js';
import {
  type Decision,
  heldBecause,
  type Influence,
  quotaWindowMs,
  releasing,
  undoing,
  unknownCorrection,
} from './quarantine.js';

/**
 * Corrections in a PostgreSQL database, embedded or on a server: the tables `titans_feedback_scopes`, `titans_corrections` and
 * `titans_feedback_events`, which are made, or brought up to date from an earlier release, under a lock when they are first needed. What is appended at once by several
 * processes is judged one after the other, so that no source gets past its limit.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a limit that is no whole number above 0.
 * @example
 * ```ts
 * import { openPostgres } from '@titans/core/postgres';
 * import { databaseFeedbackLog } from '@titans/models/lifecycle';
 *
 * const log = databaseFeedbackLog(await openPostgres('postgres://localhost/titans'), { payeesPerDay: 50 });
 * const held = await log.list('tenant-1', { state: 'held' });
 * for (const { id } of held) await log.release('tenant-1', id, { by: 'ana' });
 * ```
 */
export function databaseFeedbackLog(database: Database, options: FeedbackLogOptions = {}): FeedbackLog {
  const policy = checkPolicy(options);
  const { now = Date.now } = options;
  const ready = databaseSchema(database, feedbackSchema);

  async function prepare(scope: string, signal: AbortSignal | undefined): Promise<void> {
    checkOwnText('scope', scope, 200);
    await ready();
    throwIfAborted(signal, 'feedback');
  }

  async function decide(
    scope: string,
    id: string,
    { by, signal }: DecisionOptions,
    decision: (state: CorrectionState) => Decision,
    knownCategories: readonly string[] = [],
  ): Promise<RecordedCorrection> {
    checkOwnText('by', by, 200);
    await prepare(scope, signal);
    // Looked at first, so that a scope in which there is nothing gets no row.
    await find(database, scope, id);
    return database.transaction(async (runner) => {
      const sequence = await nextSequence(runner, scope);
      const found = await find(runner, scope, id);
      const decided = decision(found.state);
      if (decided === null) {
        await runner.query('UPDATE titans_feedback_scopes SET last = last - 1 WHERE scope = $1', [scope]);
        return found;
      }
      if (decided.state === 'applied') {
        requireRoom(await addedIn(runner, scope, found, knownCategories, now()), policy);
      }
      await runner.query('UPDATE titans_corrections SET state = $3 WHERE scope = $1 AND id = $2', [
        scope,
        id,
        decided.state,
      ]);
      await addEvent(runner, scope, { sequence, type: decided.type, id, by, at: now() });
      return { ...found, state: decided.state };
    });
  }

  return checkedFeedbackLog({
    async append(scope, correction, { signal, knownCategories = [] } = {}) {
      const checked = checkCorrection(correction);
      await prepare(scope, signal);
      return database.transaction(async (runner) => {
        const sequence = await nextSequence(runner, scope);
        const added = await addedIn(runner, scope, checked, knownCategories, now());
        const held = heldBecause({ ...(await influenceOf(runner, scope, checked, now())), added }, policy);
        if (held === null) requireRoom(added, policy);
        const { payee, ...kept } = checked;
        const recorded: RecordedCorrection = {
          id: globalThis.crypto.randomUUID(),
          sequence,
          state: held === null ? 'applied' : 'held',
          heldBecause: held,
          ...kept,
          at: new Date(now()).toISOString(),
        };
        await insert(runner, scope, recorded, payee);
        const type = held === null ? 'corrected' : 'held';
        await addEvent(runner, scope, {
          sequence,
          type,
          id: recorded.id,
          by: kept.by,
          at: Date.parse(recorded.at),
        });
        return recorded;
      });
    },
    undo: (scope, id, decided) => decide(scope, id, decided, undoing),
    release: (scope, id, decided) => decide(scope, id, decided, releasing, decided.knownCategories),
    async get(scope, id, { signal } = {}) {
      await prepare(scope, signal);
      return find(database, scope, id);
    },
    async list(scope, { after = 0, limit = 100, state, signal } = {}) {
      checkFeedbackPage(after, limit);
      await prepare(scope, signal);
      const { rows } = await database.query<CorrectionRow>(
        `SELECT ${correctionColumns} FROM titans_corrections
          WHERE scope = $1 AND sequence > $2 AND ($3::text IS NULL OR state = $3) ORDER BY sequence LIMIT $4`,
        [scope, after, state ?? null, limit],
      );
      return rows.map(correctionOf);
    },
    async events(scope, { after = 0, limit = 100, signal } = {}) {
      checkFeedbackPage(after, limit);
      await prepare(scope, signal);
      const { rows } = await database.query<EventRow>(
        `SELECT ${eventColumns} FROM titans_feedback_events e
           JOIN titans_corrections c ON c.scope = e.scope AND c.id = e.correction_id
          WHERE e.scope = $1 AND e.sequence > $2 ORDER BY e.sequence LIMIT $3`,
        [scope, after, limit],
      );
      return rows.map(eventOf);
    },
  });
}

/** Takes the next place of the scope. Others that want one wait until the transaction ends, so places have no gap. */
async function nextSequence(runner: QueryRunner, scope: string): Promise<number> {
  const { rows } = await runner.query<{ last: string }>(nextSequenceStatement, [scope]);
  return Number(rows[0]?.last);
}

async function influenceOf(
  runner: QueryRunner,
  scope: string,
  { by, payee, category, isAnomaly }: CheckedCorrection,
  now: number,
): Promise<Omit<Influence, 'added'>> {
  const { rows } = await runner.query<{ others: string; contradicting: string }>(influenceStatement, [
    scope,
    by,
    payee,
    category ?? String(isAnomaly),
    new Date(now - quotaWindowMs),
    isAnomaly !== null,
  ]);
  return {
    isAnomaly: isAnomaly !== null,
    otherPayees: Number(rows[0]?.others),
    contradicting: Number(rows[0]?.contradicting),
  };
}

/** What a correction adds to the categories of its scope. Names are read only where its own is new. */
async function addedIn(
  runner: QueryRunner,
  scope: string,
  { category, by }: Pick<CheckedCorrection, 'category' | 'by'>,
  knownCategories: readonly string[],
  now: number,
): Promise<NewCategory | null> {
  if (category === null) return null;
  const known = comparedNames(knownCategories);
  const who = { by, since: now - quotaWindowMs };
  if (newCategory(category, known, [], who) === null) return null;
  const used = await runner.query<{ one: number }>(categoryUsedStatement, [scope, category]);
  if (used.rows.length > 0) return null;
  const { rows } = await runner.query<{ category: string; made_by: string; made_at: Date }>(
    firstNamingsStatement,
    [scope],
  );
  const first = rows.map((row) => ({
    category: row.category,
    by: row.made_by,
    madeAt: row.made_at.getTime(),
  }));
  return newCategory(category, known, first, who);
}

async function insert(
  runner: QueryRunner,
  scope: string,
  one: RecordedCorrection,
  payee: string,
): Promise<void> {
  const { description, merchantName, date } = one.transaction;
  await runner.query(
    `INSERT INTO titans_corrections (scope, id, sequence, state, held_because, payee, description, merchant_name,
       transaction_date, category, is_anomaly, previous_category, transaction_id, account_id, made_by, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      scope,
      one.id,
      one.sequence,
      one.state,
      one.heldBecause,
      payee,
      description ?? null,
      merchantName ?? null,
      date ?? null,
      one.category,
      one.isAnomaly,
      one.previousCategory,
      one.transactionId,
      one.accountId,
      one.by,
      new Date(one.at),
    ],
  );
}

async function addEvent(
  runner: QueryRunner,
  scope: string,
  event: {
    readonly sequence: number;
    readonly type: FeedbackEvent['type'];
    readonly id: string;
    readonly by: string;
    readonly at: number;
  },
): Promise<void> {
  const { sequence, type, id, by, at } = event;
  await runner.query(
    `INSERT INTO titans_feedback_events (scope, sequence, type, correction_id, made_by, made_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [scope, sequence, type, id, by, new Date(at)],
  );
}

interface TransactionRow {
  readonly description: string | null;
  readonly merchant_name: string | null;
  readonly transaction_date: string | null;
}

interface CorrectionRow extends TransactionRow {
  readonly id: string;
  readonly sequence: string;
  readonly state: CorrectionState;
  readonly held_because: HeldReason | null;
  readonly category: string | null;
  readonly is_anomaly: boolean | null;
  readonly previous_category: string | null;
  readonly transaction_id: string | null;
  readonly account_id: string;
  readonly made_by: string;
  readonly made_at: Date;
}

interface EventRow extends TransactionRow {
  readonly sequence: string;
  readonly type: FeedbackEvent['type'];
  readonly correction_id: string;
  readonly category: string | null;
  readonly is_anomaly: boolean | null;
  readonly made_by: string;
  readonly made_at: Date;
}

async function find(runner: QueryRunner, scope: string, id: string): Promise<RecordedCorrection> {
  const { rows } = id.includes('\0')
    ? { rows: [] }
    : await runner.query<CorrectionRow>(
        `SELECT ${correctionColumns} FROM titans_corrections WHERE scope = $1 AND id = $2`,
        [scope, id],
      );
  if (rows[0] === undefined) throw unknownCorrection();
  return correctionOf(rows[0]);
}

function correctionOf(row: CorrectionRow): RecordedCorrection {
  return {
    id: row.id,
    sequence: Number(row.sequence),
    state: row.state,
    heldBecause: row.held_because,
    transaction: transactionOf(row),
    category: row.category,
    isAnomaly: row.is_anomaly,
    previousCategory: row.previous_category,
    transactionId: row.transaction_id,
    accountId: row.account_id,
    by: row.made_by,
    at: row.made_at.toISOString(),
  };
}

function eventOf(row: EventRow): FeedbackEvent {
  return {
    sequence: Number(row.sequence),
    type: row.type,
    correctionId: row.correction_id,
    transaction: transactionOf(row),
    category: row.category,
    isAnomaly: row.is_anomaly,
    by: row.made_by,
    at: row.made_at.toISOString(),
  };
}

function transactionOf({
  description,
  merchant_name,
  transaction_date,
}: TransactionRow): RecordedCorrection['transaction'] {
  return {
    ...(description !== null && { description }),
    ...(merchant_name !== null && { merchantName: merchant_name }),
    ...(transaction_date !== null && { date: transaction_date }),
  };
}
