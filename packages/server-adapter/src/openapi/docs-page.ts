import { createHash } from 'node:crypto';
import { type ErrorCode, errorCodes, sdkVersion } from '@titans/core';
import type { RouteContract } from '@titans/core/contract';
import type * as z from 'zod/mini';
import { exposureOf } from '../http/status.js';
import { contractsOf } from '../plugins/all-routes.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import type { TextAnswer } from '../routes/handlers.js';
import type { DescribedService } from './document.js';
import { exampleBody } from './examples.js';
import { inline, type JsonSchema } from './schemas.js';

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2.5rem;border-bottom:1px solid #8888}
article{margin:1.5rem 0;padding:1rem;border:1px solid #8886;border-radius:.5rem}
h3{margin:0;font-size:1rem}
h4{margin:1rem 0 .25rem}
pre{overflow:auto;margin:.25rem 0}
code{font:.875rem/1.5 ui-monospace,monospace}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #8884}
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** The one style sheet of the page is permitted by its hash, and nothing else is. */
const headers: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
};

/** Stands for the mount point in the page that is kept; no text of the contract holds it. */
const mountPoint = '\u0000';
const pages = new WeakMap<readonly ServerPlugin[], string>();

/**
 * The contract as a page, generated from the table of routes: no script, and nothing from elsewhere. It is built
 * once, since anyone may ask for it as often as he likes.
 */
export function docsPage({ basePath, plugins }: Required<DescribedService>): TextAnswer {
  const page = pages.get(plugins) ?? buildPage(contractsOf(plugins));
  pages.set(plugins, page);
  const escaped = escapeHtml(basePath);
  return { text: page.replaceAll(mountPoint, () => escaped), headers };
}

function buildPage(contracts: Readonly<Record<string, RouteContract>>): string {
  const named = Object.entries(contracts);
  const sections = [...new Set(named.map(([, route]) => route.tag))].map((tag) => {
    const articles = named
      .filter(([, route]) => route.tag === tag)
      .map(([name, route]) => article(name, route));
    return `<h2>${escapeHtml(tag)}</h2>${articles.join('')}`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Titans API</title><style>${style}</style></head><body>
<h1>Titans API ${escapeHtml(sdkVersion)}</h1>
<p>Send <code>Authorization: Bearer</code> with an API key or an access token.
The same contract for programs: <a href="${mountPoint}/openapi.json">openapi.json</a>.</p>
${sections.join('\n')}
<h2>Errors</h2><p>Every error is a problem document (RFC 9457) with one of these codes.</p>
<table><tr><th>code</th><th>status</th><th>meaning</th></tr>${errorRows()}</table>
</body></html>`;
}

const costs: ReadonlyMap<RouteContract['cost'], string> = new Map<RouteContract['cost'], string>([
  ['items', 'a unit an item'],
  ['rows', 'a unit a row'],
  [0, 'not limited'],
  [1, 'one unit'],
]);

function article(name: string, route: RouteContract): string {
  const access = route.access === 'public' ? 'open to everyone' : `needs ${route.access}`;
  const cost = costs.get(route.cost) ?? `${route.cost} units`;
  return `<article><h3><code>${route.method} ${mountPoint}${escapeHtml(route.path)}</code></h3>
<p>${escapeHtml(route.summary)} <small>${escapeHtml(access)}; ${cost}</small></p>
${members('Path', route.params, 'output')}${members('Query', route.query, 'output')}${
  typeof route.body === 'string'
    ? `<p>Takes <code>${route.body}</code>.</p>`
    : members('Body', route.body, 'input', route.items)
}${example(name)}${
  typeof route.response === 'string'
    ? `<p>Answers <code>${route.response}</code>.</p>`
    : members('Answer', route.response, 'output')
}</article>`;
}

function example(name: string): string {
  const value = exampleBody(name);
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return `<h4>For example</h4><pre><code>${escapeHtml(text)}</code></pre>`;
}

function members(
  title: string,
  schema: z.ZodMiniType | undefined,
  io: 'input' | 'output',
  items?: z.ZodMiniType,
): string {
  if (schema === undefined) return '';
  const described = inline(schema, io);
  const isList = described.type === 'array';
  const item = items === undefined ? described.items : inline(items, io);
  const object = (isList ? item : described) as JsonSchema;
  const rows = Object.entries((object.properties ?? {}) as Record<string, JsonSchema>).map(
    ([name, member]) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(typeName(member))}</td></tr>`,
  );
  return `<h4>${title}${isList ? ', a list of' : ''}</h4><table>${rows.join('')}</table>`;
}

/** A short name of what a member may be, for people. */
function typeName(schema: JsonSchema): string {
  const options = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (options) return options.map(typeName).join(' or ');
  const values = schema.enum as readonly unknown[] | undefined;
  if (values) return values.map(String).join(' | ');
  const limits = [
    ['minimum', 'from'],
    ['maximum', 'to'],
    ['maxLength', 'characters up to'],
    ['maxItems', 'items up to'],
  ].flatMap(([key = '', word = '']) => (schema[key] === undefined ? [] : [`${word} ${String(schema[key])}`]));
  const name = String(schema.format ?? schema.const ?? schema.type ?? 'anything');
  return limits.length === 0 ? name : `${name}, ${limits.join(' ')}`;
}

function errorRows(): string {
  return (Object.entries(errorCodes) as [ErrorCode, string][])
    .map(([code, meaning]) => ({ code, meaning, exposure: exposureOf(code) }))
    .filter(({ code, exposure }) => exposure.shows !== 'nothing' || code === 'INTERNAL')
    .map(
      ({ code, meaning, exposure }) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${exposure.status}</td><td>${escapeHtml(meaning)}</td></tr>`,
    )
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}
