import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { keys, start } from '../../packages/server-adapter/src/testing/service.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const dashboard = JSON.parse(readFileSync(join(folder, 'grafana/dashboard.json'), 'utf8')) as Dashboard;
const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
const rules = readFileSync(join(folder, 'prometheus/rules.yml'), 'utf8');

function promtool(...parameters: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', parameters, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

describe.skipIf(!hasPromtool)('Prometheus itself', () => {
  test('finds that the alerts are raised when they should be, and only then', () => {
    expect(promtool('test', 'rules', 'prometheus/rules.test.yml')).toMatchObject({ status: 0 });
  });

  test('reads every expression of the dashboard', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'titans-dashboard-'));
    const file = join(directory, 'rules.yml');
    const written = expressions.map((expr, index) => ({ record: `panel:${index}`, expr }));
    await writeFile(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: written }] }));
    expect(promtool('check', 'rules', file)).toMatchObject({ status: 0 });
    await rm(directory, { recursive: true });
  });

  test('reads what a server exports', async () => {
    const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: await exposition(),
      encoding: 'utf8',
    });
    // The specification gives that gauge the name of a counter.
    expect(stderr.trim().split('\n')).toEqual([
      'active_models_total non-counter metrics should not have "_total" suffix',
    ]);
    expect(status).toBe(3);
  });
});

test('rules and dashboard ask for nothing that neither a server exports nor a rule records', async () => {
  const exported = new Set([...(await exposition()).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
  const recorded = new Set([...rules.matchAll(/record: (\S+)/g)].map(([, name]) => name));
  const asked = [rules.replace(/^ *(?:summary|- alert|- name|#|- record):? .*$/gm, ''), ...expressions]
    .join('\n')
    .matchAll(/\b((?:api|model|active)_\w+|titans:[\w:]+)/g);
  for (const [, name = ''] of asked) {
    if (name === 'model_name') continue;
    const family = name.replace(/_(?:bucket|sum|count)$/, '');
    expect(exported.has(name) || exported.has(family) || recorded.has(name), name).toBe(true);
  }
});

async function exposition(): Promise<string> {
  const titans = await start();
  const headers = { authorization: `Bearer ${keys.admin}` };
  const answer = await titans.fetch(new Request('http://localhost/metrics', { headers }));
  const text = await answer.text();
  await titans.close();
  return text;
}
