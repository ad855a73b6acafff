import type { Findings, Route } from '../core/policyProblem';

/** What decides who handles a problem: what it is, and where. */
export interface Routed {
  category: string;
  kind: string | null;
  /** 单位编码 of the town that owns the reach. */
  town: string;
  /** 河段编号 of the reach and of those above it. */
  reaches: readonly string[];
}

const fits = ({ group, kinds, towns, reaches }: Route, it: Routed): boolean =>
  (group === undefined || group === it.category) &&
  (kinds === undefined || (it.kind !== null && kinds.includes(it.kind))) &&
  (towns === undefined || towns.includes(it.town)) &&
  (reaches === undefined || reaches.some((code) => it.reaches.includes(code)));

/** 单位编码 of those to whom the policy gives it, in order; the town of the reach where it names nobody known. */
export const routesFor = ({ routes }: Findings, it: Routed): string[] =>
  routes.filter((route) => fits(route, it)).map(({ unit }) => unit);

/** The group of a finding: a kind says its own; null when the policy knows neither. */
export function findingOf(
  { groups }: Findings,
  { category, kind }: { category: string; kind: string },
): { category: string; kind: string | null } | null {
  const own = kind === '' ? undefined : groups.find(({ kinds }) => kinds.includes(kind));
  if (kind !== '') return own ? { category: own.name, kind } : null;
  return groups.some(({ name }) => name === category) ? { category, kind: null } : null;
}

/** What is wrong with a group that was typed, in a sentence; null when nothing is. */
export const groupDoubt = ({ groups }: Findings, category: string): string | null =>
  groups.some(({ name }) => name === category)
    ? null
    : `“问题类别”只能填：${groups.map(({ name }) => name).join('、')}`;

/** What is wrong with a kind that was typed beside its group, in a sentence; null when nothing is. */
export function kindDoubt({ groups }: Findings, category: string, kind: string): string | null {
  const kinds = groups.find(({ name }) => name === category)?.kinds ?? [];
  if (kinds.includes(kind)) return null;
  return kinds.length > 0
    ? `“具体种类”在“${category}”下只能填：${kinds.join('、')}`
    : `“${category}”下没有具体种类，请清空这一格`;
}
