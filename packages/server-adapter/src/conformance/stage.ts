import assert from 'node:assert/strict';
import type { ErrorCode } from '@titans/core';
import { problemDetailsSchema } from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';
import type { TitansConfiguration } from '../config/configuration.js';
import { createTitans, type Titans } from '../titans.js';
import type { Incoming } from './http-client.js';
import type { HttpMount, MountSetup } from './mount.js';

/** Credentials of the stage, one per role; random enough to be accepted, and of no use anywhere else. */
export const stageKeys = {
  viewer: 'stage-viewer-4f1d9a6c2b',
  analyst: 'stage-analyst-9b27e0d4c1',
  editor: 'stage-editor-1c58f3a7e6',
  admin: 'stage-admin-e3790b5d8f',
} as const;

/** How hosts are set up unless a case says otherwise. */
export const stageSetup: MountSetup = { basePath: '/titans', hostBody: 'raw', cookies: [] };

/** A service mounted for one case. */
export interface Stage {
  readonly titans: Titans;
  /** Address of the host. */
  readonly host: string;
  /** Address of the mount point. */
  readonly base: string;
}

/** Sets up a service, runs a check against it, and takes everything down again. */
export type RunOnStage = (
  setup: Partial<MountSetup>,
  configuration: Partial<TitansConfiguration>,
  check: (stage: Stage) => Promise<void>,
) => Promise<void>;

/** Prepares stages of one mount. */
export function stages(mount: HttpMount, models: () => Promise<TrainedSuite>): RunOnStage {
  return async (setup, configuration, check) => {
    const titans = await createTitans(stageConfiguration(await models(), configuration));
    const complete: MountSetup = { ...stageSetup, ...setup };
    const host = await mount(titans, complete);
    try {
      await check({ titans, host: host.url, base: host.url + complete.basePath });
    } finally {
      await titans.close({ timeoutMs: 1_000 });
      await host.close();
    }
  };
}

/** What a case is configured with, completed. */
export function stageConfiguration(
  models: TrainedSuite,
  configuration: Partial<TitansConfiguration>,
): TitansConfiguration {
  return {
    models,
    auth: {
      apiKeys: Object.entries(stageKeys).map(([role, secret]) => ({
        id: role,
        secret,
        role: role as keyof typeof stageKeys,
      })),
      jwt: { secret: 'stage-secret-0d6f1c8a5b3e97f24a6c8e10' },
    },
    limits: false,
    ...configuration,
  };
}

/** Checks that an answer is the problem it should be, in form and code. */
export function assertProblem(answer: Incoming, status: number, code: ErrorCode): void {
  assert.equal(answer.status, status, `status of ${answer.text}`);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json\b/);
  const problem = problemDetailsSchema.parse(answer.json());
  assert.equal(problem.code, code);
  assert.deepEqual([problem.status, problem.status_code, problem.error], [status, status, true]);
  assert.equal(problem.message, problem.detail);
  assert.equal(new Date(problem.timestamp).toISOString(), problem.timestamp);
}
