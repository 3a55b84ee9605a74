import { createHash } from 'node:crypto';
import { type PlainDate, TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import type { RawBatch } from '../../records/raw-batch.js';
import { requireKnownOptions } from '../../validation/arguments.js';
import type { RecordStream } from '../extractor.js';
import type { Decision } from '../import-profile.js';
import { toldPath } from '../json/find-records.js';
import { findRecords } from '../json/json-extractor.js';
import { defaultJsonLimits, type JsonLimits } from '../json/json-limits.js';
import { recordCollector } from '../json/record-collector.js';
import type { RecordSource, RecordSourceOptions } from '../record-source.js';
import {
  type HttpClient,
  type HttpOptions,
  type HttpRequest,
  httpClient,
  httpOptionNames,
  nameOfUrl,
  parseUrl,
} from './http-client.js';
import { type AnsweredPage, readPage } from './page.js';
import { type HttpPaging, pager } from './paging.js';

/** Parameters of a request: the same for every run, or made of the day from which on records are wanted. */
export type HttpParameters<Value> =
  | Readonly<Record<string, Value>>
  | ((asked: { readonly since: PlainDate | null }) => Readonly<Record<string, Value>>);

/** An API, and how it is asked. */
export interface HttpSourceOptions extends HttpOptions {
  readonly url: string | URL;
  /** Added to those of the address, without those that are `null`. They appear in no error, name or report. */
  readonly query?: HttpParameters<string | number | boolean | null | undefined>;
  /** Sent as JSON by POST, with the parameters of the paging; GET without it. */
  readonly body?: HttpParameters<unknown>;
  /** Path of the array that holds the records, for example `"data.items"`; found in the first answer unless told. */
  readonly records?: string;
  /** `{ kind: 'none' }` unless told. */
  readonly paging?: HttpPaging;
  /** 10,000 unless told. More is an error, never a shortened result. */
  readonly maxPages?: number;
  /** Bytes of one answer, decompressed, 32 MiB unless told. */
  readonly maxPageBytes?: number;
  /** Bytes of all answers, 1 GiB unless told. */
  readonly maxBytes?: number;
  readonly limits?: Partial<JsonLimits>;
}

const optionNames: readonly (keyof HttpSourceOptions)[] = [
  ...httpOptionNames,
  'url',
  'query',
  'body',
  'records',
  'paging',
  'maxPages',
  'maxPageBytes',
  'maxBytes',
  'limits',
];

/**
 * The records of an HTTP API that answers in JSON, page by page. Numbers keep their digits; columns are made as by
 * `jsonExtractor`.
 *
 * Only `http:` and `https:` addresses of the public Internet are read unless `allowPrivateAddresses` is set, also
 * where a name resolves to another address; redirects to another origin are refused. A page is retried as a whole.
 *
 * @returns A source whose `openRecords` rejects with `SOURCE_FORBIDDEN`, `SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE`,
 * `SOURCE_INVALID` for an answer that is no JSON or a paging that goes round in a circle, `LIMIT_EXCEEDED` or
 * `ABORTED`; its batches too.
 * @throws TitansError `INVALID_ARGUMENT` for an address or a header that cannot be sent.
 * @example
 * ```ts
 * import { extract, httpSource } from '@titans/etl';
 *
 * const source = httpSource({
 *   url: 'https://api.example.com/v1/transactions',
 *   headers: { authorization: `Bearer ${process.env.API_TOKEN}` },
 *   query: ({ since }) => ({ from: since }),
 *   records: 'data',
 *   paging: { kind: 'cursor', parameter: 'cursor', cursor: 'next_cursor' },
 * });
 * const statement = await extract(source).table();
 * ```
 */
export function httpSource(options: HttpSourceOptions): RecordSource {
  requireKnownOptions(options, optionNames, 'httpSource');
  const address = parseUrl(options.url);
  const name = options.name ?? nameOfUrl(address);
  const limits: JsonLimits = { ...defaultJsonLimits, ...options.limits };
  const { maxPages = 10_000, maxPageBytes = 32 * 1024 * 1024, maxBytes = 1024 ** 3 } = options;
  const terms = { name, mostBytes: maxPageBytes, isWhole: true, redirects: 'origin' } as const;
  // Wrong headers are told before the first request.
  httpClient(options, terms).close();

  async function openRecords(asked: RecordSourceOptions = {}): Promise<RecordStream> {
    const client = httpClient(options, terms);
    try {
      return await streamOf(client, asked);
    } catch (error) {
      client.close();
      throw error;
    }
  }

  async function streamOf(client: HttpClient, asked: RecordSourceOptions): Promise<RecordStream> {
    const { settings = {}, signal } = asked;
    const pages = pager(name, requestFor(asked.since ?? null), options.paging ?? { kind: 'none' });
    const collector = recordCollector(name, limits, settings, 8_192);
    let next: HttpRequest | null = pages.first;
    let count = 0;
    let bytes = 0;
    let previous = '';
    let where: Decision | null = null;

    async function advance(request: HttpRequest, work: AbortSignal | undefined): Promise<void> {
      if (++count > maxPages) throw exceeded(`more than ${maxPages} pages`, 'maxPages');
      const response = await client.send(request, work);
      const body = await jsonBody(response);
      bytes += body.length;
      if (bytes > maxBytes) throw exceeded(`more than ${maxBytes} bytes`, 'maxBytes');
      where ??= await recordsIn(body, settings.json?.records ?? options.records);
      const page = readPage(name, body, String(where.value), limits, collector.add);
      refuseRepetition(page, body);
      next = pages.next({ ...page, linkHeader: response.headers.get('link') });
    }

    /** A server that does not know the parameter of the paging gives its first page for ever. */
    function refuseRepetition(page: AnsweredPage, body: Uint8Array): void {
      const checksum = createHash('sha256').update(body).digest('hex');
      if (page.records > 0 && checksum === previous) {
        throw new TitansError(
          'SOURCE_INVALID',
          `"${name}" gives the same page again, so that it would never end. Check the option "paging".`,
          { details: { source: name, field: 'paging' } },
        );
      }
      previous = checksum;
    }

    while (next !== null && !collector.hasSeenEnough()) await advance(next, signal);
    const settled = collector.settle();
    const found = where as Decision | null;

    async function* batches(work: WorkOptions = {}): AsyncGenerator<RawBatch> {
      try {
        throwIfAborted(work.signal, 'extract');
        while (next !== null) {
          yield* collector.take(false);
          await advance(next, work.signal);
        }
        yield* collector.take(true);
      } finally {
        client.close();
      }
    }

    return {
      columns: settled.columns,
      headerLine: null,
      decisions: [...(found === null ? [] : [found]), ...settled.decisions],
      settings: {
        ...settled.settings,
        ...(found === null ? {} : { json: { records: String(found.value) } }),
      },
      batches,
      close: async () => client.close(),
    };
  }

  function requestFor(since: PlainDate | null): HttpRequest {
    const url = new URL(address);
    const made = <Value>(given: HttpParameters<Value>): Readonly<Record<string, Value>> =>
      typeof given === 'function' ? given({ since }) : given;
    for (const [key, value] of Object.entries(made(options.query ?? {}))) {
      if (value !== null && value !== undefined) url.searchParams.set(key, String(value));
    }
    return options.body === undefined
      ? { url, method: 'GET' }
      : { url, method: 'POST', body: made(options.body) };
  }

  async function recordsIn(body: Uint8Array, told: string | undefined): Promise<Decision> {
    if (told !== undefined) {
      return { setting: 'json.records', value: toldPath(told), confidence: 1, basis: 'given' };
    }
    const pieces = [body];
    return findRecords(name, { look: async () => pieces.shift() ?? null }, limits);
  }

  async function jsonBody(response: Response): Promise<Uint8Array> {
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (type !== '' && !/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)) {
      throw new TitansError(
        'SOURCE_UNREADABLE',
        `"${name}" answers with ${type.slice(0, 64)} where JSON is needed. Check the address and the credentials.`,
        { details: { source: name, contentType: type.slice(0, 64) } },
      );
    }
    return new Uint8Array(await response.arrayBuffer());
  }

  function exceeded(what: string, option: string): TitansError {
    return new TitansError('LIMIT_EXCEEDED', `"${name}" has ${what}. Ask for less, or raise ${option}.`, {
      details: { source: name, field: option },
    });
  }

  return Object.freeze({ name, format: 'http', openRecords });
}
