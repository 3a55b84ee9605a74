import { maskSecrets } from '@titans/core';
import { expect, test } from 'vitest';
import { emptyHead } from './audit-log.js';
import { seal } from './chain.js';
import { memoryAuditLog } from './memory-audit-log.js';
import { auditEvent, behavesAsAuditLog } from './testing/audit-behaviour.js';

behavesAsAuditLog(async (options) => memoryAuditLog(options));

test.each([
  [
    'a short secret',
    { algorithm: 'HMAC-SHA-256', keyId: 'k', secret: new Uint8Array(31) },
    'SECRET_INSECURE',
  ],
  [
    'a key that is none',
    { algorithm: 'Ed25519', keyId: 'k', privateKey: new Uint8Array(48) },
    'INVALID_ARGUMENT',
  ],
] as const)('%s is refused when the log is opened', (_, key, code) => {
  expect(() => memoryAuditLog({ checkpoints: { key } })).toThrow(expect.objectContaining({ code }));
});

test('a secret signs too', async () => {
  const key = { algorithm: 'HMAC-SHA-256', keyId: 'k', secret: new Uint8Array(32).fill(7) } as const;
  const log = memoryAuditLog({ checkpoints: { key, every: 1 } });
  await log.append(auditEvent());
  expect(await log.verify({ keys: [key] })).toMatchObject({ state: 'intact', signedThrough: 1 });
  const other = { ...key, secret: new Uint8Array(32).fill(8) };
  expect(await log.verify({ keys: [other] })).toMatchObject({ state: 'broken', sequence: 2 });
});

test('a checkpoint holds the hash as it is, also one that looks like the number of an account', async () => {
  const key = { algorithm: 'HMAC-SHA-256', keyId: 'k', secret: new Uint8Array(32).fill(7) } as const;
  const time = '2026-01-02T03:04:05.000Z';
  const hashOf = (index: number): string => seal(auditEvent({ index }), time, emptyHead).entry.hash;
  let index = 0;
  while (maskSecrets(hashOf(index)) === hashOf(index)) index++;
  const log = memoryAuditLog({ checkpoints: { key, every: 1 }, clock: { now: () => Date.parse(time) } });
  const { hash } = await log.append(auditEvent({ index }));
  expect(hash).toBe(hashOf(index));
  const [, checkpoint] = await log.read();
  expect(checkpoint?.details.hash).toBe(hash);
  expect(await log.verify({ keys: [key] })).toMatchObject({ state: 'intact', signedThrough: 1 });
});
