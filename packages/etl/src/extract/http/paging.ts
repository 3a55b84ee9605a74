import { TitansError } from '@titans/core';
import type { HttpRequest } from './http-client.js';
import { nextLink } from './link-header.js';

/** How an API gives many records in pieces. Paths are dotted, for example `"meta.next_cursor"`. */
export type HttpPaging =
  /** All records in one answer. */
  | { readonly kind: 'none' }
  /** Each answer says where the next begins; the last has no cursor, an empty one, or says that there is no more. */
  | {
      readonly kind: 'cursor';
      /** Parameter that takes the cursor. */
      readonly parameter: string;
      /** Where the cursor stands in the answer, or the key of the last record that is the cursor. */
      readonly cursor: string | { readonly lastRecord: string };
      /** Where the answer says whether there is more. */
      readonly hasMore?: string;
    }
  /** Records are counted off, until an answer holds none or `total` are read. */
  | {
      readonly kind: 'offset';
      /** `"offset"` unless told. */
      readonly parameter?: string;
      /** Records asked for at once, 100 unless told; a server may give fewer. */
      readonly limit?: number;
      /** `"limit"` unless told. */
      readonly limitParameter?: string;
      /** Where the answer says how many records there are. */
      readonly total?: string;
    }
  /** Pages are numbered, until one holds no record or `total` are read. */
  | {
      readonly kind: 'page';
      /** `"page"` unless told. */
      readonly parameter?: string;
      /** Number of the first page, 1 unless told. */
      readonly first?: number;
      readonly size?: number;
      /** `"per_page"` unless told. */
      readonly sizeParameter?: string;
      readonly total?: string;
    }
  /** Each answer has the address of the next: in its `Link` header (RFC 8288) or at a path of its body. */
  | { readonly kind: 'link'; readonly next?: string };

/** What is known of an answer. */
export interface PageFacts {
  /** Records that it held. */
  readonly records: number;
  readonly linkHeader: string | null;
  /** The scalar at a path of the body; `null` for none. */
  scalarAt(path: string): string | null;
  /** The value of a key of the last record; `null` for none. */
  lastRecord(key: string): string | null;
}

/** Goes from one request to the next. */
export interface Pager {
  readonly first: HttpRequest;
  /**
   * The request for the next page; `null` after the last.
   *
   * @throws TitansError `SOURCE_INVALID` if the server goes round in a circle, `SOURCE_FORBIDDEN` if the next page is
   * at another origin.
   */
  next(facts: PageFacts): HttpRequest | null;
}

/** Starts at the first page. */
export function pager(source: string, start: HttpRequest, paging: HttpPaging): Pager {
  const seen = new Set<string>();
  let records = 0;
  let page = paging.kind === 'page' ? (paging.first ?? 1) : 0;

  function withParameters(parameters: Readonly<Record<string, string | number>>): HttpRequest {
    if (start.body !== undefined) return { ...start, body: { ...start.body, ...parameters } };
    const url = new URL(start.url);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value));
    return { ...start, url };
  }

  function numbered(): HttpRequest {
    if (paging.kind === 'offset') {
      const { parameter = 'offset', limit = 100, limitParameter = 'limit' } = paging;
      return withParameters({ [parameter]: records, [limitParameter]: limit });
    }
    if (paging.kind === 'page') {
      const { parameter = 'page', size, sizeParameter = 'per_page' } = paging;
      return withParameters({ [parameter]: page, ...(size === undefined ? {} : { [sizeParameter]: size }) });
    }
    return start;
  }

  function onlyOnce(place: string): void {
    if (seen.has(place)) {
      throw new TitansError(
        'SOURCE_INVALID',
        `"${source}" names the same next page twice, so that it would never end. Check the option "paging".`,
        { details: { source, field: 'paging' } },
      );
    }
    seen.add(place);
  }

  function afterCursor(options: HttpPaging & { kind: 'cursor' }, facts: PageFacts): HttpRequest | null {
    const more = options.hasMore === undefined ? null : facts.scalarAt(options.hasMore);
    if (more === 'false' || more === '0') return null;
    const cursor =
      typeof options.cursor === 'string'
        ? facts.scalarAt(options.cursor)
        : facts.lastRecord(options.cursor.lastRecord);
    if (cursor === null || cursor === '') {
      if (more !== 'true') return null;
      throw new TitansError('SOURCE_INVALID', `"${source}" has more records, but does not say where.`, {
        details: { source, field: 'paging.cursor' },
      });
    }
    onlyOnce(cursor);
    return withParameters({ [options.parameter]: cursor });
  }

  function afterLink(target: string | null): HttpRequest | null {
    if (target === null || target === '') return null;
    if (!URL.canParse(target, start.url.href)) {
      throw new TitansError(
        'SOURCE_INVALID',
        `The next page of "${source}" has no address that can be read.`,
        {
          details: { source, field: 'paging' },
        },
      );
    }
    const url = new URL(target, start.url);
    if (url.origin !== start.url.origin) {
      throw new TitansError(
        'SOURCE_FORBIDDEN',
        `"${source}" has its next page at another host, which would get what is sent to this one.`,
        { details: { source } },
      );
    }
    onlyOnce(url.href);
    return { ...start, url };
  }

  return {
    first: numbered(),
    next(facts) {
      records += facts.records;
      page++;
      switch (paging.kind) {
        case 'none':
          return null;
        case 'cursor':
          return afterCursor(paging, facts);
        case 'link':
          return afterLink(
            paging.next === undefined ? nextLink(facts.linkHeader) : facts.scalarAt(paging.next),
          );
        default: {
          const total = paging.total === undefined ? null : facts.scalarAt(paging.total);
          const isEnd = facts.records === 0 || (total !== null && records >= Number(total));
          return isEnd ? null : numbered();
        }
      }
    },
  };
}
