import { maskSecrets } from '@titans/core';
import type { EventType, NoticeType, ServiceEvent } from '@titans/core/contract';
import type { Clock } from '../http/clock.js';
import { overloaded } from '../http/turnstile.js';
import { type EventRing, eventRing } from './event-ring.js';

/** What an event tells. Of texts, what identifies a person or is a secret is masked before anyone sees it. */
export type EventData = Readonly<Record<string, unknown>>;

/**
 * Tells those who listen to a tenant. It takes a microsecond: what `data` gives is made only when someone reads it, so it
 * should hold on to little.
 */
export type Publish = (tenant: string, type: EventType, data: EventData | (() => EventData)) => void;

/** What someone wants to hear. */
export interface ListenOptions {
  /** All unless told. */
  readonly types: readonly EventType[];
  /** Id after which to begin; from now on unless told. Ids that are none are as none. */
  readonly after?: string | undefined;
}

/** Someone who listens. Nothing is kept for him but his place. */
export interface EventListener {
  /** Called when there may be something to read. */
  onEvents: () => void;
  /** Id of the last event that was read. */
  readonly position: string;
  /** What has come since, the oldest first and at most 500; `null` if some of it is no longer kept. */
  read(): readonly ServiceEvent[] | null;
  /** Goes on from what is still kept. */
  skip(): void;
  /** Stops listening. */
  close(): void;
}

/** Where events of all tenants come together and go apart. It lives in one process; others have their own. */
export interface EventHub {
  readonly publish: Publish;
  /** @throws TitansError `OVERLOADED` if too many listen to the tenant. */
  listen(tenant: string, options: ListenOptions): EventListener;
}

/** How much is kept and who may listen. */
export interface EventHubOptions {
  /** Events kept of each type and tenant. */
  readonly kept: number;
  /** Listeners per tenant. */
  readonly maxListeners: number;
  readonly clock: Clock;
}

interface Channel {
  /** Ids of one tenant alone: the gaps in common ones would tell what others do. */
  lastId: number;
  readonly rings: Map<EventType, EventRing<KeptEvent>>;
  readonly listeners: Set<{ readonly types: readonly EventType[]; readonly listener: EventListener }>;
}

const maxRead = 500;
const decimalId = /^\d{1,16}$/;

/** A hub. Each type has a ring of its own, so that many predictions do not push out the one event about a model. */
export function eventHub({ kept, maxListeners, clock }: EventHubOptions): EventHub {
  const channels = new Map<string, Channel>();
  // Ids go on rising after a restart, as long as there are fewer than a million events in a second.
  const firstId = clock.now() * 1_000;

  function channelOf(tenant: string): Channel {
    let channel = channels.get(tenant);
    if (channel === undefined) {
      channel = { lastId: firstId, rings: new Map(), listeners: new Set() };
      channels.set(tenant, channel);
    }
    return channel;
  }

  function publish(tenant: string, type: EventType, data: EventData | (() => EventData)): void {
    const channel = channelOf(tenant);
    const { rings, listeners } = channel;
    let ring = rings.get(type);
    if (ring === undefined) {
      ring = eventRing(kept);
      rings.set(type, ring);
    }
    const id = ++channel.lastId;
    ring.push(id, { id, type, at: clock.now(), data, event: null });
    if (listeners.size === 0) return;
    for (const { types, listener } of listeners) if (types.includes(type)) listener.onEvents();
  }

  function listen(tenant: string, { types, after }: ListenOptions): EventListener {
    const { lastId, rings, listeners } = channelOf(tenant);
    if (listeners.size >= maxListeners) throw overloaded('As many listen to the events as may.');
    const wanted = after !== undefined && decimalId.test(after) ? Number(after) : lastId;
    // An id that is yet to come, or older than this process, is one of another, whose events are not known here.
    let position = Math.min(wanted, lastId);
    let isForeign = wanted > lastId || wanted < firstId;
    const ringsWanted = (): EventRing<KeptEvent>[] =>
      types.map((type) => rings.get(type)).filter((ring) => ring !== undefined);
    const oldestKept = (): number => Math.max(0, ...ringsWanted().map((ring) => ring.lastDropped));

    const listener: EventListener = {
      onEvents: () => undefined,
      get position() {
        return String(position);
      },
      read() {
        if (isForeign || oldestKept() > position) return null;
        const found = ringsWanted().flatMap((ring) => ring.after(position, maxRead));
        found.sort((left, right) => left.id - right.id);
        const read = found.slice(0, maxRead);
        position = read.at(-1)?.id ?? position;
        return read.map(({ item }) => eventOf(item));
      },
      skip() {
        isForeign = false;
        position = Math.max(position, firstId, oldestKept());
      },
      close() {
        listeners.delete(entry);
      },
    };
    const entry = { types, listener };
    listeners.add(entry);
    return listener;
  }

  return { publish, listen };
}

/** An event as it is kept: what is read of it is made when it is first read, which of most is never. */
interface KeptEvent {
  readonly id: number;
  readonly type: EventType;
  readonly at: number;
  readonly data: EventData | (() => EventData);
  event: ServiceEvent | null;
}

function eventOf(kept: KeptEvent): ServiceEvent {
  const { id, type, at, data } = kept;
  kept.event ??= {
    id: String(id),
    type,
    at: new Date(at).toISOString(),
    data: masked(typeof data === 'function' ? data() : data),
  };
  return kept.event;
}

function masked(data: EventData): EventData {
  const text = JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'string' ? maskSecrets(value) : value,
  );
  return JSON.parse(text) as EventData;
}

/** What a stream says of itself: its id is the place from which to go on. */
export function notice(type: NoticeType, id: string, at: number, data: EventData): ServiceEvent {
  return { id, type, at: new Date(at).toISOString(), data };
}
