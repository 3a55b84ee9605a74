import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Counter, Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { requestTo, start } from '../testing/service.js';

const promtool = (process.env.PATH ?? '')
  .split(':')
  .map((directory) => join(directory, 'promtool'))
  .find((path) => existsSync(path));

/** SPEC row 110. */
const specified = [
  'model_predictions_total',
  'model_prediction_duration_seconds',
  'model_accuracy',
  'model_drift_score',
  'api_requests_total',
  'api_request_duration_seconds',
  'active_models_total',
  'model_memory_usage_bytes',
];

test('a registry that another service has is refused', async () => {
  const registry = new Registry();
  const titans = await start({ metrics: { registry } });
  await expect(start({ metrics: { registry } })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await titans.close();
});

async function exposition(metrics: Parameters<typeof start>[0] = {}): Promise<string> {
  const titans = await start(metrics);
  for (const name of ['predictCategory', 'predictBatch', 'forecastCashflow', 'health'] as const) {
    await titans.fetch(requestTo(name, 'admin'));
  }
  const text = await (await titans.fetch(requestTo('metrics', 'admin'))).text();
  await titans.close();
  return text;
}

describe('metrics', () => {
  test('all of the specification are there under its names', async () => {
    const text = await exposition();
    for (const name of specified)
      expect(text).toMatch(new RegExp(`^# TYPE ${name} (counter|gauge|histogram)$`, 'm'));
  });

  test.skipIf(promtool === undefined)('promtool finds nothing to complain of', async () => {
    const { status, stdout, stderr } = spawnSync(promtool ?? '', ['check', 'metrics'], {
      input: await exposition(),
      encoding: 'utf8',
    });
    // The specification's names of gauges that end in _total are what promtool remarks on.
    const remarks = `${stdout}${stderr}`
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('active_models_total'));
    expect([remarks.filter((line) => line !== ''), [0, 3].includes(status ?? -1)]).toEqual([[], true]);
  });

  test('labels have few values, whoever asks for whatever', async () => {
    const titans = await start();
    for (let index = 0; index < 50; index++) {
      await titans.fetch(
        new Request(`http://localhost/models/${index}?x=${index}`, {
          method: ['GET', 'BREW', `X${index}`][index % 3] ?? 'GET',
          headers: { authorization: `Bearer guess-${index}` },
        }),
      );
    }
    const text = await (await titans.fetch(requestTo('metrics', 'admin'))).text();
    const series = text.split('\n').filter((line) => line.startsWith('api_requests_total'));
    expect(series.length).toBeLessThanOrEqual(4);
    expect(text).not.toMatch(/guess|tenant|credential/);
    await titans.close();
  });

  test('a comparison sets the drift score', async () => {
    const titans = await start();
    const answer = await titans.fetch(requestTo('drift', 'admin'));
    expect(answer.status).toBe(200);
    const { overall_drift_score: score } = (await answer.json()) as { overall_drift_score: number | null };
    const text = await (await titans.fetch(requestTo('metrics', 'admin'))).text();
    expect(text).toContain('model_drift_score{model_name="input",drift_type="share_of_features"}');
    if (score !== null)
      expect(text).toContain(`model_drift_score{model_name="input",drift_type="overall"} ${score}`);
    await titans.close();
  });

  test('they may be kept with others, and the process be measured too', async () => {
    const registry = new Registry();
    new Counter({ name: 'own_total', help: 'Of the host.', registers: [registry] }).inc(3);
    const text = await exposition({ metrics: { registry, process: true } });
    expect(text).toContain('own_total 3');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });
});
