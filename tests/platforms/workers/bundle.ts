import { execFile } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { fromWrangler, type Program } from './workerd.js';

const run = promisify(execFile);

/** Whether Cloudflare's tools can be had here. */
export async function canBundle(): Promise<boolean> {
  return run('npx', [...fromWrangler, 'wrangler', '--version']).then(
    () => true,
    () => false,
  );
}

/** Bundles the Worker of a folder with `wrangler.jsonc` as a deployment would. */
export async function bundle(
  folder: string,
  into: string,
  environment: Readonly<Record<string, string>>,
): Promise<Program> {
  const directory = await mkdtemp(join(into, 'worker-'));
  const config = join(folder, 'wrangler.jsonc');
  await run(
    'npx',
    [...fromWrangler, 'wrangler', 'deploy', '--dry-run', '--config', config, '--outdir', directory],
    {
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
      maxBuffer: 64 * 1_048_576,
    },
  );
  const text = await readFile(config, 'utf8');
  const settings = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as {
    readonly main: string;
    readonly compatibility_date: string;
    readonly compatibility_flags: readonly string[];
  };
  return {
    directory,
    main: basename(settings.main).replace(/\.ts$/, '.js'),
    compatibilityDate: settings.compatibility_date,
    compatibilityFlags: settings.compatibility_flags,
    environment,
  };
}
