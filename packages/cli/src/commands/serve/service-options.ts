import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import type { CommandContext } from '../../command-line/command-context.js';

/** What `titans serve` takes. */
export interface ServeOptions {
  readonly host?: string;
  readonly port?: number;
  readonly workers?: number;
  readonly watch?: boolean;
  /** `false` for `--no-dashboard`. */
  readonly dashboard?: boolean;
}

/** How a service is run, with every default. */
export interface ServiceSettings {
  readonly host: string;
  readonly port: number;
  readonly workers: number;
  readonly watches: boolean;
  readonly hasDashboard: boolean;
  /** A key that works in this run alone, beside those of the configuration; `null` for none. */
  readonly runKey: string | null;
}

/** Id of that key, as the audit log names it. */
export const runKeyId = 'dev';

/** Variable by which the processes of one `titans dev` share the key of the run. */
export const runKeyVariable = 'TITANS_DEV_RUN_KEY';

/** Variable by which workers that take the place of others learn of the port that was found free. */
export const workerPortVariable = 'TITANS_WORKER_PORT';

/** What `titans serve --json` prints once it answers. */
export interface ServiceDocument {
  readonly url: string;
  readonly documentation: string;
  /** `null` without one. */
  readonly dashboard: string | null;
  readonly workers: number;
  readonly pid: number;
  /** A key for this run, of `titans dev` where none is configured; else `null`. */
  readonly apiKey: { readonly id: string; readonly key: string } | null;
}

/** Completes the options of `titans serve`. */
export function serviceSettings(
  { host, port, workers, watch, dashboard }: ServeOptions,
  { settings }: CommandContext,
): ServiceSettings {
  const { serve = {} } = settings.file;
  const { [workerPortVariable]: ofPrimary } = settings.environment;
  return {
    host: host ?? serve.host ?? '127.0.0.1',
    port: cluster.isWorker && ofPrimary !== undefined ? Number(ofPrimary) : (port ?? serve.port ?? 8_000),
    workers: workers ?? serve.workers ?? 1,
    watches: watch === true,
    hasDashboard: dashboard !== false,
    runKey: null,
  };
}

/** Completes the options of `titans dev`: it watches, and makes a key where there is none. */
export function devSettings(options: ServeOptions, context: CommandContext): ServiceSettings {
  const { TITANS_API_KEYS: keys, [runKeyVariable]: shared } = context.settings.environment;
  const runKey = shared ?? (keys?.trim() ? null : randomBytes(32).toString('base64url'));
  return { ...serviceSettings(options, context), watches: true, runKey };
}

/** Describes a service at an address. */
export function serviceDocument(
  { hasDashboard, workers, runKey }: ServiceSettings,
  { host, port }: { readonly host: string; readonly port: number },
): ServiceDocument {
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  return {
    url,
    documentation: `${url}/docs`,
    dashboard: hasDashboard ? `${url}/dashboard` : null,
    workers,
    pid: process.pid,
    apiKey: runKey === null ? null : { id: runKeyId, key: runKey },
  };
}
