import { type KeyValueStore, memoryKeyValueStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { apiKeyVerifier } from './api-keys.js';
import { keyRing } from './key-ring.js';
import { keyStore, type MadeKey } from './key-store.js';

const start = 1_750_000_000_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Several processes on one store, with a clock that they share. */
function setUp(processes = 1, store: KeyValueStore = memoryKeyValueStore()) {
  const clock = { time: start, now: () => clock.time };
  let reads = 0;
  const counted: KeyValueStore = {
    ...store,
    get: (key) => {
      reads++;
      return store.get(key);
    },
  };
  const members = Array.from({ length: processes }, () => {
    const ring = keyRing(counted, clock);
    return { keys: keyStore(counted, clock, ring.forget), verifier: apiKeyVerifier([], ring) };
  });
  const [first] = members;
  if (first === undefined) throw new Error('There is no process.');
  const make = (tenant = 'default', expiresAt: number | null = null): Promise<MadeKey> =>
    first.keys.create({
      name: 'a key',
      tenant,
      permissions: ['read_transactions'],
      createdBy: 'root',
      expiresAt,
    });
  return { clock, store, members, ...first, make, reads: () => reads };
}

describe('a key that was made', () => {
  test('works as itself, and nothing of it can be read in the store', async () => {
    const { make, verifier, store } = setUp();
    const { info, text } = await make('acme');
    expect(await verifier.verify(text)).toEqual({
      id: info.key_id,
      kind: 'api-key',
      tenant: 'acme',
      permissions: new Set(['read_transactions']),
    });
    expect(info).toEqual({
      key_id: info.key_id,
      name: 'a key',
      permissions: ['read_transactions'],
      created_at: '2025-06-15T15:06:40.000Z',
      expires_at: null,
      state: 'active',
      source: 'store',
    });
    const kept = await store.get(`key:${info.key_id}`);
    expect(kept?.value).not.toContain(text.slice(-43));
  });

  test('fails with another secret, with another id, and cut', async () => {
    const { make, verifier } = setUp();
    const [one, other] = [await make(), await make()];
    const secretOf = ({ text }: MadeKey): string => text.slice(-43);
    const mixed = `titans_${one.info.key_id}_${secretOf(other)}`;
    const unknown = `titans_${'0'.repeat(16)}_${secretOf(one)}`;
    for (const text of [mixed, unknown, one.text.slice(0, -1), `${one.text}x`, secretOf(one)]) {
      expect(await verifier.verify(text)).toBeNull();
    }
  });

  test('fails from the moment at which it expires', async () => {
    const { make, verifier, clock, keys } = setUp();
    const { text, info } = await make('default', start + dayMs);
    clock.time = start + dayMs - 1;
    expect(await verifier.verify(text)).not.toBeNull();
    clock.time = start + dayMs;
    expect(await verifier.verify(text)).toBeNull();
    expect(await keys.find('default', info.key_id)).toMatchObject({ state: 'expired' });
    await expect(keys.rotate('default', info.key_id, 0)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

test('a clock that is set back does not keep a key working that another process has revoked', async () => {
  const { make, members, clock } = setUp(2);
  const { text, info } = await make();
  const [here, there] = members;
  expect(await there?.verifier.verify(text)).not.toBeNull();
  await here?.keys.revoke('default', info.key_id);
  clock.time -= hourMs;
  expect(await there?.verifier.verify(text)).toBeNull();
});

describe('rotation', () => {
  test('the old secret works for the overlap, and only the last two work at all', async () => {
    const { make, verifier, keys, clock } = setUp();
    const first = await make();
    const id = first.info.key_id;
    const second = await keys.rotate('default', id, 24 * hourMs);
    const works = async (): Promise<boolean[]> =>
      Promise.all([first, second, third].map(async (key) => (await verifier.verify(key.text)) !== null));
    let third = second;
    expect(await works()).toEqual([true, true, true]);
    third = await keys.rotate('default', id, 24 * hourMs);
    expect(await works()).toEqual([false, true, true]);
    clock.time = start + 24 * hourMs - 1;
    expect(await works()).toEqual([false, true, true]);
    clock.time = start + 24 * hourMs;
    expect(await works()).toEqual([false, false, true]);
  });

  test('without an overlap the old secret fails at once', async () => {
    const { make, verifier, keys } = setUp();
    const first = await make();
    await verifier.verify(first.text);
    const second = await keys.rotate('default', first.info.key_id, 0);
    expect(await verifier.verify(first.text)).toBeNull();
    expect(await verifier.verify(second.text)).not.toBeNull();
  });
});

describe('revocation', () => {
  test('works at once where it was done, and within five seconds elsewhere', async () => {
    const { make, members, clock } = setUp(2);
    const { text, info } = await make();
    const verify = (): Promise<boolean[]> =>
      Promise.all(members.map(async ({ verifier }) => (await verifier.verify(text)) !== null));
    expect(await verify()).toEqual([true, true]);
    expect(await members[0]?.keys.revoke('default', info.key_id)).toMatchObject({ state: 'revoked' });
    expect(await verify()).toEqual([false, true]);
    clock.time += 5_000;
    expect(await verify()).toEqual([false, false]);
    expect(await members[1]?.verifier.isActive(info.key_id, 'default')).toBe(false);
  });

  test('a key that is revoked while the store is being asked does not come back', async () => {
    const store = memoryKeyValueStore();
    const { make } = setUp(1, store);
    const { text, info } = await make();
    let answer: (() => void) | undefined;
    const slow: KeyValueStore = {
      ...store,
      async get(key) {
        const value = await store.get(key);
        if (answer === undefined) await new Promise<void>((resolve) => (answer = resolve));
        return value;
      },
    };
    const { verifier, keys } = setUp(1, slow);
    const early = verifier.verify(text);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await keys.revoke('default', info.key_id);
    answer?.();
    await early;
    expect(await verifier.verify(text)).toBeNull();
  });

  test('twice is as once', async () => {
    const { make, keys } = setUp();
    const { info } = await make();
    const once = await keys.revoke('default', info.key_id);
    expect(await keys.revoke('default', info.key_id)).toEqual(once);
  });
});

describe('tenants', () => {
  test('keys of another tenant are not there, by any method', async () => {
    const { make, keys } = setUp();
    const { info } = await make('acme');
    await make('other');
    expect((await keys.list('acme')).map(({ key_id }) => key_id)).toEqual([info.key_id]);
    expect(await keys.list('third')).toEqual([]);
    const missing = { code: 'NOT_FOUND' };
    await expect(keys.find('other', info.key_id)).rejects.toMatchObject(missing);
    await expect(keys.rotate('other', info.key_id, 0)).rejects.toMatchObject(missing);
    await expect(keys.revoke('other', info.key_id)).rejects.toMatchObject(missing);
    expect(await keys.find('acme', info.key_id)).toMatchObject({ state: 'active' });
  });
});

describe('the store', () => {
  test('is asked once for many requests, and once for many guesses at one id', async () => {
    const { make, verifier, clock, reads } = setUp();
    const { text } = await make();
    const before = reads();
    await Promise.all(Array.from({ length: 100 }, () => verifier.verify(text)));
    await Promise.all(Array.from({ length: 100 }, () => verifier.verify(text)));
    expect(reads() - before).toBe(1);
    const guess = text.replace(/_[0-9a-z]{16}_/, `_${'0'.repeat(16)}_`);
    for (let round = 0; round < 100; round++) await verifier.verify(guess);
    expect(reads() - before).toBe(2);
    clock.time += 5_000;
    await verifier.verify(text);
    expect(reads() - before).toBe(3);
  });

  test('that is down is an error, and never a yes; what was just asked is known for a while', async () => {
    const store = memoryKeyValueStore();
    const { make, verifier, clock, keys } = setUp(1, store);
    const { text, info } = await make();
    expect(await verifier.verify(text)).not.toBeNull();
    await store.close();
    expect(await verifier.verify(text)).not.toBeNull();
    clock.time += 5_000;
    const down = { code: 'STORE_UNAVAILABLE' };
    await expect(verifier.verify(text)).rejects.toMatchObject(down);
    await expect(verifier.isActive(info.key_id, 'default')).rejects.toMatchObject(down);
    await expect(keys.list('default')).rejects.toMatchObject(down);
  });

  test('that holds something else grants nothing', async () => {
    const { make, verifier, store, clock } = setUp();
    const { text, info } = await make();
    const record = JSON.parse((await store.get(`key:${info.key_id}`))?.value ?? '');
    for (const wrong of ['', '{}', 'null', JSON.stringify({ ...record, permissions: ['root'] })]) {
      clock.time += 5_000;
      await store.set(`key:${info.key_id}`, wrong);
      expect(await verifier.verify(text)).toBeNull();
    }
    clock.time += 5_000;
    await store.set(`key:${info.key_id}`, JSON.stringify({ ...record, id: 'another' }));
    expect(await verifier.verify(text)).toBeNull();
  });

  test('lists every key that several processes make at once', async () => {
    const { members, keys } = setUp(4);
    const made = await Promise.all(
      members.flatMap((member) =>
        [1, 2].map((index) =>
          member.keys.create({
            name: `key ${index}`,
            tenant: 'default',
            permissions: [],
            createdBy: 'root',
            expiresAt: null,
          }),
        ),
      ),
    );
    const listed = (await keys.list('default')).map(({ key_id }) => key_id);
    expect(listed.toSorted()).toEqual(made.map(({ info }) => info.key_id).toSorted());
  });

  test('makes and changes as many keys as are asked for at once', async () => {
    const { make, keys, verifier } = setUp();
    const made = await Promise.all(Array.from({ length: 200 }, () => make()));
    expect(await keys.list('default')).toHaveLength(200);
    const id = made[0]?.info.key_id ?? '';
    const rotated = await Promise.all(Array.from({ length: 100 }, () => keys.rotate('default', id, 0)));
    const works = await Promise.all(rotated.map(({ text }) => verifier.verify(text)));
    // Each secret ends the one before, so that one is left, whichever came last.
    expect(works.filter((principal) => principal !== null)).toHaveLength(1);
  });

  test.each(['\0', '', 'x'.repeat(2_000), '\ud800', '__proto__'])(
    'is not asked for a key that cannot be one: %j',
    async (id) => {
      const { keys } = setUp();
      await expect(keys.find('default', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(keys.revoke('default', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  test('forgets keys 30 days after their end when a new one is made, and never one that works', async () => {
    const { make, keys, clock, store } = setUp();
    const [kept, revoked, expired] = [await make(), await make(), await make('default', start + dayMs)];
    await keys.revoke('default', revoked.info.key_id);
    clock.time = start + 30 * dayMs;
    await make();
    expect(await keys.list('default')).toHaveLength(4);
    clock.time = start + 32 * dayMs;
    const last = await make();
    const listed = (await keys.list('default')).map(({ key_id }) => key_id);
    expect(listed).toContain(kept.info.key_id);
    expect(listed).toContain(last.info.key_id);
    expect(listed).toHaveLength(3);
    expect(await store.get(`key:${expired.info.key_id}`)).toBeNull();
  });
});
