import type { ConformanceCase } from '@titans/core/conformance';
import type { TrainedSuite } from '@titans/models';
import { accessCases } from './access-cases.js';
import { bodyCases } from './body-cases.js';
import { exampleSuite } from './example-suite.js';
import type { HttpMount } from './mount.js';
import { protocolCases } from './protocol-cases.js';
import { routeCases } from './route-cases.js';
import { type RunOnStage, stages } from './stage.js';
import { streamCases } from './stream-cases.js';

/** How the checks are run. */
export interface HttpConformanceOptions {
  /** Models with all four tasks; trained on eight months of a made-up account unless told. */
  readonly models?: TrainedSuite;
}

/**
 * The checks of a host adapter, over real sockets: routes, every kind of wrong request, bodies raw, parsed, consumed and
 * compressed, streams both ways with back-pressure, quotas, lockout, clients that go away, what HTTP/1.1 permits that few
 * clients do, and routes beside it that must stay unaffected.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { httpConformance } from '@titans/server-adapter/conformance';
 * import { toNode } from '@titans/server-adapter/node';
 *
 * const cases = httpConformance(async (titans, { basePath }) => {
 *   const server = createServer(toNode(titans, { basePath }));
 *   await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
 *   const address = server.address();
 *   const port = typeof address === 'object' ? address?.port : 0;
 *   return { url: `http://127.0.0.1:${port}`, close: async () => void server.close() };
 * });
 * for (const { name, run } of cases) await run().catch((error) => console.error(name, error));
 * ```
 */
export function httpConformance(
  mount: HttpMount,
  options: HttpConformanceOptions = {},
): readonly ConformanceCase[] {
  const models = async (): Promise<TrainedSuite> => options.models ?? exampleSuite();
  return httpCases(stages(mount, models));
}

/** The same on stages of any kind. */
export function httpCases(run: RunOnStage): readonly ConformanceCase[] {
  return [
    ...routeCases(run),
    ...bodyCases(run),
    ...streamCases(run),
    ...protocolCases(run),
    ...accessCases(run),
  ];
}
