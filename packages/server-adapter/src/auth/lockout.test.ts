import { memoryKeyValueStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { apiKeyVerifier } from './api-keys.js';
import { authenticator } from './authenticate.js';
import { challengeOf } from './challenge.js';
import { hashApiKey } from './key-hash.js';
import { lockout } from './lockout.js';

const start = 1_750_000_000_000;
const address = '198.51.100.7';

function setUp(isShared = true) {
  const clock = { time: start, now: () => clock.time };
  const store = memoryKeyValueStore({ now: clock.now });
  const locks = lockout(store, clock, { isShared });
  const keys = [{ id: 'good', hash: hashApiKey('the-right-credential'), permissions: [], tenant: 'default' }];
  const authenticate = authenticator({
    keys: apiKeyVerifier(keys, null),
    tokens: null,
    lockout: locks,
    challenge: challengeOf(null, null),
    open: false,
  });
  async function ask(credential: string, from: string | undefined = address): Promise<string> {
    try {
      return (await authenticate(new Headers({ authorization: `Bearer ${credential}` }), from)).id;
    } catch (error) {
      return (error as { code: string }).code;
    }
  }
  return { clock, store, locks, ask };
}

describe.each([true, false])('lockout in a store that is shared: %s', (isShared) => {
  test('the fifth wrong credential locks the address for 300 seconds, however often it asks meanwhile', async () => {
    const { clock, ask } = setUp(isShared);
    for (let index = 0; index < 5; index++) {
      clock.time = start + index * 10_000;
      expect(await ask('wrong')).toBe('UNAUTHENTICATED');
    }
    const locked = clock.time;
    for (; clock.time < locked + 300_000; clock.time += 7_000) {
      expect(await ask('wrong')).toBe('LOCKED_OUT');
      expect(await ask('the-right-credential')).toBe('LOCKED_OUT');
    }
    clock.time = locked + 299_999;
    expect(await ask('the-right-credential')).toBe('LOCKED_OUT');
    clock.time = locked + 300_000;
    expect(await ask('the-right-credential')).toBe('good');
    expect(await ask('wrong')).toBe('UNAUTHENTICATED');
  });

  test('of 100 guesses at once at most five are judged, even if one of the later ones is right', async () => {
    const { ask } = setUp(isShared);
    const guesses = Array.from({ length: 100 }, (_, index) =>
      index === 60 ? 'the-right-credential' : 'wrong',
    );
    const answers = await Promise.all(guesses.map((guess) => ask(guess)));
    expect(answers.filter((answer) => answer === 'UNAUTHENTICATED')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'LOCKED_OUT')).toHaveLength(95);
  });

  test('four wrong credentials in five minutes lock nothing, and are forgotten after it', async () => {
    const { clock, ask } = setUp(isShared);
    for (let round = 0; round < 3; round++) {
      for (let index = 0; index < 4; index++) expect(await ask('wrong')).toBe('UNAUTHENTICATED');
      expect(await ask('the-right-credential')).toBe('good');
      clock.time += 300_000;
    }
  });

  test('a right credential does not wipe the failures out', async () => {
    const { ask } = setUp(isShared);
    for (let index = 0; index < 4; index++) await ask('wrong');
    await ask('the-right-credential');
    expect(await ask('wrong')).toBe('UNAUTHENTICATED');
    expect(await ask('the-right-credential')).toBe('LOCKED_OUT');
  });

  test('other addresses, and hosts that give none, are not locked', async () => {
    const { ask } = setUp(isShared);
    for (let index = 0; index < 9; index++) await ask('wrong');
    expect(await ask('the-right-credential', '198.51.100.8')).toBe('good');
    for (let index = 0; index < 9; index++) expect(await ask('wrong', undefined)).not.toBe('good');
  });

  test('an IPv6 client cannot evade the lock within its own network', async () => {
    const { ask } = setUp(isShared);
    for (let index = 0; index < 5; index++) await ask('wrong', `2001:db8:1:2::${index + 1}`);
    expect(await ask('the-right-credential', '2001:db8:1:2:ffff::1')).toBe('LOCKED_OUT');
    expect(await ask('the-right-credential', '2001:db8:1:3::1')).toBe('good');
  });

  test('a key is locked for one site only, however many networks it has', async () => {
    const { locks } = setUp(isShared);
    for (let index = 0; index < 5; index++) {
      expect(await locks.recordFailure(`2001:db8:1:2${index}::1`, 'victim')).toBe(0);
    }
    expect(await locks.lockedForMs('2001:db8:1:2f::1', 'victim')).toBe(300_000);
    expect(await locks.lockedForMs('2001:db8:1:2f::1', 'other')).toBe(0);
    expect(await locks.lockedForMs('2001:db8:1:100::1', 'victim')).toBe(0);
    expect(await locks.lockedForMs('198.51.100.7', 'victim')).toBe(0);
  });

  test('a locked address cannot fill the store with made-up keys', async () => {
    const { store, locks } = setUp(isShared);
    const written = new Set<string>();
    const { increment } = store;
    store.increment = (key, by, options) => {
      written.add(key);
      return increment(key, by, options);
    };
    const ids = Array.from({ length: 1_000 }, (_, index) => `made-up-${index}`);
    await Promise.all(ids.map((id) => locks.recordFailure(address, id)));
    // The address, and the keys of the five guesses that were judged.
    expect(written.size).toBe(6);
  });

  test('asking a million times while it is locked moves the end by less than a second', async () => {
    const { store, locks } = setUp(isShared);
    for (let index = 0; index < 5; index++) await locks.recordFailure(address);
    expect(await locks.recordFailure(address)).toBe(300_000);
    await store.increment(`failures:${address}`, 1_000_000);
    expect(await locks.lockedForMs(address)).toBeLessThan(301_000);
  });
});
