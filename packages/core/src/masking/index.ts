export { hasIbanCheckDigits } from './iban.js';
export { maskSecrets } from './mask-secrets.js';
export { hasLuhnCheckDigit } from './payment-card.js';
