/** The value that the text stands for, or `undefined`, which no JSON text stands for, if it is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
