import { type CardPath, isObject } from '../fault';
import { type CardNode, tagOf } from '../walk';

/** A text in which markdown takes effect. */
export interface MarkdownText {
  text: string;
  path: CardPath;
}

/** A cell of a table with the type of its column. */
export interface TableCell {
  value: unknown;
  type: unknown;
  path: CardPath;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Cells that belong to a declared column; rows are not walked as card objects, so they are read here. */
export function tableCells({ node, path }: CardNode): TableCell[] {
  const types = new Map(list(node.columns).flatMap((c) => (isObject(c) ? [[c.name, c.data_type]] : [])));
  return list(node.rows).flatMap((row, index) =>
    Object.entries(isObject(row) ? row : {}).flatMap(([name, value]) =>
      types.has(name) ? [{ value, type: types.get(name), path: [...path, 'rows', index, name] }] : [],
    ),
  );
}

const WITHOUT_EFFECT = /\\[!-/:-@[-`{-~]|```[\s\S]*?```|`[^`\n]*`/g;

/** All markdown of a card, without escaped characters and code, where nothing takes effect. */
export function markdownTexts(nodes: readonly CardNode[]): MarkdownText[] {
  return nodes
    .flatMap((each): { text: unknown; path: CardPath }[] => {
      const { node, path } = each;
      if (tagOf(node) === 'table') {
        return tableCells(each)
          .filter(({ type }) => type === 'lark_md' || type === 'markdown')
          .map((cell) => ({ text: cell.value, path: cell.path }));
      }
      if (!['markdown', 'lark_md'].includes(tagOf(node))) return [];
      const translated = Object.entries(isObject(node.i18n_content) ? node.i18n_content : {});
      return [
        { text: node.content, path: [...path, 'content'] },
        ...translated.map(([locale, text]) => ({ text, path: [...path, 'i18n_content', locale] })),
      ];
    })
    .flatMap(({ text, path }) =>
      typeof text === 'string' ? [{ text: text.replace(WITHOUT_EFFECT, ''), path }] : [],
    );
}

/** The attributes of every `<tag …>` in a text, quoted or not. */
export function htmlTags(text: string, tag: string): Map<string, string>[] {
  const tags = text.matchAll(new RegExp(`<${tag}\\s([^<>]*)>`, 'g'));
  return [...tags].map(
    ([, inside = '']) =>
      new Map(
        [...inside.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/g)].map(
          ([, key = '', double, single, bare]): [string, string] => [key, double ?? single ?? bare ?? ''],
        ),
      ),
  );
}
