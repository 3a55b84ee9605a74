/** How much is joined, and how long it is waited for. */
export interface BatchingOptions {
  /** Characters from which on a batch is full, 16,384 unless told. */
  readonly maxLength?: number;
  /** Milliseconds that the first piece of a batch waits for others, 10 unless told. */
  readonly maxDelayMs?: number;
}

const defaultMaxLength = 16_384;
const defaultMaxDelayMs = 10;
const late: unique symbol = Symbol('late');

/**
 * Joins small pieces of text, so that a stream of short lines is not a stream of short packets. Nothing waits longer than
 * stated, and a failure comes after what came before it.
 */
export function batchedText(
  pieces: AsyncIterable<string>,
  { maxLength = defaultMaxLength, maxDelayMs = defaultMaxDelayMs }: BatchingOptions = {},
): AsyncIterable<string> {
  return {
    [Symbol.asyncIterator]() {
      const source = pieces[Symbol.asyncIterator]();
      /** The piece that was asked for when the last batch was given. */
      let asked: Promise<IteratorResult<string>> | null = null;
      let ending: { readonly error?: unknown } | null = null;

      async function batch(): Promise<string> {
        let text = '';
        let timer: ReturnType<typeof setTimeout> | undefined;
        let deadline: Promise<typeof late> | undefined;
        try {
          while (text.length < maxLength) {
            asked ??= source.next();
            const result = await (deadline === undefined ? asked : Promise.race([asked, deadline]));
            if (result === late) break;
            asked = null;
            if (result.done === true) {
              ending = {};
              break;
            }
            text += result.value;
            deadline ??= new Promise((resolve) => {
              timer = setTimeout(resolve, maxDelayMs, late);
            });
          }
        } catch (error) {
          asked = null;
          ending = { error };
        } finally {
          clearTimeout(timer);
        }
        // What comes while nobody asks may be a failure: it is told to the next one who does.
        asked?.catch(() => undefined);
        return text;
      }

      return {
        async next() {
          const text = ending === null ? await batch() : '';
          if (text !== '') return { done: false, value: text };
          const error = ending?.error;
          ending = {};
          if (error !== undefined) throw error;
          return { done: true, value: undefined };
        },
        async return() {
          ending = {};
          await source.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
