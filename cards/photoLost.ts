/** 照片没收到: to whoever sent it. They were told that it was taken, and it never came, or is long in coming. */
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
  type SafeMd,
  type TextTag,
  type Tone,
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
  /**
   * `resend` it is wanted still · `reopened` nothing proves the handling now, so it waits for 反馈 again · `over` ·
   * `held` it will come, later · `stored` it has come after all.
   */
  next: 'resend' | 'reopened' | 'over' | 'held' | 'stored';
  /** The matter's own card, when this person may open it. */
  open: CardRef | null;
}

const HEADS: Record<PhotoLostView['next'], { tone: Tone; title: string; tags: TextTag[] }> = {
  resend: { tone: 'soon', title: '照片没收到', tags: [tag('请再发一次', 'orange')] },
  reopened: { tone: 'soon', title: '照片没收到', tags: [tag('请再发一次', 'orange')] },
  over: { tone: 'closed', title: '照片没收到', tags: [] },
  held: { tone: 'soon', title: '照片还没存好', tags: [tag('不用再发', 'neutral')] },
  stored: { tone: 'done', title: '照片已存好', tags: [] },
};

const NEXT = {
  resend: md`请把照片**再发一次**，直接发给我就行。`,
  reopened: md`没有处理后的照片就不能核查，这件事先回到办理中。请把照片**再发一次**，然后重新点反馈。`,
  over: md`这件事已经办结，不用再发。`,
  held: md`**不用再发**，修好以后会自动补上。照片先别从聊天里撤回。`,
  stored: md`照片已经补上了，不用再发。`,
};

const went = ({ sentAt, why, next }: PhotoLostView): SafeMd => {
  const photo = md`你${inline(sentAt, 20)}发的一张照片`;
  if (next === 'stored') return md`${photo}存好了。`;
  return md`${photo}${next === 'held' ? md`还没有存好` : md`没有收到`}：${inline(why, 60)}。`;
};

export function renderPhotoLost(view: PhotoLostView): Card {
  const { place, matter, next, open } = view;
  return frame({
    ...HEADS[next],
    place,
    body: [
      markdown(join([went(view), ...(matter ? [grey(inline(localName(matter), 60))] : [])])),
      markdown(NEXT[next]),
      ...(open && next !== 'over' ? [openButton(open, '打开这件事', 'main')] : []),
    ],
  });
}
