/** A line as it was read. */
export type ReadLine =
  | { readonly text: string; readonly line: number }
  /** Bytes behind the last newline. */
  | { readonly tornBytes: number; readonly line: number }
  | { readonly problem: string; readonly line: number };

const newline = 0x0a;
/** No entry is as long; what is would fill the memory. */
const longestLineBytes = 16 * 1_024 * 1_024;

/**
 * Splits bytes into lines, of which it holds one at a time.
 *
 * @param skip Lines that are passed over. What follows is numbered from there on.
 */
export async function* linesIn(
  chunks: AsyncIterable<Buffer>,
  skip: number,
  firstLine = 1,
): AsyncGenerator<ReadLine> {
  let line = firstLine;
  let left = skip;
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    let begin = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, begin)) {
      const bytes = chunk.subarray(begin, end);
      if (left > 0) left--;
      else yield { text: (restBytes > 0 ? Buffer.concat([...rest, bytes]) : bytes).toString('utf8'), line };
      rest = [];
      restBytes = 0;
      begin = end + 1;
      line++;
    }
    const behind = chunk.subarray(begin);
    if (behind.length === 0) continue;
    rest.push(behind);
    restBytes += behind.length;
    if (restBytes > longestLineBytes) {
      yield { problem: 'It is not an entry.', line };
      return;
    }
  }
  if (restBytes > 0) yield { tornBytes: restBytes, line };
}
