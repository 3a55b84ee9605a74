import { isTitansError, TitansError } from '@titans/core';
import { systemCodeOf } from '../../errors/system-code.js';
import { requireKnownOptions } from '../../validation/arguments.js';
import type { ByteSource } from '../byte-source.js';
import { type HttpOptions, httpClient, httpOptionNames, nameOfUrl, parseUrl } from './http-client.js';

/** A file on a server, and how it is asked for. */
export interface HttpFileOptions extends HttpOptions {
  /** Bytes beyond which it is refused, 1 GiB unless told. */
  readonly maxBytes?: number;
}

/**
 * The bytes of a file on a server. Addresses are guarded as by `httpSource`; redirects are followed to other hosts of
 * the public Internet too, which are sent none of the headers. What is retried is the beginning: a file that breaks
 * off is an error, as its bytes may have been used already.
 *
 * @throws TitansError `INVALID_ARGUMENT`; reading it rejects with `SOURCE_FORBIDDEN`, `SOURCE_NOT_FOUND`,
 * `SOURCE_UNREADABLE` or `LIMIT_EXCEEDED`.
 */
export function httpByteSource(url: string | URL, options: HttpFileOptions = {}): ByteSource {
  requireKnownOptions(options, [...httpOptionNames, 'maxBytes'], 'httpFile');
  const address = parseUrl(url);
  const name = options.name ?? nameOfUrl(address);
  const terms = { name, mostBytes: options.maxBytes ?? 1024 ** 3, isWhole: false, redirects: 'any' } as const;
  httpClient({ ...options }, terms).close();

  async function* open(): AsyncGenerator<Uint8Array> {
    const client = httpClient({ ...options, headers: { accept: '*/*', ...options.headers } }, terms);
    try {
      const { body } = await client.send({ url: address, method: 'GET' });
      if (body !== null) yield* body as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (isTitansError(error)) throw error;
      const systemCode = systemCodeOf(error) ?? 'network error';
      throw new TitansError('SOURCE_UNREADABLE', `"${name}" broke off: ${systemCode}.`, {
        details: { source: name, systemCode },
      });
    } finally {
      client.close();
    }
  }

  return { name, sizeBytes: null, rereadable: false, open };
}

/**
 * A file on a server as an input of `extract`, where a URL alone is not enough.
 *
 * @throws TitansError `INVALID_ARGUMENT`; reading it rejects with `SOURCE_FORBIDDEN`, `SOURCE_NOT_FOUND`,
 * `SOURCE_UNREADABLE` or `LIMIT_EXCEEDED`.
 * @example
 * ```ts
 * import { extract, httpFile } from '@titans/etl';
 *
 * const file = httpFile('https://example.com/export.csv', { headers: { authorization: 'Bearer …' } });
 * const statement = await extract(file).table();
 * ```
 */
export function httpFile(
  url: string | URL,
  options: HttpFileOptions = {},
): { readonly name: string; readonly stream: AsyncIterable<Uint8Array> } {
  const source = httpByteSource(url, options);
  return {
    name: source.name,
    stream: { [Symbol.asyncIterator]: () => source.open()[Symbol.asyncIterator]() },
  };
}
