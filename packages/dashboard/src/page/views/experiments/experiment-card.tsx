import type { ExperimentResponse } from '@titans/core/contract';
import type { VNode } from 'preact';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { Badge } from '../../components/values.js';
import { VersionId } from '../../components/version-id.js';
import { formatMoment } from '../../format/dates.js';
import { formatCount, formatFigure, formatFineShare, formatShare } from '../../format/numbers.js';
import { DifferenceTable } from './difference-table.js';
import { IntervalPlot } from './interval-plot.js';
import { measureWords, stateWords, trafficWords, verdictWords } from './words.js';

/** Two versions that are compared while they answer. */
export function ExperimentCard({
  experiment,
  onStop,
}: {
  readonly experiment: ExperimentResponse;
  readonly onStop: () => void;
}): VNode {
  const { experiment_id: id, state, mode, champion, challenger, metric, guards, changes } = experiment;
  const { winner, lost, sample_ratio: ratio, minimum_rows: minimum } = experiment;
  const verdict = verdictWords[metric.state];
  const level = formatShare(1 - experiment.alpha);
  const mayStop = state === 'running' || state === 'draft';
  const losses = Object.entries(lost).map(([what, count]) => `${what}: ${formatCount(count)}`);
  const note = `${trafficWords(experiment)}. ${measureWords(metric.metric)} decides, from ${formatCount(minimum)} outcomes each on.`;
  return (
    <Panel
      title={id}
      note={note}
      actions={
        <>
          <Badge tone={stateWords[state].tone}>{stateWords[state].word}</Badge>
          {mayStop && (
            <button type="button" class="button danger" onClick={onStop}>
              Stop…
            </button>
          )}
        </>
      }
    >
      <p>
        <Badge tone={verdict.tone}>{verdict.word}</Badge>{' '}
        {winner !== null && <>The {winner} was let answer.</>}
      </p>
      <IntervalPlot metric={metric} level={level} />
      <h3>Who answers</h3>
      <DataTable
        caption="Versions that are compared"
        items={[
          { variant: 'Champion', arm: champion },
          { variant: 'Challenger', arm: challenger },
        ]}
        keyOf={({ variant }) => variant}
        columns={[
          { label: 'Variant', cell: ({ variant }) => variant, isHeading: true },
          { label: 'Version', cell: ({ arm }) => <VersionId version={arm.version} /> },
          {
            label: 'Share',
            cell: ({ arm }) => (mode === 'shadow' ? 'All' : formatFineShare(arm.share)),
            isNumber: true,
          },
          {
            label: 'Answered',
            cell: ({ arm }) => (mode === 'shadow' ? '—' : formatCount(arm.units)),
            isNumber: true,
          },
        ]}
      />
      {ratio.is_mismatched && (
        <p role="alert">
          <Badge tone="bad">Shares are not as planned</Badge> p = {formatFigure(ratio.p_value)}: something
          else than the models differs, and nothing can be concluded.
        </p>
      )}
      <h3>What is measured</h3>
      <DifferenceTable caption="What is measured" metrics={[metric, ...guards]} level={level} />
      <p class="note">Intervals and p-values hold at all looks together: look as often as you like.</p>
      {losses.length > 0 && <p class="note">Not recorded by this process: {losses.join(', ')}.</p>}
      <details>
        <summary>What happened</summary>
        <DataTable
          caption="What happened"
          items={changes}
          keyOf={({ at, to }) => `${at} ${to}`}
          columns={[
            { label: 'When', cell: ({ at }) => formatMoment(at), isHeading: true },
            { label: 'Who', cell: ({ by }) => <bdi>{by}</bdi> },
            { label: 'State', cell: ({ to }) => stateWords[to].word },
            { label: 'Why', cell: ({ reason }) => <bdi>{reason}</bdi> },
          ]}
        />
      </details>
    </Panel>
  );
}
