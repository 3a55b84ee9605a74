/** Does some work and prints what it took as one line of JSON. */
export async function reportEffort(work: () => Promise<number> | number): Promise<void> {
  const heldBefore = process.memoryUsage.rss() / 1_048_576;
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  const units = await work();
  const wallMs = performance.now() - wallBefore;
  const { user, system } = process.cpuUsage(cpuBefore);
  const riseMb = process.resourceUsage().maxRSS / 1_024 - heldBefore;
  console.log(JSON.stringify({ units, wallMs, cpuMs: (user + system) / 1_000, riseMb }));
}
