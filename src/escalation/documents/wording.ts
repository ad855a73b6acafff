import type { DocumentRung, LadderEvidence, LadderMatterType, UnitType } from '../../../entities';
import { dayInFull } from '../../core/days';
import type { Rules } from './rules';

/*
 * What a draft says, in the language of 公文. Pure: figures in, sentences out; whoever signs may change them. No day on
 * which it might be signed stands in it, since nobody knows that yet.
 */

/** What each kind of matter is called where they are counted. */
const KINDS: Record<LadderMatterType, string> = {
  task: '巡河',
  missedPatrols: '连续未巡河',
  problem: '问题处置',
  complaint: '投诉办理',
  outfall: '排污口整治',
  outfallTask: '排污口日常管理',
  foundOutfall: '新发现排污口核实',
  behindPlan: '整治进度',
  lead: '排查线索核实',
  suggestion: '意见建议答复',
  suspicion: '待核事项',
  enforcement: '执法线索办理',
  ladderDocument: '通报事项整改',
  promise: '约谈承诺',
  ladderReply: '滞后答复的审批',
  setting: '设置申请办理',
  assessmentRound: '考核公示和定稿',
  assessmentAppeal: '考核申诉复核',
  markProposal: '加分和否决的确认',
  markSheet: '人工评分',
};

const TOPICS: { topic: string; of: readonly LadderMatterType[] }[] = [
  { topic: '入河排污口整治', of: ['outfall', 'outfallTask', 'foundOutfall', 'lead', 'behindPlan'] },
  { topic: '巡河履职', of: ['task', 'missedPatrols'] },
  { topic: '河湖问题处置', of: ['problem', 'complaint'] },
];

/** What the matters have in common. */
export const topicOf = (types: readonly LadderMatterType[]): string =>
  TOPICS.find(({ of }) => types.every((type) => of.includes(type)))?.topic ?? '河长制';

export interface Addressee {
  name: string;
  type: UnitType;
}

/** 龙兴镇人民政府: as a letter is addressed. */
export const addressOf = ({ name, type }: Addressee): string =>
  type === '镇' && !name.endsWith('人民政府') ? `${name}人民政府` : name;

const youOf = ({ type }: Addressee): string =>
  type === '镇' ? '你镇' : type === '管委会' ? '你委' : '你单位';

/** The title of the document: 关于龙兴镇入河排污口整治工作滞后情况的通报. */
export function titleOf(
  rung: DocumentRung,
  { name }: Pick<Addressee, 'name'>,
  types: readonly LadderMatterType[],
): string {
  const topic = topicOf(types);
  if (rung === 2) return `关于${name}${topic}工作滞后情况的通报`;
  return rung === 3 ? `关于约谈${name}负责人的通知` : `关于将${name}${topic}工作列入督查的通知`;
}

/** 排污口整治2件、问题处置1件: in the order of `KINDS`. */
function countsOf(lines: readonly LadderEvidence[]): string {
  const kinds = (Object.keys(KINDS) as LadderMatterType[]).flatMap((type) => {
    const n = lines.filter(({ matterType }) => matterType === type).length;
    return n === 0 ? [] : [`${KINDS[type]}${n}件`];
  });
  return kinds.join('、');
}

/** 整治完成率41%，应达65%。 of the lines that have such figures, each said once. */
function figuresOf(lines: readonly LadderEvidence[]): string {
  const said = lines.flatMap(({ figures }) =>
    figures.flatMap(({ label, value, expected }) =>
      expected === undefined ? [] : [`${label}${value}，应达${expected}`],
    ),
  );
  return [...new Set(said)].map((one) => `${one}。`).join('');
}

function situation(lines: readonly LadderEvidence[], day: string, unit: Addressee): string {
  const longest = Math.max(0, ...lines.map(({ overdueWorkdays }) => overdueWorkdays));
  const oldest = longest > 0 && lines.length > 1 ? `，最长的已逾期${longest}个工作日` : '';
  const only = longest > 0 && lines.length === 1 ? `，已逾期${longest}个工作日` : '';
  return `截至${dayInFull(day)}，${youOf(unit)}有${lines.length}件事没有按期办结：${countsOf(lines)}${oldest}${only}。${figuresOf(lines)}`;
}

export interface DraftOf {
  rung: DocumentRung;
  unit: Addressee;
  /** The day of the figures. */
  day: string;
  lines: readonly LadderEvidence[];
  rules: Pick<Rules, 'basis' | 'remindReplyWorkdays' | 'circulateReplyWorkdays'>;
}

/** The body of the document: paragraphs, without title, addressee, list and date. */
export function draftWords({ rung, unit, day, lines, rules }: DraftOf): string {
  const you = youOf(unit);
  const { basis, remindReplyWorkdays, circulateReplyWorkdays } = rules;
  const figures = situation(lines, day, unit);
  const reminded = lines.filter(({ steps }) => steps.some((step) => step.rung === 1)).length;
  const unanswered =
    reminded === lines.length
      ? `提醒后${remindReplyWorkdays}个工作日内没有报来说明或延期申请。`
      : reminded > 0
        ? `其中${reminded}件已经提醒过，${remindReplyWorkdays}个工作日内没有报来说明或延期申请。`
        : '';
  if (rung === 2) {
    return [
      `依据${basis}，现将有关工作滞后情况通报如下。`,
      `${figures}${unanswered}`,
      `请${you}对照附表逐件查明原因，明确责任岗位、整改措施和完成时限，自收到本通报起${circulateReplyWorkdays}个工作日内报送整改报告。`,
    ].join('\n');
  }
  if (rung === 3) {
    const circulated = lines.some(({ steps }) => steps.some((step) => step.rung === 2));
    const why = circulated ? '下列事项经提醒、通报后仍未整改到位' : '下列事项情况突出';
    return [
      `依据${basis}，因${why}，现对${you}负责人进行约谈。`,
      figures,
      `请准备附表所列各件的办理情况、未按期办结的原因、下一步措施和完成时限。约谈情况记入纪要，承诺事项逐项落实。`,
    ].join('\n');
  }
  return [
    `依据${basis}，因${you}未完成整治目标、存在突出问题，经研究，将附表所列事项列入县政府督查事项。`,
    figures,
    `请${you}制定整改方案，按期整改到位，进展和结果及时报县河长办。`,
  ].join('\n');
}

/** What the matters of a 督查 or 约谈 are about in a few words: 龙兴镇：排污口整治2件、问题处置1件. */
export const summaryOf = (lines: readonly LadderEvidence[]): string => countsOf(lines);
