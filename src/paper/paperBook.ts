import { CATEGORIES, SERIOUSNESS } from '../../entities';
import { choice, code, day, mobile, text } from '../core/workbook';

/** 巡河记录.xlsx: what chiefs wrote on paper, a row for each patrol and for each problem found on it. */
const patrolsWith = (groups: readonly string[]) =>
  ({
    name: '巡河',
    exampleIn: 'reach',
    columns: {
      reach: code('河段编号', { required: true, max: 32, help: '花名册里的编号', example: '示例-FH-0101' }),
      level: choice('级别', ['县级', '镇级', '村级'], { required: true, example: '村级' }),
      walker: text('巡河人', {
        required: true,
        max: 64,
        help: '河长姓名，和花名册一样',
        example: '第一村河长',
      }),
      mobile: mobile('手机号', { blankIsAnswer: true, help: '只在这个河段有同名河长时填' }),
      walkedOn: day('巡河日期', { required: true, help: '实际巡河那天', example: '2026-11-25' }),
      result: choice('结果', ['正常', '有问题'], {
        required: true,
        help: '发现几个问题就填几行，前几列照抄',
        example: '正常',
      }),
      outfall: text('排污口', {
        max: 128,
        blankIsAnswer: true,
        help: '问题在哪个排污口：台账里的内部编号或名称',
      }),
      spot: text('具体位置', { max: 100, blankIsAnswer: true, help: '有问题时，排污口和具体位置至少填一个' }),
      category: text('问题类别', {
        max: 16,
        blankIsAnswer: true,
        choices: groups,
        help: '规则里的类别，有问题时必填',
      }),
      kind: text('具体种类', {
        max: 32,
        blankIsAnswer: true,
        help: '规则里的种类，如私设暗管、借道排污（随时报分局）；说不准就空着',
      }),
      seriousness: choice('严重程度', SERIOUSNESS, { blankIsAnswer: true, help: '有问题时必填' }),
      words: text('情况', { max: 500, blankIsAnswer: true, help: '有问题时必填，看到了什么' }),
    },
  }) as const;

/** With the groups of the county's own forms (policy.yaml, `findings.groups`) to choose from. */
export const paperBook = (groups: readonly string[]) => ({ patrols: patrolsWith(groups) }) as const;

export const PAPER_BOOK = paperBook(CATEGORIES);
export type PaperBook = typeof PAPER_BOOK;
