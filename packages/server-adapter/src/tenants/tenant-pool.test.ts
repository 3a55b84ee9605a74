import { TitansError } from '@titans/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfiguration } from '../config/settings.js';
import { exampleSuite } from '../conformance/example-suite.js';
import { openTenants } from './open-tenants.js';
import type { OpenTenant, TenantSettings } from './tenant-settings.js';

let models: Awaited<ReturnType<typeof exampleSuite>>;
beforeAll(async () => {
  models = await exampleSuite();
});

/** A service with room for so many tenants; those called t… are there. */
async function setUp(maxOpenTenants: number, describeTenant?: OpenTenant) {
  const happened: string[] = [];
  const clock = { time: 1_750_000_000_000, now: () => clock.time };
  const configuration = {
    models,
    auth: 'none',
    clock,
    maxOpenTenants,
    tenants:
      describeTenant ??
      (async (id: string) => {
        happened.push(`open ${id}`);
        return id.startsWith('t') ? { models, close: async () => void happened.push(`close ${id}`) } : null;
      }),
  } as const;
  const tenants = await openTenants(configuration, readConfiguration(configuration, 'test'));
  const use = async (id: string) => {
    try {
      return await tenants.lease(id);
    } catch (error) {
      return error instanceof TitansError ? error.code : String(error);
    }
  };
  const visit = async (id: string): Promise<string> => {
    const lease = await use(id);
    if (typeof lease === 'string') return lease;
    lease.release();
    return lease.tenant.id;
  };
  return { tenants, happened, clock, use, visit };
}

describe('tenants that a function describes', () => {
  test('are opened once, however many ask at the same time', async () => {
    const { visit, happened, tenants } = await setUp(10);
    expect(await Promise.all(Array.from({ length: 50 }, () => visit('t1')))).toEqual(Array(50).fill('t1'));
    expect(await visit('t1')).toBe('t1');
    expect(happened).toEqual(['open t1']);
    expect(tenants.all.map(({ id }) => id)).toEqual(['default', 't1']);
  });

  test('that could not be opened are tried again where the clock was set back', async () => {
    const { visit, happened, clock } = await setUp(10);
    expect(await visit('x')).toBe('FORBIDDEN');
    clock.time -= 3_600_000;
    expect(await visit('x')).toBe('FORBIDDEN');
    expect(happened).toEqual(['open x', 'open x']);
  });

  test('are not there where it says so; it is not asked again for five seconds', async () => {
    const { visit, happened, clock } = await setUp(10);
    expect(await Promise.all([visit('x'), visit('x'), visit('x')])).toEqual(Array(3).fill('FORBIDDEN'));
    expect(await visit('x')).toBe('FORBIDDEN');
    expect(happened).toEqual(['open x']);
    clock.time += 5_000;
    expect(await visit('x')).toBe('FORBIDDEN');
    expect(happened).toEqual(['open x', 'open x']);
  });

  test('make room in the order in which they were asked for, and are opened again', async () => {
    const { visit, happened } = await setUp(2);
    for (const id of ['t1', 't2', 't1', 't3', 't1', 't2']) expect(await visit(id)).toBe(id);
    expect(happened).toEqual(['open t1', 'open t2', 'open t3', 'close t2', 'open t2', 'close t3']);
  });

  test('that are in use are not closed; where all are, the next one waits outside', async () => {
    const { use, visit, happened } = await setUp(2);
    const [one, two] = [await use('t1'), await use('t2')];
    expect(await visit('t3')).toBe('NOT_READY');
    expect(happened).toEqual(['open t1', 'open t2']);
    if (typeof one !== 'string') {
      one.release();
      one.release();
    }
    expect(await visit('t3')).toBe('t3');
    expect(await visit('t2')).toBe('t2');
    expect(happened).toEqual(['open t1', 'open t2', 'open t3', 'close t1']);
    expect(typeof two).toBe('object');
  });

  test('that cannot be opened are not ready, and are tried again after five seconds', async () => {
    let isDown = true;
    const { visit, clock } = await setUp(2, async (): Promise<TenantSettings> => {
      if (isDown) throw new Error('The catalogue is down.');
      return { models };
    });
    expect(await visit('t1')).toBe('NOT_READY');
    isDown = false;
    expect(await visit('t1')).toBe('NOT_READY');
    clock.time += 5_000;
    expect(await visit('t1')).toBe('t1');
  });

  test('whose settings are wrong are not ready', async () => {
    const wrong: readonly object[] = [{}, { models: 5 }, { models, warehouse: {} }, { models, secret: 'x' }];
    for (const settings of wrong) {
      const { visit } = await setUp(2, () => settings as TenantSettings);
      expect(await visit('t1')).toBe('NOT_READY');
    }
  });

  test('are closed with the service, those in use when they are released', async () => {
    const { tenants, use, visit, happened } = await setUp(5);
    await visit('t1');
    const lease = await use('t2');
    await tenants.close();
    expect(happened).toEqual(['open t1', 'open t2', 'close t1']);
    expect(await visit('t3')).toBe('SHUTTING_DOWN');
    if (typeof lease !== 'string') lease.release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(happened).toEqual(['open t1', 'open t2', 'close t1', 'close t2']);
  });

  test('cannot take the place of the default one', async () => {
    const { visit, happened } = await setUp(2);
    expect(await visit('default')).toBe('default');
    expect(happened).toEqual([]);
  });
});
