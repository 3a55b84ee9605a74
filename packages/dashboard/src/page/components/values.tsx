import type { ComponentChildren, VNode } from 'preact';
import { formatMoney, formatShare } from '../format/numbers.js';
import type { Tone } from './tone.js';

/** An amount; what comes in has a plus, so that colour alone says nothing. */
export function Money({ amount, currency }: { readonly amount: number; readonly currency: string }): VNode {
  const text = formatMoney(amount, currency);
  return (
    <span class={`money ${amount > 0 ? 'in' : amount < 0 ? 'out' : ''}`}>
      {amount > 0 ? `+${text}` : text}
    </span>
  );
}

/** How sure an answer is, as a bar and in figures. */
export function Confidence({
  share,
  isAbstained = false,
}: {
  readonly share: number;
  readonly isAbstained?: boolean;
}): VNode {
  const level = isAbstained ? 'low' : share >= 0.9 ? 'high' : share >= 0.7 ? 'medium' : 'low';
  return (
    <span class={`confidence ${level}`}>
      <span class="confidence-track" aria-hidden="true">
        <span class="confidence-fill" style={{ width: `${Math.round(share * 100)}%` }} />
      </span>
      <span class="confidence-figure">{formatShare(share)}</span>
      {isAbstained && <span class="visually-hidden">, abstained</span>}
    </span>
  );
}

/** A share of 0 to 1 as a bar beside its figure. */
export function Metric({ share, figure, hint }: { share: number; figure: string; hint?: string }): VNode {
  return (
    <span class="metric" {...(hint !== undefined && { title: hint })}>
      <span class="metric-track" aria-hidden="true">
        <span class="metric-fill" style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
      </span>
      <span class="metric-figure">{figure}</span>
    </span>
  );
}

/** A word that stands out. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }): VNode {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** A figure with its name. */
export function Figure({
  label,
  value,
  note,
  tone,
}: {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly tone?: Tone;
}): VNode {
  return (
    <div class={`stat ${tone ?? ''}`}>
      <dt>{label}</dt>
      <dd>
        <span class="stat-value">{value}</span>
        {note && <span class="stat-note">{note}</span>}
      </dd>
    </div>
  );
}
