import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const root = new URL('../../../../../../shared/data/', import.meta.url);

/** Whether a file of the shared data beside the repository is there; tests that need it are skipped where it is not. */
export function hasSharedData(path: string): boolean {
  return existsSync(new URL(path, root));
}

/** Fields of a CSV file of the shared data, header first. Quoted fields may hold commas, not line breaks. */
export function readSharedCsv(path: string): string[][] {
  const bytes = readFileSync(new URL(path, root));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.trimEnd().split('\n').map(fields);
}

function fields(line: string): string[] {
  return [...line.replace(/\r$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
