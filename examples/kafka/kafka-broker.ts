import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import { untilReady } from '../../tests/consumers/until-ready.js';

/** A real broker for tests, in a temporary directory and on free ports of the loopback interface. */
export interface KafkaBroker {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Folder of the jars of Kafka 3.5 or newer, such as `libs` of its distribution, from `TITANS_KAFKA_LIBS`; `undefined`
 * without, or without Java: tests are then skipped.
 */
export function findKafka(): string | undefined {
  const folder = process.env.TITANS_KAFKA_LIBS;
  const isThere = folder !== undefined && existsSync(folder) && spawnSync('java', ['-version']).status === 0;
  return isThere ? folder : undefined;
}

/** Starts one process that is both controller and broker (KRaft). */
export async function startKafka(libraries: string): Promise<KafkaBroker> {
  const place = await mkdtemp(join(tmpdir(), 'titans-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const settings = join(place, 'server.properties');
  await writeFile(
    settings,
    [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      'controller.listener.names=CONTROLLER',
      `log.dirs=${place}/logs`,
      'offsets.topic.replication.factor=1',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'group.initial.rebalance.delay.ms=0',
    ].join('\n'),
  );
  const classes = join(libraries, '*');
  const formatted = spawnSync(
    'java',
    ['-cp', classes, 'kafka.tools.StorageTool', 'format', '-t', 'MkU3OEVBNTcwNTJENDM2Qg', '-c', settings],
    { encoding: 'utf8' },
  );
  if (formatted.status !== 0) throw new Error(`Kafka could not be set up: ${formatted.stderr}`);
  const broker = spawn('java', ['-Xmx384m', '-cp', classes, 'kafka.Kafka', settings], { stdio: 'ignore' });
  await untilListening(port, broker);
  return {
    address: `127.0.0.1:${port}`,
    async stop() {
      const ended = once(broker, 'exit');
      broker.kill('SIGKILL');
      await ended;
      await rm(place, { recursive: true, force: true });
    },
  };
}

async function untilListening(port: number, broker: ChildProcess): Promise<void> {
  const ended = once(broker, 'exit').then(() => Promise.reject(new Error('Kafka did not start.')));
  const listening = untilReady(async () => {
    const socket = createConnection({ host: '127.0.0.1', port });
    await once(socket, 'connect').finally(() => socket.destroy());
    return true;
  }, 60_000);
  await Promise.race([listening, ended]);
  // It ends at some time.
  ended.catch(() => undefined);
}
