import type { Contribution } from '@titans/core/contract';
import type { VNode } from 'preact';
import { formatFigure, formatSigned } from '../format/numbers.js';
import { featureWords } from './feature-words.js';

export interface FactorBarsProps {
  readonly caption: string;
  readonly factors: readonly Contribution[];
  /** What they add up to, where they do; it is then drawn as their sum. */
  readonly total?: { readonly label: string; readonly value: number } | undefined;
}

interface Step extends Contribution {
  readonly from: number;
  readonly to: number;
}

/** Reasons with their weights. Those that add up begin where the one before ended, so that the sum can be seen. */
export function FactorBars({ caption, factors, total }: FactorBarsProps): VNode {
  const steps = total === undefined ? besideEachOther(factors) : oneAfterAnother(factors);
  const ends = [0, ...steps.flatMap(({ from, to }) => [from, to]), total?.value ?? 0];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const span = high - low || 1;
  const share = (value: number): number => ((value - low) / span) * 100;
  return (
    <table class="factors">
      <caption class="visually-hidden">{caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Reason</th>
          <th scope="col">Bar</th>
          <th scope="col">Weight</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ feature, contribution, from, to }, index) => (
          <tr key={`${index} ${feature}`}>
            <th scope="row">{featureWords(feature)}</th>
            <td class="factor-place">
              <Bar
                start={share(Math.min(from, to))}
                end={share(Math.max(from, to))}
                zero={share(0)}
                tone={contribution < 0 ? 'less' : 'more'}
              />
            </td>
            <td class="number">{formatSigned(contribution)}</td>
          </tr>
        ))}
        {total !== undefined && (
          <tr class="factor-total">
            <th scope="row">{total.label}</th>
            <td class="factor-place">
              <Bar
                start={share(Math.min(0, total.value))}
                end={share(Math.max(0, total.value))}
                zero={share(0)}
                tone="sum"
              />
            </td>
            <td class="number">{formatFigure(Number(total.value.toFixed(3)))}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Bar({ start, end, zero, tone }: { start: number; end: number; zero: number; tone: string }): VNode {
  return (
    <svg class="factor-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <line class="factor-zero" x1={zero} x2={zero} y1="0" y2="10" />
      <rect class={tone} x={start} y="1" width={Math.max(0.6, end - start)} height="8" />
    </svg>
  );
}

function oneAfterAnother(factors: readonly Contribution[]): readonly Step[] {
  let sum = 0;
  return factors.map((factor) => {
    const from = sum;
    sum += factor.contribution;
    return { ...factor, from, to: sum };
  });
}

function besideEachOther(factors: readonly Contribution[]): readonly Step[] {
  return factors.map((factor) => ({ ...factor, from: 0, to: factor.contribution }));
}
