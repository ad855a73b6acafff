import { fold } from '../core/workbook';

/** 某某(新绛) 有限责任公司 and 某某（新绛）有限公司 are one enterprise. */
export const ownerKey = (name: string): string =>
  fold(name)
    .replace(/[\s()（）【】[\]·.,，。-]/g, '')
    .replace('有限责任公司', '有限公司');
