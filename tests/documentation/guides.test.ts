import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extract } from '@titans/etl';
import { train } from '@titans/models';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import { documentationExamples } from './examples.js';
import { type ExampleRunner, exampleFolder, exampleRunner } from './run-example.js';

const statement = fileURLToPath(new URL('../../examples/data/titans-transactions.csv', import.meta.url));
const examples = documentationExamples().filter(({ file }) => file.startsWith('docs/guides/'));

/** Every program of the guides, one after the other in the folder of a reader who has one file of a bank. */
describe('the programs of the guides run', () => {
  let place: string;
  let runner: ExampleRunner;

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'titans-guides-'));
    await exampleFolder(place);
    await cp(statement, join(place, 'statement.csv'));
    await cp(statement, join(place, 'exports/statement.csv'));
    const { transactions } = await extract(statement).table();
    await (await train(transactions, { seed: 42 })).save(join(place, 'models'));
    runner = exampleRunner(place, {
      PORT: String(await freePort()),
      TITANS_API_KEYS: 'a-key-of-these-tests-that-is-long-enough',
      TITANS_JWT_SECRET_KEY: 'a-secret-of-these-tests-that-is-long-enough',
    });
  }, 240_000);
  afterAll(async () => {
    runner?.stop();
    await rm(place, { recursive: true, force: true });
  });

  test.each(examples.map((example) => [`${example.file}:${example.line}`, example] as const))(
    '%s',
    { timeout: 240_000 },
    async (_, example) => {
      const { code, output } = await runner.run(example);
      expect(output).not.toMatch(/Error\b.*\n\s+at /);
      expect(code, output).toBe(0);
    },
  );
});
