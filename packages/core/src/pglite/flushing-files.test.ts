import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const hasTracer = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0;

test.skipIf(!hasTracer)(
  'every commit calls fsync on the log, as the system sees it',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'titans-flushing-'));
    const trace = join(directory, 'trace');
    const source = fileURLToPath(new URL('open-pglite.ts', import.meta.url));
    const program = join(directory, 'program.mts');
    writeFileSync(
      program,
      `const { openPGlite } = await import(${JSON.stringify(source)});
      const database = await openPGlite(${JSON.stringify(join(directory, 'data'))});
      await database.query('CREATE TABLE t (n integer)');
      process.kill(process.pid, 0);
      for (let n = 0; n < 5; n++) await database.query('INSERT INTO t VALUES (1)');
      process.kill(process.pid, 0);
      await database.close();`,
    );
    const traced = ['-f', '-y', '-e', 'trace=fsync,kill', '-o', trace, process.execPath];
    execFileSync('strace', [...traced, '--import', import.meta.resolve('tsx'), program], {
      stdio: 'inherit',
    });
    const [, commits = ''] = readFileSync(trace, 'utf8').split(/kill\(\d+, 0\)/);
    expect(commits.match(/fsync\(\d+<[^>]*pg_wal[^>]*>/g)?.length).toBeGreaterThanOrEqual(5);
    rmSync(directory, { recursive: true });
  },
  120_000,
);
