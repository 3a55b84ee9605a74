import { forgeTokens } from './s06-forged-tokens.js';
import { timeComparisons } from './s07-comparison-timing.js';
import { askMatrix } from './s08-access-matrix.js';

type Part = (what: string, run: (what: string) => Promise<void>) => Promise<void>;

const mutations = 10_000;
const samples = 1_000_000;
const largestT = 4.5;
/** Less than can be told over a network. */
const largestIdNs = 1_000;

/** S6 to S8: forged tokens, the time that comparisons take, and who may ask what. */
export async function credentialsHold(part: Part, failures: string[], seed: number): Promise<void> {
  await part('S6, forged tokens', async (what) => {
    const report = await forgeTokens(mutations, seed);
    const { kinds, accepted, otherAnswers, refusedGenuine } = report;
    console.log(
      `${what}: ${accepted.length} of ${kinds} kinds on three routes and ${mutations} mutations accepted, ${otherAnswers.length} not answered 401`,
    );
    const wrong = [...accepted, ...otherAnswers, ...refusedGenuine.map((name) => `${name} was refused`)];
    failures.push(...wrong.slice(0, 10).map((text) => `${what}: ${text}`));
  });

  await part('S7, time of comparisons', async (what) => {
    const { results, ids, control } = await timeComparisons(samples, seed);
    for (const { what: kind, t, differenceNs, samples: kept } of [...results, ids, control]) {
      console.log(
        `${what}: ${kind}: |t| ${Math.abs(t).toFixed(2)}, ${differenceNs.toFixed(1)} ns, ${kept} samples`,
      );
    }
    for (const { what: kind, t } of results) {
      if (Math.abs(t) >= largestT) failures.push(`${what}: ${kind}: t ${t.toFixed(2)}`);
    }
    if (Math.abs(ids.differenceNs) >= largestIdNs)
      failures.push(`${what}: ids differ by ${ids.differenceNs} ns`);
    if (Math.abs(control.t) < largestT) failures.push(`${what}: the control was not found`);
  });

  await part('S8, access matrix', async (what) => {
    const { callers, routes, asDeclared, pairs, failures: broken } = await askMatrix();
    console.log(`${what}: ${asDeclared} of ${pairs} as declared (${callers} callers, ${routes} routes)`);
    failures.push(...broken.slice(0, 10).map((text) => `${what}: ${text}`));
  });
}
