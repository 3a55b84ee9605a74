import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { TitansError } from '@titans/core';

/** A file of the page. */
export interface Asset {
  readonly text: string;
  readonly contentType: string;
  /** Of its text: another text has another one. */
  readonly version: string;
}

/** All that the page is made of. */
export interface Assets {
  readonly script: Asset;
  readonly style: Asset;
  readonly icon: Asset;
}

/** Three columns of which one goes down: money, in the colours of both themes. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3b5bdb"/><path d="M8 22V14M16 22V8M24 22v-5" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>`;

/**
 * Reads the files of the page, which the build leaves beside this module.
 *
 * @throws TitansError `CONFIG_INVALID` if they are missing.
 */
export function readAssets(): Assets {
  return {
    script: assetOf(builtFile('page.js'), 'text/javascript; charset=utf-8'),
    style: assetOf(builtFile('style.css'), 'text/css; charset=utf-8'),
    icon: assetOf(icon, 'image/svg+xml; charset=utf-8'),
  };
}

/** The first digits of a text's SHA-256. */
export function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function assetOf(text: string, contentType: string): Asset {
  return { text, contentType, version: versionOf(text) };
}

function builtFile(name: string): string {
  const url = new URL(`../dist/assets/${name}`, import.meta.url);
  try {
    return readFileSync(url, 'utf8');
  } catch (cause) {
    throw new TitansError(
      'CONFIG_INVALID',
      `The dashboard lacks its file assets/${name}: install @titans/dashboard whole, or run its build.`,
      { cause, details: { field: 'plugins' } },
    );
  }
}
