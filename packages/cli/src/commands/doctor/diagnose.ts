import type { Check } from '../../checks/check.js';
import {
  checkConfiguration,
  checkModels,
  checkSecrets,
  checkStore,
  checkWarehouse,
} from '../../checks/deployment.js';
import { checkDisk, checkNode, checkPort, checkWriteAccess } from '../../checks/machine.js';
import type { CommandContext } from '../../command-line/command-context.js';
import type { Outcome } from '../../command-line/command-definition.js';
import { withState } from '../../state/state.js';

/** What `titans doctor` takes. */
export interface DoctorOptions {
  readonly port?: number;
}

/** What `titans doctor --json` prints. */
export interface DoctorDocument {
  /** Whether no check failed. */
  readonly healthy: boolean;
  readonly checks: readonly Check[];
}

const defaultPort = 8_000;
const dependencies: readonly string[] = ['database', 'store'];

/**
 * Looks at everything that can keep a deployment from working. One that fails keeps no other from being looked at. Ends with
 * 4 where only dependencies fail, with 1 where anything else does.
 */
export async function diagnose(
  { port }: DoctorOptions,
  context: CommandContext,
): Promise<Outcome<DoctorDocument>> {
  const { cwd, settings } = context;
  const { host = '127.0.0.1', port: configuredPort = defaultPort } = settings.file.serve ?? {};
  const checks = await withState(context, async (state) => [
    checkNode(),
    await checkWriteAccess(settings.stateDirectory),
    await checkDisk(cwd),
    await checkPort(port ?? configuredPort, host),
    checkConfiguration(context),
    await checkSecrets(context),
    ...(await checkWarehouse(context, state)),
    await checkStore(context),
    await checkModels(context, state),
  ]);
  const failed = checks.filter(({ state }) => state === 'fail');
  const isOfDependencies = failed.every(({ name }) => dependencies.includes(name));
  return {
    document: { healthy: failed.length === 0, checks },
    exitCode: failed.length === 0 ? 0 : isOfDependencies ? 4 : 1,
  };
}
