import type { FittedTextClassifier } from '../../estimators/text/fitted-text-classifier.js';
import type { TextContribution, TextReading } from '../../estimators/text/text-reading.js';
import type { Attribution } from '../predictions.js';
import { detailOfNgram, type LexiconRatios, writeLexicon } from './lexicon-source.js';
import type { RowReading } from './row-reader.js';

/** What a text says of every class. */
export interface TextAnswer {
  /** Margins of the text model. */
  readonly margins: Float64Array;
  /** What the lexicon adds, as {@link writeLexicon} says it. */
  readonly lexicon: Float64Array;
  /** The n-grams that spoke most for a class, at most {@link mostReasons}. */
  explain(label: number): readonly Attribution[];
}

/** Reasons that an answer names. */
export const mostReasons = 8;
/** Stands before what the lexicon takes the payee for. */
export const knownKind = 'kind of payee: ';

/**
 * Makes a function that asks the text model and the lexicon about texts. Rows of the same reading are asked about once, for
 * as long as someone else keeps the reading: without it nobody could ask for its answer again.
 *
 * @param lexicon `null` where it is not asked.
 */
export function textAnswers(
  text: FittedTextClassifier,
  lexicon: LexiconRatios | null,
): (readings: readonly RowReading[]) => readonly TextAnswer[] {
  const classes = text.classes.length;
  const known = new WeakMap<RowReading, TextAnswer>();
  /** What was read last. Of texts before it only their answers are kept, which are far smaller. */
  let latest: { read: TextReading | null } = { read: null };

  function answerOf(
    reading: RowReading,
    of: { readonly read: TextReading | null },
    place: number,
    margins: Float64Array,
  ): TextAnswer {
    const said = new Float64Array(classes);
    if (lexicon !== null) writeLexicon(reading.lexicon, lexicon, classes, said, 0);
    const explained = new Map<number, readonly Attribution[]>();
    return {
      margins: margins.length === classes ? margins : margins.slice(place * classes, (place + 1) * classes),
      lexicon: said,
      explain(label) {
        let reasons = explained.get(label);
        if (reasons === undefined) {
          const explanation =
            of.read === null
              ? text.read({ texts: [reading.text] }).explain(0, label, mostReasons)
              : of.read.explain(place, label, mostReasons);
          reasons = explanation.contributions.map(reasonOf);
          explained.set(label, reasons);
        }
        return reasons;
      },
    };
  }

  function learn(asked: readonly RowReading[]): void {
    const read = text.read({ texts: asked.map((reading) => reading.text) });
    latest.read = null;
    latest = { read };
    const margins = read.decisionScores();
    asked.forEach((reading, place) => {
      known.set(reading, answerOf(reading, latest, place, margins));
    });
  }

  return (readings) => {
    const answers = readings.map((reading) => known.get(reading));
    const isAsked = answers.includes(undefined);
    if (!isAsked) return answers as readonly TextAnswer[];
    learn([...new Set(readings.filter((_, at) => answers[at] === undefined))]);
    return readings.map((reading) => known.get(reading) as TextAnswer);
  };
}

function reasonOf({ feature, contribution }: TextContribution): Attribution {
  const detail = detailOfNgram(feature);
  return { feature: detail === null ? feature : `${knownKind}${detail}`, contribution };
}
