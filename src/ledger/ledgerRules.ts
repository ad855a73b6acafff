import type { Reach, Unit } from '../../entities';
import { unitByName } from '../core/unitByName';
import {
  type Findings,
  fold,
  type Place,
  type Table,
  tellDoubt,
  toPosition,
  type Values,
} from '../core/workbook';
import { isTown, tellDoubles, UnitLookup } from '../core/workbook/lookups';
import { isCreditCode } from './creditCode';
import { governmentOf } from './governmentOf';
import type { LedgerBook } from './ledgerBook';
import type { LedgerSnapshot, OutfallRecord } from './ledgerSnapshot';
import { classify, type OutfallClass } from './outfallClasses';
import { codeDoubts, codesDisagree, isLocalCode, isNationalCode } from './outfallCodes';
import type { PlannedOutfall } from './plannedOutfall';
import { proposeName } from './proposeName';
import { tellSpellings } from './spellings';
import { impossibleStandards, isOfAnotherColumn } from './standards';

type Columns = LedgerBook['outfalls']['columns'];
type Row = Values<Columns>;
type Key = keyof Columns & string;

/** 部署 of the plan began then: an earlier year of a 整治方案 is a slip. */
const FIRST_PLAN = 2020;

/** Checks one row after another against what the database knows; every fault goes into the findings. */
export class LedgerRules {
  private readonly units: UnitLookup<Unit>;
  private readonly unitOf: (name: string) => Unit | null;
  private readonly reaches: Map<string, Reach>;
  private readonly unknownDepartments = new Map<string, number>();

  constructor(
    private readonly table: Table<Columns>,
    stored: LedgerSnapshot,
    private readonly findings: Findings,
  ) {
    this.units = new UnitLookup(stored.units);
    this.unitOf = unitByName(stored.units);
    this.reaches = new Map(stored.reaches.map((reach) => [fold(reach.code), reach]));
  }

  check(): PlannedOutfall[] {
    const planned: PlannedOutfall[] = [];
    for (const { row, values } of this.table.rows) {
      const outfall = this.checkRow(row, values);
      if (outfall) planned.push(outfall);
    }
    this.tellDoubles(planned);
    tellSpellings(planned, (row, key) => this.place(row, key), this.findings);
    for (const [name, count] of this.unknownDepartments) {
      this.findings.warn(
        { sheet: this.table.spec.name, column: '牵头部门' },
        'outfall.department',
        `有 ${count} 行的牵头部门“${name}”不在花名册的单位里，请核对写法或补进花名册`,
        name,
      );
    }
    return planned;
  }

  private place(row: number, key: Key): Place {
    return this.table.place(row, key);
  }

  private checkRow(row: number, values: Row): PlannedOutfall | null {
    const town = this.town(row, values);
    const reach = this.reach(row, values, town);
    const codes = this.codes(row, values);
    const kind = this.kind(row, values);
    const position = this.position(row, values);
    this.doubts(row, values, kind?.class1 ?? null, codes);
    this.proposal(row, values, town, kind);
    const { internalCode, name, river, ownerType, tracing } = values;
    if (!town || !reach || !kind || !position || !name || !river || !ownerType || !tracing) return null;
    const { town: _town, reach: _reach, lon: _lon, lat: _lat, crs, internalCode: _code, ...plain } = values;
    const record: OutfallRecord = {
      ...plain,
      ...codes,
      ...kind,
      ...position,
      name,
      river,
      tracing,
      townId: town.id,
      reachId: reach.id,
      sourceCrs: crs,
      ...this.owner(row, values, ownerType, town),
    };
    return { row, internalCode, town, record };
  }

  private town(row: number, { town: named }: Row): Unit | null {
    if (named === null) return null;
    const found = this.units.find(named);
    if (typeof found === 'object' && isTown(found.type)) return found;
    const why =
      typeof found === 'object'
        ? `“${named}”是${found.type}，所属镇只能是镇或管委会`
        : found === 'ambiguous'
          ? `有几个单位都叫“${named}”，这里请填单位编码`
          : `花名册里没有“${named}”，请先导入花名册或改成里面的写法`;
    this.findings.error(this.place(row, 'town'), 'outfall.town', why, named);
    return null;
  }

  private reach(row: number, { reach: named, river }: Row, town: Unit | null): Reach | null {
    if (named === null) return null;
    const reach = this.reaches.get(fold(named));
    const place = this.place(row, 'reach');
    if (!reach) {
      const message = `花名册里没有编号为“${named}”的河段，请先导入花名册或改正编号`;
      this.findings.error(place, 'outfall.reach', message, named);
      return null;
    }
    if (town && reach.townId !== town.id) {
      const message = `河段“${named}”（${reach.name}）不归${town.name}，请改正所属镇或河段编号`;
      this.findings.error(place, 'outfall.reachTown', message, named);
      return null;
    }
    if (river && reach.river !== river) {
      const message = `河段“${named}”在${reach.river}，河流填的是${river}，请改正其中一个`;
      this.findings.error(this.place(row, 'river'), 'outfall.river', message, river);
      return null;
    }
    return reach;
  }

  /** Codes stand in each other's column in live ledgers: what can be told apart by its pattern is put right. */
  private codes(row: number, values: Row): { nationalCode: string | null; localCode: string | null } {
    const { nationalCode: national, localCode: local } = values;
    const place = this.place(row, 'nationalCode');
    if (
      values.name &&
      (isNationalCode(values.name.toUpperCase()) || isLocalCode(values.name.toUpperCase()))
    ) {
      const message = '名称一列填的是编码，请把编码移到编码列，填上排污口名称';
      this.findings.error(this.place(row, 'name'), 'outfall.nameIsCode', message, values.name);
    }
    if (national && isLocalCode(national) && (local === null || isNationalCode(local))) {
      this.findings.repaired(place, 'moved');
      return { nationalCode: local, localCode: national };
    }
    if (national === null && local && isNationalCode(local)) {
      this.findings.repaired(this.place(row, 'localCode'), 'moved');
      return { nationalCode: local, localCode: null };
    }
    if (national && !isNationalCode(national)) {
      const message = '不像国家编码（应像 XX-140825-0001-GY-00）；省市自编的请填到“地方编码”，没有就空着';
      this.findings.error(place, 'outfall.nationalCode', message, national);
    }
    return { nationalCode: national, localCode: local };
  }

  private kind(row: number, { class1, class2, class3 }: Row) {
    if (class1 === null || class2 === null) return null;
    const found = classify(class1, class2, class3);
    if (!('level' in found)) return found;
    const key = ({ 1: 'class1', 2: 'class2', 3: 'class3' } as const)[found.level];
    const shown = { class1, class2, class3 }[key];
    const heading = this.table.spec.columns[key].heading;
    this.findings.error(this.place(row, key), 'outfall.class', `“${heading}”${found.message}`, shown);
    return null;
  }

  private position(row: number, { lon, lat, crs }: Row) {
    if (lon === null || lat === null) return null;
    tellDoubt(lon, lat, this.place(row, 'lon'), '', this.findings);
    return toPosition(lon, lat, crs);
  }

  /** Plan, clause （二）: an owner that cannot be traced is the town where the outfall lies. */
  private owner(row: number, { tracing, owner, townBackstop: typed }: Row, ownerType: string, town: Unit) {
    const ofTown = ownerType === '不明' || ownerType === '镇政府';
    const townBackstop = typed ?? (tracing === '无法溯源' && ofTown ? true : null);
    if (tracing !== '无法溯源' || ownerType !== '不明') return { owner, ownerType, townBackstop };
    const message = `无法溯源，按方案（二）由属地${town.name}作为责任主体`;
    this.findings.warn(this.place(row, 'ownerType'), 'outfall.orphan', message, ownerType);
    return { owner: owner ?? governmentOf(town), ownerType: '镇政府', townBackstop };
  }

  /** A row without a name is refused with one by the pattern, to be looked over and taken. */
  private proposal(
    row: number,
    { name, village, address }: Row,
    town: Unit | null,
    kind: OutfallClass | null,
  ): void {
    if (name !== null || !town || !kind) return;
    const { class2, class3 } = kind;
    const proposed = proposeName({ town: town.name, village, spot: address ?? '', class2, class3 });
    this.findings.warn(
      this.place(row, 'name'),
      'outfall.nameProposal',
      `名称可以写成“${proposed}”`,
      proposed,
    );
  }

  private doubts(
    row: number,
    values: Row,
    class1: string | null,
    { nationalCode, localCode }: { nationalCode: string | null; localCode: string | null },
  ): void {
    const { tracing, ownerType, standard, creditCode, leadDepartment, planYear, townBackstop } = values;
    const warn = (key: Key, code: string, message: string, value: string | null) =>
      this.findings.warn(this.place(row, key), code, message, value);
    if (tracing === '无法溯源' && ownerType !== null && ownerType !== '镇政府' && ownerType !== '不明') {
      const message = `溯源状态是无法溯源，责任主体类型却是${ownerType}，请核对`;
      warn('ownerType', 'outfall.ownerDoubt', message, ownerType);
    }
    if (tracing === '已溯源' && ownerType === '不明') {
      warn('ownerType', 'outfall.ownerDoubt', '溯源状态是已溯源，责任主体类型却是不明，请核对', ownerType);
    }
    for (const wrong of standard ? impossibleStandards(standard) : []) {
      warn('standard', 'outfall.standardYear', `没有这一年的标准：${wrong}，已照原样记下，请核对`, standard);
    }
    for (const key of ['monitorFrequency', 'standard'] as const) {
      const strange = values[key];
      if (strange && isOfAnotherColumn(key, strange)) {
        warn(key, 'outfall.shifted', '看起来是旁边一列的内容，是不是错列了？已照原样记下，请核对', strange);
      }
    }
    if (creditCode && !isCreditCode(creditCode)) {
      warn(
        'creditCode',
        'outfall.creditCode',
        '统一社会信用代码不是 18 位或校验码不对，已照原样记下，请核对',
        creditCode,
      );
    }
    for (const [key, known] of [
      ['nationalCode', nationalCode],
      ['localCode', localCode],
    ] as const) {
      for (const doubt of known ? codeDoubts(known, class1) : []) {
        warn(key, 'outfall.codeDoubt', `${doubt}，已照原样记下，请核对`, known);
      }
    }
    const apart = nationalCode && localCode && codesDisagree(nationalCode, localCode);
    if (apart) warn('localCode', 'outfall.codeDoubt', `${apart}，已照原样记下，请核对`, localCode);
    if (planYear !== null && planYear < FIRST_PLAN) {
      warn('planYear', 'outfall.planYear', '不像年份，已照原样记下，请核对', String(planYear));
    }
    if (townBackstop && tracing !== '无法溯源') {
      warn('townBackstop', 'outfall.ownerDoubt', `镇兜底填了是，溯源状态却是${tracing}，请核对`, '是');
    }
    if (leadDepartment && this.units.find(leadDepartment) === 'unknown' && !this.unitOf(leadDepartment)) {
      this.unknownDepartments.set(leadDepartment, (this.unknownDepartments.get(leadDepartment) ?? 0) + 1);
    }
  }

  private tellDoubles(planned: readonly PlannedOutfall[]): void {
    const keys: { key: Key; what: string; of(outfall: PlannedOutfall): string | null }[] = [
      { key: 'internalCode', what: '内部编号', of: ({ internalCode }) => internalCode },
      { key: 'nationalCode', what: '国家编码', of: ({ record }) => record.nationalCode },
      { key: 'name', what: '名称', of: ({ record }) => record.name },
    ];
    for (const { key, what, of } of keys) {
      const entries = planned.map((outfall) => ({
        key: of(outfall),
        row: outfall.row,
        place: this.place(outfall.row, key),
        shown: of(outfall) ?? '',
      }));
      tellDoubles(this.findings, entries, 'outfall.double', what);
    }
  }
}
