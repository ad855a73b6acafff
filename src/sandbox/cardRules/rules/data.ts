import { z } from 'zod';
import { type CardPath, isObject, refuse, SUB } from '../fault';
import { tagOf } from '../walk';
import { tableCells } from './markdown';
import type { Rule } from './rule';
import { isColour } from './styles';

/** The data that charts, tables and audio carry. */

const CHART_TYPES = [
  'line',
  'area',
  'bar',
  'pie',
  'common',
  'funnel',
  'scatter',
  'radar',
  'linearProgress',
  'circularProgress',
  'wordCloud',
];
const LOOKS_LIKE_CODE = /^\s*(async\s+)?(function\b|(\([^()]*\)|\w+)\s*=>)/;

/** Where inside a spec stands what JSON for VChart must not hold, and what it is. */
function misfit(value: unknown, path: CardPath): { path: CardPath; what: string } | null {
  if (value === null) return { path, what: 'Invalid type. given: null' };
  if (typeof value === 'function' || (typeof value === 'string' && LOOKS_LIKE_CODE.test(value))) {
    return { path, what: 'Invalid type. given: function' };
  }
  if (typeof value !== 'object') return null;
  for (const [key, child] of Object.entries(value)) {
    const found = misfit(child, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found) return found;
  }
  return null;
}

/** Only what breaks every client is checked; VChart's own fields are let through. */
export const chartSpecs: Rule = ({ card, nodes }) => {
  for (const { node, path } of nodes.filter((each) => tagOf(each.node) === 'chart')) {
    const at = [...path, 'chart_spec'];
    const spec = isObject(node.chart_spec) ? node.chart_spec : {};
    if (!CHART_TYPES.includes(String(spec.type))) {
      return refuse(SUB.chart, card, [...at, 'type'], 'chart spec is invalid', `type: ${spec.type}`);
    }
    const found = misfit(spec, at);
    if (found) {
      const where = found.path.slice(at.length).map(String).join('.');
      return refuse(SUB.chart, card, found.path, 'chart spec is invalid', `${where}: ${found.what}`);
    }
  }
  return null;
};

const written = z.union([z.string(), z.number(), z.boolean()]);
const CELLS: Record<string, z.ZodType> = {
  text: written,
  lark_md: written,
  markdown: written,
  number: z.number(),
  /** Milliseconds since 1970. */
  date: z.int(),
  options: z.union([
    z.string(),
    z.array(z.strictObject({ text: z.string(), color: z.string().refine(isColour).optional() })),
  ]),
  persons: z.union([z.string(), z.array(z.string())]),
};

export const tableData: Rule = ({ card, nodes }) => {
  for (const each of nodes.filter(({ node }) => tagOf(node) === 'table')) {
    const names = (each.node.columns as { name: string }[]).map(({ name }) => name);
    if (new Set(names).size < names.length) {
      return refuse(SUB.structure, card, [...each.path, 'columns'], 'column name is not unique', names);
    }
    for (const [index, row] of (each.node.rows as object[]).entries()) {
      const strange = Object.keys(row).find((name) => !names.includes(name));
      if (strange !== undefined) {
        const at = [...each.path, 'rows', index];
        return refuse(SUB.tableRowName, card, at, 'table rows name is invalid', strange);
      }
    }
    const bad = tableCells(each).find(({ value, type }) => !CELLS[String(type)]?.safeParse(value).success);
    if (bad) return refuse(SUB.tableRows, card, bad.path, 'table rows is invalid', bad.value);
  }
  return null;
};

/** Cards with audio cannot be forwarded, and two players of one id would be the same player. */
export const audioPlayers: Rule = ({ card, nodes }) => {
  const players = nodes.filter(({ node }) => tagOf(node) === 'audio');
  const config = isObject(card) && isObject(card.config) ? card.config : {};
  if (players[0] && config.enable_forward !== false) {
    return refuse(SUB.audioForward, card, players[0].path, 'audio needs config.enable_forward to be false');
  }
  const seen = new Set<unknown>();
  for (const { node, path } of players) {
    if (node.audio_id !== undefined && seen.has(node.audio_id)) {
      return refuse(SUB.audioId, card, [...path, 'audio_id'], 'duplicate audio id', node.audio_id);
    }
    seen.add(node.audio_id);
  }
  return null;
};
