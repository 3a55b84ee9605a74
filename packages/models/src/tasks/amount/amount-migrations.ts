import type { ArtifactContent } from '@titans/core';
import { readArtifact } from '../../estimators/restoring.js';
import { amountLevels, payeeKnowledge } from './range.js';

/** Kinds per side, without and with a history, in version 2: type × what is known of the payee. */
const kindsPerSide = 2 * payeeKnowledge.length;
/** Numbers per kind: below and above. */
const perKind = 2;

/**
 * Version 2 held every range of a fixed price to that price, and corrected rows alike whether or not their category was
 * known.
 */
export function withFixedLevels(content: ArtifactContent): ArtifactContent {
  const artifact = readArtifact(content, content.kind, 2);
  const before = artifact.float64('reach');
  const perSide = kindsPerSide * perKind;
  const sides = 2 * amountLevels.length;
  if (before.length !== sides * perSide) throw artifact.corrupt('its range is incomplete');
  const reach = new Float64Array(2 * before.length);
  for (let side = 0; side < sides; side++) {
    const own = before.subarray(side * perSide, (side + 1) * perSide);
    // Without and with a category.
    reach.set(own, 2 * side * perSide);
    reach.set(own, (2 * side + 1) * perSide);
  }
  return {
    ...content,
    data: { ...Object(content.data), fixedLevels: amountLevels.map(() => true) },
    arrays: { ...content.arrays, reach },
  };
}

/** Version 3 learned quantiles of the amounts alone. */
export function withoutDistances(content: ArtifactContent): ArtifactContent {
  return { ...content, data: { ...Object(content.data), hasDistances: false } };
}
