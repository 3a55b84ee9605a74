import { TitansError } from '../errors/titans-error.js';
import { layout } from './header.js';
import { sha256 } from './sha256.js';

/** What an artifact is signed with. The key id is written into the artifact: it names the key and is no secret. */
export type SigningKey =
  | {
      readonly algorithm: 'HMAC-SHA-256';
      /** 1 to 62 bytes of UTF-8. */
      readonly keyId: string;
      /** At least 32 random bytes. */
      readonly secret: Uint8Array;
    }
  | {
      readonly algorithm: 'Ed25519';
      /** 1 to 62 bytes of UTF-8. */
      readonly keyId: string;
      /** PKCS #8 (RFC 5958), DER. */
      readonly privateKey: Uint8Array;
    };

/** What the signature of an artifact is checked with. */
export type VerificationKey =
  | Extract<SigningKey, { readonly algorithm: 'HMAC-SHA-256' }>
  | {
      readonly algorithm: 'Ed25519';
      readonly keyId: string;
      /** The 32 bytes of RFC 8032, or SubjectPublicKeyInfo (RFC 8410), DER. */
      readonly publicKey: Uint8Array;
    };

const algorithmCodes = { 'HMAC-SHA-256': 1, Ed25519: 2 } as const;
const signatureLengths = { 'HMAC-SHA-256': 32, Ed25519: 64 } as const;
const rawPublicKeyLength = 32;
const minSecretLength = 32;

/** Signs an artifact whose header and payload are otherwise complete, by writing its signature block. */
export async function writeSignature(bytes: Uint8Array, key: SigningKey): Promise<void> {
  const keyId = new TextEncoder().encode(key.keyId);
  if (keyId.length < 1 || keyId.length > layout.keyIdCapacity) {
    throw new TitansError('INVALID_ARGUMENT', `The key id must have 1 to ${layout.keyIdCapacity} bytes.`, {
      details: { field: 'sign.keyId' },
    });
  }
  bytes[layout.signatureAlgorithm] = algorithmCodes[key.algorithm];
  bytes[layout.keyIdLength] = keyId.length;
  bytes.set(keyId, layout.keyId);
  const cryptoKey = await importSigningKey(key);
  const signature = await globalThis.crypto.subtle.sign(
    cryptoKey.algorithm,
    cryptoKey,
    await signedMessage(bytes),
  );
  bytes.set(new Uint8Array(signature), layout.signature);
}

/**
 * Checks the signature of an artifact whose checksum is right.
 *
 * @throws TitansError `ARTIFACT_SIGNATURE` if it is not signed, signed with a key that is not given, or wrong.
 */
export async function verifySignature(bytes: Uint8Array, keys: readonly VerificationKey[]): Promise<void> {
  const algorithmCode = bytes[layout.signatureAlgorithm] as number;
  if (algorithmCode === 0) throw refusal('The artifact is not signed, but a signature is required');
  const idLength = Math.min(bytes[layout.keyIdLength] as number, layout.keyIdCapacity);
  const keyId = new TextDecoder().decode(bytes.slice(layout.keyId, layout.keyId + idLength));
  const key = keys.find(
    (candidate) => algorithmCodes[candidate.algorithm] === algorithmCode && candidate.keyId === keyId,
  );
  if (key === undefined)
    throw refusal('The artifact is signed with a key that is not among those given', keyId);
  const cryptoKey = await importVerificationKey(key);
  const isRight = await globalThis.crypto.subtle.verify(
    cryptoKey.algorithm,
    cryptoKey,
    bytes.slice(layout.signature, layout.signature + signatureLengths[key.algorithm]),
    await signedMessage(bytes),
  );
  if (!isRight) throw refusal('The signature of the artifact is wrong', keyId);
}

/** Everything but checksum and signature: the header's fields and the SHA-256 of the payload. */
async function signedMessage(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const payloadDigest = await sha256(bytes.subarray(layout.payload));
  const fields = [
    bytes.subarray(0, layout.checksum),
    bytes.subarray(layout.checksummed, layout.signature),
    payloadDigest,
  ];
  const message = new Uint8Array(fields.reduce((length, field) => length + field.length, 0));
  let offset = 0;
  for (const field of fields) {
    message.set(field, offset);
    offset += field.length;
  }
  return message;
}

type CryptoKey = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>;

async function importSigningKey(key: SigningKey): Promise<CryptoKey> {
  if (key.algorithm === 'HMAC-SHA-256') return importSecret(key.secret, 'sign');
  return imported(() =>
    globalThis.crypto.subtle.importKey('pkcs8', new Uint8Array(key.privateKey), 'Ed25519', false, ['sign']),
  );
}

async function importVerificationKey(key: VerificationKey): Promise<CryptoKey> {
  if (key.algorithm === 'HMAC-SHA-256') return importSecret(key.secret, 'verify');
  const format = key.publicKey.length === rawPublicKeyLength ? 'raw' : 'spki';
  return imported(() =>
    globalThis.crypto.subtle.importKey(format, new Uint8Array(key.publicKey), 'Ed25519', false, ['verify']),
  );
}

async function importSecret(secret: Uint8Array, use: 'sign' | 'verify'): Promise<CryptoKey> {
  if (secret.length < minSecretLength) {
    throw new TitansError('SECRET_INSECURE', `The secret must have at least ${minSecretLength} bytes.`, {
      details: { field: 'secret' },
    });
  }
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return globalThis.crypto.subtle.importKey('raw', new Uint8Array(secret), algorithm, false, [use]);
}

async function imported(read: () => Promise<CryptoKey>): Promise<CryptoKey> {
  try {
    return await read();
  } catch (error) {
    throw new TitansError('INVALID_ARGUMENT', 'The key is not an Ed25519 key in the stated form.', {
      details: { field: 'key' },
      cause: error,
    });
  }
}

function refusal(what: string, keyId?: string): TitansError {
  return new TitansError('ARTIFACT_SIGNATURE', `${what}. Do not use it unless you know who wrote it.`, {
    details: keyId === undefined ? {} : { keyId },
  });
}
