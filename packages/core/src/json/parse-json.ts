import { TitansError } from '../errors/titans-error.js';
import type { JsonValue } from './canonical-json.js';

const mayNameThePrototype = /__proto__|\\u00[567]/i;

/**
 * Reads JSON from a source that is not trusted: the key `__proto__`, which could change the prototype of an object
 * that the members are later copied to, is refused at every level.
 *
 * @throws TitansError `JSON_INVALID` if the text is not JSON or has that key.
 */
export function parseJson(text: string): JsonValue {
  try {
    return mayNameThePrototype.test(text) ? JSON.parse(text, refusePrototype) : JSON.parse(text);
  } catch (error) {
    throw new TitansError('JSON_INVALID', `The text is not valid JSON: ${reason(error)}.`, {
      cause: error,
    });
  }
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('it has the key __proto__');
  return value;
}

/** The parser's reason without the piece of the text that it quotes. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position \d+/.exec(message)?.[0];
  if (message.includes('__proto__')) return 'it has the key __proto__';
  return position
    ? `unexpected text at ${position}`
    : 'it ends too early or has text that JSON does not know';
}
