import { eachOutfall, found, missing, type Rule } from '../rule';
import { leaves, responsible } from '../words';

/** No more flows out than was agreed to: more is 扩大, which is applied for first (clause （八）; 部令第35号). */
export const enlarged: Rule = {
  id: 'enlarged',
  clause: '（八）',
  name: '擅自扩大',
  judge: eachOutfall((outfall, ledger) => {
    if (leaves(outfall)) return null;
    const agreed = ledger
      .applicationsOf(outfall)
      .filter(({ state }) => state === 'granted' || state === 'registered')
      .at(-1);
    if (!agreed) return null;
    if (outfall.dailyVolumeL === null) return missing(outfall, 'dailyVolumeL');
    const flows = outfall.dailyVolumeL / 1_000;
    if (flows <= agreed.dailyVolumeM3) return null;
    const says = `每天排${flows}立方米，${agreed.mode}的是${agreed.dailyVolumeM3}立方米`;
    const remedy = `减到${agreed.dailyVolumeM3}立方米以内，或向${ledger.limits.branch}申请扩大`;
    return found(outfall, says, remedy, responsible(outfall, ledger));
  }),
};
