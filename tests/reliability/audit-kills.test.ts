import { expect, test } from 'vitest';
import { killAuditWriters } from './audit-kills.js';

const points = 5;

test('no entry that was kept is lost, and no chain broken, whenever a process that writes is killed', async () => {
  const report = await killAuditWriters(points, 1);
  expect(report).toMatchObject({ sound: points, failures: [] });
  // Kills that fall between two files prove something only where there are many.
  expect(report.files).toBeGreaterThan(20);
}, 120_000);
