import { describe, expect, test } from 'vitest';
import { eventHub } from './event-hub.js';

const clock = { now: () => 1_700_000_000_000 };
const hubOf = (kept = 4, maxListeners = 10) => eventHub({ kept, maxListeners, clock });
const types = ['prediction', 'models'] as const;

describe('a listener', () => {
  test('hears what comes from now on, of its tenant and types, in order and once', () => {
    const hub = hubOf();
    hub.publish('a', 'models', { n: 0 });
    const listener = hub.listen('a', { types });
    const calls: number[] = [];
    listener.onEvents = () => calls.push(1);
    hub.publish('a', 'prediction', { n: 1 });
    hub.publish('b', 'prediction', { n: 2 });
    hub.publish('a', 'job', { n: 3 });
    hub.publish('a', 'models', () => ({ n: 4 }));
    expect(calls).toHaveLength(2);
    expect(listener.read()?.map(({ id, type, at, data }) => ({ id, type, at, data }))).toEqual([
      { id: '1700000000000002', type: 'prediction', at: '2023-11-14T22:13:20.000Z', data: { n: 1 } },
      { id: '1700000000000004', type: 'models', at: '2023-11-14T22:13:20.000Z', data: { n: 4 } },
    ]);
    expect(listener.read()).toEqual([]);
    expect(listener.position).toBe('1700000000000004');
    listener.close();
    hub.publish('a', 'models', { n: 5 });
    expect(calls).toHaveLength(2);
  });

  test('goes on after an id, as far back as is kept, and is told where it cannot', () => {
    const hub = hubOf(4);
    for (let n = 1; n <= 6; n++) hub.publish('a', 'prediction', { n });
    const after = (id: string): unknown =>
      hub
        .listen('a', { types, after: id })
        .read()
        ?.map((event) => event.data.n) ?? null;
    expect(after('1700000000000002')).toEqual([3, 4, 5, 6]);
    expect(after('1700000000000006')).toEqual([]);
    expect(after('1700000000000001')).toBe(null);
    // Ids of a process that started later, and ids that are none.
    expect(after('1800000000000000')).toBe(null);
    for (const none of ['', '-1', 'x', '1e3', '9'.repeat(17)]) expect(after(none)).toEqual([]);
    const late = hub.listen('a', { types, after: '1' });
    expect(late.read()).toBe(null);
    late.skip();
    expect(late.read()?.map((event) => event.data.n)).toEqual([3, 4, 5, 6]);
  });

  test('that comes back after a restart is told that it may have missed something, and hears all since', () => {
    const before = eventHub({ kept: 4, maxListeners: 10, clock });
    before.publish('a', 'models', { n: 1 });
    const { position } = before.listen('a', { types });
    before.publish('a', 'models', { n: 2 });
    const after = eventHub({ kept: 4, maxListeners: 10, clock: { now: () => clock.now() + 60_000 } });
    after.publish('a', 'models', { n: 3 });
    const listener = after.listen('a', { types, after: position });
    expect(listener.read()).toBe(null);
    listener.skip();
    expect(listener.position).toBe('1700000060000000');
    expect(listener.read()?.map((event) => event.data.n)).toEqual([3]);
  });

  test('cannot count the events of other tenants by its ids', () => {
    const hub = hubOf();
    const listener = hub.listen('a', { types });
    hub.publish('a', 'models', { n: 1 });
    for (let n = 0; n < 1_000; n++) hub.publish('b', 'models', { n });
    hub.publish('a', 'models', { n: 2 });
    const [first, second] = listener.read() ?? [];
    expect(Number(second?.id) - Number(first?.id)).toBe(1);
  });

  test('that falls behind is told, whatever it hears', () => {
    const hub = hubOf(4);
    const listener = hub.listen('a', { types: ['models'] });
    for (let n = 1; n <= 9; n++) hub.publish('a', 'prediction', { n });
    hub.publish('a', 'models', { n: 10 });
    expect(listener.read()?.map((event) => event.data.n)).toEqual([10]);
    for (let n = 11; n <= 15; n++) hub.publish('a', 'models', { n });
    expect(listener.read()).toBe(null);
  });

  test('gets what is masked, and nobody else has to wait for that', () => {
    const hub = hubOf();
    const listener = hub.listen('a', { types });
    let made = 0;
    hub.publish('a', 'prediction', () => {
      made++;
      return { text: 'to anna@example.com', list: ['4111 1111 1111 1111'], amount: 4111.11 };
    });
    expect(made).toBe(0);
    const [event] = listener.read() ?? [];
    expect(event?.data).toEqual({ text: 'to [email]', list: ['[card]'], amount: 4111.11 });
    expect(event?.data).toBe(event?.data);
    expect(made).toBe(1);
  });

  test('has no room where too many listen, until one of them leaves', () => {
    const hub = hubOf(4, 2);
    const first = hub.listen('a', { types });
    hub.listen('a', { types });
    expect(() => hub.listen('a', { types })).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    hub.listen('b', { types });
    first.close();
    hub.listen('a', { types });
  });
});

test('names of prototypes are tenants like others', () => {
  const hub = hubOf();
  const listener = hub.listen('__proto__', { types });
  hub.publish('__proto__', 'models', JSON.parse('{"__proto__":{"polluted":1}}'));
  expect(listener.read()).toHaveLength(1);
  expect(({} as Record<string, unknown>).polluted).toBe(undefined);
});
