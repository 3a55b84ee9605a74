/**
 * The pieces of a stream as bytes. `ended` is called once: when it ends, fails, or is given up, also before it was begun.
 */
export function trackedStream(
  pieces: AsyncIterable<string>,
  ended: (error?: unknown) => void,
): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const source = pieces[Symbol.asyncIterator]();
      let hasEnded = false;
      const end = (error?: unknown): void => {
        if (hasEnded) return;
        hasEnded = true;
        ended(error);
      };
      return {
        async next() {
          if (hasEnded) return { done: true, value: undefined };
          try {
            const { done, value } = await source.next();
            if (done !== true) return { done: false, value: encoder.encode(value) };
          } catch (error) {
            end(error);
            throw error;
          }
          end();
          return { done: true, value: undefined };
        },
        async return() {
          end();
          await source.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

const encoder = new TextEncoder();
