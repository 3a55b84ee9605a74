import type { Correction, CorrectionRequest, FeedbackQuery, FeedbackResponse } from '@titans/core/contract';
import { correctionAnswer, correctionsAnswer } from '../answers/service.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import * as endpoints from '../endpoints.js';
import { pagesOf } from '../pages.js';

/** Corrections of categories. */
export interface FeedbackMethods {
  /** Says which category a transaction has; the model answers so from then on. */
  correct(request: CorrectionRequest, options?: CallOptions): Promise<Correction>;
  /** A page of the corrections that were made, oldest first. */
  list(query?: FeedbackQuery, options?: CallOptions): Promise<FeedbackResponse>;
  /** All of them, page by page while they are read. */
  all(options?: CallOptions): AsyncIterable<Correction>;
  /** Takes a correction back. */
  undo(correctionId: string, options?: CallOptions): Promise<Correction>;
  /** Lets a correction apply that was held. */
  release(correctionId: string, options?: CallOptions): Promise<Correction>;
}

export function feedbackMethods({ ask }: Caller): FeedbackMethods {
  const list = (query?: FeedbackQuery, options?: CallOptions): Promise<FeedbackResponse> =>
    ask(endpoints.feedbackList, correctionsAnswer, { query }, options);
  return Object.freeze({
    list,
    correct: (request: CorrectionRequest, options?: CallOptions) =>
      ask(endpoints.feedbackCorrect, correctionAnswer, { json: request }, options),
    all: (options?: CallOptions) =>
      pagesOf(
        (cursor) => list({ cursor }, options),
        ({ corrections }) => corrections,
      ),
    undo: (correctionId: string, options?: CallOptions) =>
      ask(endpoints.feedbackUndo, correctionAnswer, { params: { correction_id: correctionId } }, options),
    release: (correctionId: string, options?: CallOptions) =>
      ask(endpoints.feedbackRelease, correctionAnswer, { params: { correction_id: correctionId } }, options),
  });
}
