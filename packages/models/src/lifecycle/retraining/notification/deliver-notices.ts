import { throwIfAborted } from '@titans/core';
import type { RetrainingSettings } from '../retraining-options.js';
import { isStillAhead } from '../stored-moment.js';
import type { PendingNotice, StoredState } from '../stored-state.js';
import type { Turn } from '../turn.js';
import type { RetrainingNotice } from './notice.js';

const mostPending = 100;
const mostAttempts = 10;
const firstPauseMs = 60_000;
const longestPauseMs = 6 * 3_600_000;

/** The state with a notice to be told; nothing where nobody listens or it waits already. The oldest make room. */
export function withNotice(
  state: StoredState,
  notice: Omit<RetrainingNotice, 'id'>,
  { notify }: Pick<RetrainingSettings, 'notify'>,
  attempt = 0,
): StoredState {
  const id = `${notice.model}:${notice.run}:${notice.event}${attempt === 0 ? '' : `:${attempt}`}`;
  if (notify.length === 0 || state.notices.some((pending) => pending.notice.id === id)) return state;
  const pending = { notice: { id, ...notice }, left: [...notify.keys()], attempts: 0, notBefore: 0 };
  const notices = [...state.notices, pending];
  const dropped = Math.max(0, notices.length - mostPending);
  return { ...state, notices: notices.slice(dropped), undelivered: state.undelivered + dropped };
}

/**
 * Tells what is to be told. What cannot be told now waits, and is given up after ten times; it never fails a run, which has
 * been kept before. Whoever fails is not told the next ones before the next call, so that one who does not answer is waited for once.
 *
 * @throws TitansError `ABORTED`, and what the store throws.
 */
export async function deliverNotices(turn: Turn, settings: RetrainingSettings): Promise<void> {
  const { now } = settings;
  const away = new Set<number>();
  for (const { notice, notBefore } of turn.state.notices) {
    if (isStillAhead(notBefore, now(), 2 * longestPauseMs)) continue;
    const left: number[] = [];
    let isTried = false;
    for (const at of turn.state.notices.find((one) => one.notice.id === notice.id)?.left ?? []) {
      throwIfAborted(turn.signal, 'notification');
      if (away.has(at)) {
        left.push(at);
        continue;
      }
      isTried = true;
      try {
        await settings.notify[at]?.(notice, { signal: turn.signal });
      } catch {
        throwIfAborted(turn.signal, 'notification');
        left.push(at);
        away.add(at);
      }
    }
    if (isTried) await turn.update((state) => settled(state, notice.id, left, now()));
  }
}

function settled(state: StoredState, id: string, left: readonly number[], now: number): StoredState {
  const others = state.notices.filter(({ notice }) => notice.id !== id);
  const known = state.notices.find(({ notice }) => notice.id === id);
  if (known === undefined || left.length === 0) return { ...state, notices: others };
  const attempts = known.attempts + 1;
  if (attempts >= mostAttempts) return { ...state, notices: others, undelivered: state.undelivered + 1 };
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
  const waiting: PendingNotice = { ...known, left, attempts, notBefore: now + pauseMs };
  return { ...state, notices: state.notices.map((one) => (one.notice.id === id ? waiting : one)) };
}
