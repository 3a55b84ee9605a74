import { expect, test } from 'vitest';
import { openPage, signIn } from './browser.js';
import { exampleModels, keys, serveDashboard } from './serving.js';
import { expectView, isOwn, openAccount, openView, type Stage } from './stage.js';

/** What the dashboard does for whoever uses it. */
export function testBehaviour(stage: () => Stage): void {
  test('is painted within a second, and again from what the browser kept', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    const paint = `new Promise((resolve) => {
      new PerformanceObserver((list) => {
        for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime);
      }).observe({ type: 'paint', buffered: true });
    })`;
    const painted: number[] = [];
    for (let visit = 0; visit < 2; visit++) {
      await page.goto(stage().page);
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      painted.push(await page.evaluate<number>(paint));
    }
    const bytes = await page.evaluate<number>(
      "performance.getEntriesByType('resource').reduce((sum, entry) => sum + entry.transferSize, 0)",
    );
    console.info(
      `First paint of the dashboard: ${painted.map((ms) => ms.toFixed(0)).join(' ms, then ')} ms; ${bytes} bytes loaded the second time.`,
    );
    expect(Math.max(...painted)).toBeLessThan(1_000);
    expect(bytes).toBe(0);
    await signIn(page, stage().page, keys.admin);
    await page.getByText('In a backtest its errors').waitFor();
    const toReview = page.locator('main a[href="#/review"]').filter({ hasText: /^\d+$/ });
    await toReview.waitFor();
    const shifted = await page.evaluate<number>(`new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(
        list.getEntries().reduce((sum, { hadRecentInput, value }) => sum + (hadRecentInput ? 0 : value), 0),
      )).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(0), 1_000);
    })`);
    console.info(`Layout shift of the overview while it is loaded: ${shifted.toFixed(3)}.`);
    // What web.dev calls good.
    expect(shifted).toBeLessThan(0.1);
    const count = (await toReview.textContent()) ?? '';
    await expectView(page, 'review', new RegExp(`^${count} of the newest 127`));
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('takes no wrong key, keeps the right one for the tab alone, and forgets it when told', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    await page.goto(stage().page);
    await page.getByLabel('API key or access token').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The key is not accepted').waitFor();
    await signIn(page, stage().page, keys.viewer);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(page.url()).not.toContain(keys.viewer);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(keys.viewer);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    expect(complaints.filter(isOwn)).toEqual([]);
    await context.close();
  });

  test('learns a correction, shows what was learned, and takes it back', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    await signIn(page, stage().page, keys.editor);
    await openView(page, 'review');
    const title = page.locator('#review-title');
    const description = (await title.textContent()) ?? '';
    await page.getByLabel('Another category').fill('client_income');
    await page.getByRole('button', { name: 'Correct' }).click();
    await page.getByText(`“${description}” is client_income. The model has learned it.`).waitFor();
    expect(await title.textContent()).not.toBe(description);
    expect(await page.evaluate('document.activeElement.id')).toBe('review-title');
    const decided = page.getByRole('region', { name: 'Decided' });
    await decided.getByText(/The model now says/).waitFor();
    expect(await decided.getByText('client_income').count()).toBe(2);

    const learned = await stage().client.predict.category({ description });
    expect(learned).toMatchObject({ predicted_category: 'client_income', abstained: false });

    await decided.getByRole('button', { name: `Undo ${description}` }).click();
    await page.getByText(`“${description}” is to be reviewed again.`).waitFor();
    const forgotten = await stage().client.predict.category({ description });
    expect(forgotten.predicted_category).not.toBe('client_income');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('takes a decision back that the server does not take', async () => {
    const { page, context } = await openPage(stage().browser);
    await signIn(page, stage().page, keys.analyst);
    await openView(page, 'review');
    const title = page.locator('#review-title');
    const description = (await title.textContent()) ?? '';
    const toDecide = /(\d+) of the newest/.exec((await page.locator('main').textContent()) ?? '')?.[1] ?? '';
    await page.getByRole('list', { name: 'Categories, the most probable first' }).waitFor();
    // A key that is held down decides once.
    for (let times = 0; times < 4; times++) await page.keyboard.down('1');
    await page.keyboard.up('1');
    await page.getByText(/^Not saved: This key may not see that/).waitFor();
    // It is in the queue again; what is looked at meanwhile stays, as the next key is meant for it.
    const queue = page.getByRole('region', { name: 'Queue' });
    await queue.getByText(`${toDecide} of the newest 127`).waitFor();
    await queue.getByRole('button', { name: description }).first().waitFor();
    expect(await page.getByText(/^Not saved: /).count()).toBe(1);
    expect(await title.textContent()).not.toBe(description);
    expect(await page.getByRole('region', { name: 'Decided' }).count()).toBe(0);
    await context.close();
  });

  test('is used by keys alone', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    await signIn(page, stage().page, keys.admin);
    await page.getByText('In a backtest its errors').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    const cell = page.getByRole('gridcell', { name: 'Neptune HX100G' });
    await cell.waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('fuel');
    await page.getByText(/^\d+ of 127 read/).waitFor();
    await page.getByLabel('Search').fill('');
    await cell.waitFor();
    await page.getByRole('gridcell').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    const where =
      '[document.activeElement.ariaColIndex, document.activeElement.parentElement.ariaRowIndex].join()';
    expect(await page.evaluate(where)).toBe('6,3');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Transaction' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(where)).toBe('6,3');
    await page.keyboard.press('?');
    await page.getByLabel('Keys of one sign do something').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    expect(await page.evaluate('location.hash')).toBe('#/transactions');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('says until when the quota is used up, and goes on by itself', async () => {
    const limited = await serveDashboard({
      models: await exampleModels(42),
      limits: { algorithm: 'token-bucket', perMinute: 60, burst: 4 },
    });
    const { page, context, complaints } = await openPage(stage().browser);
    await signIn(page, limited.page, keys.viewer);
    await openView(page, 'transactions');
    await page.getByText(/^Quota used up: \d+ s/).waitFor();
    await page.getByRole('gridcell', { name: 'Neptune HX100G' }).waitFor();
    expect(complaints.filter((one) => isOwn(one) && !one.includes('status of 429'))).toEqual([]);
    await context.close();
    await limited.close();
  });

  test('tells at once what others do', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    // Clocks of readers go wrong.
    await page.clock.setFixedTime(Date.now() + 3_600_000);
    await signIn(page, stage().page, keys.editor);
    await page.getByText('Live', { exact: true }).waitFor();
    await openView(page, 'activity');
    const description = '<img src=x onerror=alert(1)> Kiosk';
    const account = `live-${performance.now()}`;
    await stage().client.transactions.import({
      transactions: [{ account_id: account, date: '2024-12-07', description, amount: -3 }],
    });
    await page.getByText('Transactions were imported.').first().waitFor();
    await page.getByText(/by: admin · in: 1 · loaded: 1/).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('imports a file, and says which rows were refused and why', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    await signIn(page, stage().page, keys.editor);
    await openAccount(page, 'imported');
    await openView(page, 'quality');
    await page.getByLabel('Choose a bank file, or drop it here').setInputFiles({
      name: 'july.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'Date,Description,Amount\n2024-07-01,Bakery,-4.20\n2024-07-32,Nothing,-1\n2024-07-02,Rent,-900\n',
      ),
    });
    await page.getByRole('cell', { name: /DATE_INVALID/ }).waitFor();
    await page.getByRole('button', { name: 'Show them' }).first().click();
    await openView(page, 'transactions');
    await page.getByRole('gridcell', { name: 'Bakery' }).waitFor();
    expect(complaints.filter(isOwn)).toEqual([]);
    await context.close();
  });

  test('shows texts from outside as the texts that they are', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    const hostile = [
      '<script>globalThis.wasRun = 1</script>',
      '<img src=x onerror="globalThis.wasRun = 1">',
      '"><svg onload="globalThis.wasRun = 1">',
      'javascript:globalThis.wasRun=1',
      '\u202Egnp.exe',
    ];
    await stage().client.transactions.import({
      transactions: hostile.map((text, index) => ({
        account_id: 'hostile',
        date: `2024-11-0${index + 1}`,
        description: text,
        category: text,
        merchant_name: text,
        amount: -10 - index,
      })),
    });
    await signIn(page, stage().page, keys.admin);
    await openAccount(page, 'hostile');
    await openView(page, 'transactions');
    for (const text of hostile.slice(0, 4)) {
      const cell = page.getByRole('gridcell').filter({ hasText: text }).first();
      expect(await cell.textContent()).toBe(text);
    }
    await page.getByRole('gridcell').filter({ hasText: '<img' }).first().click();
    await page
      .getByRole('dialog')
      .getByText(hostile[1] as string)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await expectView(page, 'review', /models answer about none|to decide|Nothing to review/);
    await expectView(page, 'anomalies', /models answer about none|Nothing stands out|Each bar begins/);
    await expectView(page, 'overview', 'By month');
    await expectView(page, 'activity', 'Transactions were imported');
    expect(await page.evaluate('globalThis.wasRun')).toBeUndefined();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(complaints.filter(isOwn)).toEqual([]);
    await context.close();
  });
}
