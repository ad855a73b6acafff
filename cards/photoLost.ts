/** 照片没收到: to whoever sent it. They were told that it was taken, and it never came. */
import {
  type Card,
  type CardRef,
  frame,
  grey,
  inline,
  join,
  localName,
  markdown,
  md,
  openButton,
  tag,
} from './kit';

export interface PhotoLostView {
  /** 11月23日9时10分. */
  sentAt: string;
  /** 汾河 · 古交镇第一村段; null for a photo of nothing in particular. */
  place: string | null;
  /** 排污口：桥西雨洪排口. */
  matter: string | null;
  /** 这条消息已被删除. */
  why: string;
  /** `resend` it is wanted still · `reopened` nothing proves the handling now, so it waits for 反馈 again · `over`. */
  next: 'resend' | 'reopened' | 'over';
  /** The matter's own card, when this person may open it. */
  open: CardRef | null;
}

const NEXT = {
  resend: md`请把照片**再发一次**，直接发给我就行。`,
  reopened: md`没有处理后的照片就不能核查，这件事先回到办理中。请把照片**再发一次**，然后重新点反馈。`,
  over: md`这件事已经办结，不用再发。`,
};

export function renderPhotoLost({ sentAt, place, matter, why, next, open }: PhotoLostView): Card {
  return frame({
    tone: next === 'over' ? 'closed' : 'soon',
    title: '照片没收到',
    place,
    tags: next === 'over' ? [] : [tag('请再发一次', 'orange')],
    body: [
      markdown(
        join([
          md`你${inline(sentAt, 20)}发的一张照片没有收到：${inline(why, 60)}。`,
          ...(matter ? [grey(inline(localName(matter), 60))] : []),
        ]),
      ),
      markdown(NEXT[next]),
      ...(open && next !== 'over' ? [openButton(open, '打开这件事', 'main')] : []),
    ],
  });
}
