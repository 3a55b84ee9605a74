/** Payees of made-up statements: text, category, and the range of their amounts in hundredths. */
export const payees = [
  ['WHOLEFDS MKT', 'groceries', -2_500, -14_000],
  ['TRADER JOES', 'groceries', -1_500, -9_000],
  ['SHELL OIL', 'transport', -2_000, -8_000],
  ['UBER TRIP', 'transport', -700, -4_500],
  ['NETFLIX.COM', 'subscriptions', -1_549, -1_550],
  ['SPOTIFY USA', 'subscriptions', -1_099, -1_100],
  ['AMZN MKTP US', 'shopping', -900, -22_000],
  ['TARGET', 'shopping', -1_200, -15_000],
  ['CITY POWER AND LIGHT', 'utilities', -6_000, -19_000],
  ['CHIPOTLE', 'restaurants', -900, -3_200],
  ['BLUE BOTTLE COFFEE', 'restaurants', -400, -1_600],
  ['ACME CORP PAYROLL', 'income', 210_000, 260_000],
] as const;
