import type { WorkOptions } from '@titans/core';

/** The signal, and the progress with a stage before that of each report: stages inside stages stay apart. */
export function stageOf({ signal, onProgress }: WorkOptions, stage: string): WorkOptions {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined
      ? {}
      : { onProgress: (inner) => onProgress({ ...inner, stage: `${stage}: ${inner.stage}` }) }),
  };
}
