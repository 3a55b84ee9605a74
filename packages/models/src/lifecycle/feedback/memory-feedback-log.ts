import { throwIfAborted } from '@titans/core';
import {
  type CheckedCorrection,
  checkCorrection,
  checkFeedbackPage,
  checkOwnText,
  checkPolicy,
} from './checked-correction.js';
import type {
  DecisionOptions,
  FeedbackEvent,
  FeedbackLog,
  FeedbackLogOptions,
  RecordedCorrection,
} from './feedback-log.js';
import {
  type Decision,
  heldBecause,
  type Influence,
  quotaWindowMs,
  releasing,
  undoing,
  unknownCorrection,
} from './quarantine.js';

interface Kept extends RecordedCorrection {
  readonly payee: string;
}

interface Scope {
  readonly corrections: Map<string, Kept>;
  /** Ids by source and by payee, in the order of their making. */
  readonly bySource: Map<string, string[]>;
  readonly byPayee: Map<string, string[]>;
  readonly events: FeedbackEvent[];
}

/**
 * Corrections in this process, gone with it.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a limit that is no whole number above 0.
 * @example
 * ```ts
 * import { memoryFeedbackLog } from '@titans/models/lifecycle';
 *
 * const log = memoryFeedbackLog();
 * const correction = { transaction: { description: 'CORNER SHOP 12' }, category: 'groceries', by: 'ana' };
 * const { id, state } = await log.append('tenant-1', correction);
 * console.log(state); // 'applied'
 * await log.undo('tenant-1', id, { by: 'ana' });
 * ```
 */
export function memoryFeedbackLog(options: FeedbackLogOptions = {}): FeedbackLog {
  const { now = Date.now } = options;
  const policy = checkPolicy(options);
  const scopes = new Map<string, Scope>();

  function read(name: string, signal: AbortSignal | undefined): Scope {
    checkOwnText('scope', name, 200);
    throwIfAborted(signal, 'feedback');
    return scopes.get(name) ?? emptyScope();
  }

  function find(name: string, id: string, signal: AbortSignal | undefined): { scope: Scope; found: Kept } {
    const scope = read(name, signal);
    const found = scope.corrections.get(id);
    if (found === undefined) throw unknownCorrection();
    return { scope, found };
  }

  function decide(
    name: string,
    id: string,
    { by, signal }: DecisionOptions,
    decision: (state: Kept['state']) => Decision,
  ): RecordedCorrection {
    checkOwnText('by', by, 200);
    const { scope, found } = find(name, id, signal);
    const decided = decision(found.state);
    if (decided === null) return withoutPayee(found);
    const changed = { ...found, state: decided.state };
    scope.corrections.set(id, changed);
    scope.events.push(eventOf(changed, decided.type, scope.events.length + 1, by, now()));
    return withoutPayee(changed);
  }

  return {
    async append(name, correction, { signal } = {}) {
      const { payee, ...checked } = checkCorrection(correction);
      const scope = read(name, signal);
      scopes.set(name, scope);
      const sequence = scope.events.length + 1;
      const held = heldBecause(influenceIn(scope, { ...checked, payee }, now()), policy);
      const kept: Kept = {
        id: globalThis.crypto.randomUUID(),
        sequence,
        state: held === null ? 'applied' : 'held',
        heldBecause: held,
        ...checked,
        at: new Date(now()).toISOString(),
        payee,
      };
      scope.corrections.set(kept.id, kept);
      add(scope.bySource, kept.by, kept.id);
      add(scope.byPayee, payee, kept.id);
      scope.events.push(eventOf(kept, held === null ? 'corrected' : 'held', sequence, kept.by, now()));
      return withoutPayee(kept);
    },
    undo: async (name, id, options) => decide(name, id, options, undoing),
    release: async (name, id, options) => decide(name, id, options, releasing),
    get: async (name, id, { signal } = {}) => withoutPayee(find(name, id, signal).found),
    async list(name, { after = 0, limit = 100, state, signal } = {}) {
      checkFeedbackPage(after, limit);
      return [...read(name, signal).corrections.values()]
        .filter((one) => one.sequence > after && (state === undefined || one.state === state))
        .slice(0, limit)
        .map(withoutPayee);
    },
    async events(name, { after = 0, limit = 100, signal } = {}) {
      checkFeedbackPage(after, limit);
      return read(name, signal).events.slice(after, after + limit);
    },
  };
}

function emptyScope(): Scope {
  return { corrections: new Map(), bySource: new Map(), byPayee: new Map(), events: [] };
}

function add(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [id]);
  else list.push(id);
}

function influenceIn(scope: Scope, { by, payee, category }: CheckedCorrection, now: number): Influence {
  const applied = (ids: readonly string[] = []): readonly Kept[] =>
    ids.map((id) => scope.corrections.get(id) as Kept).filter(({ state }) => state === 'applied');
  const latest = new Map<string, string>();
  for (const one of applied(scope.byPayee.get(payee))) if (one.by !== by) latest.set(one.by, one.category);
  const votes = new Map<string, number>();
  for (const said of latest.values()) if (said !== category) votes.set(said, (votes.get(said) ?? 0) + 1);
  const since = now - quotaWindowMs;
  const own = scope.bySource.get(by) ?? [];
  const first = own.findLastIndex((id) => Date.parse((scope.corrections.get(id) as Kept).at) <= since) + 1;
  const payees = new Set(applied(own.slice(first)).map((one) => one.payee));
  payees.delete(payee);
  return { otherPayees: payees.size, contradicting: Math.max(0, ...votes.values()) };
}

function eventOf(
  { id, transaction, category }: Kept,
  type: FeedbackEvent['type'],
  sequence: number,
  by: string,
  now: number,
): FeedbackEvent {
  return Object.freeze({
    sequence,
    type,
    correctionId: id,
    transaction,
    category,
    by,
    at: new Date(now).toISOString(),
  });
}

function withoutPayee({ payee: _, ...correction }: Kept): RecordedCorrection {
  return Object.freeze(correction);
}
