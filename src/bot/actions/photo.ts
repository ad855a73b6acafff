import { NO_MATTER, photoPlace, placePlace, sentWords } from '../../../cards/photoWhich';
import { putWhereSaid, type SentType } from '../../problem';
import { on, type PressContext } from '../frame';

/** 是这件, 都不是. */
async function answer({ tx, deps, person, at }: PressContext, of: SentType, id: number, to: string) {
  const policy = deps.policies.current;
  const code = to === NO_MATTER ? null : to;
  const { photos, places } = await putWhereSaid(tx, { of, id, code, person, policy, at });
  const content =
    code === null
      ? '记下了，先替你存着'
      : `${sentWords({ photos: photos.length, places: places.length })}已放进去`;
  return { toast: { type: 'success' as const, content } };
}

export const photoActions = [
  on(photoPlace, (ctx, { photo, to }) => answer(ctx, 'photo', photo, to)),
  on(placePlace, (ctx, { place, to }) => answer(ctx, 'place', place, to)),
];
