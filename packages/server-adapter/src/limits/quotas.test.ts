import { describe, expect, test } from 'vitest';
import { requestTo, start } from '../testing/service.js';

describe('quotas', () => {
  test('a batch costs as many units as it has items, a refused or oversized one none of them', async () => {
    const titans = await start({ limits: { perMinute: 60, perHour: 1_000 } });
    const remaining = async (items: number): Promise<[number, string | null]> => {
      const batch = Array.from({ length: items }, () => ({ description: 'UBER TRIP' }));
      const answer = await titans.fetch(requestTo('predictBatch', 'analyst', batch));
      return [answer.status, answer.headers.get('x-ratelimit-remaining-minute')];
    };
    expect(await remaining(40)).toEqual([200, '20']);
    expect(await remaining(30)).toEqual([429, '20']);
    expect(await remaining(101)).toEqual([413, '19']);
    expect(await remaining(19)).toEqual([200, '0']);
    expect(await remaining(1)).toEqual([429, '0']);
  });

  test('64 requests at once under a limit of 60 give exactly 60 answers', async () => {
    const titans = await start({ limits: { perMinute: 60 } });
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => titans.fetch(requestTo('predictCategory', 'analyst'))),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(60);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(4);
  });

  test('10,000 random credentials from one address never reach a handler', async () => {
    const titans = await start();
    const codes = new Map<number, number>();
    for (let index = 0; index < 10_000; index++) {
      const request = requestTo('predictCategory', 'anonymous');
      request.headers.set('authorization', `Bearer random-${index}`);
      request.headers.set('x-forwarded-for', `203.0.113.${index % 256}`);
      const { status } = await titans.fetch(request, { clientAddress: '198.51.100.1' });
      codes.set(status, (codes.get(status) ?? 0) + 1);
    }
    expect(codes).toEqual(
      new Map([
        [401, 5],
        [429, 9_995],
      ]),
    );
  });
});
