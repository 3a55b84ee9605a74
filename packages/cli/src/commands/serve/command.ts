import cluster from 'node:cluster';
import type { CommandContext } from '../../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../../command-line/command-definition.js';
import type { View } from '../../command-line/view.js';
import { counted } from '../../terminal/format.js';
import { textFacts } from '../../terminal/text-table.js';
import {
  devSettings,
  type ServeOptions,
  type ServiceDocument,
  type ServiceSettings,
  serviceSettings,
} from './service-options.js';

/** Serves the champion of the registry until it is stopped. */
export async function serve(
  options: ServeOptions,
  context: CommandContext,
): Promise<Outcome<ServiceDocument>> {
  return start(serviceSettings(options, context), context);
}

/** Serves on this machine, starts again when the configuration changes, and makes a key where there is none. */
export async function dev(options: ServeOptions, context: CommandContext): Promise<Outcome<ServiceDocument>> {
  return start(devSettings(options, context), context);
}

async function start(settings: ServiceSettings, context: CommandContext): Promise<Outcome<ServiceDocument>> {
  const isOneProcess = cluster.isWorker || (settings.workers === 1 && !settings.watches);
  if (isOneProcess) return (await import('./run-service.js')).runService(settings, context);
  return (await import('./run-workers.js')).runWorkers(settings, context);
}

function serveText(
  { url, documentation, dashboard, workers, apiKey }: ServiceDocument,
  { colours }: View,
): string {
  const facts: [string, string][] = [['answers on', `${colours.good(url)}  ${counted(workers, 'worker')}`]];
  facts.push(['documentation', documentation]);
  if (dashboard !== null) facts.push(['dashboard', dashboard]);
  if (apiKey !== null) facts.push(['key of this run', colours.strong(apiKey.key)]);
  return `${textFacts(facts, colours)}\n${colours.faint('Ctrl-C stops it.')}`;
}

/** `titans serve`. */
export const serveCommand: LoadedCommand = loadedCommand(serve, serveText);
const devServiceCommand: LoadedCommand = loadedCommand(dev, serveText);

/** `titans dev`. */
export const devCommand: LoadedCommand = {
  async invoke(command, context) {
    const { service } = command.opts<{ readonly service: 'api' | 'dashboard' | 'worker' }>();
    const chosen = service === 'worker' ? (await import('../worker.js')).workerCommand : devServiceCommand;
    return chosen.invoke(command, context);
  },
};
