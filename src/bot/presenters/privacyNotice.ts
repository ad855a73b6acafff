import { renderPrivacyNotice } from '../../../cards/privacyNotice';
import type { Presenter } from '../frame';
import { momentInWords } from '../words';

/** 告知书: what is kept of a person, why, how long, who sees it (PIPL art. 17; domain.md §8). */
export const privacyNotice: Presenter = async (deps, _reader, { recipient }) => {
  const { privacy, county } = deps.policies.current;
  return {
    card: renderPrivacyNotice({
      person: recipient.id,
      version: 1,
      keeper: `${county.name}河长制办公室`,
      kept: [
        {
          what: '姓名、职务、单位、手机号',
          why: '找到你，给你发任务和提醒；手机号加密存放，平时只显示头尾',
          howLong: '任职期间，离任后按档案规定',
          who: '县河长办；别人看到的只有职务',
        },
        {
          what: '你报的巡河、问题、照片和文字',
          why: '交办、核查和考核的依据',
          howLong: `操作记录至少${privacy.auditMonths}个月，其余按档案规定`,
          who: '办理和核查这件事的人、县河长办',
        },
      ],
      acknowledgedAt: recipient.privacyReadAt ? momentInWords(recipient.privacyReadAt) : null,
    }),
    pictures: [],
  };
};
