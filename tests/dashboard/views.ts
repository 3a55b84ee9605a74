import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousFindings } from './axe.js';
import { openPage, signIn } from './browser.js';
import { keys } from './serving.js';
import { openView, type Stage } from './stage.js';

const pictures = fileURLToPath(new URL('../../temp/dashboard/', import.meta.url));
/** What stands on each view when it is complete. */
const views = {
  overview: (page: Page) => page.getByText('In a backtest its errors'),
  transactions: (page: Page) => page.getByRole('gridcell', { name: 'Neptune HX100G' }),
  review: (page: Page) => page.getByRole('list', { name: 'Categories, the most probable first' }),
  anomalies: (page: Page) => page.getByText('Each bar begins where the one before ended'),
  models: (page: Page) => page.getByRole('button', { name: /^Promote/ }),
  experiments: (page: Page) => page.getByRole('img', { name: /^Challenger less champion/ }),
  drift: (page: Page) => page.getByRole('button', { name: 'Compare' }),
  quality: (page: Page) => page.getByRole('row', { name: /Payment method/ }),
  traffic: (page: Page) => page.getByRole('row', { name: /GET \/transactions/ }),
  activity: (page: Page) => page.getByRole('heading', { name: 'What happens' }),
} as const;

export const wide = { width: 1280, height: 900 };
/** Also what 400 % of a window of 1280 pixels shows (WCAG 2.2, 1.4.10). */
export const narrow = { width: 320, height: 640 };
const looks = [
  { name: 'light', theme: 'light', size: wide, isOtherColours: false },
  { name: 'dark', theme: 'dark', size: wide, isOtherColours: true },
  { name: 'phone', theme: 'light', size: narrow, isOtherColours: false },
] as const;
/** What is drawn as wide as there is room is drawn again. */
const drawn =
  'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(0))))';
export const beside = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Every view in each look: fits, has nothing serious for axe, complains of nothing; a picture of each is left. */
export function testViews(stage: () => Stage): void {
  test('every view fits its screen, light, dark and on a phone, and has nothing serious for axe', async () => {
    mkdirSync(pictures, { recursive: true });
    const { page, context, complaints } = await openPage(stage().browser);
    await page.goto(stage().page);
    expect(await seriousFindings(page)).toEqual([]);
    await signIn(page, stage().page, keys.admin);
    await openView(page, 'experiments');
    await page.getByText('No version is compared with the champion').waitFor();
    await stage().experiment('seeds', 110);
    for (const [view, isThere] of Object.entries(views)) {
      await openView(page, view);
      await isThere(page).first().waitFor();
      if (view === 'drift') {
        await page.getByRole('button', { name: 'Compare' }).click();
        await page.getByRole('table', { name: 'Drift by feature' }).waitFor();
      }
      for (const { name, theme, size, isOtherColours } of looks) {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize(size);
        await page.evaluate(drawn);
        await page.screenshot({ path: `${pictures}${view}-${name}.png`, fullPage: true });
        const found = await seriousFindings(page, isOtherColours);
        expect({ view, name, found }).toEqual({ view, name, found: [] });
        const over = await page.evaluate<number>(beside);
        expect({ view, name, over }).toEqual({ view, name, over: 0 });
      }
      await page.setViewportSize(wide);
    }
    await stage().stopExperiment('seeds');
    expect(complaints).toEqual([]);
    await context.close();
    // Ten views in three looks, two of them judged by some hundred rules.
  }, 120_000);
}
