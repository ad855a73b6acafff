/**
 * Codes of an outfall. The national one is given by the state and never minted here; the local one follows the
 * province; the internal one is ours (patterns: domain.md §4.3, recovered from a live ledger).
 */
const NATIONAL = /^[A-Z]{2}-\d{6}-\d{4}-([A-Z]{2})-\d{2}$/;
const LOCAL = /^[A-Z]{2}(\d{6})\d{4}([A-Z]{2})\d{2}$/;
const INTERNAL = /^XJ-(\d{3})-(\d{4})$/;

export const COUNTY_CODE = '140825';

export const isNationalCode = (text: string): boolean => NATIONAL.test(text);
export const isLocalCode = (text: string): boolean => LOCAL.test(text);

/** First-level class that a code's type letters stand for, where they are known; the rest is never judged. */
const CLASS_OF_LETTERS: Record<string, string> = { GY: '工业排污口', NY: '农业排口', QT: '其他排口' };

/** County and type letters of a code of either pattern; null for one of neither. */
function partsOf(code: string): { county: string; letters: string } | null {
  const national = NATIONAL.exec(code);
  if (national) return { county: code.slice(3, 9), letters: national[1] ?? '' };
  const [, county, letters] = LOCAL.exec(code) ?? [];
  return county && letters ? { county, letters } : null;
}

/**
 * Doubts about a well-formed code, national or local: live ledgers hold such rows, so these never refuse. Serial
 * numbers of the two differ in live ledgers and are not compared.
 */
export function codeDoubts(code: string, class1: string | null): string[] {
  const parts = partsOf(code);
  if (!parts) return [];
  const doubts: string[] = [];
  const { county, letters } = parts;
  if (county !== COUNTY_CODE) doubts.push(`编码里的县是 ${county}，本县是 ${COUNTY_CODE}`);
  const expected = CLASS_OF_LETTERS[letters];
  if (class1 && expected && expected !== class1) {
    doubts.push(`编码里的类型 ${letters} 是${expected}，一级分类填的是${class1}`);
  }
  return doubts;
}

/** Whether the two codes of one outfall say it is of different kinds. */
export function codesDisagree(national: string, local: string): string | null {
  const [one, other] = [partsOf(national), partsOf(local)];
  if (!one || !other || one.letters === other.letters) return null;
  return `国家编码里的类型是 ${one.letters}，地方编码里是 ${other.letters}`;
}

/** The town's part of an internal code: the last three digits of its 9-digit division code. */
export function townPart(town: { code: string; divisionCode: string | null }): string {
  const digits = [town.divisionCode, town.code].find((code) => code && /^\d{9}(\d{3})?$/.test(code));
  return digits?.slice(6, 9) ?? '000';
}

/** Hands out internal codes `XJ-<镇3位>-<流水4位>`, each town counting on from its highest. */
export class CodeMint {
  private readonly highest = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    for (const code of taken) {
      const [, town, serial] = INTERNAL.exec(code) ?? [];
      if (town) this.highest.set(town, Math.max(this.highest.get(town) ?? 0, Number(serial)));
    }
  }

  next(town: string): string {
    const serial = (this.highest.get(town) ?? 0) + 1;
    this.highest.set(town, serial);
    return `XJ-${town}-${String(serial).padStart(4, '0')}`;
  }
}
