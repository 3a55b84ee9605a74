import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const source = dirname(fileURLToPath(import.meta.url));
const manifest = JSON.parse(readFileSync(join(source, '../package.json'), 'utf8'));
const subpaths = Object.entries<{ types: string; default: string }>(manifest.exports).filter(
  ([subpath]) => subpath !== './package.json',
);

/** Every file that the entry reaches through imports that remain at run time, and every package that those import. */
function reachable(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, from = ''] of text.matchAll(/^(?:import|export)(?! type\b)[^;]*? from '([^']+)';/gm)) {
      if (from.startsWith('.')) waiting.push(resolve(dirname(file), from.replace(/\.js$/, '.ts')));
      else packages.add(from);
    }
  }
  return { files, packages };
}

test('every entry of the exports map has its source, in a folder of its name', () => {
  for (const [subpath, target] of subpaths) {
    const path = subpath === '.' ? 'index' : `${subpath.slice(2)}/index`;
    expect(target).toEqual({ types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` });
    expect([subpath, existsSync(join(source, `${path}.ts`))]).toEqual([subpath, true]);
  }
});

describe('what runs everywhere imports nothing of Node', () => {
  test.each([
    ['.', ['zod/mini']],
    ['./contract', ['zod/mini']],
    ['./errors', []],
    ['./html', []],
    ['./merchants', []],
    ['./conformance', ['zod/mini']],
  ])('%s needs %j only', (subpath, expected) => {
    const folder = subpath === '.' ? source : join(source, subpath);
    const { files, packages } = reachable(join(folder, 'index.ts'));
    expect([...packages].sort()).toEqual(expected);
    expect(files.size).toBeGreaterThan(subpath === './errors' ? 3 : 8);
  });

  test('the check sees what it looks for', () => {
    const { packages, files } = reachable(join(source, 'files/index.ts'));
    expect([...packages].sort()).toEqual(['node:crypto', 'node:fs/promises', 'node:path']);
    expect([...files].map((file) => relative(source, file))).toContain(join('storage', 'artifact-name.ts'));
  });
});

test('optional drivers are loaded only where they are asked for', () => {
  for (const subpath of ['pglite', 'postgres', 'redis']) {
    const { packages } = reachable(join(source, subpath, 'index.ts'));
    expect([...packages].every((name) => name.startsWith('node:'))).toBe(true);
  }
});
