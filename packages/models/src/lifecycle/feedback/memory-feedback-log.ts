import { throwIfAborted } from '@titans/core';
import {
  comparedNames,
  type FirstNaming,
  type NewCategory,
  newCategory,
  requireRoom,
} from './category-names.js';
import {
  type CheckedCorrection,
  checkCorrection,
  checkFeedbackPage,
  checkOwnText,
  checkPolicy,
} from './checked-correction.js';
import { checkedFeedbackLog } from './checked-feedback-log.js';
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
  /** What it is counted by: labels of anomalies apart from categories, so that neither hides the other. */
  readonly payee: string;
  /** `at` in milliseconds since 1970. */
  readonly madeAt: number;
}

/** What applies of one source and one payee, or of one category, in the order of making. */
type Applied = Kept[];

interface Scope {
  readonly corrections: Map<string, Kept>;
  /** By source and payee, and by payee and source: the cost of a correction must not grow with those made before it. */
  readonly bySource: Map<string, Map<string, Applied>>;
  readonly byPayee: Map<string, Map<string, Applied>>;
  readonly byCategory: Map<string, Applied>;
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
  const policy = checkPolicy(options);
  const { now = Date.now } = options;
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
    knownCategories: readonly string[] = [],
  ): RecordedCorrection {
    checkOwnText('by', by, 200);
    const { scope, found } = find(name, id, signal);
    const decided = decision(found.state);
    if (decided === null) return withoutPayee(found);
    if (decided.state === 'applied') requireRoom(addedIn(scope, found, knownCategories, now()), policy);
    const changed = { ...found, state: decided.state };
    keep(scope, changed);
    scope.events.push(eventOf(changed, decided.type, scope.events.length + 1, by, now()));
    return withoutPayee(changed);
  }

  return checkedFeedbackLog({
    async append(name, correction, { signal, knownCategories = [] } = {}) {
      const { payee: named, ...checked } = checkCorrection(correction);
      const payee = checked.isAnomaly === null ? named : `\0${named}`;
      const scope = read(name, signal);
      scopes.set(name, scope);
      const sequence = scope.events.length + 1;
      const madeAt = now();
      const added = addedIn(scope, checked, knownCategories, madeAt);
      const held = heldBecause({ ...influenceIn(scope, { ...checked, payee }, madeAt), added }, policy);
      if (held === null) requireRoom(added, policy);
      const kept: Kept = {
        id: globalThis.crypto.randomUUID(),
        sequence,
        state: held === null ? 'applied' : 'held',
        heldBecause: held,
        ...checked,
        at: new Date(madeAt).toISOString(),
        payee,
        madeAt,
      };
      keep(scope, kept);
      scope.events.push(eventOf(kept, held === null ? 'corrected' : 'held', sequence, kept.by, madeAt));
      return withoutPayee(kept);
    },
    undo: async (name, id, options) => decide(name, id, options, undoing),
    release: async (name, id, options) => decide(name, id, options, releasing, options.knownCategories),
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
  });
}

function emptyScope(): Scope {
  return {
    corrections: new Map(),
    bySource: new Map(),
    byPayee: new Map(),
    byCategory: new Map(),
    events: [],
  };
}

/** Keeps a correction as it is now, among those that apply if it does. */
function keep({ corrections, bySource, byPayee, byCategory }: Scope, kept: Kept): void {
  const { id, by, payee, category } = kept;
  corrections.set(id, kept);
  const applied = bySource.get(by)?.get(payee) ?? [];
  keepAmong(applied, kept);
  place(bySource, by, payee, applied);
  place(byPayee, payee, by, applied);
  if (category === null) return;
  const named = byCategory.get(category) ?? [];
  keepAmong(named, kept);
  if (named.length > 0) byCategory.set(category, named);
  else byCategory.delete(category);
}

function keepAmong(applied: Applied, kept: Kept): void {
  const { sequence, state } = kept;
  // Nearly always the last one, or a new one behind it.
  const before = applied.findLastIndex((one) => one.sequence <= sequence);
  const isThere = applied[before]?.sequence === sequence;
  if (state !== 'applied' && isThere) applied.splice(before, 1);
  if (state === 'applied' && !isThere) applied.splice(before + 1, 0, kept);
}

/** What is empty takes no place: one who corrects without end, and is held, would otherwise take more and more. */
function place(
  index: Map<string, Map<string, Applied>>,
  outer: string,
  inner: string,
  applied: Applied,
): void {
  const known = index.get(outer) ?? new Map<string, Applied>();
  if (applied.length > 0) index.set(outer, known.set(inner, applied));
  else if (known.delete(inner) && known.size === 0) index.delete(outer);
}

function influenceIn(
  scope: Scope,
  { by, payee, category, isAnomaly }: CheckedCorrection,
  now: number,
): Omit<Influence, 'added'> {
  const wanted = sayingOf({ category, isAnomaly });
  const isOfKind = (one: Kept | undefined): one is Kept =>
    one !== undefined && (one.isAnomaly === null) === (isAnomaly === null);
  const votes = new Map<string, number>();
  for (const [source, applied] of scope.byPayee.get(payee) ?? []) {
    const last = applied.at(-1);
    if (source === by || !isOfKind(last)) continue;
    const said = sayingOf(last);
    if (said !== wanted) votes.set(said, (votes.get(said) ?? 0) + 1);
  }
  const since = now - quotaWindowMs;
  let otherPayees = 0;
  for (const [other, applied] of scope.bySource.get(by) ?? []) {
    const last = applied.at(-1);
    if (other !== payee && isOfKind(last) && last.madeAt > since) otherPayees++;
  }
  return { isAnomaly: isAnomaly !== null, otherPayees, contradicting: Math.max(0, ...votes.values()) };
}

/** What a correction adds to the categories of its scope. */
function addedIn(
  { byCategory }: Scope,
  { category, by }: Pick<CheckedCorrection, 'category' | 'by'>,
  knownCategories: readonly string[],
  now: number,
): NewCategory | null {
  if (category === null || byCategory.has(category)) return null;
  const first = [...byCategory.values()].map(([naming]) => naming as Kept & FirstNaming);
  return newCategory(category, comparedNames(knownCategories), first, { by, since: now - quotaWindowMs });
}

function sayingOf({ category, isAnomaly }: Pick<Kept, 'category' | 'isAnomaly'>): string {
  return category ?? String(isAnomaly);
}

function eventOf(
  { id, transaction, category, isAnomaly }: Kept,
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
    isAnomaly,
    by,
    at: new Date(now).toISOString(),
  });
}

function withoutPayee({ payee: _, madeAt: __, ...correction }: Kept): RecordedCorrection {
  return Object.freeze(correction);
}
