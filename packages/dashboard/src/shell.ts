import { html } from '@titans/core/html';
import { type Assets, versionOf } from './assets.js';

/** What the page is made from. */
export interface ShellParts {
  /** Last segment of the page's path; its files are below it. */
  readonly folder: string;
  readonly title: string;
  readonly assets: Assets;
}

/**
 * The document that loads the page. Its addresses are relative to its own, so that it works wherever it is mounted, also
 * behind a proxy that takes a prefix away.
 */
export function shellPage({ folder, title, assets }: ShellParts): { text: string; version: string } {
  const { script, style, icon } = assets;
  const { text } = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<link rel="icon" type="image/svg+xml" href="${folder}/icon.svg?v=${icon.version}">
<link rel="stylesheet" href="${folder}/style.css?v=${style.version}">
<script type="module" src="${folder}/page.js?v=${script.version}"></script></head>
<body><div id="app" data-title="${title}"><p class="boot">Loading ${title}…</p></div>
<noscript><p class="boot">This page needs JavaScript. The same answers are at the routes of the API.</p></noscript>
</body></html>
`;
  return { text, version: versionOf(text) };
}
