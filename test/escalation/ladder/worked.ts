import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { DocumentRung } from '../../../entities';
import { RUNGS } from '../../../entities';
import { Calendar } from '../../../src/core/calendar';
import { LADDER_RULES } from '../../../src/core/policyLadder';
import type { DocumentEvent, LadderEvent, StopReason } from '../../../src/escalation/ladder/lifecycle';
import { lifeOf } from '../../../src/escalation/ladder/lifecycle';
import { advance, type FrozenRules, type Next, type Standing } from '../../../src/escalation/ladder/rules';
import { straightOf } from '../../../src/escalation/ladder/straight';

/** A worked timeline of `cases.yaml`. */
export interface Worked {
  title: string;
  rules: FrozenRules;
  rows: Row[];
}

export interface Row {
  line: string;
  day: string;
  words: string[];
  expected: string;
}

const withYear = (day: string): string => (day.length === 5 ? `2026-${day}` : day);

function rowOf(line: string): Row {
  const match = /^(\S+?)(?: (.+?))? → (.+)$/.exec(line);
  if (!match?.[1] || !match[3]) throw new Error(`看不懂：${line}`);
  return { line, day: withYear(match[1]), words: match[2]?.split('、') ?? [], expected: match[3] };
}

export function readWorked(): Worked[] {
  const file = parse(readFileSync(join(__dirname, '../cases.yaml'), 'utf8')) as Record<
    string,
    { 例: string; 规则?: Partial<FrozenRules>; 经过: string[] }[]
  >;
  return Object.entries(file).flatMap(([part, cases]) =>
    cases.map(({ 例, 规则, 经过 }) => ({
      title: `${part}：${例}`,
      rules: { ...LADDER_RULES, ...规则 },
      rows: 经过.map(rowOf),
    })),
  );
}

const STOPS: Record<StopReason, string> = {
  extension: '延期',
  explained: '说明',
  department: '轮到别的单位',
  suspension: '停巡',
  grace: '新任',
};
const WAITS = { issuer: '签发人', signer: '签发人', decider: '批复', office: '县河长办' } as const;
const shortDay = (day: string): string => (day.startsWith('2026-') ? day.slice(5) : day);

/** What comes next, as `cases.yaml` says it. */
export function sayNext(next: Next): string {
  switch (next.is) {
    case 'cleared':
      return '结束';
    case 'stopped':
      return `停（${STOPS[next.why]}）${next.until === null ? '' : `到${shortDay(next.until)}`}`;
    case 'step':
      return `起草${RUNGS[next.rung]}`;
    case 'wait':
      return `等到${shortDay(next.until)}（${RUNGS[next.rung]}）`;
    case 'waitFor':
      return `等${WAITS[next.who]}`;
  }
}

const DOCUMENT: Record<string, DocumentEvent> = {
  起草: 'drafted',
  签发: 'issued',
  退回: 'refused',
  撤回: 'withdrawn',
  办结: 'closed',
};
const RUNG_OF = (word: string): DocumentRung => RUNGS.indexOf(word as (typeof RUNGS)[number]) as DocumentRung;

/** A case that is played: words of the table in, what comes next out. */
export class Played {
  readonly events: LadderEvent[] = [];
  standing: Standing = {
    type: 'problem',
    there: true,
    stops: [],
    remindedDay: null,
    unheard: false,
    straight: null,
    targetMissed: false,
  };
  private replies = 0;

  constructor(
    private readonly rules: FrozenRules,
    private readonly calendar = new Calendar(),
  ) {}

  /** One pass of the machine. */
  look(day: string): Next {
    this.standing = { ...this.standing, stops: this.standing.stops.filter(({ to }) => !to || to >= day) };
    const { added, next } = advance(this.standing, this.events, this.rules, this.calendar, day);
    this.events.push(...added);
    return next;
  }

  happen(word: string, day: string): void {
    const { events } = this;
    const put = (change: Partial<Standing>) => {
      this.standing = { ...this.standing, ...change };
    };
    const stop = (why: StopReason, to: string | null) =>
      put({ stops: [...this.standing.stops.filter((one) => one.why !== why), { why, from: day, to }] });
    const resume = (why: StopReason) => put({ stops: this.standing.stops.filter((one) => one.why !== why) });
    const until = withYear(/(\d{4}-)?\d{2}-\d{2}/.exec(word)?.[0] ?? '');
    const document = /^(起草|签发|退回|撤回|办结)(通报|约谈|督查)$/.exec(word);
    if (document?.[1] && document[2]) {
      const what = DOCUMENT[document[1]] as DocumentEvent;
      events.push({ what, rung: RUNG_OF(document[2]), documentId: 1, day });
    } else if (word === '滞后') events.push({ what: 'began', day });
    else if (word === '已提醒') put({ remindedDay: day });
    else if (word === '报整改') {
      events.push({ what: 'replied', rung: lifeOf(events).rung as DocumentRung, documentId: 1, day });
    } else if (word === '申请延期' || word === '说明情况') {
      this.replies += 1;
      events.push({ what: 'asked', replyId: this.replies, day });
    } else if (/^(不同意|同意)/.test(word)) {
      const approved = !word.startsWith('不');
      const replyId = lifeOf(events).asked[0] ?? 0;
      events.push({ what: 'decided', replyId, approved, day });
      const why = word.startsWith('同意说明') ? 'explained' : 'extension';
      if (approved) events.push({ what: 'stopped', why, until, day });
    } else if (word.startsWith('停巡')) stop('suspension', word === '停巡' ? null : until);
    else if (word === '恢复巡河') resume('suspension');
    else if (word === '转给部门') stop('department', null);
    else if (word === '转回') resume('department');
    else if (word.startsWith('新期限')) stop('extension', until);
    else if (word.startsWith('新任到')) stop('grace', until);
    else if (word.startsWith('漏巡')) {
      put({ type: 'missedPatrols', missed: { periods: Number(word[2]), nextLateDay: until } });
    } else if (word.startsWith('落后')) {
      put({ type: 'behindPlan', gaps: [...word.matchAll(/\d+/g)].map(([points]) => Number(points)) });
    } else if (word === '重大') put({ straight: straightOf({ major: true }, 'problem', this.rules) });
    else if (word === '弄虚作假') {
      put({ type: 'suspicion', judged: true, straight: straightOf(null, 'suspicion', this.rules) });
    } else if (word === '没人能收到') put({ unheard: true });
    else if (word === '有人能收到') put({ unheard: false });
    else if (word === '办完') put({ there: false });
    else if (word === '突出问题') events.push({ what: 'outstanding', day });
    else if (word === '年度目标没完成') put({ targetMissed: true });
    else throw new Error(`看不懂：${word}`);
  }
}
