import type { SourceSample } from '../byte-input.js';
import { sampleText } from '../statement/sample-text.js';

const namedLines = /\.(?:ndjson|jsonl|jsonlines)$/i;

/** Whether a sample is one JSON object per line, rather than one JSON document. */
export function looksLikeLines(sample: SourceSample): boolean {
  const lines = sampleText(sample)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const [first, second] = lines;
  if (first === undefined || !/^\s*\{/.test(first))
    return isNamedLines(sample) && /^\s*\{/.test(second ?? '');
  if (isNamedLines(sample)) return true;
  // A broken line does not make the others a document.
  const whole = lines.slice(0, sample.isWhole ? 8 : Math.min(8, lines.length - 1)).filter(isObject);
  if (lines.length > 1)
    return whole.length > 0 && /^\s*\{/.test(second as string) && !/^\s*\{\s*$/.test(first);
  return sample.isWhole && whole.length === 1 && !/:\s*\[\s*(?:\{|\])/.test(first);
}

/** Whether the name says so. */
export function isNamedLines({ name }: Pick<SourceSample, 'name'>): boolean {
  return namedLines.test(name);
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
