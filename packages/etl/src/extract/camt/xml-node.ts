/** An element with what is in it, for the small parts of a document that are looked at as a whole. */
export interface XmlNode {
  readonly name: string;
  /** ISO 4217 code of the attribute `Ccy`; empty where there is none. */
  readonly currency: string;
  text: string;
  readonly children: XmlNode[];
}

/** Names of the paths that were asked for: all are constants of this program. */
const namesOfPaths = new Map<string, readonly string[]>();

/** The first element on a path such as `Refs/EndToEndId`, below a node. */
export function nodeAt(node: XmlNode | undefined, path: string): XmlNode | undefined {
  let names = namesOfPaths.get(path);
  if (names === undefined) {
    names = path.split('/');
    namesOfPaths.set(path, names);
  }
  let found = node;
  for (const name of names) {
    if (found === undefined) return undefined;
    found = childOf(found, name);
  }
  return found;
}

/** The trimmed text of the first element on the first path that has one; empty where none has. */
export function textAt(node: XmlNode | undefined, ...paths: readonly string[]): string {
  if (node === undefined) return '';
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

function childOf({ children }: XmlNode, name: string): XmlNode | undefined {
  for (const child of children) if (child.name === name) return child;
  return undefined;
}
