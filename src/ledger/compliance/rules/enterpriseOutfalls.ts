import { groupBy } from '../../../core/groupBy';
import { ownerKey } from '../../ownerKey';
import { type Found, found, type Judged, type Ledger, missing, type Rule, type Verdict } from '../rule';
import { leaves, responsible } from '../words';

const KINDS = ['工矿企业排污口', '工矿企业雨洪排口'];

/** Enterprises by credit code; a row that gives the name alone goes to the code that stands beside it elsewhere. */
function byEnterprise(outfalls: readonly Judged[]): Map<string, Judged[]> {
  const codes = new Map<string, string>();
  for (const { owner, creditCode } of outfalls) {
    if (owner !== null && creditCode !== null) codes.set(ownerKey(owner), creditCode);
  }
  return groupBy(outfalls, ({ owner, creditCode }) => {
    const name = ownerKey(owner ?? '');
    return creditCode ?? codes.get(name) ?? name;
  });
}

function tooMany(rows: readonly Judged[], class2: string, most: number, ledger: Ledger): Found[] {
  const of = rows.filter((row) => row.class2 === class2);
  const [first] = of;
  if (!first || of.length <= most) return [];
  const says = `开发区外企业有 ${of.length} 个${class2}，原则上最多 ${most} 个`;
  return [found(of, says, `保留 ${most} 个，其余取缔或合并`, responsible(first, ledger))];
}

/** Outside the 开发区 an enterprise keeps at most one industrial and one stormwater outfall, 原则上. */
export const enterpriseOutfalls: Rule = {
  id: 'enterpriseOutfalls',
  clause: '（五）',
  name: '企业口数',
  judge: (ledger) => {
    const { enterpriseIndustrial, enterpriseStormwater } = ledger.limits;
    const most = [enterpriseIndustrial, enterpriseStormwater];
    const concerned = ledger.outfalls.filter((one) => KINDS.includes(one.class2) && !leaves(one));
    const verdicts: Verdict[] = [];
    for (const one of concerned) {
      if (one.inZone === null) verdicts.push(missing(one, 'inZone'));
      else if (!one.inZone && one.owner === null && one.creditCode === null)
        verdicts.push(missing(one, 'owner'));
    }
    const named = concerned.filter(
      ({ inZone, owner, creditCode }) => inZone === false && (owner ?? creditCode) !== null,
    );
    for (const rows of byEnterprise(named).values()) {
      KINDS.forEach((kind, n) => {
        verdicts.push(...tooMany(rows, kind, most[n] as number, ledger));
      });
    }
    return verdicts;
  },
};
