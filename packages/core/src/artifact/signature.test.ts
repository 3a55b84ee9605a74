import { createHmac, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isTitansError } from '../errors/titans-error.js';
import { decodeArtifact, encodeArtifact } from './codec.js';
import { layout } from './header.js';
import { sha256 } from './sha256.js';
import type { SigningKey, VerificationKey } from './signature.js';

const content = { kind: 'test/signed', version: 1, data: [1, 2, 3], arrays: { a: new Float64Array([1]) } };
const hmac = { algorithm: 'HMAC-SHA-256', keyId: 'team-2026', secret: new Uint8Array(32).fill(7) } as const;
// RFC 8032, section 7.1, test 1: secret key and public key.
const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const publicKey = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');
const privateKey = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
const signer: SigningKey = { algorithm: 'Ed25519', keyId: 'release', privateKey };
const verifier: VerificationKey = { algorithm: 'Ed25519', keyId: 'release', publicKey };

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return isTitansError(error) ? error.code : String(error);
  }
  return 'accepted';
}

const read = (bytes: Uint8Array, verify?: VerificationKey | readonly VerificationKey[]): Promise<string> =>
  codeOf(
    decodeArtifact(bytes, verify === undefined ? { kind: 'test/signed' } : { kind: 'test/signed', verify }),
  );

async function resealed(bytes: Uint8Array): Promise<Uint8Array> {
  bytes.set(await sha256(bytes.subarray(layout.checksummed)), layout.checksum);
  return bytes;
}

/** What is signed, put together by hand from the layout. */
async function message(bytes: Uint8Array): Promise<Buffer> {
  return Buffer.concat([bytes.subarray(0, 20), bytes.subarray(52, 120), await sha256(bytes.subarray(184))]);
}

describe.each<[string, SigningKey, VerificationKey]>([
  ['HMAC-SHA-256', hmac, hmac],
  ['Ed25519', signer, verifier],
])('%s', (_, signWith, verifyWith) => {
  test('an artifact is accepted with its key, and without a key', async () => {
    const bytes = await encodeArtifact(content, { sign: signWith });
    expect(await read(bytes, verifyWith)).toBe('accepted');
    expect(await read(bytes)).toBe('accepted');
  });

  test('signing twice gives the same bytes', async () => {
    expect(await encodeArtifact(content, { sign: signWith })).toEqual(
      await encodeArtifact(content, { sign: signWith }),
    );
  });

  test('one key of several is enough, and it is chosen by its id', async () => {
    const bytes = await encodeArtifact(content, { sign: signWith });
    const other = { ...hmac, keyId: 'older' };
    expect(await read(bytes, [other, verifyWith])).toBe('accepted');
    expect(await read(bytes, [other])).toBe('ARTIFACT_SIGNATURE');
    expect(await read(bytes, { ...verifyWith, keyId: 'renamed' })).toBe('ARTIFACT_SIGNATURE');
    expect(await read(bytes, [])).toBe('ARTIFACT_SIGNATURE');
  });

  test('any changed byte is refused also where the checksum was made anew', async () => {
    const bytes = await encodeArtifact(content, { sign: signWith });
    for (let index = layout.checksummed; index < bytes.length; index++) {
      const forged = bytes.slice();
      forged[index] = (forged[index] as number) ^ 1;
      const isUnusedSignature = signWith === hmac && index >= 152 && index < 184;
      if (!isUnusedSignature)
        expect(await read(await resealed(forged), verifyWith), `${index}`).toBe('ARTIFACT_SIGNATURE');
    }
  });

  test('an unsigned artifact is refused where a signature is required', async () => {
    expect(await read(await encodeArtifact(content), verifyWith)).toBe('ARTIFACT_SIGNATURE');
  });
});

test('the HMAC is the one that node:crypto computes over the same message', async () => {
  const bytes = await encodeArtifact(content, { sign: hmac });
  const expected = createHmac('sha256', hmac.secret)
    .update(await message(bytes))
    .digest();
  expect(Buffer.from(bytes.subarray(120, 152)).equals(expected)).toBe(true);
});

test('node:crypto verifies the Ed25519 signature, and makes one that is accepted', async () => {
  const bytes = await encodeArtifact(content, { sign: signer });
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  expect(verify(null, await message(bytes), key, bytes.subarray(120, 184))).toBe(true);
  expect(await read(bytes, { ...verifier, publicKey: der })).toBe('accepted');

  const pair = generateKeyPairSync('ed25519');
  bytes.set(sign(null, await message(bytes), pair.privateKey), 120);
  const otherKey = pair.publicKey.export({ format: 'der', type: 'spki' });
  expect(await read(await resealed(bytes), { ...verifier, publicKey: otherKey })).toBe('accepted');
  expect(await read(bytes, verifier)).toBe('ARTIFACT_SIGNATURE');
});

test('another secret under the same id is refused', async () => {
  const bytes = await encodeArtifact(content, { sign: hmac });
  expect(await read(bytes, { ...hmac, secret: new Uint8Array(32).fill(8) })).toBe('ARTIFACT_SIGNATURE');
});

test.each<[string, SigningKey, string]>([
  ['a short secret', { ...hmac, secret: new Uint8Array(31) }, 'SECRET_INSECURE'],
  ['an empty key id', { ...hmac, keyId: '' }, 'INVALID_ARGUMENT'],
  ['a key id of 63 bytes', { ...hmac, keyId: 'x'.repeat(63) }, 'INVALID_ARGUMENT'],
  ['bytes that are no key', { ...signer, privateKey: new Uint8Array(48) }, 'INVALID_ARGUMENT'],
])('%s is refused', async (_, key, code) => {
  expect(await codeOf(encodeArtifact(content, { sign: key }))).toBe(code);
});
