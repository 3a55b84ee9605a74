import { hostNames } from './hosted.js';
import { sendHostileBodies } from './s09-hostile-bodies.js';
import { hasSlowHttpTest, secondsUntilCut, sufferSlowClients } from './s10-slow-clients.js';
import { fuzzServedDocument } from './s11-openapi-fuzz.js';
import { judgeBySchemathesis } from './s11-schemathesis.js';
import { sendBombs } from './s12-compressed-bombs.js';
import { pollutePrototypes } from './s14-prototype-pollution.js';
import { isWhole, readSlowly } from './slow-reader.js';

type Part = (what: string, run: (what: string) => Promise<void>) => Promise<void>;

/** Of what the answer is made of and sent from, before it is collected. */
const maxRiseMiB = 64;
const maxP99Ms = 250;
const maxCutSeconds = 30;
const slowConnections = 4_000;
const slowSeconds = 60;
const fuzzCases = 100_000;
const schemathesisExamples = 50;

/** S9 to S12 (compressed bodies) and S14: requests that are too much, too slow, or not what they seem. */
export async function requestsAreBorne(part: Part, failures: string[], seed: number): Promise<void> {
  for (const host of hostNames) {
    await part(`S9, hostile bodies to ${host}`, async (what) => {
      const report = await sendHostileBodies(host);
      console.log(
        `${what}: ${report.bodies} refused, the slowest ${report.slowestMs.toFixed(0)} ms after its limit, memory up by ${report.riseMiB.toFixed(1)} MiB`,
      );
      failures.push(...report.failures.map((failure) => `${what}: ${failure}`));
    });
    await part(`200 MiB to a slow reader from ${host}`, async (what) => {
      const report = await readSlowly(host);
      console.log(`${what}: ${report.seconds.toFixed(1)} s, memory up by ${report.riseMiB.toFixed(1)} MiB`);
      if (!isWhole(report)) failures.push(`${what}: ${report.receivedBytes} bytes came`);
      if (report.riseMiB > maxRiseMiB)
        failures.push(`${what}: memory rose by ${report.riseMiB.toFixed(0)} MiB`);
    });
  }
  await part('S11, what the document permits, nearly permits and does not', async (what) => {
    const { cases, statuses, failures: wrong } = await fuzzServedDocument(fuzzCases, seed);
    console.log(
      `${what}: ${wrong.length} of ${cases} answers not as declared, by status ${JSON.stringify(statuses)}`,
    );
    failures.push(...wrong.map((failure) => `${what}: ${failure}`));
  });
  await part('S11, Schemathesis', async (what) => {
    const { passed, summary } = await judgeBySchemathesis(schemathesisExamples, seed);
    const counts = /\d+ generated, .*/.exec(summary)?.[0];
    console.log(`${what}: ${counts ?? summary}`);
    if (passed === false) failures.push(`${what}: ${summary}`);
  });
  await part('S12, compressed bombs', async (what) => {
    const { bombs, slowestMs, riseMiB, failures: survived } = await sendBombs('node');
    console.log(
      `${what}: ${bombs} refused, the slowest in ${slowestMs.toFixed(0)} ms, memory up by ${riseMiB.toFixed(1)} MiB`,
    );
    failures.push(...survived.map((failure) => `${what}: ${failure}`));
  });
  await part('S14, names of prototypes', async (what) => {
    const { requests, refused, crashes, changes, lost } = await pollutePrototypes(20_000, seed);
    console.log(
      `${what}: ${requests} requests, ${refused} refused, ${crashes.length} crashes, ${changes.length} changes of prototypes, ${lost.length} values lost`,
    );
    for (const found of [...crashes, ...changes, ...lost]) failures.push(`${what}: ${found}`);
  });
  await part('S10, slow clients cut off', async (what) => {
    const seconds = await secondsUntilCut(50);
    console.log(`${what}: the last of 300 after ${seconds.toFixed(1)} s`);
    if (seconds > maxCutSeconds) failures.push(`${what}: only after ${seconds.toFixed(1)} s`);
  });
  await part('S10, slow clients', async (what) => {
    if (!hasSlowHttpTest()) {
      console.log(`${what}: slowhttptest is not installed: left out.`);
      return;
    }
    for await (const report of sufferSlowClients({ connections: slowConnections, seconds: slowSeconds })) {
      const { attack, honest, failed, p99Ms, attackers } = report;
      console.log(
        `${what}, ${attack}: ${failed} of ${honest} honest requests failed, p99 ${p99Ms.toFixed(0)} ms, up to ${attackers} connections`,
      );
      if (failed > 0 || p99Ms > maxP99Ms)
        failures.push(`${what}, ${attack}: ${failed} failed, p99 ${p99Ms.toFixed(0)} ms`);
    }
  });
}
