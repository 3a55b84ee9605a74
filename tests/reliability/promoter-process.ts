/** Promotes in a process of its own, to be killed. Arguments: the registry's directory, then those of the suites. */
import { loadModels } from '@titans/models';
import { fileRegistry } from '@titans/models/lifecycle';
import { contend } from './promotion-contest.js';

const [directory, ...places] = process.argv.slice(2);
if (directory === undefined) throw new Error('Name the directory of the registry.');
const suites = await Promise.all(places.map((place) => loadModels(place)));
const told = new Promise<unknown>((resolve) => process.once('message', resolve));
process.send?.({ ready: true });
await told;
await contend(
  fileRegistry(directory),
  suites,
  'killed process',
  (message) => process.send?.(message),
  () => false,
);
