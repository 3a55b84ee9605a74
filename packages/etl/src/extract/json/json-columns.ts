/** A key of a record, or a key inside it: where its value goes, and the keys inside that. */
export interface KeyNode {
  /** Dotted, for example `amount.value`; empty for the record itself. */
  readonly path: string;
  /** Number of its column; -1 as long as it had no value of its own. */
  column: number;
  /** By name. A map, so that `__proto__` is a name like any other. */
  readonly children: Map<string, KeyNode>;
  /** Its name as JSON writes it, with the quotes. */
  readonly written: string;
  /** The key that came first inside it, and the one that came after it, last time: mostly they come again. */
  first: KeyNode | null;
  follower: KeyNode | null;
}

/** The columns of a source of JSON: the dotted paths of the keys that its first records hold. */
export interface JsonColumns {
  readonly root: KeyNode;
  /** The key inside a key; `null` for one that is not known and can no longer become a column. */
  childOf(node: KeyNode, name: string): KeyNode | null;
  /** The number of the column of a key, which it gets with its first value; -1 if there can be no more. */
  columnOf(node: KeyNode): number;
  /** Ends the collecting: further keys are not known. Keys that held nothing but `null` become columns last. */
  seal(): readonly string[];
  readonly isSealed: boolean;
  /** Whether there were more keys than there can be columns. */
  readonly isFull: boolean;
}

/**
 * Starts to collect columns.
 *
 * @param told Paths that are columns whether the first records hold them or not.
 */
export function jsonColumns(mostColumns: number, told: readonly string[] = []): JsonColumns {
  const root = keyNode('', '', -1);
  const columnOfPath = new Map<string, number>();
  const nodes: KeyNode[] = [];
  let isSealed = false;
  let isFull = false;

  function childOf(node: KeyNode, name: string): KeyNode | null {
    const known = node.children.get(name);
    if (known !== undefined) return known;
    // Keys of objects are not columns by themselves, so that there are more of them than columns.
    if (!isSealed && nodes.length >= 4 * mostColumns) isFull = true;
    if (isSealed || isFull) return null;
    const path = node === root ? name : `${node.path}.${name}`;
    const child = keyNode(name, path, columnOfPath.get(path) ?? -1);
    node.children.set(name, child);
    nodes.push(child);
    return child;
  }

  function columnOf(node: KeyNode): number {
    if (node.column >= 0) return node.column;
    const known = columnOfPath.get(node.path);
    if (known === undefined && columnOfPath.size >= mostColumns) isFull = true;
    // The key `a.b` and the key `b` inside `a` share a column.
    node.column = known ?? (isSealed || isFull ? -1 : columnOfPath.size);
    if (node.column >= 0) columnOfPath.set(node.path, node.column);
    return node.column;
  }

  for (const path of told) {
    columnOfPath.set(path, columnOfPath.get(path) ?? columnOfPath.size);
    let node: KeyNode | null = root;
    for (const name of path.split('.')) node = node === null ? null : childOf(node, name);
    childOf(root, path);
  }

  return {
    root,
    childOf,
    columnOf,
    seal() {
      for (const node of nodes) if (node.children.size === 0) columnOf(node);
      isSealed = true;
      return [...columnOfPath.keys()];
    },
    get isSealed() {
      return isSealed;
    },
    get isFull() {
      return isFull;
    },
  };
}

function keyNode(name: string, path: string, column: number): KeyNode {
  return { path, column, children: new Map(), written: JSON.stringify(name), first: null, follower: null };
}
