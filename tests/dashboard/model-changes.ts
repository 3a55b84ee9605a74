import { expect, test } from 'vitest';
import { seriousFindings } from './axe.js';
import { openPage, signIn } from './browser.js';
import { keys } from './serving.js';
import { openView, type Stage } from './stage.js';
import { beside, narrow, wide } from './views.js';

/** What the dashboard does for who changes which model answers. */
export function testModelChanges(stage: () => Stage): void {
  test('promotes another version when it was confirmed with a reason, and rolls back', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    await signIn(page, stage().page, keys.admin);
    await openView(page, 'models');
    const before = (await stage().client.models.status()).version;
    await page.getByRole('button', { name: /^Promote/ }).click();
    const dialog = page.getByRole('dialog');
    const reason = dialog.getByLabel('Reason, kept with the change');
    await reason.press('Enter');
    expect((await stage().client.models.status()).version).toBe(before);
    await reason.fill('It was better in the test');
    await dialog.getByRole('button', { name: 'Promote' }).click();
    await dialog.waitFor({ state: 'detached' });
    const promoted = await stage().client.models.status();
    expect(promoted.version).not.toBe(before);
    await page.getByText(`Champion ${promoted.version?.slice(0, 12)}`).waitFor();
    await page.getByRole('cell', { name: 'It was better in the test' }).waitFor();
    await page.getByRole('button', { name: 'Roll back…' }).click();
    await reason.fill('It was not');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await page.getByText(`Champion ${before?.slice(0, 12)}`).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('shows how an experiment stands, and stops it when it was confirmed with a reason', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    await signIn(page, stage().page, keys.admin);
    await openView(page, 'experiments');
    await page.getByRole('button', { name: /^seeds/ }).click();
    const card = page.getByRole('region', { name: 'seeds' });
    const { champion, challenger, metric } = await stage().experimentNow('seeds');
    for (const [variant, { units }] of Object.entries({ champion, challenger })) {
      await card.getByRole('row', { name: new RegExp(`^${variant} .* ${units}$`, 'i') }).waitFor();
    }
    const row = card.getByRole('table', { name: 'What is measured' }).getByRole('row').nth(1);
    const cells = await row.getByRole('cell').allTextContents();
    expect(cells[0]).toMatch(new RegExp(`^[\\d.]+% of ${metric.champion.rows}$`));
    expect(cells[1]).toMatch(new RegExp(`^[\\d.]+% of ${metric.challenger.rows}$`));
    const { difference, lower, upper } = metric;
    const points = (value: number | null): number => Number(((value ?? 0) * 100).toFixed(2));
    const shown = `${cells[2]} ${cells[3]}`.replaceAll('−', '-').match(/-?[\d.]+(?= pp)/g) ?? [];
    expect(shown.map(Number)).toEqual([difference, lower, upper].map(points));
    await stage().experiment('again', 2);
    await page.reload();
    await openView(page, 'experiments');
    const running = page.getByRole('region', { name: 'again' });
    await running.getByText('The challenger answers 50% of the accounts').waitFor();
    await running.getByText('Too few outcomes').first().waitFor();
    await running.getByRole('button', { name: 'Stop…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop again?' });
    await dialog.getByLabel('Reason, kept with the change').press('Enter');
    expect((await stage().experimentNow('again')).state).toBe('running');
    await dialog.getByLabel('Reason, kept with the change').fill('Seen enough');
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('again was stopped: the champion answers everyone.').waitFor();
    await running.getByRole('button', { name: 'Stop…' }).waitFor({ state: 'detached' });
    const stopped = await stage().experimentNow('again');
    expect([stopped.state, stopped.changes.at(-1)?.reason]).toEqual(['stopped', 'Seen enough']);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('starts an experiment by keys alone, with the version, share and metric that were chosen', async () => {
    const { page, context, complaints } = await openPage(stage().browser);
    await signIn(page, stage().page, keys.admin);
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    const open = page.getByRole('button', { name: 'Start…' });
    await open.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Compare a version with the champion' });
    await dialog.getByLabel('Reason, kept with the change').waitFor();
    for (const size of [narrow, wide]) {
      await page.setViewportSize(size);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate<number>(beside)).toBe(0);
    }
    const { versions } = await stage().client.models.versions();
    const champion = (await stage().client.models.status()).version;
    const others = versions.map(({ version }) => version).filter((version) => version !== champion);
    await dialog.getByLabel('Name, for good').focus();
    await page.keyboard.type('by-keys');
    await page.keyboard.press('Tab');
    const offered = await dialog.getByLabel('Version that is compared').locator('option').all();
    expect(await Promise.all(offered.map((option) => option.getAttribute('value')))).toEqual(others);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('12.5');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // Without a reason nothing is started.
    expect(
      (await stage().client.experiments.list()).experiments.map((one) => one.experiment_id),
    ).not.toContain('by-keys');
    await page.keyboard.type('More rows');
    await page.keyboard.press('Enter');
    await page.getByText('by-keys runs: the challenger answers beside the champion.').waitFor();
    await page.getByRole('region', { name: 'by-keys' }).getByText('Running').first().waitFor();
    const started = await stage().experimentNow('by-keys');
    expect(started).toMatchObject({
      state: 'running',
      mode: 'split',
      champion: { version: champion, share: 0.875 },
      challenger: { version: others[0], share: 0.125 },
      metric: { metric: 'accuracy' },
    });
    expect(started.changes.at(-1)?.reason).toBe('More rows');
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Start…');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Name, for good').fill('by-keys');
    await dialog.getByLabel('Reason, kept with the change').fill('Twice');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('by-keys', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await stage().stopExperiment('by-keys');
    expect(complaints.filter((complaint) => !complaint.includes('status of 409'))).toEqual([]);
    await context.close();
  });
}
