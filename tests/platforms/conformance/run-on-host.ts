import type { Titans } from '@titans/server-adapter';
import { httpCases } from '../../../packages/server-adapter/src/conformance/http-conformance.js';
import { type RunOnStage, stageSetup } from '../../../packages/server-adapter/src/conformance/stage.js';
import { stagePath } from './staged-host.js';

/** What came of the cases. */
export interface ConformanceResult {
  readonly passed: number;
  /** Names of cases and what they complained of. */
  readonly failed: readonly (readonly [name: string, error: unknown])[];
  /** Names of the cases that were left out. */
  readonly leftOut: readonly string[];
}

/**
 * Runs the conformance cases of the server here against a staged host that another runtime serves.
 *
 * @param url Address of the host, without a path.
 * @param without Cases that cannot be run there.
 */
export async function runOnHost(url: string, without: ReadonlySet<string>): Promise<ConformanceResult> {
  let index = 0;
  let runs = 0;
  const run: RunOnStage = async (setup, _configuration, check) => {
    const told = await fetch(`${url}${stagePath}?case=${index}&run=${runs++}`, { method: 'POST' });
    const name = await told.text();
    if (name !== cases[index]?.name) throw new Error(`The case cannot be staged: ${told.status} ${name}`);
    const { basePath } = { ...stageSetup, ...setup };
    await check({ titans: elsewhere, host: url, base: url + basePath });
  };
  const cases = httpCases(run);
  const unknown = [...without].filter((name) => !cases.some((each) => each.name === name));
  if (unknown.length > 0) throw new Error(`There are no such cases: ${unknown.join('; ')}`);
  const failed: [string, unknown][] = [];
  const leftOut: string[] = [];
  for (; index < cases.length; index++) {
    runs = 0;
    const { name, run: begin } = cases[index] as (typeof cases)[number];
    if (without.has(name)) leftOut.push(name);
    else await begin().catch((error: unknown) => failed.push([name, error]));
  }
  return { passed: cases.length - failed.length - leftOut.length, failed, leftOut };
}

/** The service is in another process: a case that needs it itself fails. */
const elsewhere = new Proxy({} as Titans, {
  get(_, member) {
    throw new Error(`The service is elsewhere, and so is its ${String(member)}.`);
  },
});
