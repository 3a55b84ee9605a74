import { generateKeyPairSync } from 'node:crypto';
import { encode, signedByKey, signedBySecret, type TokenTarget } from './token-target.js';

/** Claims of our own tokens that are as they should be. */
export function goodClaims(now: number): Readonly<Record<string, unknown>> {
  return {
    sub: 'key-1',
    jti: '0b3f7a52-9d0e-4c1f-8a64-1f3a5e8b7c90',
    iss: 'titans',
    aud: 'titans-api',
    iat: now,
    nbf: now,
    exp: now + 1_800,
    type: 'access',
    permissions: ['create_predictions'],
  };
}

/** Claims of tokens of the OAuth issuer that are as they should be. */
export function goodOAuthClaims(now: number): Readonly<Record<string, unknown>> {
  return {
    sub: 'user-1',
    iss: 'https://issuer.example',
    aud: 'https://titans.example',
    iat: now,
    exp: now + 3_600,
    scope: 'openid create_predictions',
  };
}

/** Genuine tokens, one per key: what a service must accept, so that the refusals mean something. */
export function genuineTokens(target: TokenTarget): ReadonlyMap<string, string> {
  const claims = goodClaims(target.now);
  const { secrets, pairs } = target;
  const issuer = { alg: 'RS256', kid: 'issuer-1', typ: 'at+jwt' };
  return new Map([
    ['secret without a name', signedBySecret({ alg: 'HS256', typ: 'JWT' }, claims, secrets.unnamed)],
    ['secret with a name', signedBySecret({ alg: 'HS256', kid: 'hs' }, claims, secrets.named)],
    ['RS256', signedByKey({ alg: 'RS256', kid: 'rs' }, claims, pairs.RS256.privateKey)],
    ['ES256', signedByKey({ alg: 'ES256', kid: 'es' }, claims, pairs.ES256.privateKey)],
    ['EdDSA', signedByKey({ alg: 'EdDSA', kid: 'ed' }, claims, pairs.EdDSA.privateKey)],
    ['OAuth', signedByKey(issuer, goodOAuthClaims(target.now), pairs.issuer.privateKey)],
  ]);
}

/** Tokens that must all be refused, by what is wrong with them. */
export function forgedTokens(target: TokenTarget): ReadonlyMap<string, string> {
  return new Map([
    ...forgedHeaders(target),
    ...confusedKeys(target),
    ...forgedClaims(target),
    ...brokenForms(target),
  ]);
}

type Named = readonly [name: string, token: string];

/** A signature that is right as far as the secret goes, under a header that is not. */
function forgedHeaders({ now, secrets }: TokenTarget): readonly Named[] {
  const claims = goodClaims(now);
  const under = (header: object, secret = secrets.unnamed): string => signedBySecret(header, claims, secret);
  const hs = { alg: 'HS256', typ: 'JWT' };
  return [
    ['alg none, unsigned', `${encode({ alg: 'none' })}.${encode(claims)}.`],
    ['alg None, unsigned', `${encode({ alg: 'None' })}.${encode(claims)}.`],
    ['alg none, signed', under({ alg: 'none' })],
    ['alg nOnE', under({ alg: 'nOnE' })],
    ['alg missing', under({ typ: 'JWT' })],
    ['alg empty', under({ alg: '' })],
    ['alg null', under({ alg: null })],
    ['alg a list', under({ alg: ['HS256'] })],
    ['alg in lower case', under({ alg: 'hs256' })],
    ['HS384 with the secret', signedBySecret({ alg: 'HS384' }, claims, secrets.unnamed, 'sha384')],
    ['HS512 with the secret', signedBySecret({ alg: 'HS512' }, claims, secrets.unnamed, 'sha512')],
    ['header HS512, signature HS256', under({ alg: 'HS512' })],
    ['header RS256, signature by the secret', under({ alg: 'RS256' })],
    ['key embedded in the header', under({ ...hs, jwk: { kty: 'oct', k: encode('x') } }, 'x')],
    ['key by address (jku)', under({ ...hs, jku: 'http://127.0.0.1:9/jwks' }, 'x')],
    ['certificate by address (x5u)', under({ ...hs, x5u: 'http://127.0.0.1:9/x5u' }, 'x')],
    ['certificate embedded (x5c)', under({ ...hs, x5c: [encode('x')] }, 'x')],
    ['kid a path', under({ ...hs, kid: '../../../../dev/null' }, '')],
    ['kid an injection', under({ ...hs, kid: "x' UNION SELECT 'x" }, 'x')],
    ['kid unknown, secret right', under({ ...hs, kid: 'unknown' })],
    ['kid empty, secret right', under({ ...hs, kid: '' })],
    ['kid of another secret', under({ ...hs, kid: 'hs' })],
    ['kid missing, secret that has a name', under(hs, secrets.named)],
    ['kid a list', under({ ...hs, kid: ['hs'] })],
    ['kid a number', under({ ...hs, kid: 0 })],
    ['kid __proto__', under({ ...hs, kid: '__proto__' })],
    ['kid constructor', under({ ...hs, kid: 'constructor' })],
    ['critical header unknown', under({ ...hs, crit: ['exotic'], exotic: true })],
    ['critical header empty', under({ ...hs, crit: [] })],
    ['critical header no list', under({ ...hs, crit: 'exp' })],
    ['payload not encoded', under({ ...hs, b64: false, crit: ['b64'] })],
    ['another secret', under(hs, 'a-third-secret-of-more-than-32-bytes!!!!')],
    ['empty secret', under(hs, '')],
    ['secret with a newline behind it', under(hs, `${secrets.unnamed}\n`)],
    ['secret as base64', under(hs, encode(secrets.unnamed))],
    ['a published default as the secret', under(hs, 'your-secret-key-change-in-production')],
    ['header with a member twice', signedBySecret('{"alg":"none","alg":"HS256"}', claims, secrets.unnamed)],
  ];
}

/** Keys of one kind used as another, and of one issuer for another. */
function confusedKeys({ now, secrets, pairs }: TokenTarget): readonly Named[] {
  const claims = goodClaims(now);
  const oauth = goodOAuthClaims(now);
  const own = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
  const ownCurve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const ownEdwards = generateKeyPairSync('ed25519').privateKey;
  const jwk = own.export({ format: 'jwk' });
  return [
    ['RS256 with a key of its own', signedByKey({ alg: 'RS256', kid: 'rs' }, claims, own)],
    ['RS256 with a key of its own, no kid', signedByKey({ alg: 'RS256' }, claims, own)],
    ['RS256 with a key of its own in the header', signedByKey({ alg: 'RS256', kid: 'rs', jwk }, claims, own)],
    ['PS256 with the kid of RS256', signedByKey({ alg: 'PS256', kid: 'rs' }, claims, pairs.RS256.privateKey)],
    ['ES256 with a key of its own', signedByKey({ alg: 'ES256', kid: 'es' }, claims, ownCurve)],
    ['EdDSA with a key of its own', signedByKey({ alg: 'EdDSA', kid: 'ed' }, claims, ownEdwards)],
    [
      'HS256 by the public key of RS256',
      signedBySecret({ alg: 'HS256', kid: 'rs' }, claims, pairs.RS256.publicPem),
    ],
    ['the same without a kid', signedBySecret({ alg: 'HS256' }, claims, pairs.RS256.publicPem)],
    [
      'the same with the kid of a secret',
      signedBySecret({ alg: 'HS256', kid: 'hs' }, claims, pairs.RS256.publicPem),
    ],
    [
      'HS256 by the public key of ES256',
      signedBySecret({ alg: 'HS256', kid: 'es' }, claims, pairs.ES256.publicPem),
    ],
    [
      'HS256 by the public key of EdDSA',
      signedBySecret({ alg: 'HS256', kid: 'ed' }, claims, pairs.EdDSA.publicPem),
    ],
    [
      'RS256 by the right key under another kid',
      signedByKey({ alg: 'RS256', kid: 'es' }, claims, pairs.RS256.privateKey),
    ],
    ['RS256 by the right key without a kid', signedByKey({ alg: 'RS256' }, claims, pairs.RS256.privateKey)],
    [
      'HS256 with the kid of RS256, secret right',
      signedBySecret({ alg: 'HS256', kid: 'rs' }, claims, secrets.named),
    ],
    [
      'ES256 with a signature of zeros',
      `${encode({ alg: 'ES256', kid: 'es' })}.${encode(claims)}.${encode('\0'.repeat(64))}`,
    ],
    [
      'our claims by the key of the issuer',
      signedByKey({ alg: 'RS256', kid: 'issuer-1' }, claims, pairs.issuer.privateKey),
    ],
    [
      'claims of the issuer by our key',
      signedByKey({ alg: 'RS256', kid: 'rs' }, oauth, pairs.RS256.privateKey),
    ],
    ['claims of the issuer by our secret', signedBySecret({ alg: 'HS256' }, oauth, secrets.unnamed)],
    [
      'HS256 by the public key of the issuer',
      signedBySecret({ alg: 'HS256', kid: 'issuer-1' }, oauth, pairs.issuer.publicPem),
    ],
    ['claims of the issuer, unsigned', `${encode({ alg: 'none', kid: 'issuer-1' })}.${encode(oauth)}.`],
    ['claims of the issuer by a key of its own', signedByKey({ alg: 'RS256', kid: 'issuer-1' }, oauth, own)],
    ['a kid that the issuer does not have', signedByKey({ alg: 'RS256', kid: 'issuer-2' }, oauth, own)],
    ...forgedOAuthClaims(now).map(
      ([name, wrong]): Named => [
        name,
        signedByKey({ alg: 'RS256', kid: 'issuer-1' }, wrong, pairs.issuer.privateKey),
      ],
    ),
  ];
}

function forgedOAuthClaims(now: number): readonly (readonly [name: string, claims: unknown])[] {
  const claims = goodOAuthClaims(now);
  return [
    ['issuer: another audience', { ...claims, aud: 'client-7' }],
    ['issuer: no audience', { ...claims, aud: undefined }],
    ['issuer: another name', { ...claims, iss: 'https://issuer.example/' }],
    ['issuer: no end', { ...claims, exp: undefined }],
    ['issuer: expired', { ...claims, iat: now - 7_200, exp: now - 1 }],
    ['issuer: lives for a year', { ...claims, exp: now + 31_536_000 }],
    ['issuer: no subject', { ...claims, sub: undefined }],
  ];
}

/** The right secret under claims that are not acceptable: what a token of another purpose would say. */
function forgedClaims({ now, secrets }: TokenTarget): readonly Named[] {
  const good = goodClaims(now);
  const wrong: Readonly<Record<string, unknown>> = {
    'issuer wrong': { ...good, iss: 'other' },
    'issuer missing': { ...good, iss: undefined },
    'issuer a list': { ...good, iss: ['titans'] },
    'audience wrong': { ...good, aud: 'other-api' },
    'audience missing': { ...good, aud: undefined },
    'audience a longer name': { ...good, aud: 'titans-api-admin' },
    'audience empty': { ...good, aud: [] },
    'type refresh': { ...good, type: 'refresh' },
    'type missing': { ...good, type: undefined },
    'type a list': { ...good, type: ['access'] },
    expired: { ...good, iat: now - 1_800, nbf: now - 1_800, exp: now },
    'expired long ago': { ...good, iat: now - 90_000, nbf: now - 90_000, exp: now - 88_200 },
    'not yet valid': { ...good, nbf: now + 60 },
    'not-before missing': { ...good, nbf: undefined },
    'not-before a text': { ...good, nbf: 'now' },
    'issued in the future': { ...good, iat: now + 60 },
    'issued missing': { ...good, iat: undefined },
    'expiry missing': { ...good, exp: undefined },
    'expiry a text': { ...good, exp: '9999999999' },
    'expiry null': { ...good, exp: null },
    'expiry after more than 30 minutes': { ...good, exp: now + 1_801 },
    'expiry beyond numbers': JSON.stringify(good).replace(/"exp":\d+/, '"exp":1e999'),
    'subject missing': { ...good, sub: undefined },
    'subject empty': { ...good, sub: '' },
    'subject a number': { ...good, sub: 5 },
    'subject too long': { ...good, sub: 's'.repeat(257) },
    'subject with a new line': { ...good, sub: 'key-1\nadmin' },
    'identifier missing': { ...good, jti: undefined },
    'identifier empty': { ...good, jti: '' },
    'identifier a number': { ...good, jti: 5 },
    'identifier longer than a key of a store': { ...good, jti: 'j'.repeat(3_000) },
    'identifier of half a character': JSON.stringify({ ...good, jti: 'X' }).replace('"X"', '"\\ud800"'),
    'tenant empty': { ...good, tenant: '' },
    'tenant a path': { ...good, tenant: '../other' },
    'tenant a list': { ...good, tenant: ['default'] },
    'tenant null': { ...good, tenant: null },
    'API key that is not there': { ...good, client_id: 'gone' },
    'API key a number': { ...good, client_id: 1 },
    'permissions missing': { ...good, permissions: undefined },
    'permissions a text': { ...good, permissions: 'admin_access' },
    'permissions unknown': { ...good, permissions: ['root'] },
    'permissions by number': { ...good, permissions: [0] },
    'a claim twice': JSON.stringify(good).replace('{', '{"permissions":["admin_access"],'),
    'claims a list': [],
    'claims a number': 7,
    'claims null': null,
    'claims no JSON': '{',
    'claims empty': '',
  };
  return Object.entries(wrong).map(([name, claims]) => [
    name,
    signedBySecret({ alg: 'HS256', typ: 'JWT' }, claims, secrets.unnamed),
  ]);
}

/** What was a genuine token, or never one. */
function brokenForms({ now, secrets }: TokenTarget): readonly Named[] {
  const claims = goodClaims(now);
  const genuine = signedBySecret({ alg: 'HS256', typ: 'JWT' }, claims, secrets.unnamed);
  const [header = '', payload = '', signature = ''] = genuine.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  const richer = encode({ ...claims, permissions: ['admin_access'] });
  return [
    ['signature cut by one character', genuine.slice(0, -1)],
    [
      'signature cut by one byte',
      `${header}.${payload}.${Buffer.from(signature, 'base64url').subarray(1).toString('base64url')}`,
    ],
    ['signature cut off', `${header}.${payload}.`],
    ['signature missing', `${header}.${payload}`],
    ['signature with one bit changed', `${header}.${payload}.${bytes.toString('base64url')}`],
    ['signature with bits that nobody reads', `${genuine.slice(0, -1)}${unreadBits(genuine.slice(-1))}`],
    ['signature in the other base64', `${header}.${payload}.${signature}+/`],
    ['claims changed under the signature', `${header}.${richer}.${signature}`],
    [
      'tenant changed under the signature',
      `${header}.${encode({ ...claims, tenant: 'other' })}.${signature}`,
    ],
    ['header changed under the signature', `${encode({ alg: 'HS256' })}.${payload}.${signature}`],
    ['header no JSON', `${encode('{')}.${payload}.${signature}`],
    ['header a list', `${encode([])}.${payload}.${signature}`],
    ['header missing', `.${payload}.${signature}`],
    ['claims missing', `${header}..${signature}`],
    ['two signatures', `${genuine}.AAAA`],
    ['only dots', '..'],
    ['encrypted form', 'eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA'],
    ['padded', `${genuine}==`],
    ['huge claims', signedBySecret({ alg: 'HS256' }, { ...claims, junk: 'x'.repeat(4_000) }, 'x')],
    [
      'longer than a credential may be',
      signedBySecret({ alg: 'HS256' }, { ...claims, junk: 'x'.repeat(8_192) }, secrets.unnamed),
    ],
    [
      'nested a thousand times',
      signedBySecret({ alg: 'HS256' }, `${'['.repeat(1_000)}${']'.repeat(1_000)}`, secrets.unnamed),
    ],
  ];
}

/** Another last character of 32 bytes in base64url that stands for the same bytes. */
function unreadBits(last: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet.charAt(alphabet.indexOf(last) ^ 1);
}
