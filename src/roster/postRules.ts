import { maskMobile } from '../core/secrets';
import type { Findings, Tables } from '../core/workbook';
import { fold } from '../core/workbook';
import { tellDoubles } from '../core/workbook/lookups';
import { LEVELS, type ReachLookup } from './reachRules';
import type { RosterBook } from './rosterBook';
import type { Planned, PlannedPerson } from './rosterRules';
import { type PostRecord, postKey, type RosterSnapshot, rolesOf } from './rosterSnapshot';

const ROLE_OF_LEVEL = { county: '县级河长', town: '镇级河长', village: '村级河长' } as const;

/** Someone who may hold a post: in the file, or in the database already. */
export interface Holder {
  name: string;
  roles: string;
}

/** People by the fingerprint of their phone; the file's word counts. */
export function knownHolders(rows: readonly PlannedPerson[], stored: RosterSnapshot): Map<string, Holder> {
  const holders = new Map<string, Holder>(stored.people.map((person) => [person.mobileHash, person]));
  for (const { mobileHash, record } of rows) holders.set(mobileHash, record);
  return holders;
}

/** 河长: who answers for a reach, at which level, from when to when. Two people may hold one post together. */
export function checkPosts(
  { posts, people }: Tables<RosterBook>,
  stored: RosterSnapshot,
  reaches: ReachLookup,
  holders: Map<string, Holder>,
  hashOf: (mobile: string) => string,
  findings: Findings,
): Planned<PostRecord>[] {
  // A person whose own row was refused is not "unknown" as well.
  const listed = new Set(people.rows.map(({ values }) => values.mobile));
  const rows: Planned<PostRecord>[] = [];
  for (const { row, values } of posts.rows) {
    const { reach, level, mobile, fromDay, toDay } = values;
    const known = reach === null ? undefined : reaches.get(fold(reach));
    if (reach && !known) {
      const message = `没有编号为“${reach}”的河段，请先加进“河段”表或改正编号`;
      findings.error(posts.place(row, 'reach'), 'post.reach', message, reach);
    }
    const mobileHash = mobile === null ? null : hashOf(mobile);
    const holder = mobileHash === null ? undefined : holders.get(mobileHash);
    if (mobile && !holder && !listed.has(mobile)) {
      const message = '“人员”表和系统里都没有这个手机号，请先加进“人员”表';
      findings.error(posts.place(row, 'mobile'), 'post.person', message, maskMobile(mobile));
    }
    if (fromDay && toDay && toDay < fromDay) {
      findings.error(posts.place(row, 'toDay'), 'post.order', `任职止早于任职起（${fromDay}）`, toDay);
    }
    if (!known || !level || !mobileHash || !fromDay) continue;
    if (holder && !rolesOf(holder.roles).includes(ROLE_OF_LEVEL[LEVELS[level]])) {
      const message = `${holder.name}的角色里没有“${ROLE_OF_LEVEL[LEVELS[level]]}”，任职照样记下，请核对“人员”表`;
      findings.warn(posts.place(row, 'level'), 'post.role', message, level);
    }
    rows.push({ row, record: { reachCode: known.code, level: LEVELS[level], mobileHash, fromDay, toDay } });
  }
  tellDoubles(
    findings,
    rows.map(({ row, record }) => ({
      key: postKey(record),
      row,
      place: posts.place(row, 'fromDay'),
      shown: record.fromDay,
    })),
    'post.double',
    '这条任职',
  );
  tellOverlaps({ posts }, rows, stored, findings);
  return rows;
}

const FOREVER = '9999-12-31';

/** One person cannot hold the same post twice at one time; two people can. */
function tellOverlaps(
  { posts }: Pick<Tables<RosterBook>, 'posts'>,
  rows: readonly Planned<PostRecord>[],
  stored: RosterSnapshot,
  findings: Findings,
): void {
  const spells = new Map<string, (PostRecord & { row: number | null })[]>();
  const add = (post: PostRecord, row: number | null): void => {
    const key = postKey({ ...post, fromDay: '' });
    spells.set(key, [...(spells.get(key) ?? []), { ...post, row }]);
  };
  const inFile = new Set(rows.map(({ record }) => postKey(record)));
  const before = new Map(stored.posts.map((post) => [postKey(post), post.toDay]));
  for (const { row, record } of rows) {
    add({ ...record, toDay: record.toDay ?? before.get(postKey(record)) ?? null }, row);
  }
  for (const post of stored.posts) if (!inFile.has(postKey(post))) add(post, null);
  for (const same of spells.values()) {
    same.sort((a, b) => a.fromDay.localeCompare(b.fromDay));
    for (const [at, later] of same.entries()) {
      const earlier = same[at - 1];
      if (!earlier || earlier.fromDay === later.fromDay) continue;
      if ((earlier.toDay ?? FOREVER) < later.fromDay) continue;
      const row = later.row ?? earlier.row;
      if (row === null) continue;
      const other = later.row === null ? later : earlier;
      const where = other.row === null ? '系统里' : `第 ${other.row} 行`;
      findings.error(
        posts.place(row, 'fromDay'),
        'post.overlap',
        `和${where} ${other.fromDay} 起的任职重叠，请给前一段填上任职止`,
        later.row === null ? earlier.fromDay : later.fromDay,
      );
    }
  }
}

/** Reaches that nobody holds on that day, told once: allowed, but somebody should be appointed. */
export function tellVacant(
  reaches: ReachLookup,
  posts: readonly PostRecord[],
  today: string,
  findings: Findings,
): void {
  const held = new Set(
    posts
      .filter(({ fromDay, toDay }) => fromDay <= today && (toDay ?? FOREVER) >= today)
      .map(({ reachCode }) => fold(reachCode)),
  );
  const vacant = [...reaches.values()].filter(({ code }) => !held.has(fold(code)));
  if (vacant.length === 0) return;
  const list = vacant.map(({ code, name }) => `${code} ${name ?? ''}`.trim()).join('、');
  findings.warn({ sheet: '河长' }, 'reach.vacant', `有 ${vacant.length} 个河段现在没有河长：${list}`);
}
