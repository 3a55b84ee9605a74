import type { Draft } from '../passage.js';
import type { HeaderReader } from './message.js';

/**
 * An answer with the header `etag`, or 304 without a body where the client says that it has that one (RFC 9110, 13.1.2 and
 * 15.4.5). Tags are compared weakly: that they name the same content is enough.
 */
export function unlessKnown(headers: HeaderReader, draft: Draft): Draft {
  if (draft.headers.etag === undefined || draft.status !== 200) return draft;
  const { etag, 'content-type': _type, ...rest } = draft.headers;
  const known = headers.get('if-none-match');
  if (known === null || !(known.trim() === '*' || tagsOf(known).includes(opaqueTag(etag)))) return draft;
  return { status: 304, headers: { ...rest, etag }, body: null };
}

/** Tags are quoted texts that may hold commas. */
function tagsOf(list: string): readonly string[] {
  return list.match(/"[^"]*"/g) ?? [];
}

function opaqueTag(etag: string): string {
  return etag.replace(/^W\//, '');
}
