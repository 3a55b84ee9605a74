import { routes } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { keys, requestTo, start } from '../testing/service.js';
import type { AuditEntry, AuditLog } from './audit-log.js';
import { auditedRoutes } from './audited-routes.js';
import { memoryAuditLog } from './memory-audit-log.js';
import { repeatedEvents } from './repeated-events.js';

/** What a service has written down, without what every entry has. */
async function written(log: AuditLog): Promise<readonly Partial<AuditEntry>[]> {
  return (await log.read({ limit: 1_000 })).map(({ action, outcome, actor, tenant, details }) => ({
    action,
    outcome,
    actor,
    tenant,
    details,
  }));
}

const asked = (path: string, key: string | null, body?: unknown, method = 'POST'): Request =>
  new Request(`http://localhost${path}`, {
    method,
    headers: {
      'x-request-id': 'request-7',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe('what is written down', () => {
  test('the life of a key, with who, when, where and how it ended, and nothing of its secret', async () => {
    const log = memoryAuditLog({ clock: { now: () => 1_750_000_000_000 } });
    const titans = await start({ audit: { log } });
    const from = { clientAddress: '198.51.100.7' };
    const made = await titans.fetch(
      asked('/keys', keys.admin, { name: 'jane.roe@example.com', role: 'viewer' }),
      from,
    );
    const { key_id: id, api_key: text } = (await made.json()) as { key_id: string; api_key: string };
    await titans.fetch(asked(`/keys/${id}/rotate`, keys.admin, { overlap_hours: 2 }), from);
    await titans.fetch(asked(`/keys/${id}`, keys.admin, undefined, 'DELETE'), from);
    await titans.fetch(asked('/keys/unknown', keys.admin, undefined, 'DELETE'), from);
    await titans.close();
    const by = { actor: 'admin', tenant: 'default' };
    expect(await written(log)).toEqual([
      { action: 'service.started', outcome: 'success', actor: null, tenant: null, details: {} },
      {
        action: 'key.created',
        outcome: 'success',
        ...by,
        details: { role: 'viewer', key_id: id, permissions: 'read_transactions' },
      },
      { action: 'key.rotated', outcome: 'success', ...by, details: { key_id: id, overlap_hours: 2 } },
      { action: 'key.revoked', outcome: 'success', ...by, details: { key_id: id } },
      { action: 'key.revoked', outcome: 'failure', ...by, details: { key_id: 'unknown' } },
      { action: 'service.stopped', outcome: 'success', actor: null, tenant: null, details: {} },
    ]);
    const [, created] = await log.read();
    expect(created).toMatchObject({
      time: '2025-06-15T15:06:40.000Z',
      address: '198.51.100.7',
      requestId: 'request-7',
    });
    const all = JSON.stringify(await log.read());
    expect(all).not.toContain(text.slice(-43));
    expect(all).not.toContain('jane.roe');
    expect(await log.verify()).toMatchObject({ state: 'intact' });
  });

  test('the life of a token by its id, and not the token', async () => {
    const log = memoryAuditLog();
    const titans = await start({ audit: { log } });
    const issued = await titans.fetch(requestTo('authToken', 'analyst'));
    const { access_token: token } = (await issued.json()) as { access_token: string };
    await titans.fetch(asked('/auth/revoke', token, { token }));
    const entries = (await written(log)).slice(1);
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(entries.map(({ action, actor, details }) => [action, actor, details])).toEqual([
      ['token.issued', 'analyst', { token_id: jti }],
      ['token.revoked', 'analyst', { token_id: jti }],
    ]);
    expect(JSON.stringify(await log.read())).not.toContain(token);
  });

  test('wrong credentials, locks and refused permissions, each sender five times a minute', async () => {
    const log = memoryAuditLog();
    const clock = { time: 1_750_000_000_000, now: () => clock.time };
    const titans = await start({ audit: { log }, clock });
    const from = { clientAddress: '198.51.100.7' };
    await titans.fetch(requestTo('metrics', 'viewer'), { clientAddress: '198.51.100.8' });
    for (let round = 0; round < 30; round++) {
      await titans.fetch(asked('/metrics', 'hunter2hunter2', undefined, 'GET'), from);
    }
    clock.time += 60_000;
    await titans.fetch(asked('/metrics', 'hunter2hunter2', undefined, 'GET'), from);
    await titans.close();
    const entries = (await written(log)).filter(({ outcome }) => outcome === 'refused');
    const counted = (wanted: string) => entries.filter(({ action }) => action === wanted);
    expect(counted('access.forbidden')).toEqual([
      {
        action: 'access.forbidden',
        outcome: 'refused',
        actor: 'viewer',
        tenant: 'default',
        details: { route: 'metrics' },
      },
    ]);
    expect(counted('access.unauthenticated')).toHaveLength(5);
    expect(counted('access.locked_out')).toHaveLength(6);
    expect(counted('access.locked_out').at(-1)?.details).toEqual({ route: 'metrics', repeated: 20 });
    expect(JSON.stringify(await log.read())).not.toContain('hunter2');
  });

  test('a client that asks from all of its IPv6 network is one sender', async () => {
    const log = memoryAuditLog();
    const titans = await start({ audit: { log } });
    for (let host = 1; host <= 50; host++) {
      const clientAddress = `2001:db8::${host.toString(16)}`;
      await titans.fetch(asked('/metrics', 'hunter2hunter2', undefined, 'GET'), { clientAddress });
    }
    await titans.close();
    const refused = (await written(log)).filter(({ outcome }) => outcome === 'refused');
    // Five wrong credentials, then the lock, five times each.
    expect(refused).toHaveLength(10);
  });

  test('credentials that are refused before there is a request, as at a handshake', async () => {
    const log = memoryAuditLog();
    const titans = await start({ audit: { log } });
    const wrong = new Headers({ authorization: 'Bearer hunter2hunter2' });
    await expect(titans.authenticate(wrong, '198.51.100.7')).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    await titans.close();
    const [, refused] = await log.read();
    expect(refused).toMatchObject({
      action: 'access.unauthenticated',
      outcome: 'refused',
      actor: null,
      address: '198.51.100.7',
      details: { route: 'none' },
    });
  });

  test('who takes a job away, which others of the tenant see', async () => {
    const log = memoryAuditLog();
    const titans = await start({ audit: { log } });
    const begun = await titans.fetch(requestTo('jobCreate', 'analyst'));
    const { job_id: id } = (await begun.json()) as { job_id: string };
    expect((await titans.fetch(asked(`/jobs/${id}`, keys.editor, undefined, 'DELETE'))).status).toBe(200);
    await titans.close();
    expect(await written(log)).toContainEqual({
      action: 'job.cancelled',
      outcome: 'success',
      actor: 'editor',
      tenant: 'default',
      details: { job_id: id },
    });
  });

  test('every route that changes something has its rule', () => {
    const changing = Object.entries(routes).filter(
      ([, { method, access }]) => method !== 'GET' && !['create_predictions', 'public'].includes(access),
    );
    const without = changing.map(([name]) => name).filter((name) => !Object.hasOwn(auditedRoutes, name));
    // It compares what is sent, and changes nothing.
    expect(without).toEqual(['drift']);
  });
});

describe('a log that cannot be written', () => {
  const broken = (): AuditLog => ({
    ...memoryAuditLog(),
    append: () => Promise.reject(new Error('The disk is full.')),
  });

  test('is told of as an error, with the entry, and the work goes on', async () => {
    const errors: object[] = [];
    const ignore = (): void => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      warn: ignore,
      error: (fields: object) => void errors.push(fields),
    };
    const titans = await start({ audit: { log: broken() }, logger });
    expect((await titans.fetch(requestTo('keysCreate', 'admin'))).status).toBe(201);
    expect(errors).toContainEqual(
      expect.objectContaining({ audit: expect.objectContaining({ action: 'key.created' }) }),
    );
  });

  test('stops every change where that is asked for, and nothing else', async () => {
    const titans = await start({ audit: { log: broken(), onFailure: 'refuse' } });
    const refused = await titans.fetch(requestTo('keysCreate', 'admin'));
    expect(refused.status).toBe(503);
    const listed = (await (await titans.fetch(requestTo('keysList', 'admin'))).json()) as { keys: unknown[] };
    expect(listed.keys).toHaveLength(4);
    expect((await titans.fetch(requestTo('predictCategory', 'analyst'))).status).toBe(200);
  });

  test('where it is asked for, says that a change is begun before it is made', async () => {
    const log = memoryAuditLog();
    const titans = await start({ audit: { log, onFailure: 'refuse' } });
    await titans.fetch(requestTo('keysCreate', 'admin'));
    expect((await written(log)).slice(1).map(({ outcome }) => outcome)).toEqual(['begun', 'success']);
  });
});

test('of what is repeated five a minute are let through, and the rest is counted', () => {
  const clock = { time: 0, now: () => clock.time };
  const events = repeatedEvents(clock);
  const count = (): number | null => events.count('a');
  expect(Array.from({ length: 7 }, count)).toEqual([0, 0, 0, 0, 0, null, null]);
  expect(events.count('b')).toBe(0);
  clock.time = 60_000;
  expect([count(), count()]).toEqual([2, 0]);
});
