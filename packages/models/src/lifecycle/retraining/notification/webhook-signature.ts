import { TitansError } from '@titans/core';

const prefix = 'whsec_';
const leastBytes = 16;

/** A key of the platform's cryptography. */
export type HmacKey = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>;

/** What is signed with what. */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The key of a secret: what follows `whsec_` is Base64, as the libraries of Standard Webhooks have it; other texts are taken
 * as they are.
 *
 * @throws TitansError `SECRET_INSECURE` for fewer than 16 bytes.
 */
export function webhookKey(secret: string): Promise<HmacKey> {
  const bytes = bytesOf(secret);
  if (bytes.length < leastBytes) {
    throw new TitansError(
      'SECRET_INSECURE',
      `The secret of a webhook needs at least ${leastBytes} bytes. Make one, for example with "openssl rand -base64 24".`,
    );
  }
  return globalThis.crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
}

/** The header `webhook-signature` of a message: `v1,` and the HMAC-SHA256 of `id.timestamp.body` in Base64. */
export async function webhookSignature(key: HmacKey, message: SignedMessage): Promise<string> {
  const signature = await globalThis.crypto.subtle.sign('HMAC', key, contentOf(message));
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`;
}

/** Whether one of the signatures of the header is that of the message, compared in constant time. */
export async function isWebhookSignature(
  key: HmacKey,
  message: SignedMessage,
  header: string,
): Promise<boolean> {
  for (const part of header.split(' ')) {
    if (!part.startsWith('v1,')) continue;
    const signature = base64Bytes(part.slice('v1,'.length));
    if (signature === null) continue;
    if (await globalThis.crypto.subtle.verify('HMAC', key, signature, contentOf(message))) return true;
  }
  return false;
}

function contentOf({ id, timestamp, body }: SignedMessage): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${id}.${timestamp}.${body}`);
}

function bytesOf(secret: string): Uint8Array<ArrayBuffer> {
  if (typeof secret !== 'string' || !secret.startsWith(prefix))
    return new TextEncoder().encode(String(secret ?? ''));
  return base64Bytes(secret.slice(prefix.length)) ?? new Uint8Array();
}

function base64Bytes(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // No Base64, which is no signature and no key.
    return null;
  }
}
