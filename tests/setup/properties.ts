import fc from 'fast-check';

/**
 * Properties draw the same cases in every run, so that a change is refused for what it does and not for what was drawn.
 * `npm run test:fuzz` sets the seed, and the number of cases of properties that name none, to draw others.
 */
const seed = Number(process.env.TITANS_PROPERTY_SEED ?? 1);
const numRuns = Number(process.env.TITANS_PROPERTY_RUNS ?? 100);
fc.configureGlobal({ seed, numRuns });
