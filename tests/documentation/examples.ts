import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const skippedFolders = new Set(['node_modules', 'dist', 'site', 'coverage', '.git']);
const openingFence = /^(\s*(?:\*\s?)?)```ts\b(.*)$/;
const closingFence = /^\s*(?:\*\s?)?```\s*$/;

/** A block of TypeScript in the documentation. */
export interface Example {
  /** Path from the repository's root. */
  readonly file: string;
  /** Line of the block's first line of code, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** Not where the block says `ts compile-only`: it needs what a reader has, such as a server of his. */
  readonly isRun: boolean;
}

/** Every ```` ```ts ```` block of the Markdown pages and of the doc comments of the packages' sources. */
export function documentationExamples(): Example[] {
  return documentationFiles().flatMap((file) => examplesIn(file, read(file)));
}

/** Doc comments whose `@example` is not a ```` ```ts ```` block, as `file:line`; nothing would compile those. */
export function examplesWithoutBlock(): string[] {
  return documentationFiles()
    .filter((file) => extname(file) === '.ts')
    .flatMap((file) => {
      const lines = read(file).split('\n');
      return lines.flatMap((line, index) => {
        if (!/^\s*\*\s*@example\b/.test(line)) return [];
        const rest = lines.slice(index + 1);
        const end = rest.findIndex((next) => /\*\/|^\s*\*\s*@/.test(next));
        return rest.slice(0, end).some((next) => openingFence.test(next)) ? [] : [`${file}:${index + 1}`];
      });
    });
}

/** The blocks in one text: the lines between the fences, without a doc comment's leading asterisks. */
export function examplesIn(file: string, text: string): Example[] {
  const examples: Example[] = [];
  let open: { line: number; prefix: number; code: string[]; isRun: boolean } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const opening = openingFence.exec(line);
    if (open === undefined) {
      if (opening) {
        const isRun = !/\bcompile-only\b/.test(opening[2] ?? '');
        open = { line: index + 2, prefix: (opening[1] ?? '').length, code: [], isRun };
      }
    } else if (closingFence.test(line)) {
      examples.push({ file, line: open.line, code: open.code.join('\n'), isRun: open.isRun });
      open = undefined;
    } else {
      open.code.push(line.slice(open.prefix));
    }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: the block is never closed`);
  return examples;
}

function documentationFiles(): string[] {
  return [...filesIn('', false), ...filesIn('docs'), ...filesIn('examples'), ...filesIn('packages')].filter(
    (file) => extname(file) === '.md' || /^packages\/[^/]+\/src\/.*(?<!\.test|\.bench)\.ts$/.test(file),
  );
}

function filesIn(folder: string, deep = true): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) return [path];
    return deep && entry.isDirectory() && !skippedFolders.has(entry.name) ? filesIn(path) : [];
  });
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
