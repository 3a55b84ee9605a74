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
 * @throws TitansError `INVALID_ARGUMENT` for a capacity that is no whole number from 1.
 */
export function shadowQuestions<Question>(
  options: ShadowQuestionsOptions<Question>,
): ShadowQuestions<Question> {
  const { ask, onError, capacity = 256 } = options;
  checkCount('capacity', capacity, 1, 1_000_000);
  const questions: Question[] = [];
  let dropped = 0;
  let failed = 0;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      const question = questions.shift();
      if (question === undefined) break;
      try {
        await ask(question);
      } catch (error) {
        failed++;
        onError?.(error);
      }
    }
    working = null;
  }

  return {
    offer(question) {
      if (questions.length >= capacity) {
        dropped++;
        return false;
      }
      questions.push(question);
      working ??= work();
      return true;
    },
    get waiting() {
      return questions.length;
    },
    get dropped() {
      return dropped;
    },
    get failed() {
      return failed;
    },
    async drain() {
      while (working !== null) await working;
    },
  };
}
