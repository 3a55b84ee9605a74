import type { ArtifactArray } from '@titans/core';
import type { ArtifactReader } from '../restoring.js';
import { checkedEnsemble, type TreeEnsemble } from './tree-ensemble.js';

/** Stands for the feature of a leaf. */
const leaf = 0xffff;
/** Features that an artifact can name. */
export const mostFeatures: number = leaf;

/**
 * The same trees with covers that need not be kept for inner nodes: those of leaves in single precision, those of
 * inner nodes as the sum of their children.
 */
export function withSummedCover(ensemble: TreeEnsemble): TreeEnsemble {
  const { feature, left } = ensemble;
  const cover = ensemble.cover.map((value, node) => ((feature[node] as number) < 0 ? Math.fround(value) : 0));
  // Children come after their parent.
  for (let node = cover.length - 1; node >= 0; node--) {
    if ((feature[node] as number) < 0) continue;
    const child = left[node] as number;
    cover[node] = (cover[child] as number) + (cover[child + 1] as number);
  }
  return Object.freeze({ ...ensemble, cover });
}

/**
 * The arrays of boosted trees, for an artifact, in about 12 bytes per node: what only inner nodes have is kept for
 * them alone, in the order of the nodes, and so is what only leaves have. A threshold is a place in the list of its
 * feature, of which there are at most 256, because it is the end of a bin.
 */
export function boostedArrays(ensemble: TreeEnsemble): Readonly<Record<string, ArtifactArray>> {
  const { roots, feature, threshold, left, missingLeft, categorySet, categories, cover, leafValues } =
    ensemble;
  const nodes = [...feature.keys()];
  const inner = nodes.filter((node) => (feature[node] as number) >= 0);
  const leaves = nodes.filter((node) => (feature[node] as number) < 0);
  const lists = new Map<number, Set<number>>();
  for (const node of inner) {
    const asked = feature[node] as number;
    const list = lists.get(asked) ?? new Set();
    lists.set(asked, list.add(threshold[node] as number));
  }
  const asked = Uint16Array.from(lists.keys()).sort();
  const sorted = Array.from(asked, (of) => Float64Array.from(lists.get(of) ?? []).sort());
  const places = new Map(
    Array.from(asked, (of, i) => {
      return [of, new Map(Array.from(sorted[i] as Float64Array, (value, place) => [value, place]))];
    }),
  );
  const of = <T extends ArrayLike<number>>(which: readonly number[], values: T): number[] =>
    which.map((node) => values[node] as number);
  return {
    roots,
    feature: Uint16Array.from(feature, (value) => (value < 0 ? leaf : value)),
    left: Int32Array.from(of(inner, left)),
    missingLeft: Uint8Array.from(of(inner, missingLeft)),
    threshold: Uint8Array.from(inner, (node) => {
      return places.get(feature[node] as number)?.get(threshold[node] as number) as number;
    }),
    thresholdFeatures: asked,
    thresholdCounts: Uint16Array.from(sorted, (list) => list.length),
    thresholds: Float64Array.from(sorted.flatMap((list) => [...list])),
    categorySet: categories.length === 0 ? new Int32Array(0) : Int32Array.from(of(inner, categorySet)),
    categories,
    cover: Float32Array.from(of(leaves, cover)),
    leafValues: Float64Array.from(leaves, (node) => leafValues[left[node] as number] as number),
  };
}

/**
 * Reads back what {@link boostedArrays} wrote and checks that every walk ends.
 *
 * @throws TitansError `ARTIFACT_CORRUPT`.
 */
export function restoreBoosted(artifact: ArtifactReader, features: number): TreeEnsemble {
  const asked = artifact.uint16('feature');
  const child = artifact.int32('left');
  const side = artifact.uint8('missingLeft');
  const place = artifact.uint8('threshold');
  const set = artifact.int32('categorySet');
  const leafCover = artifact.float32('cover');
  const leafValues = artifact.float64('leafValues');
  const lists = thresholdLists(artifact);
  const inner = asked.reduce((count, value) => count + (value === leaf ? 0 : 1), 0);
  const innerLengths = [child.length, side.length, place.length, set.length === 0 ? inner : set.length];
  const leafLengths = [leafCover.length, leafValues.length];
  if (
    innerLengths.some((length) => length !== inner) ||
    leafLengths.some((length) => length !== asked.length - inner)
  ) {
    throw artifact.corrupt('its node arrays differ in length');
  }
  const ensemble = {
    roots: artifact.int32('roots'),
    feature: new Int32Array(asked.length),
    threshold: new Float64Array(asked.length),
    left: new Int32Array(asked.length),
    missingLeft: new Uint8Array(asked.length),
    categorySet: new Int32Array(asked.length).fill(-1),
    categories: artifact.uint32('categories'),
    cover: new Float64Array(asked.length),
    leafValues,
    leafWidth: 1,
  };
  let [innerSeen, leavesSeen] = [0, 0];
  asked.forEach((feature, node) => {
    if (feature === leaf) {
      ensemble.feature[node] = -1;
      ensemble.cover[node] = leafCover[leavesSeen] as number;
      ensemble.left[node] = leavesSeen++;
      return;
    }
    const threshold = lists.get(feature)?.[place[innerSeen] as number];
    if (threshold === undefined) throw artifact.corrupt(`its node ${node} has no threshold`);
    ensemble.feature[node] = feature;
    ensemble.threshold[node] = threshold;
    ensemble.left[node] = child[innerSeen] as number;
    ensemble.missingLeft[node] = side[innerSeen] as number;
    ensemble.categorySet[node] = set[innerSeen] ?? -1;
    innerSeen++;
  });
  return withSummedCover(checkedEnsemble(ensemble, features, artifact));
}

function thresholdLists(artifact: ArtifactReader): ReadonlyMap<number, Float64Array> {
  const features = artifact.uint16('thresholdFeatures');
  const counts = artifact.uint16('thresholdCounts');
  const thresholds = artifact.float64('thresholds');
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length !== features.length || total !== thresholds.length) {
    throw artifact.corrupt('its lists of thresholds differ in length');
  }
  let from = 0;
  return new Map(
    Array.from(features, (feature, i) => {
      const to = from + (counts[i] as number);
      const list = thresholds.subarray(from, to);
      from = to;
      return [feature, list] as const;
    }),
  );
}
