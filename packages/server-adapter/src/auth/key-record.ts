import { type ApiKeyInfo, type Permission, permissions } from '@titans/core/contract';
import * as z from 'zod/mini';

/** A secret of a key, as its SHA-256. */
export interface KeySecret {
  /** SHA-256 of the whole key, in hexadecimal. */
  readonly hash: string;
  /** From when on it fails, in milliseconds since 1970; `null` for the one that was made last. */
  readonly worksUntil: number | null;
}

/** An API key as a store keeps it: never the key itself. Times are milliseconds since 1970. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly permissions: readonly Permission[];
  /** Id of the credential that made it. */
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** The last first. */
  readonly secrets: readonly KeySecret[];
}

const time = z.nullable(z.int());

const keyRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  tenant: z.string(),
  permissions: z.array(z.enum(permissions)),
  createdBy: z.string(),
  createdAt: z.int(),
  expiresAt: time,
  revokedAt: time,
  secrets: z.array(z.object({ hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)), worksUntil: time })),
});

/** Reads what a store holds; `null` if it is no record, which then grants nothing. */
export function readKeyRecord(text: string): KeyRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const record = keyRecordSchema.safeParse(value);
  return record.success ? record.data : null;
}

/** What becomes of a key at that time. */
export function stateOf(record: KeyRecord, now: number): ApiKeyInfo['state'] {
  if (record.revokedAt !== null) return 'revoked';
  return record.expiresAt !== null && record.expiresAt <= now ? 'expired' : 'active';
}

/** What may be shown of a key. */
export function keyInfo(record: KeyRecord, now: number): ApiKeyInfo {
  return {
    key_id: record.id,
    name: record.name,
    permissions: record.permissions,
    created_at: new Date(record.createdAt).toISOString(),
    expires_at: record.expiresAt === null ? null : new Date(record.expiresAt).toISOString(),
    state: stateOf(record, now),
    source: 'store',
  };
}
