import type { Measurement } from './benchmark.js';
import type { ComparedEffort } from './compare.js';

/** What `npm run bench` writes. */
export interface BenchmarkResults {
  readonly machine: {
    readonly node: string;
    readonly platform: string;
    readonly processor: string;
    readonly threads: number;
  };
  readonly measurements: readonly Measurement[];
  readonly compared: readonly ComparedEffort[];
}

/** The results as a page of the documentation. */
export function benchmarkPage({ machine, measurements, compared }: BenchmarkResults): string {
  const { node, platform, processor, threads } = machine;
  const table = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
    [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [
    '# Benchmarks',
    'Written by `npm run bench`. Times are of one machine and move with its load; ratios are of programs that ran in turns.',
    `Node ${node.replace('v', '')} on ${platform}, ${threads} threads of ${processor}.`,
    '## Titans alone',
    table(
      ['benchmark', 'done', 'per second', 'median ms', 'range ms', 'processor ms', 'peak MB'],
      measurements.map((each) => [
        each.name,
        `${count(each.units)} ${each.unit}`,
        count(Math.round(each.unitsPerSecond)),
        figure(each.wallMs),
        `${figure(each.fastestWallMs)}–${figure(each.slowestWallMs)}`,
        figure(each.cpuMs),
        count(Math.round(each.peakRssMb)),
      ]),
    ),
    ...(compared.length === 0
      ? []
      : [
          '## Beside others',
          table(
            [
              'comparison',
              'program',
              'done',
              'median ms',
              'processor ms',
              'ratio of processor time',
              'memory rise MB',
            ],
            compared.map((each) => [
              each.comparison,
              each.program,
              count(each.units),
              figure(each.wallMs),
              figure(each.cpuMs),
              each.cpuRatio.toFixed(2),
              count(Math.round(each.riseMb)),
            ]),
          ),
        ]),
    'Beside Python: `npm run bench:peers` (estimators), `npm run bench:quality` (answers), `npm run bench:server` (requests).',
    '',
  ].join('\n\n');
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function figure(value: number): string {
  return count(Number(value.toPrecision(3)));
}
