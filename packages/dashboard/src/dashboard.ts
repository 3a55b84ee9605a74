import { TitansError } from '@titans/core';
import type { PluginRoute, ServerPlugin } from '@titans/server-adapter';
import { type Asset, readAssets } from './assets.js';
import { shellPage } from './shell.js';

/** Where the dashboard is and what it is called. */
export interface DashboardOptions {
  /** Its path below the mount point, one segment of letters, digits, dashes and underscores; `/dashboard` unless told. */
  readonly path?: `/${string}` | undefined;
  /** Title of the page, `Titans` unless told. */
  readonly title?: string | undefined;
}

/** Scripts, styles and questions go to this server alone; nothing is evaluated, framed or sent elsewhere. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const onePathSegment = /^\/[\w-]{1,64}$/;
const longestTitle = 100;
const yearSeconds = 31_536_000;

/**
 * The dashboard as a plugin of a server: a page at `<mount point>/dashboard` with its script and style. Anyone may load the
 * page; what it shows it asks of the service's own routes, with the API key or access token that its reader gives it.
 *
 * @throws TitansError `CONFIG_INVALID` for options that cannot be used or that there are not, or if the files of the page are missing.
 * @example
 * ```ts
 * import { dashboard } from '@titans/dashboard';
 * import { createTitans } from '@titans/server-adapter';
 *
 * const titans = await createTitans({
 *   models: './models',
 *   auth: { apiKeys: process.env.TITANS_API_KEYS },
 *   plugins: [dashboard()],
 * });
 * console.log(titans.state);
 * ```
 */
export function dashboard(options: DashboardOptions = {}): ServerPlugin {
  checkNames(options);
  const { path = '/dashboard', title = 'Titans' } = options;
  if (typeof path !== 'string' || !onePathSegment.test(path)) {
    refuse('path', 'be one segment such as "/dashboard"');
  }
  if (typeof title !== 'string' || title.trim() === '' || title.length > longestTitle) {
    refuse('title', `be a text of 1 to ${longestTitle} characters`);
  }
  const assets = readAssets();
  return {
    name: 'dashboard',
    routes: {
      page: { ...common, path, summary: 'The dashboard.', response: 'text/html', handle: page() },
      script: {
        ...common,
        path: `${path}/page.js`,
        summary: 'What the dashboard runs.',
        response: 'text/javascript',
        handle: fileOf(assets.script),
      },
      style: {
        ...common,
        path: `${path}/style.css`,
        summary: 'What the dashboard looks like.',
        response: 'text/css',
        handle: fileOf(assets.style),
      },
      icon: {
        ...common,
        path: `${path}/icon.svg`,
        summary: 'The sign of the dashboard.',
        response: 'image/svg+xml',
        handle: fileOf(assets.icon),
      },
    },
  };

  function page(): PluginRoute['handle'] {
    const { text, version } = shellPage({ folder: path.slice(1), title, assets });
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy,
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
      etag: `W/"${version}"`,
    };
    return async () => ({ text, headers, isStatic: true });
  }
}

const common = {
  method: 'GET',
  tag: 'dashboard',
  access: 'public',
  cost: 0,
  limitClass: 'standard',
  idempotency: 'safe',
  isCacheable: false,
} as const;

/** A file under the version that the page names is kept for good; any other may have changed by the next time. */
function fileOf({ text, version, contentType }: Asset): PluginRoute['handle'] {
  const headersWith = (cacheControl: string): Readonly<Record<string, string>> => ({
    'content-type': contentType,
    'cache-control': cacheControl,
    etag: `W/"${version}"`,
  });
  const kept = headersWith(`public, max-age=${yearSeconds}, immutable`);
  const asked = headersWith('no-cache');
  return async ({ request }) => {
    const isNamed = request.target.endsWith(`?v=${version}`);
    return { text, headers: isNamed ? kept : asked, isStatic: true };
  };
}

/** From plain JavaScript, anything may come; a name that is none would be a setting that does nothing. */
function checkNames(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new TitansError('CONFIG_INVALID', 'The dashboard takes an object of options.', {
      details: { field: 'plugins' },
    });
  }
  for (const name of Object.keys(options)) {
    if (name !== 'path' && name !== 'title') refuse(name, 'not be there: there are path and title');
  }
}

function refuse(field: string, requirement: string): never {
  throw new TitansError('CONFIG_INVALID', `The dashboard option ${field} must ${requirement}.`, {
    details: { field },
  });
}
