import { strictest, zoneWords } from '../../../zones';
import { eachOutfall, found, type Rule } from '../rule';
import { leaves } from '../words';

/** No outfall where a zone refuses them (clause （七）; 水污染防治法 art. 64). */
export const forbiddenZone: Rule = {
  id: 'forbiddenZone',
  clause: '（七）',
  name: '禁设区域',
  judge: eachOutfall((outfall, ledger) => {
    if (leaves(outfall)) return null;
    const { control, zones } = strictest(ledger.zonesOf(outfall));
    if (control !== '禁止') return null;
    return found(
      outfall,
      zones.map(zoneWords).join('；'),
      '列入依法取缔，或迁到区外重新申请',
      ledger.limits.branch,
    );
  }),
};
