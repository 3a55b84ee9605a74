import { valueInWords } from '../../value-in-words.js';
import { refusal, requireObject } from './checked-correction.js';
import type { FeedbackLog, JudgingOptions } from './feedback-log.js';

const states = ['applied', 'held', 'undone'];

/**
 * A log that looks at the form of its arguments first: what a program without types gives wrongly is told with its name, whichever
 * log it is. Values are checked behind it.
 */
export function checkedFeedbackLog(log: FeedbackLog): FeedbackLog {
  return {
    async append(scope, correction, options = {}) {
      checkJudging(options);
      return log.append(scope, correction, options);
    },
    async undo(scope, id, options) {
      checkDecision(id, options);
      return log.undo(scope, id, options);
    },
    async release(scope, id, options) {
      checkDecision(id, options);
      checkJudging(options);
      return log.release(scope, id, options);
    },
    async get(scope, id, options = {}) {
      checkId(id);
      requireObject('options', options);
      return log.get(scope, id, options);
    },
    async list(scope, options = {}) {
      requireObject('options', options);
      const { state } = options;
      if (state !== undefined && !states.includes(state)) {
        throw refusal('state', `"state" must be one of ${states.join(', ')}, not ${valueInWords(state)}.`);
      }
      return log.list(scope, options);
    },
    async events(scope, options = {}) {
      requireObject('options', options);
      return log.events(scope, options);
    },
  };
}

function checkId(id: unknown): void {
  if (typeof id !== 'string')
    throw refusal('id', `"id" must be the id of a correction, not ${valueInWords(id)}.`);
}

function checkDecision(id: unknown, options: unknown): void {
  checkId(id);
  if (typeof options !== 'object' || options === null) {
    throw refusal('by', 'Give who decides as the third argument: { by }.');
  }
}

function checkJudging(options: JudgingOptions): void {
  requireObject('options', options);
  const { knownCategories = [] } = options;
  const isList = Array.isArray(knownCategories) && knownCategories.every((name) => typeof name === 'string');
  if (!isList) throw refusal('knownCategories', '"knownCategories" must be a list of names.');
}
