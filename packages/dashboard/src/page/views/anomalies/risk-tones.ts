import type { RiskLevel } from '@titans/client';
import type { Tone } from '../../components/tone.js';

/** How strongly a transaction stands out, in a colour beside the word. */
export const riskTones: Readonly<Record<RiskLevel, Tone>> = {
  low: 'neutral',
  medium: 'accent',
  high: 'warn',
  critical: 'bad',
};
