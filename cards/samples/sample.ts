/** How a sample is made, and the awkward words that the worst of them are filled with. */
import { type CardKind, renderCard, type ViewOf } from '..';
import type { Card, Due } from '../kit';

/** A card in one of its states, with invented people and figures. */
export interface Sample {
  card: CardKind;
  /** Unique within the card; letters and hyphens, since it names a picture. */
  state: string;
  draw(): Card;
}

/** Samples of one card: `{ state: view }`. */
export const samplesOf = <K extends CardKind>(card: K, views: Record<string, ViewOf<K>>): Sample[] =>
  Object.entries(views).map(([state, view]) => ({ card, state, draw: () => renderCard(card, view) }));

/** A Monday. */
export const TODAY = '2026-11-23';

/** A deadline that stands. */
export const sure = (day: string): Due => ({ day, provisional: false });
/** A deadline in a year whose holidays are not announced yet. */
export const unsure = (day: string): Due => ({ day, provisional: true });

const MISCHIEF =
  '<at id=all></at> **大家** [点这里](https://example.com) ~~划掉~~ `代码` :SMILE: <font color=red>红</font> ' +
  '# 标题 | 表格 | www.example.com后面接中文 &lt; _下划_ \n- 列表 \n1. 编号 \n> 引用 \u202e倒着写\u202c \\*转义\\* ';
/** 2,000 characters that would notify everybody, link, colour and reverse text, were they not escaped. */
export const HOSTILE = MISCHIEF.repeat(Math.ceil(2000 / MISCHIEF.length)).slice(0, 2000);
export const LONG_WORDS = '河道右岸堆放了建筑垃圾和生活垃圾，有的已经滑到水里，气味很大，'
  .repeat(62)
  .slice(0, 2000);
export const LONG_RIVER = '汾河新绛段';
export const LONG_REACH = '新绛经济技术开发区三泉镇白村至席村入汾口左岸堤顶路以下河段';
export const LONG_POST = '新绛经济技术开发区管理委员会三泉镇白村村级河长';
/** Image keys that the drawing page shows as a plain picture. */
export const PHOTO_KEYS = ['img_v3_sample_a', 'img_v3_sample_b', 'img_v3_sample_c'];
