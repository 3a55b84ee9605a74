/** What every call takes last. */
export interface CallOptions {
  /** Cancels the call; it then rejects with code `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's own `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /**
   * Makes a call that changes something have its effect once, however often it is made with the same key within a day.
   * Each call has a random one of its own unless told, which covers its own repetitions.
   */
  readonly idempotencyKey?: string | undefined;
}
