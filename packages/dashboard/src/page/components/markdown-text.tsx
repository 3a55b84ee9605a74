import type { VNode } from 'preact';
import { type Block, readMarkdown } from '../data/markdown.js';
import { DataTable } from './data-table.js';

/** A text in Markdown as headings, lists and tables of text; nothing in it is taken for HTML. */
export function MarkdownText({ text }: { readonly text: string }): VNode {
  return (
    <div class="prose">
      {readMarkdown(text).map((block, index) => (
        <BlockOf key={index} block={block} />
      ))}
    </div>
  );
}

function BlockOf({ block }: { readonly block: Block }): VNode {
  switch (block.kind) {
    case 'heading':
      return block.level <= 1 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>;
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>
              <bdi>{item}</bdi>
            </li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <DataTable
          caption="Table of the card"
          items={block.rows}
          keyOf={(_, index) => index}
          columns={block.header.map((label, index) => ({
            label,
            cell: (row: readonly string[]) => <bdi>{row[index] ?? ''}</bdi>,
            isHeading: index === 0,
          }))}
        />
      );
    default:
      return <p>{block.text}</p>;
  }
}
