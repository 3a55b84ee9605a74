/** Milliseconds of processor that the work takes in this process: on a busy machine, where a clock tells more, about the same. */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
