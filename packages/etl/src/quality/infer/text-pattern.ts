const mostShapes = 4;
const mostParts = 12;
const runs = /\d+|\p{Lu}+|\p{Ll}+|[^\d\p{Lu}\p{Ll}]/gu;

const classes: readonly (readonly [RegExp, string])[] = [
  [/^\d/, '\\d'],
  [/^\p{Lu}/u, '\\p{Lu}'],
  [/^\p{Ll}/u, '\\p{Ll}'],
];
const classNames: ReadonlySet<string> = new Set(classes.map(([, name]) => name));

interface Part {
  readonly kind: string;
  least: number;
  most: number;
}

/**
 * A pattern that all texts match, if they are of few shapes: runs of digits, capitals and small letters of known lengths
 * between the same other characters. `TX001` and `TX12` give `^(?:\p{Lu}{2}\d{2,3})$`.
 *
 * @returns The pattern in RE2 syntax; `null` where there are more than four shapes, or no text.
 */
export function patternOf(texts: Iterable<string>): string | null {
  const shapes = new Map<string, Part[]>();
  for (const text of texts) {
    const parts = partsOf(text);
    if (parts.length === 0 || parts.length > mostParts) return null;
    const key = parts.map(({ kind }) => kind).join('');
    const known = shapes.get(key);
    if (known === undefined) {
      if (shapes.size === mostShapes) return null;
      shapes.set(key, parts);
    } else widen(known, parts);
  }
  if (shapes.size === 0) return null;
  return `^(?:${[...shapes.values()].map((parts) => parts.map(partPattern).join('')).join('|')})$`;
}

function partsOf(text: string): Part[] {
  return [...text.matchAll(runs)].map(([run]) => {
    const kind = kindOf(run);
    const length = classNames.has(kind) ? [...run].length : 1;
    return { kind, least: length, most: length };
  });
}

/** A class of characters, or the character itself with its special meaning taken away. */
function kindOf(run: string): string {
  const known = classes.find(([test]) => test.test(run));
  return known === undefined ? run.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : known[1];
}

function widen(known: readonly Part[], parts: readonly Part[]): void {
  for (const [index, part] of known.entries()) {
    const other = parts[index];
    if (other === undefined) continue;
    part.least = Math.min(part.least, other.least);
    part.most = Math.max(part.most, other.most);
  }
}

function partPattern({ kind, least, most }: Part): string {
  if (!classNames.has(kind)) return kind;
  return `${kind}{${least === most ? least : `${least},${most}`}}`;
}
