/** Finds which of many phrases are in a text, in one pass (Aho and Corasick, 1975). */
export interface PhraseMatcher {
  /** Calls `found` once with the number of each phrase that the text holds. */
  scan(text: string, found: (phrase: number) => void): void;
}

/**
 * Makes a matcher. Its memory and the time to make it are linear in the phrases together; a scan is linear in the text
 * and the number of phrases found, however they overlap.
 *
 * @param phrases Texts that are not empty, each once.
 */
export function phraseMatcher(phrases: readonly string[]): PhraseMatcher {
  const edges = edgeTable(phrases.reduce((sum, phrase) => sum + phrase.length, 0));
  const phraseAt: number[] = [-1];
  const parents: number[] = [0];
  const units: number[] = [0];
  const depths: number[] = [0];
  for (const [number, phrase] of phrases.entries()) {
    let node = 0;
    for (let i = 0; i < phrase.length; i++) {
      const unit = phrase.charCodeAt(i);
      let next = edges.get(node, unit);
      if (next < 0) {
        next = phraseAt.push(-1) - 1;
        parents.push(node);
        units.push(unit);
        depths.push((depths[node] as number) + 1);
        edges.set(node, unit, next);
      }
      node = next;
    }
    phraseAt[node] = number;
  }
  const nodes = phraseAt.length;
  /** The longest other node whose text ends that of a node; and the nearest of them that is a phrase, or 0. */
  const suffix = new Int32Array(nodes);
  const phraseSuffix = new Int32Array(nodes);
  // Nodes of lower depth first, whose links those of greater depth are made of.
  const order = Array.from({ length: nodes }, (_, node) => node).sort(
    (a, b) => (depths[a] as number) - (depths[b] as number),
  );
  for (const node of order) {
    if (node === 0) continue;
    if ((depths[node] as number) > 1)
      suffix[node] = step(suffix[parents[node] as number] as number, units[node] as number);
    const link = suffix[node] as number;
    phraseSuffix[node] = (phraseAt[link] as number) >= 0 ? link : (phraseSuffix[link] as number);
  }
  /** In which scan a node was last reported, so that each is once and a chain is followed only until actions. */
  const reported = new Uint32Array(nodes);
  let scans = 0;

  function step(from: number, unit: number): number {
    let node = from;
    for (;;) {
      const next = edges.get(node, unit);
      if (next >= 0) return next;
      if (node === 0) return 0;
      node = suffix[node] as number;
    }
  }

  return {
    scan(text, found) {
      if (nodes === 1) return;
      if (++scans === 0xffff_ffff) {
        reported.fill(0);
        scans = 1;
      }
      let node = 0;
      for (let i = 0; i < text.length; i++) {
        node = step(node, text.charCodeAt(i));
        let hit = (phraseAt[node] as number) >= 0 ? node : (phraseSuffix[node] as number);
        while (hit !== 0 && reported[hit] !== scans) {
          reported[hit] = scans;
          found(phraseAt[hit] as number);
          hit = phraseSuffix[hit] as number;
        }
      }
    },
  };
}

interface EdgeTable {
  /** The node behind an edge, -1 if there is none. */
  get(node: number, unit: number): number;
  set(node: number, unit: number, target: number): void;
}

/** An open-addressing table of numbers, several times as fast as a `Map`. Needs to know its size. */
function edgeTable(edges: number): EdgeTable {
  let size = 16;
  while (size < 2 * edges) size *= 2;
  const mask = size - 1;
  const froms = new Int32Array(size).fill(-1);
  const units = new Uint16Array(size);
  const targets = new Int32Array(size);
  function slotOf(node: number, unit: number): number {
    let hash = Math.imul(node, 0x9e37_79b1) ^ Math.imul(unit, 0x85eb_ca6b);
    hash ^= hash >>> 15;
    let slot = Math.imul(hash, 0x2c1b_3c6d) & mask;
    while (froms[slot] !== -1 && (froms[slot] !== node || units[slot] !== unit)) slot = (slot + 1) & mask;
    return slot;
  }
  return {
    get(node, unit) {
      const slot = slotOf(node, unit);
      return froms[slot] === -1 ? -1 : (targets[slot] as number);
    },
    set(node, unit, target) {
      const slot = slotOf(node, unit);
      froms[slot] = node;
      units[slot] = unit;
      targets[slot] = target;
    },
  };
}
