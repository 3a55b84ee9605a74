/** A message as it is delivered. */
export interface Message {
  /** Unique for the queue. */
  readonly id: string;
  /** JSON text. */
  readonly body: string;
  /** 1 for the first delivery. */
  readonly attempt: number;
}

/** How a message is sent. */
export interface SendOptions {
  /** A second message with the same key is dropped while the first is still in the queue. */
  readonly deduplicationKey?: string;
}

/** Stops a consumer; resolves when the message in hand is finished. */
export type StopConsuming = () => Promise<void>;

/**
 * Delivers messages at least once, in the order sent where one consumer reads. A handler that rejects sees the
 * message again, up to the queue's number of attempts; then it moves to the dead letters.
 */
export interface Queue {
  /** @throws TitansError `LIMIT_EXCEEDED` if a bounded queue is full. */
  send(topic: string, body: string, options?: SendOptions): Promise<void>;
  consume(topic: string, handler: (message: Message) => Promise<void>): StopConsuming;
  /** Messages that failed every attempt, oldest first. */
  deadLetters(topic: string): Promise<readonly Message[]>;
  close(): Promise<void>;
}
