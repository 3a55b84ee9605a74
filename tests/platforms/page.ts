import { fittedModels, type PlatformModels } from './fitted-models.js';

/** The part of a browser that the page uses. */
interface Page {
  fetch(
    path: string,
    request?: { readonly method: 'POST'; readonly body: string },
  ): Promise<{ json(): Promise<unknown> }>;
}

const page = globalThis as unknown as Page;
const given = (await (await page.fetch('/reference.json')).json()) as PlatformModels;
await fittedModels(given).then(
  (models) => page.fetch('/models', { method: 'POST', body: JSON.stringify(models) }),
  (error: unknown) => page.fetch('/failure', { method: 'POST', body: String(error) }),
);
