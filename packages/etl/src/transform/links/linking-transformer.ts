import { concatTables, selectRows, type TransactionTable, throwIfAborted } from '@titans/core';
import type { Transformer } from '../../pipeline/transformer.js';
import type { RowDecision, RowReference } from '../../records/row-decision.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { requireBatches } from '../../validation/arguments.js';
import { tagRows } from './tag-rows.js';

/** What was found out about rows of a table, by their numbers. */
export interface RowLink {
  /** Rows that get the tag. */
  readonly tagged: readonly number[];
  /** The row that the decision is about, and the other one. */
  readonly row: number;
  readonly other: number | null;
  readonly kind: string;
  readonly confidence: number;
  readonly evidence: RowDecision['evidence'];
}

/** A transformer that tags rows which belong together, wherever they stand in a run. */
export interface LinkingOptions {
  readonly name: string;
  readonly tag: string;
  /** Rows held back at most. */
  readonly holdRows: number;
  readonly find: (table: TransactionTable) => readonly RowLink[];
}

interface Held {
  readonly batch: TransactionBatch;
  readonly tagged: Set<number>;
  readonly decisions: RowDecision[];
}

/**
 * Holds batches back until the end of the run, or until more than `holdRows` rows are held: then it looks for links
 * among them and gives the older half on. Rows that are linked already are not looked at again.
 */
export function linkingTransformer({ name, tag, holdRows, find }: LinkingOptions): Transformer {
  return {
    name,
    async *transform(batches, work = {}) {
      requireBatches(batches);
      let held: Held[] = [];
      let rows = 0;
      for await (const batch of batches) {
        throwIfAborted(work.signal, name);
        held.push({ batch, tagged: new Set(), decisions: [] });
        rows += batch.table.length;
        if (rows <= holdRows) continue;
        link(held);
        while (held.length > 0 && rows > holdRows / 2) {
          const [oldest, ...rest] = held as [Held, ...Held[]];
          held = rest;
          rows -= oldest.batch.table.length;
          yield finished(oldest);
        }
      }
      link(held);
      for (const each of held) yield finished(each);
    },
  };

  function link(held: readonly Held[]): void {
    const places: { readonly of: Held; readonly row: number }[] = [];
    const tables: TransactionTable[] = [];
    for (const of of held) {
      const free: number[] = [];
      for (let row = 0; row < of.batch.table.length; row++) {
        if (of.tagged.has(row)) continue;
        free.push(row);
        places.push({ of, row });
      }
      tables.push(free.length === of.batch.table.length ? of.batch.table : selectRows(of.batch.table, free));
    }
    if (places.length === 0) return;
    const referenceOf = (row: number): RowReference => {
      const { of, row: inBatch } = places[row] as (typeof places)[number];
      return { source: of.batch.source, row: of.batch.provenance.row[inBatch] as number };
    };
    for (const found of find(concatTables(tables))) {
      for (const row of found.tagged) places[row]?.of.tagged.add(places[row].row);
      places[found.row]?.of.decisions.push({
        transformer: name,
        kind: found.kind,
        row: referenceOf(found.row),
        other: found.other === null ? null : referenceOf(found.other),
        confidence: found.confidence,
        evidence: found.evidence,
        removed: null,
      });
    }
  }

  function finished({ batch, tagged, decisions }: Held): TransactionBatch {
    if (tagged.size === 0 && decisions.length === 0) return batch;
    return {
      ...batch,
      table: tagged.size === 0 ? batch.table : tagRows(batch.table, tagged, tag),
      decisions: [...batch.decisions, ...decisions],
    };
  }
}
