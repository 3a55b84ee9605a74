import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from './axe.js';
import { chromiumPath, openPage, signIn, startBrowser } from './browser.js';
import { exampleModels, exampleRegistry, keys, type ServedDashboard, serveDashboard } from './serving.js';

const pictures = fileURLToPath(new URL('../../temp/dashboard/', import.meta.url));
/** What stands on each view when it is complete. */
const views = {
  overview: (page: Page) => page.getByText('In a backtest its errors'),
  transactions: (page: Page) => page.getByRole('gridcell', { name: 'Neptune HX100G' }),
  review: (page: Page) => page.getByRole('list', { name: 'Categories, the most probable first' }),
  anomalies: (page: Page) => page.getByText('Each bar begins where the one before ended'),
  models: (page: Page) => page.getByRole('button', { name: /^Promote/ }),
  drift: (page: Page) => page.getByRole('button', { name: 'Compare' }),
  quality: (page: Page) => page.getByRole('row', { name: /Payment method/ }),
  traffic: (page: Page) => page.getByRole('row', { name: /GET \/transactions/ }),
  activity: (page: Page) => page.getByRole('heading', { name: 'What happens' }),
} as const;

const looks = [
  { name: 'light', theme: 'light' },
  { name: 'dark', theme: 'dark' },
  { name: 'phone', theme: 'light', width: 320, height: 640 },
] as const;

describe.skipIf(chromiumPath === undefined)('every view', () => {
  let served: ServedDashboard;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    const models = await exampleRegistry(await exampleModels(42), await exampleModels(7));
    served = await serveDashboard({ models, basePath: '/titans/api' });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  test.each(looks)(
    'in $name fits its screen, has nothing serious for axe, and complains of nothing',
    async ({ name, ...look }) => {
      const { page, context, complaints } = await openPage(browser, look);
      await page.goto(served.page);
      expect(await seriousFindings(page)).toEqual([]);
      await signIn(page, served.page, keys.admin);
      for (const [view, isThere] of Object.entries(views)) {
        await page.evaluate(`location.hash = '#/${view}'`);
        await isThere(page).first().waitFor();
        if (view === 'drift') {
          await page.getByRole('button', { name: 'Compare' }).click();
          await page.getByRole('table', { name: 'Drift by feature' }).waitFor();
        }
        await page.screenshot({ path: `${pictures}${view}-${name}.png`, fullPage: true });
        expect({ view, found: await seriousFindings(page) }).toEqual({ view, found: [] });
        const beside = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect({ view, beside: await page.evaluate(beside) }).toEqual({ view, beside: 0 });
      }
      expect(complaints).toEqual([]);
      await context.close();
    },
    // Ten views, each judged by some hundred rules.
    90_000,
  );
});
