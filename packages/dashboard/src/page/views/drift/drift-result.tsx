import type { DriftResponse, FeatureDrift } from '@titans/client';
import type { VNode } from 'preact';
import { featureWords } from '../../charts/feature-words.js';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { Badge, Figure, Metric } from '../../components/values.js';
import { formatCount, formatFigure, formatFineShare, formatSeconds } from '../../format/numbers.js';

const states = {
  drift: { tone: 'bad', word: 'Drift' },
  no_drift: { tone: 'good', word: 'No drift' },
  insufficient: { tone: 'neutral', word: 'Too few rows' },
} as const;
const order: readonly FeatureDrift['state'][] = ['drift', 'no_drift', 'insufficient'];

/** What a comparison found: what drifted first, the largest differences before the smaller ones. */
export function DriftResult({ result }: { readonly result: DriftResponse }): VNode {
  const { drift_detected: isDrift, overall_drift_score: score, features, summary } = result;
  const sorted = features.toSorted(
    (left, right) =>
      order.indexOf(left.state) - order.indexOf(right.state) || (right.effect ?? 0) - (left.effect ?? 0),
  );
  return (
    <Panel
      title={isDrift ? 'These days differ' : 'No drift was found'}
      note={`Adjusted for the number of features; ${formatSeconds(result.processing_time)}`}
      actions={<Badge tone={isDrift ? 'bad' : 'good'}>{isDrift ? 'Drift' : 'No drift'}</Badge>}
    >
      <dl class="stats">
        <Figure
          label="Drifted features"
          value={formatCount(summary.drifted_features)}
          note={`of ${formatCount(summary.total_features)}`}
        />
        <Figure label="Score of all together" value={formatFigure(score)} note="1 minus the p-value" />
        <Figure
          label="Too few rows to say"
          value={formatCount(summary.insufficient_features)}
          note="features"
        />
      </dl>
      <DataTable
        caption="Drift by feature"
        items={sorted}
        keyOf={({ feature }) => feature}
        columns={[
          { label: 'Feature', cell: ({ feature }) => featureWords(feature), isHeading: true },
          {
            label: 'State',
            cell: ({ state }) => <Badge tone={states[state].tone}>{states[state].word}</Badge>,
          },
          { label: 'Effect', cell: (feature) => <Effect feature={feature} />, isNumber: true },
          { label: 'q', cell: ({ q_value: q }) => formatFigure(q), isNumber: true },
          { label: 'Test', cell: ({ test }) => test?.replaceAll('_', ' ') ?? '—' },
          {
            label: 'Rows',
            cell: ({ n_reference: before, n_current: now }) => `${formatCount(before)} / ${formatCount(now)}`,
            isNumber: true,
          },
          { label: 'Missing', cell: ({ missing }) => missingWords(missing), isNumber: true },
        ]}
      />
    </Panel>
  );
}

function Effect({ feature: { effect, effect_measure: measure } }: { readonly feature: FeatureDrift }): VNode {
  if (effect === null) return <>—</>;
  const figure = formatFigure(Number(effect.toFixed(3)));
  return <Metric share={Math.abs(effect)} figure={figure} hint={measure.replaceAll('_', ' ')} />;
}

function missingWords(missing: FeatureDrift['missing']): string {
  if (missing === null) return '—';
  return `${formatFineShare(missing.reference_share)} → ${formatFineShare(missing.current_share)}`;
}
