import { defineFeatures, type FeatureGroup } from './feature-group.js';

/** Characters and words of the description, and the share of its characters that are digits. */
export const textFeatures: FeatureGroup = defineFeatures({
  features: [
    { name: 'description_length', kind: 'numeric' },
    { name: 'description_words', kind: 'numeric' },
    { name: 'description_digits', kind: 'numeric' },
  ],
  inputs: ['description'],
  init: () => null,
  read(_state, { description }, values) {
    if (description === null) {
      values.fill(Number.NaN);
      return;
    }
    const length = [...description].length;
    values[0] = length;
    values[1] = description.split(' ').length;
    values[2] = (description.match(/\p{Nd}/gu)?.length ?? 0) / length;
  },
});
