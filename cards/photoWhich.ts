/** 照片是哪件事的: to whoever sent it, when several of their open matters fit. One tap answers for a row of photos. */
import { type Card, code, defineAction, frame, inline, int, localName, markdown, md, row, tag } from './kit';

export interface PhotoWhichView {
  photo: number;
  version: number;
  /** `answered` the sender said which · `over` what it is in has moved on. */
  state: 'asking' | 'answered' | 'over';
  count: number;
  /** Where they are now; null: kept for the next problem form. */
  now: string | null;
  /** Other open matters that fit: `problem-12`. */
  others: { code: string; name: string }[];
}

/** 都不是. */
export const NO_MATTER = 'none';

/** One of the matters, or 都不是. */
export const photoPlace = defineAction({
  name: 'photo.place',
  value: { photo: int(), version: int(), to: code(40) },
});

export function renderPhotoWhich({ photo, version, state, count, now, others }: PhotoWhichView): Card {
  const what = now === null ? md`先替你存着` : md`放进了 **${inline(localName(now), 60)}**`;
  const photos = md`${count}张照片`;
  if (state !== 'asking') {
    return frame({
      tone: state === 'answered' ? 'done' : 'closed',
      title: '照片是哪件事的',
      tags: [state === 'answered' ? tag('记下了', 'green') : tag('已过', 'neutral')],
      body: [markdown(state === 'answered' ? md`${photos}${what}。` : md`这件事已经往下办了，不用再选。`)],
    });
  }
  return frame({
    tone: 'todo',
    title: '照片是哪件事的',
    body: [
      markdown(
        now === null
          ? md`${photos}${what}。是下面哪件事的，点一下：`
          : md`${photos}${what}。放对了就不用管；是别的事的，点一下：`,
      ),
      ...others.map(({ code: to, name }) =>
        row(
          inline(localName(name), 40),
          photoPlace.button({ value: { photo, version, to }, label: '是这件', fit: 'row', look: 'default' }),
        ),
      ),
      photoPlace.button({ value: { photo, version, to: NO_MATTER }, label: '都不是', look: 'default' }),
    ],
    help: '点了以后，接着发的照片也放进那件事。',
  });
}
