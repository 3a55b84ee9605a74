import { sdkVersion } from '@titans/core';
import type { FeatureDescription } from '../features/feature-matrix.js';
import type { Measurement, TaskName, TrainedTask } from '../tasks/models.js';
import { type CardText, cardTexts } from './model-card-texts.js';

/**
 * What a user of a model has to know (Mitchell et al. 2019, "Model cards for model reporting"): plain data, and as
 * text by {@link modelCardMarkdown}.
 */
export interface ModelCard extends CardText {
  readonly task: TaskName;
  readonly version: string;
  readonly sdkVersion: string;
  readonly trainedOn: number;
  /** SHA-256 of the training transactions. */
  readonly dataFingerprint: string;
  readonly features: readonly FeatureDescription[];
  readonly measurements: readonly Measurement[];
}

/** The card of a model. */
export function modelCard(model: TrainedTask, dataFingerprint: string): ModelCard {
  const { task, version, trainedOn, features, measurements } = model;
  return Object.freeze({
    task,
    version,
    sdkVersion,
    trainedOn,
    dataFingerprint,
    ...cardTexts[task],
    features,
    measurements,
  });
}

/**
 * A model card as Markdown.
 *
 * @example
 * ```ts
 * import { modelCardMarkdown, type TrainedSuite } from '@titans/models';
 *
 * export const describe = (models: TrainedSuite) => modelCardMarkdown(models.card('category'));
 * ```
 */
export function modelCardMarkdown(card: ModelCard): string {
  const { task, version, features, measurements } = card;
  const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
  return [
    `# Model card: ${task}`,
    list([
      `Version: ${version}, Titans ${card.sdkVersion}`,
      `Learned from: ${card.trainedOn} transactions, data fingerprint ${card.dataFingerprint}`,
    ]),
    `## Question\n\n${card.question}`,
    `## Method\n\n${card.method}`,
    `## Intended use\n\n${card.intendedUse}`,
    `## Limits\n\n${list(card.limits)}`,
    `## Measured\n\n${markdownTable(
      ['metric', 'value', 'n', 'method'],
      measurements.map(({ metric, value, n, method }) => [metric, figure(value), String(n), method]),
    )}`,
    `## Inputs\n\n${markdownTable(
      ['feature', 'kind', 'of the transaction', 'of earlier ones'],
      features.map(({ name, kind, inputs, history }) => [
        name,
        kind,
        inputs.join(', '),
        history?.join(', ') ?? '',
      ]),
    )}`,
  ].join('\n\n');
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Four significant digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
