import type { Outfall, Reach, Seriousness } from '../../entities';
import type { Findings as PolicyFindings } from '../core/policyProblem';
import { type Counts, type Findings, fold, maskDigits, type TableRow, type Tables } from '../core/workbook';
import type { ComplaintBook } from './complaintBook';
import { PHONE } from './complaints';
import { groupDoubt, kindDoubt } from './route';
import { placeWords } from './words';

/** A complaint that was taken in before. */
export interface KnownComplaint {
  sourceNo: string | null;
  reachId: number;
  /** Shanghai day on which it was said. */
  day: string;
  words: string;
}

/** What a workbook of complaints is planned against. */
export interface ComplaintSnapshot {
  reaches: Pick<Reach, 'id' | 'code' | 'townId' | 'parentId'>[];
  outfalls: Pick<Outfall, 'id' | 'internalCode' | 'name' | 'reachId'>[];
  known: KnownComplaint[];
  /** Who takes them in: the first of 县河长办, unless somebody sends the file. Null: nobody. */
  takenById: number | null;
}

export interface PlannedComplaint {
  sourceNo: string | null;
  saidOn: string;
  reachId: number;
  townId: number;
  outfallId: number | null;
  place: string;
  category: string;
  kind: string | null;
  seriousness: Seriousness;
  words: string;
  /** Under this key a plan's fingerprint leaves it out. */
  mobile: string | null;
}

export interface ComplaintPlan {
  complaints: PlannedComplaint[];
  takenById: number;
  counts: Counts;
}

/** Each costs some ten statements of one transaction, which presses wait for. */
const MOST = 200;

type Book = Tables<ComplaintBook>['complaints'];
type Row = TableRow<ComplaintBook['complaints']['columns']>;
type Key = keyof Row['values'] & string;

const sameWords = ({ reachId, day, words }: Pick<KnownComplaint, 'reachId' | 'day' | 'words'>): string =>
  JSON.stringify([reachId, day, words]);

/**
 * What a workbook of complaints adds. Pure; what is wrong goes into the findings. One with a 工单编号 is known by it,
 * else by the reach, the day and the words; what is known stays as it is.
 */
export function planComplaints(
  { complaints: table }: Tables<ComplaintBook>,
  { reaches, outfalls, known, takenById }: ComplaintSnapshot,
  { today, findings: rules }: { today: string; findings: PolicyFindings },
  findings: Findings,
): ComplaintPlan {
  if (takenById === null) {
    findings.error({}, 'complaint.nobody', '花名册里还没有县河长办的人，没有人接投诉，请先导入花名册');
  }
  const rows = new Rows(table, { reaches, outfalls, today, rules }, findings);
  const numbered = new Map(
    known.flatMap((one) => (one.sourceNo === null ? [] : [[fold(one.sourceNo), one]])),
  );
  const said = new Set(known.map(sameWords));
  const rowOf = new Map<string, number>();
  const plan: ComplaintPlan = {
    complaints: [],
    takenById: takenById ?? 0,
    counts: { created: 0, updated: 0, unchanged: 0 },
  };
  for (const row of table.rows) {
    const complaint = rows.check(row);
    if (!complaint) continue;
    const { sourceNo, reachId, saidOn, words } = complaint;
    const content = sameWords({ reachId, day: saidOn, words });
    const key = sourceNo === null ? content : `no ${fold(sourceNo)}`;
    const earlier = rowOf.get(key);
    if (earlier !== undefined) {
      const place = table.place(row.row, sourceNo === null ? 'words' : 'sourceNo');
      findings.error(place, 'row.double', `和第 ${earlier} 行是同一件投诉，请删去一行`, sourceNo);
      continue;
    }
    rowOf.set(key, row.row);
    const before = sourceNo === null ? undefined : numbered.get(fold(sourceNo));
    if (before && sameWords(before) !== content) {
      const message = `第 ${row.row} 行：这个工单已登记过，内容和这次不一样，没有改`;
      findings.warn(table.place(row.row, 'sourceNo'), 'complaint.changed', message, sourceNo);
    }
    if (before || (sourceNo === null && said.has(content))) plan.counts.unchanged += 1;
    else {
      plan.complaints.push(complaint);
      plan.counts.created += 1;
    }
  }
  if (plan.complaints.length > MOST) {
    const message = `一次最多登记 ${MOST} 件投诉，这里有 ${plan.complaints.length} 件，请分成几个文件`;
    findings.error({ sheet: table.spec.name }, 'complaint.tooMany', message);
  }
  return plan;
}

/** One row after another, each by itself. */
class Rows {
  private readonly reaches: Map<string, ComplaintSnapshot['reaches'][number]>;
  private readonly children: Map<number, number[]>;

  constructor(
    private readonly table: Book,
    private readonly context: Pick<ComplaintSnapshot, 'reaches' | 'outfalls'> & {
      today: string;
      rules: PolicyFindings;
    },
    private readonly findings: Findings,
  ) {
    this.reaches = new Map(context.reaches.map((reach) => [fold(reach.code), reach]));
    this.children = new Map();
    for (const { id, parentId } of context.reaches) {
      if (parentId !== null) this.children.set(parentId, [...(this.children.get(parentId) ?? []), id]);
    }
  }

  /** @returns null when something is wrong with the row */
  check({ row, values }: Row): PlannedComplaint | null {
    const { sourceNo, saidOn, reach: reachCode, seriousness, category: group, words, phone } = values;
    const reach = reachCode === null ? null : this.reachOf(row, reachCode);
    const late = saidOn !== null && saidOn > this.context.today;
    if (late) this.fault(row, 'saidOn', 'complaint.future', '投诉日期在今天以后，请核对', saidOn);
    const finding = group === null ? null : this.findingOf(row, group, values.kind);
    const clean = words === null ? null : this.withoutPhone(row, words);
    const at = reach && this.placeOf(row, values, reach);
    if (late || !at || saidOn === null || seriousness === null || finding === null || clean === null) {
      return null;
    }
    return { ...at, sourceNo, saidOn, ...finding, seriousness, words: clean, mobile: phone };
  }

  private fault(row: number, key: Key, code: string, message: string, value: string | null = null): null {
    this.findings.error(this.table.place(row, key), code, message, value);
    return null;
  }

  private reachOf(row: number, typed: string): ComplaintSnapshot['reaches'][number] | null {
    const found = this.reaches.get(fold(typed));
    return found ?? this.fault(row, 'reach', 'complaint.reach', '花名册里没有这个河段编号', typed);
  }

  private findingOf(
    row: number,
    category: string,
    kind: string | null,
  ): { category: string; kind: string | null } | null {
    const { rules } = this.context;
    const unknown = groupDoubt(rules, category);
    if (unknown !== null) return this.fault(row, 'category', 'cell.choice', unknown, category);
    if (kind === null) return { category, kind };
    const doubt = kindDoubt(rules, category, kind);
    return doubt === null ? { category, kind } : this.fault(row, 'kind', 'problem.kind', doubt, kind);
  }

  /** Words are shown to whoever handles it, phones are not. */
  private withoutPhone(row: number, typed: string): string | null {
    if (!PHONE.test(typed)) return typed;
    const message = '投诉内容里有电话，请移到“投诉人电话”一列';
    return this.fault(row, 'words', 'complaint.phone', message, maskDigits(typed.slice(0, 100)));
  }

  private placeOf(
    row: number,
    { outfall, spot }: Row['values'],
    reach: ComplaintSnapshot['reaches'][number],
  ): Pick<PlannedComplaint, 'reachId' | 'townId' | 'outfallId' | 'place'> | null {
    if (outfall === null && spot === null) {
      return this.fault(row, 'spot', 'cell.required', '排污口和具体位置至少填一个');
    }
    const at = outfall === null ? null : this.outfallOf(row, outfall, reach.id);
    if (outfall !== null && !at) return null;
    const where = this.context.reaches.find(({ id }) => id === at?.reachId) ?? reach;
    return {
      reachId: where.id,
      townId: where.townId,
      outfallId: at?.id ?? null,
      place: placeWords(at?.name ?? null, spot ?? ''),
    };
  }

  private outfallOf(
    row: number,
    typed: string,
    reachId: number,
  ): ComplaintSnapshot['outfalls'][number] | null {
    const under = this.under(reachId);
    const key = fold(typed);
    const found = this.context.outfalls.find(
      (one) =>
        one.reachId !== null &&
        under.has(one.reachId) &&
        [fold(one.internalCode), fold(one.name)].includes(key),
    );
    const message = '这个河段上没有这个排污口，请核对编号或名称';
    return found ?? this.fault(row, 'outfall', 'complaint.outfall', message, typed);
  }

  private under(reachId: number): Set<number> {
    const found = new Set([reachId]);
    // A set goes on with what is added to it on the way.
    for (const id of found) for (const below of this.children.get(id) ?? []) found.add(below);
    return found;
  }
}
