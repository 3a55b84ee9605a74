import type { ArtifactContent, JsonValue } from '@titans/core';
import { type ArtifactReader, readArtifact } from '../../estimators/restoring.js';
import { longestHorizon } from '../../forecast/fitted-forecast.js';
import { intervalLevels } from '../../forecast/intervals.js';
import { measurementsFrom } from '../measurements.js';
import type { CashflowModel } from '../models.js';
import { cashflowKind, cashflowVersion } from './cashflow-content.js';
import { cashflowModel } from './cashflow-model.js';
import type { Structure } from './choose.js';
import { valueSteps } from './day-values.js';
import type { LearnedFlow } from './learned-flow.js';
import { storedStream } from './stored-stream.js';

const structures: readonly Structure[] = ['plain', 'streams', 'calendar'];
const scalesPerFlow = 2 * intervalLevels.length;

/**
 * Restores what the model's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export async function restoreCashflowModel(
  content: ArtifactContent,
  sha256?: string,
): Promise<CashflowModel> {
  const artifact = readArtifact(content, cashflowKind, cashflowVersion);
  const list = artifact.json('flows');
  if (!Array.isArray(list)) throw artifact.corrupt('"flows" is not a list');
  const take = cutter(artifact);
  const flows = list.map((item: JsonValue, index): LearnedFlow => {
    const { accountId, currency, forecaster, structure, bias, totalScale, groups, levelSpread, streams } =
      membersOf(item);
    const known = structures.find((one) => one === structure);
    if (
      typeof accountId !== 'string' ||
      typeof currency !== 'string' ||
      typeof forecaster !== 'string' ||
      known === undefined ||
      typeof bias !== 'number' ||
      typeof totalScale !== 'number' ||
      typeof levelSpread !== 'number' ||
      (groups !== 1 && groups !== 7) ||
      !Array.isArray(streams)
    ) {
      throw artifact.corrupt(`flow ${index + 1} is incomplete`);
    }
    const scales = take('scales', scalesPerFlow);
    return {
      accountId,
      currency,
      forecaster,
      structure: known,
      streams: streams.map((stream: JsonValue) => storedStream(stream, artifact)),
      bias,
      totalScale,
      calendarPoints: take('calendar', longestHorizon),
      residualPoints: take('residual', longestHorizon),
      values: {
        groups,
        levelSpread,
        quantiles: take('quantiles', groups * (valueSteps + 1)),
        means: take('means', groups),
      },
      scales: intervalLevels.map(
        (_, level) => [scales[2 * level] as number, scales[2 * level + 1] as number] as const,
      ),
    };
  });
  take.end();
  return cashflowModel(
    {
      currency: artifact.text('currency'),
      lastDay: artifact.number('lastDay'),
      holidays: [...artifact.int32('holidays')],
      seed: artifact.number('seed'),
      trainedOn: artifact.number('trainedOn'),
      measurements: measurementsFrom(artifact),
      flows,
    },
    sha256,
  );
}

/** Cuts arrays into the pieces of flow after flow. */
function cutter(artifact: ArtifactReader): {
  (name: string, length: number): Float64Array;
  end(): void;
} {
  const offsets = new Map<string, number>();
  const take = (name: string, length: number): Float64Array => {
    const offset = offsets.get(name) ?? 0;
    const piece = artifact.float64(name).slice(offset, offset + length);
    if (piece.length !== length) throw artifact.corrupt(`its array "${name}" is too short`);
    offsets.set(name, offset + length);
    return piece;
  };
  return Object.assign(take, {
    end(): void {
      for (const [name, offset] of offsets) {
        if (artifact.float64(name).length !== offset)
          throw artifact.corrupt(`its array "${name}" is too long`);
      }
    },
  });
}

function membersOf(value: JsonValue): { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: JsonValue })
    : {};
}
