import { expect, test } from 'vitest';
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
