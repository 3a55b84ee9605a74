import { defineFeatures, type FeatureGroup } from './feature-group.js';

const [space, zero, nine] = [0x20, 0x30, 0x39];
const ascii = /^[\x20-\x7e]*$/;

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
    let characters = 0;
    let words = 1;
    let digits = 0;
    for (let index = 0; index < description.length; index++) {
      const code = description.charCodeAt(index);
      // The second half of a surrogate pair is no further character.
      if (code < 0xdc00 || code > 0xdfff) characters++;
      if (code === space) words++;
      if (code >= zero && code <= nine) digits++;
    }
    if (!ascii.test(description)) digits = description.match(/\p{Nd}/gu)?.length ?? 0;
    values[0] = characters;
    values[1] = words;
    values[2] = digits / characters;
  },
});
