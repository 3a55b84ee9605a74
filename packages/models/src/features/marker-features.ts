import { isCurrency } from '@titans/core';
import { defineFeatures, type FeatureGroup } from './feature-group.js';

/** Words by which banks mark a payment abroad or in another currency. */
const foreignWords: ReadonlySet<string> = new Set([
  'fx',
  'foreign',
  'intl',
  'international',
  'overseas',
  'nonsterling',
  'crossborder',
  'auslandseinsatz',
  'auslandsentgelt',
  'fremdwährung',
  'étranger',
  'devise',
  'devises',
  'extranjero',
  'divisa',
  'estero',
  'valuta',
  'buitenland',
]);

/** Beginnings of descriptions by which payment services name themselves before the merchant, as in `PAYPAL *EBAY`. */
const processor =
  /^(?:paypal|pp|sq|sqr|sumup|sum up|izettle|iz|zettle|stripe|tst|adyen|mollie|klarna|ppl|goog|google|apl|amzn mktp)\s?\*/iu;

const words = /[\p{L}\p{M}]+/gu;
/** `USD 12.40` or `12,40 USD`: three capitals beside a whole number may be anything, as in `TOP 10`. */
const pricedCode =
  /(?<!\p{L})([A-Z]{3}) ?(?=\d)[\d.,]*[.,]\d{2}(?!\d)|(?<![\d.,])\d[\d.,]*[.,]\d{2} ?([A-Z]{3})(?!\p{L})/gu;
const webAddress = /\bwww\.|https?:|\.(?:com|net|org|io|co|app|shop|eu|uk|de|fr|nl|es|it|ie|ca|au)\b/iu;

/**
 * What the description says of the way of the payment: whether it speaks of another country or currency than the
 * account's (`has_foreign_marker`: a word such as FOREIGN or AUSLANDSEINSATZ, or the code of another currency beside a
 * price), whether a payment service stands before the merchant (`has_processor_prefix`, `PAYPAL *…`), and whether it
 * names a web address (`has_web_address`).
 */
export const markerFeatures: FeatureGroup = defineFeatures({
  features: [
    { name: 'has_foreign_marker', kind: 'numeric' },
    { name: 'has_processor_prefix', kind: 'numeric' },
    { name: 'has_web_address', kind: 'numeric' },
  ],
  inputs: ['description', 'currency'],
  init: () => null,
  read(_state, { description, currency }, values) {
    if (description === null) {
      values.fill(Number.NaN);
      return;
    }
    values[0] = Number(isForeign(description, currency));
    values[1] = Number(processor.test(description));
    values[2] = Number(webAddress.test(description));
  },
});

function isForeign(description: string, currency: string): boolean {
  if (description.match(words)?.some((word) => foreignWords.has(word.toLowerCase()))) return true;
  for (const [, before, after] of description.matchAll(pricedCode)) {
    const code = before ?? after;
    if (code !== undefined && code !== currency && isCurrency(code)) return true;
  }
  return false;
}
