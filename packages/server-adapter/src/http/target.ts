/** The parts of a request target. */
export interface Target {
  /** Path as the client sent it, without the query. */
  readonly path: string;
  /** Path below the mount point; `/` for the mount point itself. */
  readonly route: string;
  /** Without the question mark; empty if there is none. */
  readonly query: string;
}

/** The mount point in the one form that is compared: no slash at the end, empty for the root. */
export function normaliseBasePath(basePath: string | undefined): string {
  if (basePath === undefined || basePath === '') return '';
  if (basePath.startsWith('/') && !basePath.endsWith('/')) return basePath;
  const path = basePath.replace(/\/+$/, '');
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

/**
 * The first part of a path, as long as a pattern such as `/:tenant/titans/*`: a parameter stands for one segment.
 * A query is left out.
 */
export function mountPointOf(target: string, pattern: string): string {
  // Mostly the pattern is written out, and the path begins with it as it is.
  const written = pattern.endsWith('/*') ? pattern.slice(0, -2) : pattern;
  if (isWritten(written) && target.startsWith(written)) {
    const next = target[written.length];
    if (next === undefined || next === '/' || next === '?') return written;
  }
  const { path } = splitTarget(target, '');
  const segments = pattern.replace(/\/?\*?$/, '').split('/').length;
  return path.split('/').slice(0, segments).join('/');
}

/** Whether it is a path without parameters. */
function isWritten(pattern: string): boolean {
  return !pattern.includes(':') && !pattern.includes('*') && !pattern.endsWith('/');
}

/** Splits a request target; `route` is empty where the path is not below the mount point. */
export function splitTarget(target: string, basePath: string): Target {
  const origin = target.startsWith('/') ? target : pathOfAbsolute(target);
  const fragment = origin.indexOf('#');
  const clean = fragment < 0 ? origin : origin.slice(0, fragment);
  const mark = clean.indexOf('?');
  const path = mark < 0 ? clean : clean.slice(0, mark);
  const query = mark < 0 ? '' : clean.slice(mark + 1);
  return { path, route: routeBelow(path, basePath), query };
}

function routeBelow(path: string, basePath: string): string {
  if (!path.startsWith(basePath)) return '';
  const rest = path.slice(basePath.length);
  if (rest === '') return '/';
  return rest.startsWith('/') ? rest : '';
}

/** RFC 9112, 3.2.2: a server must also take a target in absolute form. Anything else matches no route. */
function pathOfAbsolute(target: string): string {
  if (!URL.canParse(target)) return target;
  const { pathname, search } = new URL(target);
  return pathname + search;
}
