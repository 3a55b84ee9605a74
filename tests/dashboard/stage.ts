import { createClient, type TitansClient } from '@titans/client';
import type { ExperimentResponse } from '@titans/core/contract';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from './browser.js';
import { exampleModels, exampleRegistry, keys, serveDashboard } from './serving.js';

/** What the tests of the dashboard share: one browser, and one service with two versions of its models. */
export interface Stage {
  readonly browser: Browser;
  /** Address of the dashboard. */
  readonly page: string;
  /** Asks the service as its administrator does. */
  readonly client: TitansClient;
  /** Compares the two versions in an experiment, in which so many accounts ask. */
  experiment(id: string, accounts: number): Promise<void>;
  stopExperiment(id: string): Promise<void>;
  /** How it stands. */
  experimentNow(id: string): Promise<ExperimentResponse>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const models = await exampleRegistry(await exampleModels(42), await exampleModels(7));
  const served = await serveDashboard({ models, basePath: '/titans/api' });
  const browser = await startBrowser();
  const client = createClient({ baseUrl: new URL('.', served.page), apiKey: keys.admin });
  return {
    browser,
    page: served.page,
    client,
    async experiment(id, accounts) {
      const { versions } = await client.models.versions();
      const [challenger] = versions;
      await client.experiments.start({
        experiment_id: id,
        challenger: challenger?.version ?? '',
        reason: 'Another seed',
        minimum_rows: 20,
      });
      for (let account = 0; account < accounts; account++) {
        const question = { description: 'Fuel station', amount: -60, account_id: `account-${account}` };
        const { prediction_id } = await client.predict.category(question);
        if (account % 8 > 0) continue;
        await client.feedback.correct({ transaction: question, category: 'fuel', prediction_id });
      }
    },
    experimentNow: (id) => client.experiments.status(id),
    async stopExperiment(id) {
      await client.experiments.stop(id, { reason: 'Other tests ask what answers alone' });
    },
    async close() {
      await browser.close();
      await served.close();
    },
  };
}

/** Goes to a view as a link to it does. */
export function openView(page: Page, view: string): Promise<unknown> {
  return page.evaluate(`location.hash = '#/${view}'`);
}

/** Goes to a view; resolves when it says so much, and nothing is waited for any more. */
export async function expectView(page: Page, view: string, text: string | RegExp): Promise<void> {
  await openView(page, view);
  await page.locator('main').getByText(text).first().waitFor();
  await page.locator('main:not(:has(.skeleton))').waitFor();
}

/** Looks at another account. */
export async function openAccount(page: Page, account: string): Promise<void> {
  await page.getByLabel('Account').fill(account);
  await page.keyboard.press('Enter');
}

/** Not what the browser itself tells of each answer that is an error: keys that may not, accounts no model knows. */
export function isOwn(complaint: string): boolean {
  return !/the server responded with a status of 40[134]/.test(complaint);
}
