import { NO_MATTER, photoPlace } from '../../../cards/photoWhich';
import { placePhotos } from '../../problem';
import { on } from '../frame';

export const photoActions = [
  on(photoPlace, async ({ tx, deps, person, at }, { photo, to }) => {
    const policy = deps.policies.current;
    const moved = await placePhotos(tx, {
      photoId: photo,
      code: to === NO_MATTER ? null : to,
      person,
      policy,
      at,
    });
    const content = to === NO_MATTER ? '记下了，先替你存着' : `${moved}张照片已放进去`;
    return { toast: { type: 'success', content } };
  }),
];
