import { TitansError } from '../errors/titans-error.js';
import { encodeUriPart, type S3Credentials, signedHeaders } from './sign-request.js';

/** Where artifacts are kept, and how it is asked. */
export interface S3Options {
  readonly bucket: string;
  /** Such as `"eu-central-1"`; what a compatible service wants to read in signatures, often `"us-east-1"`. */
  readonly region: string;
  /** Credentials, or what gives them before each request, since temporary ones expire. */
  readonly credentials: S3Credentials | (() => S3Credentials | Promise<S3Credentials>);
  /** URL of a compatible service, which is asked with the bucket in the path; that of AWS in the region unless told. */
  readonly endpoint?: string;
  /** Before every name, such as `"titans/"`; nothing unless told. */
  readonly prefix?: string;
  /** Longest wait for one answer, 30,000 unless told. */
  readonly timeoutMs?: number;
  /** Attempts at a request whose answer is lost or says that the service is busy, 4 unless told. */
  readonly attempts?: number;
}

/** A request to the bucket. */
export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Without the prefix; the bucket itself where it is left out. */
  readonly name?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Statuses beside 200 to 299 that are answers rather than failures. */
  readonly accepts?: readonly number[];
}

/** An answer that was read to its end. */
export interface S3Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

const firstPauseMs = 100;
/** Conflicting conditional writes, too many requests, and what the service itself could not do. */
const worthRepeating = (status: number): boolean => status === 409 || status === 429 || status >= 500;

/** Asks a bucket, again where that may help. */
export function s3Requester(options: S3Options): (request: S3Request) => Promise<S3Answer> {
  const { bucket, region, credentials, prefix = '', timeoutMs = 30_000, attempts = 4 } = options;
  const base = new URL(options.endpoint ?? `https://${bucket}.s3.${region}.amazonaws.com`);
  const folder = `${base.pathname.replace(/\/$/, '')}${options.endpoint === undefined ? '' : `/${encodeUriPart(bucket)}`}`;

  function urlOf({ name, query = {} }: S3Request): URL {
    const key = name === undefined ? '' : `${prefix}${name}`.split('/').map(encodeUriPart).join('/');
    const url = new URL(base);
    url.pathname = `${folder}/${key}`;
    // Encoded as it is signed: what is sent for a space would otherwise be another character.
    const pairs = Object.entries(query).map(
      ([member, value]) => `${encodeUriPart(member)}=${encodeUriPart(value)}`,
    );
    url.search = pairs.join('&');
    return url;
  }

  async function ask(request: S3Request): Promise<S3Answer> {
    const { method, headers = {}, body = new Uint8Array() } = request;
    const url = urlOf(request);
    const signed = signedHeaders(
      { method, url, headers, body },
      {
        credentials: typeof credentials === 'function' ? await credentials() : credentials,
        region,
        service: 's3',
        now: Date.now(),
      },
    );
    const answer = await fetch(url, {
      method,
      headers: signed,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(method === 'PUT' && { body }),
    });
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  }

  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await ask(request).catch((error: unknown) => {
        if (attempt < attempts) return null;
        throw unreachable(request, bucket, error);
      });
      if (answer !== null) {
        const { status } = answer;
        if ((status >= 200 && status < 300) || request.accepts?.includes(status) === true) return answer;
        if (!worthRepeating(status) || attempt >= attempts) throw refused(request, bucket, answer);
      }
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** (attempt - 1)));
    }
  };
}

/** What an error document of S3 says: its code, such as `AccessDenied`. */
export function errorCodeOf({ bytes }: S3Answer): string | undefined {
  return /<Code>([\w.]{1,100})<\/Code>/.exec(new TextDecoder().decode(bytes.subarray(0, 10_000)))?.[1];
}

function refused({ method, name = '' }: S3Request, bucket: string, answer: S3Answer): TitansError {
  const reason = errorCodeOf(answer) ?? `status ${answer.status}`;
  return new TitansError(
    'STORE_UNAVAILABLE',
    `The bucket ${bucket} refused ${method} ${name}: ${reason}. Check its name, its region and what the credentials permit.`,
    { details: { source: bucket, status: answer.status, reason } },
  );
}

function unreachable({ method, name = '' }: S3Request, bucket: string, cause: unknown): TitansError {
  return new TitansError('STORE_UNAVAILABLE', `The bucket ${bucket} did not answer ${method} ${name}.`, {
    details: { source: bucket },
    cause,
  });
}
