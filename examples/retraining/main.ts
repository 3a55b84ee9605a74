/**
 * A night of a model: what is new in the statement is loaded, and if a trigger is due, a candidate is trained, compared with
 * the champion on rows that neither has seen, and promoted only where it is better. Everything is kept in
 * `titans-retraining`, so that the next night goes on from there.
 *
 * `npm run example:retraining`, or with `-- --reason "new categories"` whether or not something is due. Set WEBHOOK_URL and
 * WEBHOOK_SECRET to be told elsewhere.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isTitansError } from '@titans/core';
import { writeFileAtomic } from '@titans/core/files';
import { type RetrainingNotifier, webhook } from '@titans/models/lifecycle';
import { nightly } from './nightly.js';

const folder = 'titans-retraining';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { reason: { type: 'string' } } });
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const night = await nightly({
    folder,
    notify: notifiers(),
    signal: stopping.signal,
    ...(values.reason === undefined ? {} : { reason: values.reason }),
  });

  const { loaded, tick, state } = night;
  print(`${loaded} new rows.`);
  for (const { trigger, state: found, reason } of tick.check?.findings ?? [])
    print(`  ${trigger}: ${found} (${reason})`);
  print(`This night: ${tick.did}.`);
  const { run } = tick;
  if (run !== null) {
    print(`Run ${run.id}: ${run.outcome ?? 'not ended'}, ${run.outcomeReason ?? `at ${run.step}`}`);
    for (const { kind, name, passed, reason } of run.evaluation?.findings ?? [])
      print(`  ${passed ? 'passed' : 'FAILED'} ${kind} ${name}: ${reason}`);
  }
  await writeFileAtomic(
    join(folder, 'night.json'),
    new TextEncoder().encode(`${JSON.stringify({ loaded, tick, state }, null, 2)}\n`),
  );
  if (tick.did === 'failed') process.exitCode = 1;
}

function notifiers(): readonly RetrainingNotifier[] {
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secret = '' } = process.env;
  const printed: RetrainingNotifier = ({ event, reason }) => print(`NOTICE ${event}: ${reason}`);
  return url === undefined ? [printed] : [printed, webhook({ url, secret })];
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  print(isTitansError(error) ? `${error.code}: ${error.message}` : String(error));
  process.exitCode = 1;
});
