import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileRegistry } from '@titans/models/lifecycle';
import { expect, test } from 'vitest';
import { type NightlyOptions, nightly } from './nightly.js';

test('the first night has a champion, which stays in the next as no row came', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'titans-retraining-'));
  let now = Date.UTC(2025, 0, 1, 2);
  const told: string[] = [];
  const options: NightlyOptions = {
    ...{ folder, now: () => now },
    budget: 'quick',
    notify: [({ event }) => void told.push(event)],
  };
  try {
    const first = await nightly(options);
    expect(first).toMatchObject({ loaded: 127, tick: { did: 'ran', run: { outcome: 'promoted' } } });
    expect(first.tick.run?.data).toMatchObject({ rows: 127, through: '2024-12-06' });
    now += 86_400_000;
    const second = await nightly({ ...options, reason: 'to see' });
    expect(second).toMatchObject({ loaded: 0, tick: { run: { outcome: 'refused', number: 2 } } });
    expect(second.tick.run?.outcomeReason).toContain('not better beyond chance');
    const champion = await fileRegistry(join(folder, 'registry')).resolve('transactions', '@champion');
    expect(champion.id).toBe(first.tick.run?.candidate?.version);
    expect(champion.tasks).toEqual(['category', 'amount', 'anomaly', 'cashflow']);
    expect(told).toEqual(['promoted', 'refused']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
