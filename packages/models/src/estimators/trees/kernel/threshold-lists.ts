import type { TreeEnsemble } from '../tree-ensemble.js';

/** The thresholds that the numeric splits of an ensemble compare each feature with, ascending. */
export function thresholdsByFeature(
  { feature, threshold, categorySet }: TreeEnsemble,
  features: number,
): Float64Array[] {
  const lists = Array.from({ length: features }, () => new Set<number>());
  feature.forEach((asked, node) => {
    if (asked >= 0 && (categorySet[node] as number) < 0)
      (lists[asked] as Set<number>).add(threshold[node] as number);
  });
  return lists.map((list) => Float64Array.from(list).sort());
}

/** The place of every threshold in the list of its feature. */
export function placesOf(thresholds: readonly Float64Array[]): readonly ReadonlyMap<number, number>[] {
  return thresholds.map((list) => new Map(Array.from(list, (value, place) => [value, place])));
}
