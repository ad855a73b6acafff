import { eachOutfall, found, type Judged, missing, type Rule } from '../rule';
import { responsible } from '../words';

/** Only these two kinds are 精准管理: clause （五） names no other. */
const isWatched = ({ class2, isPlantOverflow }: Judged): boolean =>
  class2 === '工矿企业雨洪排口' || isPlantOverflow === true;

const kindOf = ({ class2 }: Judged): string =>
  class2 === '工矿企业雨洪排口' ? '工矿企业雨洪排口' : '污水处理厂进水管网溢流口';

/** 工矿企业雨洪排口 and 进水管网溢流口 are watched by video. */
export const video: Rule = {
  id: 'video',
  clause: '（五）',
  name: '在线视频',
  judge: eachOutfall((outfall, ledger) => {
    if (!isWatched(outfall)) return null;
    if (outfall.video === null) return missing(outfall, 'video');
    if (outfall.video === '有') return null;
    return found(outfall, `${kindOf(outfall)}没有在线视频`, '加装在线视频', responsible(outfall, ledger));
  }),
};

/** …and have a gate. */
export const gate: Rule = {
  id: 'gate',
  clause: '（五）',
  name: '闸阀',
  judge: eachOutfall((outfall, ledger) => {
    if (!isWatched(outfall)) return null;
    if (outfall.gate === null) return missing(outfall, 'gate');
    if (outfall.gate === '有') return null;
    return found(outfall, `${kindOf(outfall)}没有闸阀`, '建设闸阀', responsible(outfall, ledger));
  }),
};

/** …that is filed with 分局. */
export const gateFiled: Rule = {
  id: 'gateFiled',
  clause: '（五）',
  name: '闸阀备案',
  judge: eachOutfall((outfall, ledger) => {
    if (!isWatched(outfall) || outfall.gate !== '有') return null;
    if (outfall.gateFiled === null) return missing(outfall, 'gateFiled');
    if (outfall.gateFiled) return null;
    return found(outfall, '闸阀没有备案', `向${ledger.limits.branch}备案`, responsible(outfall, ledger));
  }),
};
