import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import type { PlatformModels } from './fitted-models.js';

/** The programs that platforms run, and where their files go. */
export interface Workshop {
  readonly directory: string;
  readonly commandLine: string;
  readonly page: string;
  /** The models of the first platform, as JSON. */
  readonly reference: string;
}

/** A platform on which models are trained and loaded. */
export interface Runtime {
  readonly name: string;
  /** Whether its artifacts must be the same bytes as the reference's. */
  readonly isExact: boolean;
  /** `null` where it cannot be had here. */
  run(workshop: Workshop): Promise<PlatformModels | null>;
}

const patienceMs = 300_000;

/** This Node, later ones, two other runtimes from npm, and Chromium where it is installed. */
export const runtimes: readonly Runtime[] = [
  {
    name: `Node ${process.versions.node}`,
    isExact: true,
    run: (workshop) => onCommandLine(workshop, [process.execPath]),
  },
  fromNpm('Node 22', 'node@22', ['node'], true),
  fromNpm('Node 24', 'node@24', ['node'], true),
  fromNpm('Bun', 'bun', ['bun'], false),
  fromNpm('Deno', 'deno', ['deno', 'run', '--allow-read', '--allow-write'], false),
  { name: 'Chromium', isExact: false, run: inChromium },
];

function fromNpm(name: string, packageName: string, command: readonly string[], isExact: boolean): Runtime {
  const npx = ['npx', '--yes', `--package=${packageName}`, '--', ...command];
  return { name, isExact, run: (workshop) => onCommandLine(workshop, npx) };
}

async function onCommandLine(workshop: Workshop, command: readonly string[]): Promise<PlatformModels | null> {
  const into = join(await mkdtemp(join(workshop.directory, 'models-')), 'models.json');
  const given = existsSync(workshop.reference) ? [workshop.reference] : [];
  const [program = '', ...rest] = command;
  const child = spawn(program, [...rest, workshop.commandLine, into, ...given], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaint = await ended(child);
  if (existsSync(into)) return JSON.parse(await readFile(into, 'utf8')) as PlatformModels;
  console.log(`${command.join(' ')}: ${complaint.trim().split('\n').at(-1)}`);
  return null;
}

async function inChromium(workshop: Workshop): Promise<PlatformModels | null> {
  const browser = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
  if (browser === undefined) return null;
  let answer: (models: PlatformModels) => void;
  let fail: (error: Error) => void;
  const answered = new Promise<PlatformModels>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks).toString();
    if (request.url === '/models') answer(JSON.parse(sent) as PlatformModels);
    if (request.url === '/failure') fail(new Error(sent));
    const file = { '/reference.json': workshop.reference, '/page.js': workshop.page }[request.url ?? ''];
    const [type, body] =
      file === undefined
        ? ['text/html', '<!doctype html><script type="module" src="/page.js"></script>']
        : [file.endsWith('.json') ? 'application/json' : 'text/javascript', await readFile(file)];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const profile = await mkdtemp(join(workshop.directory, 'profile-'));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = spawn(
    browser,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      url,
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const early = ended(child).then((complaint) => {
    throw new Error(`Chromium ended: ${complaint.slice(-500)}`);
  });
  try {
    return await Promise.race([answered, early]);
  } finally {
    early.catch(() => {});
    child.kill();
    await early.catch(() => {});
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What a process wrote to its error output, once it has ended. */
function ended(child: ChildProcess): Promise<string> {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}
