import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent, AuditHead } from './audit-log.js';
import { emptyHead } from './audit-log.js';
import { seal } from './chain.js';
import { type AuditStorage, chainedLog } from './chained-log.js';

const event: AuditEvent = {
  action: 'key.created',
  outcome: 'success',
  actor: 'admin',
  tenant: 'default',
  address: '198.51.100.7',
  requestId: 'request-1',
  details: { key_id: 'k1' },
};
const time = '2026-01-02T03:04:05.000Z';

describe('an entry', () => {
  test('is its canonical JSON with the SHA-256 of the rest of it', () => {
    const { entry, text } = seal(event, time, emptyHead);
    // RFC 8785 by hand: members sorted, no white space.
    const content =
      '{"action":"key.created","actor":"admin","address":"198.51.100.7","details":{"key_id":"k1"},' +
      `"outcome":"success","previous":"${'0'.repeat(64)}","requestId":"request-1","sequence":1,` +
      `"tenant":"default","time":"${time}"}`;
    const hash = createHash('sha256').update(content).digest('hex');
    expect(entry.hash).toBe(hash);
    expect(text).toBe(content.replace('"outcome"', `"hash":"${hash}","outcome"`));
  });

  test('holds no text of people as it was', () => {
    const details = {
      reason: 'asked by jane.roe@example.com about 4111 1111 1111 1111 and DE89 3704 0044 0532 0130 00',
      long: 'x'.repeat(10_000),
    };
    const { text } = seal({ ...event, details }, time, emptyHead);
    expect(text).not.toMatch(/jane\.roe|4111 1111 1111 1111|3704 0044/);
    expect(text.length).toBeLessThan(1_500);
  });
});

/** A log whose storage whoever likes may change. */
function openLog(texts: string[], head: AuditHead) {
  const storage: AuditStorage = {
    append: () => Promise.reject(new Error('It is only read.')),
    read: async (after, limit) => texts.slice(after, after + limit),
    head: async () => head,
    close: async () => undefined,
  };
  return chainedLog(storage, {});
}

function entriesOf(count: number): { texts: string[]; head: AuditHead } {
  const texts: string[] = [];
  let head = emptyHead;
  for (let index = 0; index < count; index++) {
    const { entry, text } = seal({ ...event, details: { index } }, time, head);
    texts.push(text);
    head = { sequence: entry.sequence, hash: entry.hash };
  }
  return { texts, head };
}

describe('a chain', () => {
  const length = 12;
  const { texts, head } = entriesOf(length);
  const place = fc.nat(length - 1);

  test('that nobody has touched is intact', async () => {
    expect(await openLog(texts, head).verify()).toEqual({ state: 'intact', head, signedThrough: 0 });
    expect(await openLog([], emptyHead).verify()).toEqual({
      state: 'intact',
      head: emptyHead,
      signedThrough: 0,
    });
  });

  test('shows the first entry that was changed, by any character', async () => {
    await fc.assert(
      fc.asyncProperty(
        place,
        fc.nat(),
        fc.constantFrom('0', 'x', ' ', '"', '}', '\n'),
        async (at, offset, by) => {
          const text = texts[at] ?? '';
          const position = offset % text.length;
          fc.pre(text[position] !== by);
          const changed = texts.with(at, text.slice(0, position) + by + text.slice(position + 1));
          expect(await openLog(changed, head).verify()).toMatchObject({ state: 'broken', sequence: at + 1 });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('shows where entries were deleted, at the end too', async () => {
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 3 }), async (at, count) => {
        const changed = texts.toSpliced(at, count);
        expect(await openLog(changed, head).verify()).toMatchObject({ state: 'broken', sequence: at + 1 });
      }),
    );
  });

  test('shows where entries were exchanged, repeated or put in', async () => {
    await fc.assert(
      fc.asyncProperty(place, place, async (one, other) => {
        fc.pre(one !== other);
        const exchanged = texts.with(one, texts[other] ?? '').with(other, texts[one] ?? '');
        const first = Math.min(one, other) + 1;
        expect(await openLog(exchanged, head).verify()).toMatchObject({ state: 'broken', sequence: first });
        const repeated = texts.toSpliced(other, 0, texts[one] ?? '');
        expect(await openLog(repeated, head).verify()).toMatchObject({
          state: 'broken',
          sequence: other + (one === other ? 2 : 1),
        });
      }),
    );
    const { text } = seal({ ...event, actor: 'mallory' }, time, head);
    expect(await openLog([...texts, text], head).verify()).toMatchObject({
      state: 'broken',
      sequence: length + 1,
    });
  });

  test('that was written anew from some entry on is shown by the end that was kept elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (at) => {
        const anew = texts.slice(0, at);
        let end = at === 0 ? emptyHead : headOf(texts[at - 1] ?? '');
        for (let index = at; index < length; index++) {
          const { entry, text } = seal({ ...event, actor: 'mallory', details: { index } }, time, end);
          anew.push(text);
          end = { sequence: entry.sequence, hash: entry.hash };
        }
        expect(await openLog(anew, end).verify()).toMatchObject({ state: 'intact' });
        expect(await openLog(anew, end).verify({ head })).toMatchObject({
          state: 'broken',
          sequence: length,
        });
        expect(await openLog(anew, end).verify({ head: headOf(texts[at] ?? '') })).toMatchObject({
          state: 'broken',
          sequence: at + 1,
        });
      }),
    );
  });

  test('of more than one page is checked to its end', async () => {
    const long = entriesOf(2_500);
    expect(await openLog(long.texts, long.head).verify()).toMatchObject({ state: 'intact', head: long.head });
    const changed = long.texts.with(2_200, long.texts[2_201] ?? '');
    expect(await openLog(changed, long.head).verify()).toMatchObject({ state: 'broken', sequence: 2_201 });
    const controller = new AbortController();
    controller.abort();
    await expect(openLog(long.texts, long.head).verify({ signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

function headOf(text: string): AuditHead {
  const { sequence, hash } = JSON.parse(text) as AuditHead;
  return { sequence, hash };
}
