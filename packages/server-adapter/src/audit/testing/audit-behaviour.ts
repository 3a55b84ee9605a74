import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AuditEvent, AuditLog } from '../audit-log.js';
import type { AuditLogOptions } from '../chained-log.js';
import type { AuditCheckpoint } from '../checkpoint.js';

/** An event of which only the details differ. */
export const auditEvent = (details: AuditEvent['details'] = {}): AuditEvent => ({
  action: 'key.created',
  outcome: 'success',
  actor: 'admin',
  tenant: 'default',
  address: '198.51.100.7',
  requestId: 'request-1',
  details,
});

/** What every audit log does, wherever it is kept. */
export function behavesAsAuditLog(open: (options?: AuditLogOptions) => Promise<AuditLog>): void {
  test('entries come back in order, page by page', async () => {
    const log = await open();
    for (let index = 0; index < 5; index++) await log.append(auditEvent({ index, text: 'ü\n\u0000"' }));
    const all = await log.read();
    expect(all.map(({ sequence, details }) => [sequence, details.index])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [n, n - 1]),
    );
    expect(all[0]).toMatchObject({ ...auditEvent(), details: { index: 0 } });
    expect((await log.read({ after: 2, limit: 2 })).map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(await log.read({ after: 5 })).toEqual([]);
    await log.close();
  });

  test('entries that are added at once are one chain', async () => {
    const log = await open();
    const added = await Promise.all(
      Array.from({ length: 50 }, (_, index) => log.append(auditEvent({ index }))),
    );
    expect(added.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    const last = added.find(({ sequence }) => sequence === 50);
    expect(await log.verify()).toEqual({
      state: 'intact',
      head: { sequence: 50, hash: last?.hash },
      signedThrough: 0,
    });
    await log.close();
  });

  test('checkpoints vouch for what was before them, to whoever has the key', async () => {
    const published: AuditCheckpoint[] = [];
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = {
      algorithm: 'Ed25519',
      keyId: 'audit',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
    } as const;
    const log = await open({ checkpoints: { key, every: 3, publish: (made) => void published.push(made) } });
    for (let index = 0; index < 7; index++) await log.append(auditEvent({ index }));
    // After the third entry and the sixth, which is the seventh with the checkpoint before it.
    expect(published.map(({ sequence }) => sequence)).toEqual([3, 7]);
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const keys = [{ algorithm: 'Ed25519', keyId: 'audit', publicKey: spki }] as const;
    expect(await log.verify({ keys })).toMatchObject({ state: 'intact', signedThrough: 7 });
    const raw = [{ ...keys[0], publicKey: spki.subarray(-32) }];
    expect(await log.verify({ keys: raw })).toMatchObject({ state: 'intact', signedThrough: 7 });
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' });
    expect(await log.verify({ keys: [{ ...keys[0], publicKey: other }] })).toMatchObject({
      state: 'broken',
      sequence: 4,
    });
    for (const checkpoint of published)
      expect(await log.verify({ head: checkpoint })).toMatchObject({ state: 'intact' });
    expect(await log.verify({ head: { sequence: 3, hash: 'f'.repeat(64) } })).toMatchObject({
      state: 'broken',
    });
    expect(await log.verify({ head: { sequence: 99, hash: 'f'.repeat(64) } })).toMatchObject({
      state: 'broken',
      sequence: 10,
    });
    await log.close();
    expect(published.map(({ sequence }) => sequence)).toEqual([3, 7, 9]);
  });
}
