import { type RouteContract, type RouteName, routes } from '@titans/core/contract';
import { exampleSuite } from '../../packages/server-adapter/src/conformance/example-suite.js';
import {
  expectedAccess,
  matrixCallers,
  matrixKeys,
  matrixPlugin,
  observedAccess,
} from '../../packages/server-adapter/src/testing/access-matrix.js';
import { requestTo } from '../../packages/server-adapter/src/testing/service.js';
import { createTitans } from '../../packages/server-adapter/src/titans.js';

/** What S8 found. */
export interface MatrixReport {
  readonly callers: number;
  readonly routes: number;
  /** Pairs of a caller and a route that are as declared. */
  readonly asDeclared: number;
  readonly pairs: number;
  readonly failures: readonly string[];
}

/** Asks every route, those of a plugin too, as nobody, every role and every permission alone. */
export async function askMatrix(): Promise<MatrixReport> {
  const titans = await createTitans({
    models: await exampleSuite(),
    auth: { apiKeys: matrixKeys, jwt: { secret: 'a-secret-of-forty-bytes-for-these-tests!' } },
    limits: false,
    plugins: [matrixPlugin],
  });
  const own = (Object.keys(routes) as RouteName[]).map((name) => ({
    name: name as string,
    contract: routes[name],
    make: () => requestTo(name, 'anonymous'),
  }));
  const added = Object.entries(matrixPlugin.routes).map(([name, contract]) => ({
    name,
    contract: contract as RouteContract,
    make: () => new Request(`http://localhost${contract.path}`),
  }));
  const failures: string[] = [];
  let asDeclared = 0;
  for (const caller of matrixCallers) {
    for (const { name, contract, make } of [...own, ...added]) {
      const request = make();
      if (caller.secret !== null) request.headers.set('authorization', `Bearer ${caller.secret}`);
      const answer = await titans.fetch(request);
      await answer.body?.cancel();
      const [observed, expected] = [observedAccess(answer.status), expectedAccess(contract, caller)];
      if (observed === expected) asDeclared++;
      else failures.push(`${caller.name} ${name}: ${answer.status} instead of ${expected}`);
    }
  }
  await titans.close({ timeoutMs: 1_000 });
  const count = own.length + added.length;
  return {
    callers: matrixCallers.length,
    routes: count,
    asDeclared,
    pairs: matrixCallers.length * count,
    failures,
  };
}
