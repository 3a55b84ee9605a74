/** An element with what is in it, for the small parts of a document that are looked at as a whole. */
export interface XmlNode {
  readonly name: string;
  /** ISO 4217 code of the attribute `Ccy`; empty where there is none. */
  readonly currency: string;
  text: string;
  readonly children: XmlNode[];
}

/** The first element on a path such as `Refs/EndToEndId`, below a node. */
export function nodeAt(node: XmlNode | undefined, path: string): XmlNode | undefined {
  let found = node;
  for (const name of path.split('/')) found = found?.children.find((child) => child.name === name);
  return found;
}

/** The trimmed text of the first element on the first path that has one; empty where none has. */
export function textAt(node: XmlNode | undefined, ...paths: readonly string[]): string {
  for (const path of paths) {
    const text = nodeAt(node, path)?.text.trim() ?? '';
    if (text !== '') return text;
  }
  return '';
}

/** The texts of all elements of a name among the children of a node. */
export function textsOf(node: XmlNode | undefined, name: string): readonly string[] {
  const named = node?.children.filter((child) => child.name === name) ?? [];
  return named.map(({ text }) => text.trim()).filter((text) => text !== '');
}
