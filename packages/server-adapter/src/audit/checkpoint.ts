import { createHmac, createPrivateKey, createPublicKey, sign, timingSafeEqual, verify } from 'node:crypto';
import { canonicalJson, type SigningKey, TitansError, type VerificationKey } from '@titans/core';
import type { AuditEntry, AuditEvent, AuditHead } from './audit-log.js';
import { ofTheLog } from './removal.js';

/** Vouches for all entries up to one. */
export interface AuditCheckpoint extends AuditHead {
  readonly keyId: string;
  /** Of the canonical JSON of `{ hash, sequence }`, in base64url. */
  readonly signature: string;
}

/** When and with what a log is signed. */
export interface CheckpointSettings {
  readonly key: SigningKey;
  /** Entries between two checkpoints, 1,000 unless told. */
  readonly every?: number | undefined;
  /** Receives each one, to be kept where whoever can change the log cannot reach. */
  readonly publish?: ((checkpoint: AuditCheckpoint) => void | Promise<void>) | undefined;
}

/** The action of checkpoints, which are entries themselves. */
export const checkpointAction = 'audit.checkpoint';

const leastSecretBytes = 32;
const rawPublicKeyBytes = 32;
/** What comes before the 32 bytes of an Ed25519 key in its SPKI form (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Signs the end of a log.
 *
 * @throws TitansError `SECRET_INSECURE` for a secret of less than 32 bytes, `INVALID_ARGUMENT` for a key that is none.
 */
export function signHead({ sequence, hash }: AuditHead, key: SigningKey): AuditCheckpoint {
  const signature = signatureOf(messageOf({ sequence, hash }), key).toString('base64url');
  return { sequence, hash, keyId: key.keyId, signature };
}

/** The entry that a checkpoint is. */
export function checkpointEvent({ sequence, hash, keyId, signature }: AuditCheckpoint): AuditEvent {
  return { ...ofTheLog(checkpointAction), details: { of: sequence, hash, key_id: keyId, signature } };
}

/** Whether an entry is a checkpoint, signed with one of the keys, of the entry that is given. */
export function vouchesFor(
  { details }: AuditEntry,
  { sequence, hash }: AuditHead,
  keys: readonly VerificationKey[],
): boolean {
  const { of, key_id: keyId, signature } = details;
  const key = keys.find((candidate) => candidate.keyId === keyId);
  // The signature is of the hash that was found. The one that is stated may have been masked by a version before.
  if (key === undefined || of !== sequence || typeof signature !== 'string') return false;
  return isSignedWith(key, messageOf({ sequence, hash }), Buffer.from(signature, 'base64url'));
}

function messageOf({ sequence, hash }: AuditHead): Buffer {
  return Buffer.from(canonicalJson({ hash, sequence }), 'utf8');
}

function signatureOf(message: Buffer, key: SigningKey): Buffer {
  if (key.algorithm === 'HMAC-SHA-256') return macOf(message, key.secret);
  return sign(
    null,
    message,
    imported(() => createPrivateKey({ key: Buffer.from(key.privateKey), format: 'der', type: 'pkcs8' })),
  );
}

function isSignedWith(key: VerificationKey, message: Buffer, signature: Buffer): boolean {
  if (key.algorithm === 'HMAC-SHA-256') {
    const expected = macOf(message, key.secret);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }
  const bytes = Buffer.from(key.publicKey);
  const spki = bytes.length === rawPublicKeyBytes ? Buffer.concat([spkiPrefix, bytes]) : bytes;
  const publicKey = imported(() => createPublicKey({ key: spki, format: 'der', type: 'spki' }));
  return verify(null, message, publicKey, signature);
}

function macOf(message: Buffer, secret: Uint8Array): Buffer {
  if (secret.byteLength < leastSecretBytes) {
    throw new TitansError('SECRET_INSECURE', `The secret must have at least ${leastSecretBytes} bytes.`, {
      details: { field: 'secret' },
    });
  }
  return createHmac('sha256', secret).update(message).digest();
}

function imported<Key>(read: () => Key): Key {
  try {
    return read();
  } catch (cause) {
    throw new TitansError('INVALID_ARGUMENT', 'The key is not an Ed25519 key in the stated form.', {
      details: { field: 'key' },
      cause,
    });
  }
}
