/** 照片（位置）是哪件事的: to whoever sent it, when several of their open matters fit. One tap answers for all sent in a row. */
import { type Card, code, defineAction, frame, inline, int, localName, markdown, md, row, tag } from './kit';

export interface PhotoWhichView {
  /** What is asked about: a photo or a place, by its id. */
  of: 'photo' | 'place';
  id: number;
  version: number;
  /** `answered` the sender said which · `over` what it is in has moved on. */
  state: 'asking' | 'answered' | 'over';
  photos: number;
  places: number;
  /** Where they are now; null: kept for the next problem form. */
  now: string | null;
  /** Other open matters that fit: `problem-12`. */
  others: { code: string; name: string }[];
}

/** 都不是. */
export const NO_MATTER = 'none';

/** One of the matters, or 都不是, of a photo and what came with it. */
export const photoPlace = defineAction({
  name: 'photo.place',
  value: { photo: int(), version: int(), to: code(40) },
});

/** The same of a place. */
export const placePlace = defineAction({
  name: 'place.place',
  value: { place: int(), version: int(), to: code(40) },
});

export function renderPhotoWhich(view: PhotoWhichView): Card {
  const { of, id, version, state, photos, places, now, others } = view;
  const title = of === 'photo' ? '照片是哪件事的' : '位置是哪件事的';
  const what = now === null ? md`先替你存着` : md`放进了 **${inline(localName(now), 60)}**`;
  const sent = sentWords({ photos, places });
  if (state !== 'asking') {
    return frame({
      tone: state === 'answered' ? 'done' : 'closed',
      title,
      tags: [state === 'answered' ? tag('记下了', 'green') : tag('已过', 'neutral')],
      body: [markdown(state === 'answered' ? md`${sent}${what}。` : md`这件事已经往下办了，不用再选。`)],
    });
  }
  const choose = (to: string, label: string, fit?: 'row') => {
    const common = { label, look: 'default' as const, ...(fit && { fit }) };
    return of === 'photo'
      ? photoPlace.button({ value: { photo: id, version, to }, ...common })
      : placePlace.button({ value: { place: id, version, to }, ...common });
  };
  return frame({
    tone: 'todo',
    title,
    body: [
      markdown(
        now === null
          ? md`${sent}${what}。是下面哪件事的，点一下：`
          : md`${sent}${what}。放对了就不用管；是别的事的，点一下：`,
      ),
      ...others.map(({ code: to, name }) => row(inline(localName(name), 40), choose(to, '是这件', 'row'))),
      choose(NO_MATTER, '都不是'),
    ],
    help: of === 'photo' ? '点了以后，接着发的照片也放进那件事。' : '点了以后，接着发的也放进那件事。',
  });
}

/** `2张照片和1个位置`. */
export const sentWords = ({ photos, places }: { photos: number; places: number }): string =>
  [photos > 0 && `${photos}张照片`, places > 0 && `${places}个位置`].filter(Boolean).join('和');
