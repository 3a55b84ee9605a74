/** Tags of runs that `trackTraining` made. */
export const trainingTags = {
  sdkVersion: 'titans.sdk_version',
  environment: 'titans.environment',
  codeVersion: 'titans.code_version',
  dataFingerprint: 'titans.data_fingerprint',
  source: 'titans.source',
  rows: 'titans.rows',
  tasks: 'titans.tasks',
  /** And behind it the task. */
  model: 'titans.model.',
} as const;
