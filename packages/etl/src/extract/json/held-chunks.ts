import { throwIfAborted } from '@titans/core';
import type { ByteInput } from '../byte-input.js';

/** The pieces of an input, of which the first can be looked at before they are read. */
export interface HeldChunks {
  /**
   * The next piece to look at, which is held; `null` at the end of the input.
   *
   * @throws TitansError `ABORTED`, and what reading throws.
   */
  look(signal?: AbortSignal): Promise<Uint8Array | null>;
  /** The next piece to read, from the first; `null` at the end. What was held is let go. */
  read(signal?: AbortSignal): Promise<Uint8Array | null>;
  /** Gives up the input. */
  close(): Promise<void>;
}

/** Starts with nothing held. */
export function heldChunks(input: Pick<ByteInput, 'chunks'>): HeldChunks {
  const chunks = input.chunks()[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];

  async function next(signal: AbortSignal | undefined): Promise<Uint8Array | null> {
    throwIfAborted(signal, 'extract');
    const { done, value } = await chunks.next();
    return done ? null : value;
  }

  return {
    async look(signal) {
      const chunk = await next(signal);
      if (chunk !== null) held.push(chunk);
      return chunk;
    },
    async read(signal) {
      return held.shift() ?? next(signal);
    },
    async close() {
      held.length = 0;
      await chunks.return?.();
    },
  };
}
