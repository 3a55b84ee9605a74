import { expect, test } from 'vitest';
import { openPage, signIn } from './browser.js';
import { exampleModels, keys, serveDashboard } from './serving.js';
import { expectView, isOwn, openAccount, openView, type Stage } from './stage.js';

/** The dashboard where there is nothing, little or much to show. */
export function testLimits(stage: () => Stage): void {
  test('says of each view what the server or the key lacks', async () => {
    const bare = await serveDashboard({ models: await exampleModels(42), isBare: true });
    const { page, context, complaints } = await openPage(stage().browser);
    await signIn(page, bare.page, keys.viewer);
    for (const view of ['transactions', 'review', 'anomalies', 'drift', 'quality', 'overview']) {
      await expectView(page, view, 'Stored transactions are not configured here.');
    }
    await expectView(page, 'models', 'These models come from no registry');
    await expectView(page, 'experiments', 'The credential does not grant manage_models.');
    await expectView(page, 'traffic', 'The credential does not grant admin_access.');
    await expectView(page, 'activity', 'Nothing has happened yet');
    expect(complaints.filter(isOwn)).toEqual([]);
    await context.close();
    await bare.close();
  });

  test('waits for nothing in an account without transactions, or of one that the models do not answer about', async () => {
    const { page, context, complaints } = await openPage(stage().browser, { width: 320, height: 640 });
    await signIn(page, stage().page, keys.admin);
    await openAccount(page, 'none');
    for (const view of ['overview', 'transactions', 'review', 'anomalies', 'drift']) {
      await expectView(page, view, 'No transactions are stored in this account');
    }
    const word = 'Donaudampfschifffahrtsgesellschaftskapitaen'.repeat(3);
    const payee = 'شركة الكهرباء';
    const only = { date: '2024-12-07', description: word, merchant_name: payee, amount: -3, currency: 'JPY' };
    await stage().client.transactions.import({ transactions: [{ account_id: 'one', ...only }] });
    await openAccount(page, 'one');
    await expectView(page, 'review', /models answer about none|to decide|Nothing to review/);
    await expectView(page, 'anomalies', /models answer about none|Nothing stands out|Flagged/);
    await expectView(page, 'drift', 'Whether these days differ');
    await expectView(page, 'quality', 'Of the newest 1 transactions');
    await expectView(page, 'overview', 'There is no forecast of this account yet');
    await expectView(page, 'transactions', word);
    for (const view of ['review', 'transactions', 'overview']) {
      await openView(page, view);
      const over = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect({ view, over }).toEqual({ view, over: 0 });
    }
    // Yen have no smaller unit.
    await openView(page, 'transactions');
    await page.getByText('-¥3', { exact: true }).first().waitFor();
    expect(complaints.filter(isOwn)).toEqual([]);
    await context.close();
  });

  test('reaches the last row of many by keys, and keeps the focus on it when it is scrolled away', async () => {
    const { page, context } = await openPage(stage().browser);
    const rowCount = 1_200;
    await stage().client.transactions.import({
      transactions: Array.from({ length: rowCount }, (_, index) => ({
        account_id: 'many',
        date: `2024-${index % 2 ? '11' : '10'}-${10 + (index % 19)}`,
        description: `Kiosk ${index}`,
        amount: -1 - index,
      })),
    });
    await signIn(page, stage().page, keys.viewer);
    await openAccount(page, 'many');
    await openView(page, 'transactions');
    const grid = page.getByRole('grid', { name: 'Transactions' });
    await page.getByText(/^1,200 of 1,200 read/).waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(rowCount + 1));
    await page.getByRole('gridcell').first().focus();
    await page.keyboard.press('Control+End');
    const place = 'Number(document.activeElement.parentElement.getAttribute("aria-rowindex"))';
    expect(await page.evaluate(place)).toBe(rowCount + 1);
    await page.evaluate("document.querySelector('[role=grid]').scrollTop = 0");
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.evaluate(place)).toBe(rowCount + 1);
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(place)).toBe(rowCount);
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await context.close();
  });

  test('leaves nothing of one reader to the next, in the page or in what the browser keeps', async () => {
    const { page, context } = await openPage(stage().browser);
    await signIn(page, stage().page, keys.analyst);
    await openView(page, 'review');
    const description = (await page.locator('#review-title').textContent()) ?? '';
    expect(description).not.toBe('');
    await page
      .getByRole('button', { name: /^1?\s*software/ })
      .first()
      .click();
    // What went wrong is shown until it was read.
    await page.getByText(/^Not saved: /).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.locator('body').textContent()).not.toContain(description);
    await page.getByLabel('API key or access token').fill(keys.viewer);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Review' }).waitFor();
    expect(await page.getByText(/^Not saved: /).count()).toBe(0);
    await context.close();
  });
}
