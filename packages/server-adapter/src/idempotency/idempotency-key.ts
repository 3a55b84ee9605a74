import type { HeaderReader } from '../http/message.js';
import { requestError } from '../http/problem.js';

const idempotencyKeyHeader = 'idempotency-key';

const longestKey = 255;
/** A string of structured fields (RFC 8941, 3.3.3): printable ASCII, with `"` and `\` escaped. */
const quoted = /^ *"((?:[ !#-[\]-~]|\\["\\])*)" *$/;
/** As many clients send it, without quotation marks. */
const bare = /^[\w.~:+/=-]+$/;

/**
 * The key of a request, or `null` where it has none. It is a string of structured fields, as
 * draft-ietf-httpapi-idempotency-key-header-07 has it; a plain name without quotation marks is the same key.
 *
 * @throws TitansError `IDEMPOTENCY_KEY_INVALID` if the header is anything else, twice there, empty, or has more than 255
 * characters.
 */
export function idempotencyKeyOf(headers: HeaderReader): string | null {
  const header = headers.get(idempotencyKeyHeader);
  if (header === null) return null;
  const key = bare.test(header) ? header : quoted.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
  if (key === undefined || key === '' || key.length > longestKey) {
    throw requestError(
      'IDEMPOTENCY_KEY_INVALID',
      `The header Idempotency-Key must be one text of 1 to ${longestKey} printable ASCII characters in quotation marks, such as a UUID.`,
    );
  }
  return key;
}
