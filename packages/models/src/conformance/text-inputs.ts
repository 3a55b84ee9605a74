import type { Random } from '@titans/core';
import { selectTextRows, type TextMatrix } from '../estimators/text/text-matrix.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { type ExampleInputs, featureInputs, type UnusableInput } from './example-inputs.js';

/**
 * Descriptions as banks write them, each with a number of its own, from which the code can be told by the words.
 *
 * @param options `dense: true` adds the columns of {@link featureInputs} beside the texts.
 */
export function textInputs(options: { readonly dense?: boolean } = {}): ExampleInputs<TextMatrix> {
  const features = featureInputs();
  const hasDense = options.dense ?? false;

  function changed(
    x: TextMatrix,
    list: (dense: FeatureMatrix) => readonly UnusableInput<FeatureMatrix>[],
  ): readonly UnusableInput<TextMatrix>[] {
    if (!x.dense) return [];
    return list(x.dense).map((unusable) => ({ ...unusable, x: { ...x, dense: unusable.x } }));
  }
  const otherLength = (x: TextMatrix): readonly UnusableInput<TextMatrix>[] =>
    hasDense
      ? [{ what: 'a text less than rows', x: { ...x, texts: x.texts.slice(1) }, codes: ['SHAPE_MISMATCH'] }]
      : [];
  const reordered = (x: TextMatrix): TextMatrix => ({
    ...x,
    ...(x.dense ? { dense: features.reordered?.(x.dense) ?? x.dense } : {}),
  });

  return {
    make(codes, random) {
      const texts = Array.from(codes, (code) => describe(code, random));
      return hasDense ? { texts, dense: features.make(codes, random) } : { texts };
    },
    select: (x, rows) => {
      const { texts, dense } = selectTextRows(x, rows);
      return dense
        ? {
            texts,
            dense: features.select(
              dense,
              Array.from(rows, (_, at) => at),
            ),
          }
        : { texts };
    },
    unusableToLearn: (x) => [...changed(x, features.unusableToLearn), ...otherLength(x)],
    unusableToAnswer(x) {
      const other = hasDense
        ? { what: 'no dense columns', x: { texts: x.texts } }
        : { what: 'dense columns', x: { ...x, dense: someDense(x.texts.length) } };
      return [
        ...changed(x, features.unusableToAnswer),
        ...otherLength(x),
        { ...other, codes: ['SHAPE_MISMATCH', 'FEATURE_UNKNOWN'] },
      ];
    },
    odd: (x) => [
      ...(x.dense ? features.odd(x.dense).map(({ what, x: dense }) => ({ what, x: { ...x, dense } })) : []),
      { what: 'nothing but empty texts', x: { ...x, texts: x.texts.map(() => '') } },
      { what: 'an empty text', x: withFirst(x, '') },
      { what: 'a text of 10,000 characters', x: withFirst(x, 'long text '.repeat(1_000)) },
      { what: 'a word of 10,000 characters', x: withFirst(x, 'x'.repeat(10_000)) },
      { what: 'names of object members', x: withFirst(x, '__proto__ constructor toString hasOwnProperty') },
      { what: 'half a surrogate pair and a zero', x: withFirst(x, 'caf\u00e9 \ud83d \0 \u{1f4b6}') },
    ],
    traces: (x) => ({ texts: x.texts, runs: x.dense ? features.traces(x.dense).runs : [] }),
    ...(hasDense
      ? {
          withMissing: (x: TextMatrix): TextMatrix => ({
            ...x,
            ...(x.dense ? { dense: features.withMissing?.(x.dense) ?? x.dense } : {}),
          }),
          reordered,
        }
      : {}),
  };
}

const words = [
  ['fuel', 'diesel', 'petrol'],
  ['software', 'licence', 'cloud'],
  ['coffee', 'bakery', 'lunch'],
] as const;
const places = ['Berlin', 'Leeds', 'Porto', 'Lyon'] as const;

function describe(code: number, random: Random): string {
  const choices = words[code % words.length] ?? words[0];
  const more = code < words.length ? '' : `${code}`;
  const word = choices[random.integer(choices.length)];
  return `CARD ${word}${more} station ${places[random.integer(places.length)]} ref ${random.uint32()}`;
}

function withFirst(x: TextMatrix, text: string): TextMatrix {
  return { ...x, texts: [text, ...x.texts.slice(1)] };
}

function someDense(rows: number): FeatureMatrix {
  const column = Float64Array.from({ length: rows }, (_, row) => row);
  return { rows, features: [{ name: 'day', kind: 'numeric', inputs: ['date'] }], columns: [column] };
}
