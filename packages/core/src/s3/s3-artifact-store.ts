import { TitansError } from '../errors/titans-error.js';
import { checkArtifactName, folderClash } from '../storage/artifact-name.js';
import type { ArtifactStore } from '../storage/artifact-store.js';
import { errorCodeOf, type S3Options, s3Requester } from './s3-request.js';

/**
 * Keeps artifacts in a bucket of Amazon S3 or of a service that speaks as it does (MinIO, Ceph, Cloudflare R2, …). The
 * service must know conditional writes (`If-None-Match: *`), which S3 does since 2024: of several writers of `putIfAbsent`
 * one then succeeds. A request whose answer was lost is repeated, so that `putIfAbsent` may find what it put itself, and say
 * `false`.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a bucket, prefix or endpoint that is none; from its methods `KEY_INVALID`, `NOT_FOUND`,
 * `STORE_UNAVAILABLE`.
 * @example
 * ```ts
 * import { s3ArtifactStore } from '@titans/core/s3';
 *
 * const store = s3ArtifactStore({
 *   bucket: 'our-models',
 *   region: 'eu-central-1',
 *   credentials: {
 *     accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
 *     secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
 *   },
 * });
 * await store.put('models/category', new Uint8Array([1, 2, 3]));
 * ```
 */
export function s3ArtifactStore(options: S3Options): ArtifactStore {
  const { bucket, prefix = '', endpoint } = options;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw wrong('bucket', 'The name of a bucket has 3 to 63 of a-z 0-9 . and -.');
  }
  // A URL with a part of dots leads elsewhere, to another bucket even.
  if (!/^(?!.*(?:^|\/)\.{0,2}\/)(?!.*(?:^|\/)\.{1,2}$)[\w./-]{0,200}$/.test(prefix))
    throw wrong(
      'prefix',
      'A prefix has up to 200 of a-z A-Z 0-9 . _ - /, and no part that is empty, . or ...',
    );
  if (endpoint !== undefined && !isServiceUrl(endpoint))
    throw wrong('endpoint', 'An endpoint is an http or https URL without user, password, query or fragment.');
  const ask = s3Requester(options);
  let knowsConditions = false;

  async function exists(name: string): Promise<boolean> {
    return (await ask({ method: 'HEAD', name, accepts: [404] })).status !== 404;
  }

  async function write(name: string, bytes: Uint8Array, isConditional: boolean): Promise<boolean> {
    checkArtifactName(name);
    await refuseFolder(name);
    return send(name, bytes, isConditional);
  }

  async function send(name: string, bytes: Uint8Array, isConditional: boolean): Promise<boolean> {
    const { status } = await ask({
      method: 'PUT',
      name,
      body: new Uint8Array(bytes),
      headers: {
        'content-type': 'application/octet-stream',
        ...(isConditional && { 'if-none-match': '*' }),
      },
      accepts: isConditional ? [412] : [],
    });
    return status !== 412;
  }

  /** A service that does not know conditions would let every writer win, and nobody would notice: it is asked once more. */
  async function writeFirst(name: string, bytes: Uint8Array): Promise<boolean> {
    if (!(await write(name, bytes, true))) return false;
    if (!knowsConditions && (await send(name, bytes, true))) {
      throw new TitansError(
        'STORE_UNAVAILABLE',
        `The service of the bucket ${bucket} ignores "If-None-Match": it cannot tell who was first. Use one that knows it.`,
        { details: { source: bucket } },
      );
    }
    knowsConditions = true;
    return true;
  }

  /** To a bucket a name and a folder of the same name are nothing strange; to a file system they are. */
  async function refuseFolder(name: string): Promise<void> {
    const parts = name.split('/');
    const folders = parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join('/'));
    const [below, ...above] = await Promise.all([
      page(`${name}/`, { 'max-keys': '1' }),
      ...folders.map(async (folder) => ((await exists(folder)) ? folder : null)),
    ]);
    const other = below.names[0] ?? above.find((folder) => folder !== null);
    if (other !== undefined && other !== null) throw folderClash(name, other);
  }

  async function page(
    start: string,
    query: Readonly<Record<string, string>>,
  ): Promise<{ readonly names: readonly string[]; readonly next: string | undefined }> {
    const { bytes } = await ask({
      method: 'GET',
      query: { 'list-type': '2', prefix: `${prefix}${start}`, ...query },
    });
    const text = new TextDecoder().decode(bytes);
    const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => unescaped(match[1] as string));
    const isMore = /<IsTruncated>true<\/IsTruncated>/.test(text);
    const token = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(text)?.[1];
    return {
      names: keys.map((key) => key.slice(prefix.length)),
      next: isMore && token !== undefined ? unescaped(token) : undefined,
    };
  }

  return {
    async put(name, bytes) {
      await write(name, bytes, false);
    },
    putIfAbsent: writeFirst,
    async get(name) {
      checkArtifactName(name);
      const answer = await ask({ method: 'GET', name, accepts: [404] });
      if (answer.status !== 404) return answer.bytes;
      if (errorCodeOf(answer) === 'NoSuchBucket') {
        throw new TitansError('STORE_UNAVAILABLE', `There is no bucket ${bucket}.`, {
          details: { source: bucket },
        });
      }
      throw new TitansError('NOT_FOUND', `There is no artifact "${name}" in the bucket ${bucket}.`, {
        details: { source: bucket, value: name },
      });
    },
    async list(start = '') {
      const names: string[] = [];
      for (let token: string | undefined = ''; token !== undefined; ) {
        const query: Readonly<Record<string, string>> = token === '' ? {} : { 'continuation-token': token };
        const found: Awaited<ReturnType<typeof page>> = await page(start, query);
        names.push(...found.names);
        token = found.next;
      }
      return names.sort();
    },
    async delete(name) {
      checkArtifactName(name);
      const isThere = await exists(name);
      if (isThere) await ask({ method: 'DELETE', name, accepts: [404] });
      return isThere;
    },
  };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] as string);
}

function isServiceUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === '';
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
