import {
  Consumer,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka';
import { isTitansError, TitansError } from '@titans/core';
import { transactionRequestSchema } from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';

/** From where to where, and with what. */
export interface StreamOptions {
  readonly brokers: readonly string[];
  /** Consumers of one group share the partitions; messages of one account have its id as key, and so one consumer. */
  readonly group: string;
  readonly transactions: string;
  readonly predictions: string;
  /** Receives what is no transaction, with the reason, so that it holds nothing up and is not lost. */
  readonly deadLetters: string;
  readonly models: TrainedSuite;
}

/**
 * Answers transactions as they come, until the signal is aborted: each is answered at least once, since its offset is
 * committed after its answer was acknowledged by the brokers. A consumer that is killed is replaced by another of the group.
 *
 * @returns How many were answered, and how many were no transactions.
 */
export async function scoreStream(
  { brokers, group, transactions, predictions, deadLetters, models }: StreamOptions,
  signal: AbortSignal,
): Promise<{ readonly answered: number; readonly refused: number }> {
  const client = { clientId: 'titans', bootstrapBrokers: [...brokers], retries: 20, retryDelay: 500 };
  const producer = new Producer({ ...client, serializers: stringSerializers });
  const consumer = new Consumer({ ...client, groupId: group, deserializers: stringDeserializers });
  const stream = await consumer.consume({
    topics: [transactions],
    autocommit: false,
    mode: MessagesStreamModes.COMMITTED,
    fallbackMode: MessagesStreamFallbackModes.EARLIEST,
    maxWaitTime: 500,
  });
  let answered = 0;
  let refused = 0;
  const stop = (): void => void stream.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return { answered, refused };
    for await (const message of stream) {
      const answer = answerOf(models, message.value ?? '');
      const key = message.key ?? '';
      if ('refusal' in answer) {
        const headers = { reason: answer.refusal };
        await producer.send({ messages: [{ topic: deadLetters, key, value: message.value ?? '', headers }] });
        refused += 1;
      } else {
        await producer.send({ messages: [{ topic: predictions, key, value: JSON.stringify(answer) }] });
        answered += 1;
      }
      await committed(message.commit());
    }
    return { answered, refused };
  } finally {
    signal.removeEventListener('abort', stop);
    await consumer.close(true);
    await producer.close();
  }
}

/** What brokers say of a consumer whose partitions were given to others, which begin at what was committed last. */
const givenToOthers = ['ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS', 'UNKNOWN_MEMBER_ID'];

/** A message of a partition that another consumer has by now is answered again by that one. */
async function committed(commit: void | Promise<void>): Promise<void> {
  try {
    await commit;
  } catch (error) {
    const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    const isGiven = causes.every((cause) =>
      givenToOthers.includes(String((cause as { apiId?: unknown }).apiId)),
    );
    if (!isGiven) throw error;
  }
}

/** What is sent on, or why it is not. */
function answerOf(models: TrainedSuite, text: string): object | { readonly refusal: string } {
  try {
    const request = transactionRequestSchema.safeParse(JSON.parse(text));
    if (!request.success) throw new TitansError('REQUEST_INVALID', 'Not a transaction.');
    const { description, amount, date, transaction_id } = request.data;
    const { category, anomaly } = models.predict({
      ...(description === undefined || description === null ? {} : { description }),
      ...(amount === undefined || amount === null ? {} : { amount }),
      ...(date === undefined || date === null ? {} : { date }),
    });
    return {
      transaction_id,
      category: category?.category,
      confidence: category?.confidence,
      is_anomaly: anomaly?.isAnomaly,
      anomaly_score: anomaly?.score,
      model_version: models.category.version,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return { refusal: 'JSON_INVALID' };
    if (isTitansError(error)) return { refusal: error.code };
    throw error;
  }
}
