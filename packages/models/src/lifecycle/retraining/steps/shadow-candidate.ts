import { candidateOf } from '../run-versions.js';
import { type ShadowPair, shadowVerdict } from '../shadow.js';
import { refused, type Step } from './step.js';

/** Lets the candidate answer live traffic beside the champion for some time; between calls nobody waits. */
export const shadowCandidate: Step = async ({ settings, run, signal, confirm }) => {
  const { shadow, model, now } = settings;
  // Without a champion there is nobody to answer beside.
  if (shadow === null || run.champion === null) return { state: 'done', changes: {} };
  const candidate = candidateOf(run);
  const pair: ShadowPair = {
    model,
    run: run.id,
    candidate,
    champion: run.champion,
    ...(signal && { signal }),
  };
  await confirm();
  await shadow.server.begin(pair);
  // A beginning that is still to come was written by a clock that has been put back since.
  const isBegun = run.shadowSince !== null && Date.parse(run.shadowSince) <= now();
  const shadowSince = isBegun ? (run.shadowSince as string) : new Date(now()).toISOString();
  const traffic = await shadow.server.traffic(pair);
  const changes = { shadowSince, shadow: traffic };
  const verdict = shadowVerdict(traffic, now() - Date.parse(shadowSince), shadow);
  if (verdict.state === 'waiting') return { state: 'waiting', changes };
  return verdict.passed ? { state: 'done', changes } : refused(verdict.reason, changes);
};
