import { Fault } from '../core/errors';
import { doubtOf } from '../core/workbook';

/** Where something new can be: a slip of the finger is refused here, since nobody looks at it again. @throws Fault */
export function guardPlace(lon: number, lat: number): void {
  const doubt = doubtOf(lon, lat);
  if (!doubt) return;
  const what = {
    swapped: '经度和纬度填反了，请对调',
    abroad: '坐标不在国内，请核对',
    far: `坐标离本县约${doubt.kind === 'far' ? doubt.km : ''}公里，请核对`,
  }[doubt.kind];
  throw new Fault('press.form', { what });
}
