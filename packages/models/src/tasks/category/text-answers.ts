import type { FittedTextClassifier } from '../../estimators/text/fitted-text-classifier.js';
import type { TextContribution, TextReading } from '../../estimators/text/text-reading.js';
import type { Attribution } from '../predictions.js';
import { detailOfNgram, type LexiconRatios, writeLexicon } from './lexicon-source.js';
import type { RowReading } from './row-reader.js';

/** What a text says of every class. */
export interface TextAnswer {
  /** Margins of the text model, and behind them what the lexicon adds, as {@link writeLexicon} says it. */
  readonly scores: Float64Array;
}

/** Asks the text model and the lexicon about texts. */
export interface TextAnswers {
  /** Of each reading its answer. */
  of(readings: readonly RowReading[]): readonly TextAnswer[];
  /** The n-grams of a text that spoke most for a class, at most {@link mostReasons}. */
  explain(answer: TextAnswer, label: number): readonly Attribution[];
}

/** An answer with where to ask for its reasons. */
interface Answered extends TextAnswer {
  /** Who answered. */
  readonly by: object;
  readonly text: string;
  /** What was read with it, and which of its texts this is. */
  readonly batch: { readonly read: TextReading | null };
  readonly place: number;
  /** The class that was asked for last, and what spoke for it. */
  label: number;
  reasons: readonly Attribution[];
}

/** Reasons that an answer names. */
export const mostReasons = 8;
/** Stands before what the lexicon takes the payee for. */
export const knownKind = 'kind of payee: ';

/**
 * Makes what asks the text model and the lexicon about texts. Rows of the same reading are asked about once: the answer is
 * kept on the reading, until others are asked about it.
 *
 * @param lexicon `null` where it is not asked.
 */
export function textAnswers(text: FittedTextClassifier, lexicon: LexiconRatios | null): TextAnswers {
  const classes = text.classes.length;
  const by = {};
  /** What was read last. Of texts before it only their answers are kept, which are far smaller. */
  let latest: { read: TextReading | null } = { read: null };

  function keptBy(reading: RowReading): Answered | null {
    const answer = reading.answer as Answered | null;
    return answer !== null && answer.by === by ? answer : null;
  }

  function learn(asked: readonly RowReading[]): void {
    const read = text.read({ texts: asked.map((reading) => reading.text) });
    latest.read = null;
    latest = { read };
    const margins = read.decisionScores();
    for (let place = 0; place < asked.length; place++) {
      const reading = asked[place] as RowReading;
      const scores = new Float64Array(2 * classes);
      for (let k = 0; k < classes; k++) scores[k] = margins[place * classes + k] as number;
      if (lexicon !== null) writeLexicon(reading.lexicon, lexicon, classes, scores, classes);
      const answer: Answered = {
        scores,
        by,
        text: reading.text,
        batch: latest,
        place,
        label: -1,
        reasons: [],
      };
      reading.answer = answer;
    }
  }

  return {
    of(readings) {
      const unknown = readings.filter((reading) => keptBy(reading) === null);
      if (unknown.length > 0) learn(unknown.length === 1 ? unknown : [...new Set(unknown)]);
      return readings.map((reading) => reading.answer as Answered);
    },
    explain(given, label) {
      const answer = given as Answered;
      if (answer.label !== label) {
        const { batch, place } = answer;
        const explanation =
          batch.read === null
            ? text.read({ texts: [answer.text] }).explain(0, label, mostReasons)
            : batch.read.explain(place, label, mostReasons);
        answer.reasons = explanation.contributions.map(reasonOf);
        answer.label = label;
      }
      return answer.reasons;
    },
  };
}

function reasonOf({ feature, contribution }: TextContribution): Attribution {
  const detail = detailOfNgram(feature);
  return { feature: detail === null ? feature : `${knownKind}${detail}`, contribution };
}
