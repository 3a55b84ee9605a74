// The image has no shell and no curl.
const port = process.env.PORT ?? 8000;
const answer = await fetch(`http://127.0.0.1:${port}/titans/health/live`, {
  signal: AbortSignal.timeout(5_000),
});
process.exit(answer.ok ? 0 : 1);
