import { afterAll, beforeAll, describe } from 'vitest';
import { testBehaviour } from './behaviour.js';
import { chromiumPath } from './browser.js';
import { testLimits } from './limits.js';
import { testModelChanges } from './model-changes.js';
import { openStage, type Stage } from './stage.js';
import { testViews } from './views.js';

// Two minutes instead of for ever: a busy machine shows its pages late.
describe.skipIf(chromiumPath === undefined)('the dashboard in a browser', { timeout: 120_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, 120_000);
  afterAll(() => stage?.close());

  // Pictures are of what is there before anyone changes it.
  testViews(() => stage);
  testBehaviour(() => stage);
  testModelChanges(() => stage);
  testLimits(() => stage);
});
