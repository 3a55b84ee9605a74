import { refuseUnknownParameters, requireFunction } from '../../estimators/parameters.js';
import { checkCount } from '../registry/checked-names.js';

/** Questions that are asked once more, beside the answers. */
export interface ShadowQuestions<Question> {
  /** Takes a question if there is room; never waits, and never throws. */
  offer(question: Question): boolean;
  /** Questions that wait. */
  readonly waiting: number;
  /** Questions for which there was no room. */
  readonly dropped: number;
  /** Questions that could not be answered. */
  readonly failed: number;
  /** Resolves when every question taken so far is answered. */
  drain(): Promise<void>;
}

/** How questions are asked. */
export interface ShadowQuestionsOptions<Question> {
  /** Asks, and keeps what is answered. What it throws is counted, and told to `onError`. */
  readonly ask: (question: Question) => void | Promise<void>;
  readonly onError?: (error: unknown) => void;
  /** Questions that may wait, 256 unless told. */
  readonly capacity?: number;
}

/**
 * Asks copies of questions off the path of their answers: one after the other, each in a turn of the event loop of its own, so
 * that answers wait for one such question at most, and a thousand are asked a second at most. What finds no room is dropped
 * and counted.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a capacity that is no whole number from 1, and options that are none.
 */
export function shadowQuestions<Question>(
  options: ShadowQuestionsOptions<Question>,
): ShadowQuestions<Question> {
  refuseUnknownParameters('shadowQuestions', options, ['ask', 'onError', 'capacity']);
  const { ask, onError, capacity = 256 } = options;
  requireFunction('ask', ask);
  checkCount('capacity', capacity, 1, 1_000_000);
  let waiting = 0;
  let dropped = 0;
  let failed = 0;
  let last: Promise<void> = Promise.resolve();

  async function answer(question: Question): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    waiting--;
    try {
      await ask(question);
    } catch (error) {
      failed++;
      onError?.(error);
    }
  }

  return {
    offer(question) {
      if (waiting >= capacity) {
        dropped++;
        return false;
      }
      waiting++;
      // Where even `onError` throws, the next question is asked all the same.
      last = last.then(() => answer(question)).catch(() => undefined);
      return true;
    },
    get waiting() {
      return waiting;
    },
    get dropped() {
      return dropped;
    },
    get failed() {
      return failed;
    },
    // Not when nothing waits: where as many come as are answered, something always does.
    drain: () => last,
  };
}
