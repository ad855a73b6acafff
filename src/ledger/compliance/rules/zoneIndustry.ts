import { eachOutfall, found, missing, type Rule } from '../rule';
import { leaves } from '../words';

/** Inside the 开发区 the central plant takes the enterprises' water: none has an industrial outfall of its own. */
export const zoneIndustry: Rule = {
  id: 'zoneIndustry',
  clause: '（五）',
  name: '园区工业口',
  judge: eachOutfall((outfall, ledger) => {
    if (outfall.class2 !== '工矿企业排污口' || leaves(outfall)) return null;
    if (outfall.inZone === null) return missing(outfall, 'inZone');
    if (!outfall.inZone) return null;
    return found(outfall, '开发区内企业自己有工业排污口', '接入开发区污水集中处理设施', ledger.zone);
  }),
};
