import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createRandom } from '../random/index.js';
import { counterpartyOf } from './counterparty.js';
import { normaliseMerchant } from './normalise-merchant.js';

const pieces = (
  'SQ *|PAYPAL *|WP-|AMZN Mktp US*|POS PURCHASE |CARD PAYMENT TO |KARTENZAHLUNG |TESCO STORES 2187|Tesco|SHELL OIL |' +
  'blue bottle coffee|WM MORRISONS|www.shop.co.uk|SPOTIFY.COM| LTD| GmbH|SP. Z O.O.| S.A.|MR J SMITH|COUNTY COUNCIL|' +
  'SALARY|FOOD BANK|XXXX1234|*1234| ON 12/05|05JAN2024| 14:30|#0042|STORE 12|REF A12B34C56|+442071234567| GBP 12.30|' +
  ' LONDON| NEW YORK NY| Seattle WA|STOKE ON TRENT| in|//AMSTERDAM/NL|,PAS123|(UK)|SAGT DANKE| MON|&|-|.|,|/|*|  |\t| |' +
  'é|Ø|ß|ﬁ|²|İ|Σ|ç|ñ|’|漢字|한|ก็|🙂|\u0301|\u200d|\u00a0|\u3000|\u00ad|Ａ|＊|٣|€|£|\ud800|A|b|C|d|E|f|7|0'
).split('|');

/** Texts of pieces that rules look for, of other letters, and cut off anywhere. */
function texts(count: number): readonly string[] {
  const random = createRandom(7, 'same-readings');
  return Array.from({ length: count }, () => {
    let text = '';
    for (let left = 1 + random.integer(7); left > 0; left--) {
      const isAny = random.integer(8) === 0;
      // Of Latin letters alone, which no version of Unicode changes.
      const code = random.integer(0x250);
      text += isAny ? String.fromCharCode(code) : pieces[random.integer(pieces.length)];
      if (random.integer(2) === 0) text += ' ';
    }
    return random.integer(4) === 0 ? text.slice(0, random.integer(text.length + 1)) : text;
  });
}

// The hashes are of what the patterns said that each word was tried against before words were read in one pass.
test('words that are read in one pass say what a pattern for each thing said', () => {
  const hash = createHash('sha256');
  for (const text of texts(3_000)) hash.update(`${JSON.stringify(normaliseMerchant(text))}\n`);
  expect(hash.digest('hex')).toBe('9b93998bdfbd47273f254a718cab6b1aaafbbe3df78a6dc9d8b001dc5639a437');
});

test('so does the other side of a transaction', () => {
  const hash = createHash('sha256');
  texts(3_000).forEach((description, at) => {
    const amount = at % 3 === 0 ? 5 : -5;
    const paymentMethod = at % 5 === 0 ? 'bank_transfer' : at % 7 === 0 ? 'debit_card' : null;
    hash.update(`${JSON.stringify(counterpartyOf({ description, amount, paymentMethod }))}\n`);
  });
  expect(hash.digest('hex')).toBe('bcc329d5a395fd6ae2b5bb85310861c9ff4236611cc958d974c03c4de78efee1');
});
