import { Fault } from '../core/errors';
import { parseDegrees } from '../core/workbook';

const WHERE = '“经纬度”请写成 111.2204，35.6151 这样，先经度后纬度';

/** 111.2204，35.6151 → degrees. @throws Fault `press.form` */
export function whereTyped(text: string): { lon: number; lat: number } {
  const [lon, lat, ...more] = text
    .trim()
    .split(/[\s，,、;；]+/)
    .map((part) => parseDegrees(part)?.degrees);
  if (lon === undefined || lat === undefined || more.length > 0)
    throw new Fault('press.form', { what: WHERE });
  return { lon, lat };
}
