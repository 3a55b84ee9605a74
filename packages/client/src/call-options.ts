import { checkTimeoutMs, refuse, refuseUnknown } from './client-options.js';

/** What every call takes last. */
export interface CallOptions {
  /** Cancels the call; it then rejects with code `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's own `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /**
   * Makes a call that changes something have its effect once, however often it is made with the same key within a day.
   * Each call has a random one of its own unless told, which covers its own repetitions. Calls that show a secret take
   * none.
   */
  readonly idempotencyKey?: string | undefined;
}

/** @throws TitansError `CONFIG_INVALID` for an option that cannot be used. */
export function checkCall(
  options: CallOptions | undefined,
  timeoutMs: number,
): { readonly timeoutMs: number; readonly signal: AbortSignal | undefined } {
  if (options === undefined) return { timeoutMs: checkTimeoutMs(timeoutMs), signal: undefined };
  refuseUnknown(options, ['signal', 'timeoutMs', 'idempotencyKey', 'level', 'tasks']);
  const { signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    refuse('signal', 'it is no AbortSignal');
  }
  return { timeoutMs: checkTimeoutMs(options.timeoutMs ?? timeoutMs), signal };
}

/** @throws TitansError `CONFIG_INVALID` unless it is 1 to 255 visible ASCII characters. */
export function checkIdempotencyKey(key: string): string {
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  return refuse('idempotencyKey', 'it must be visible ASCII characters without spaces, at most 255');
}
