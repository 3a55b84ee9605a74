import type { Principal } from './auth/principal.js';
import type { TitansRequest } from './http/message.js';
import type { Work } from './http/workload.js';
import { type Stopping, signalOf } from './lifecycle/stopping.js';
import type { Passage } from './passage.js';
import type { RouteExchange } from './routes/handlers.js';
import type { ServedTenant } from './tenants/tenant.js';

/** What a request brought, checked. */
export interface CheckedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** What an exchange is made of beside its passage. */
export interface ExchangeParts {
  readonly tenant: ServedTenant;
  readonly work: Work;
  readonly input: CheckedInput;
  readonly stopping: Stopping;
  readonly charge: (units: number) => Promise<void>;
}

/**
 * An exchange of the pipeline. Its signals are made when they are asked for; a class, since engines take a microsecond for every
 * object that is written with a getter, and none for one whose class has it.
 */
export class PassageExchange implements RouteExchange<unknown, unknown, unknown> {
  readonly requestId: string;
  readonly basePath: string;
  readonly principal: Principal | null;
  readonly tenant: ServedTenant;
  readonly request: TitansRequest;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: Record<string, string>;
  readonly charge: (units: number) => Promise<void>;
  readonly note: RouteExchange['note'];
  private readonly passage: Passage;
  private readonly work: Work;
  private readonly stopping: Stopping;
  private controller: AbortController | null = null;
  private drained: AbortSignal | null = null;

  constructor(passage: Passage, { tenant, work, input, stopping, charge }: ExchangeParts) {
    this.requestId = passage.requestId;
    this.basePath = passage.basePath;
    this.principal = passage.principal;
    this.tenant = tenant;
    this.request = passage.request;
    this.params = input.params;
    this.query = input.query;
    this.body = input.body;
    this.headers = passage.headers;
    this.charge = charge;
    this.note = (details) => {
      passage.notes = { ...passage.notes, ...details };
    };
    this.passage = passage;
    this.work = work;
    this.stopping = stopping;
  }

  get draining(): AbortSignal {
    if (this.drained === null) {
      const { signal, release } = signalOf(this.stopping);
      this.drained = signal;
      this.passage.forgetStopping = release;
    }
    return this.drained;
  }

  get signal(): AbortSignal {
    if (this.controller === null) {
      const controller = new AbortController();
      this.controller = controller;
      this.work.onLate = () => controller.abort();
      if (!this.passage.isDetached) this.passage.unfollow = follow(this.request.signal, controller);
    }
    return this.controller.signal;
  }
}

function follow(signal: AbortSignal | undefined, controller: AbortController): () => void {
  const abort = (): void => controller.abort();
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
  return () => signal?.removeEventListener('abort', abort);
}
