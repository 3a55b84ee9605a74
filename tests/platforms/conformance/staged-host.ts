import type { ConformanceCase } from '@titans/core/conformance';
import type { TrainedSuite } from '@titans/models';
import { createTitans, type FetchOptions, type Titans } from '@titans/server-adapter';
import { httpCases } from '../../../packages/server-adapter/src/conformance/http-conformance.js';
import type { MountSetup } from '../../../packages/server-adapter/src/conformance/mount.js';
import {
  type RunOnStage,
  stageConfiguration,
  stageSetup,
} from '../../../packages/server-adapter/src/conformance/stage.js';

/** Where a host is told which case is next: `?case=` and `?run=`, both counted from 0. */
export const stagePath = '/stage-of-the-next-case';

/** Answers as a host with Titans at the base path of the case that is on. */
export type StagedHost = (request: Request, options: FetchOptions) => Promise<Response>;

interface Staged {
  readonly titans: Titans;
  readonly setup: MountSetup;
}

/**
 * A host of the conformance cases for runtimes in which the cases themselves cannot run: it sets up the service of the case
 * that it is told, in the request that tells it, and serves that. Who asks, checks.
 */
export function stagedHost(models: () => Promise<TrainedSuite>): StagedHost {
  let staged: Staged | null = null;

  async function stage(query: URLSearchParams): Promise<Response> {
    const wanted = Number(query.get('run'));
    let runs = 0;
    const run: RunOnStage = async (setup, configuration) => {
      if (runs++ !== wanted) return;
      const titans = await createTitans(stageConfiguration(await models(), configuration));
      staged = { titans, setup: { ...stageSetup, ...setup } };
    };
    const { name, run: begin } = httpCases(run)[Number(query.get('case'))] as ConformanceCase;
    await begin();
    return new Response(name);
  }

  return async (request, options) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === stagePath) return stage(searchParams);
    if (staged === null) return new Response('No case is on.', { status: 500 });
    const { titans, setup } = staged;
    const { basePath, hostBody, cookies } = setup;
    if (basePath !== '' && pathname === '/neighbour') {
      return Response.json(request.method === 'GET' ? { neighbour: true } : await request.json());
    }
    if (!`${pathname}/`.startsWith(`${basePath}/`)) return new Response(null, { status: 404 });
    const isPost = request.method === 'POST';
    if (hostBody === 'consumed' && isPost) await request.text();
    const response = await titans.fetch(request, {
      ...options,
      basePath,
      ...(hostBody === 'parsed' && isPost ? { parsedBody: await request.json() } : {}),
    });
    for (const cookie of cookies) response.headers.append('set-cookie', cookie);
    return response;
  };
}
