import { expect, test } from 'vitest';
import { joinNames, recurringPayee } from './payee-name.js';

test.each([
  ['NETFLIX.COM 866-579-7172', 'netflix'],
  ['AMZN Mktp US*2X3Y4Z', 'amzn mktp us'],
  ['Office365 Subscription', 'office'],
  ['RENT MARCH 2024', 'rent'],
  ['SEPA Direct Debit Stadtwerke München 00012', 'stadtwerke munchen'],
  ['7-11', '7-11'],
  ['Payment 12', 'payment'],
])('%s is %s', (description, payee) => {
  expect(recurringPayee(null, description)).toBe(payee);
});

test('the merchant is told before the description', () => {
  expect(recurringPayee('Spotify AB', 'CARD 1234')).toBe('spotify ab');
  expect(recurringPayee(null, null)).toBeNull();
});

test('names that begin with another are joined, unless it is a short or a common word', () => {
  const cities = ['aachen', 'berlin', 'celle', 'dresden', 'essen', 'fulda'];
  const names = ['netflix', 'netflix amsterdam', 'uber', 'uber eats', 'uber eats nl', 'netflixx', 'hotel'];
  const joined = joinNames([...names, ...cities.map((city) => `hotel ${city}`)]);
  expect(joined.get('netflix amsterdam')).toBe('netflix');
  expect(joined.get('netflixx')).toBe('netflixx');
  expect(joined.get('uber eats')).toBe('uber eats');
  expect(joined.get('uber eats nl')).toBe('uber eats');
  expect(joined.get('hotel celle')).toBe('hotel celle');
  expect(joined.size).toBe(13);
  expect(joinNames([])).toEqual(new Map());
  expect(joinNames(['', 'rent'])).toEqual(new Map([['rent', 'rent']]));
});
