/** A piece of a text in Markdown, of the few kinds that model cards have. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

/**
 * Reads headings, paragraphs, lists and tables. Everything else, HTML and links too, stays the text that it is: what comes
 * out is shown as text only.
 */
export function readMarkdown(text: string): readonly Block[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(blockOf);
}

function blockOf(part: string): Block {
  const heading = /^(#{1,6}) ([^\n]+)$/.exec(part);
  if (heading) return { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' };
  const lines = part.split('\n');
  if (lines.every((line) => line.startsWith('- '))) {
    return { kind: 'list', items: lines.map((line) => line.slice(2)) };
  }
  const [first = '', second = '', ...rest] = lines;
  if (first.startsWith('|') && /^\|(?: *:?-{3,}:? *\|)+$/.test(second)) {
    return { kind: 'table', header: cellsOf(first), rows: rest.map(cellsOf) };
  }
  return { kind: 'paragraph', text: lines.join(' ') };
}

/** Cells are between bars; a bar after a backslash is a bar. */
function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
