import { renderHelp } from '../../../cards/help';
import { byWords } from '../../../cards/kit';
import { AssessmentScore, type Role, Suggestion, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { handlingRoles, importRoles, type Policy, townRoles } from '../../core/policy';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { DEPARTMENT_ROLES } from '../mayHave';

const CHIEF: Role[] = ['县级河长', '镇级河长', '村级河长'];

/** What the bot does for each post, in a sentence. */
const canDo = (policy: Policy): [readonly Role[], string][] => [
  [['村级河长'], '每周发巡河任务，没有异常按一下就行'],
  [['镇级河长'], '每月（汛期每半月）发巡河任务，没有异常按一下就行'],
  [['县级河长'], '每季发巡河任务，没有异常按一下就行'],
  [CHIEF, '发现问题填一张表，照片直接发给我；办好了请你核查，又出现了发“我的问题”重开'],
  [handlingRoles(policy), '河上的问题交办给你们，签收后处理，发一张照片就能反馈'],
  [policy.reminder.headRoles, '本镇有滞后的事，告诉你是谁、哪件、怎么销'],
  [
    [...policy.reminder.headRoles, '部门负责人', '县政府', '县河长办', '分局'],
    '发“通报”“约谈”“督查”看清单，打开一份可以要文件',
  ],
  [['县河长办'], '每月初给你考核汇总；飞书里找不到的人列给你'],
  [importRoles(policy), '台账直接发给我，看过预览再导入；发“台账”“考核”拿表格'],
  [['县河长办', '分局'], '发“合规”看台账哪里不合方案、谁来改'],
  [['分局'], '私设暗管、借道排污、雨天偷排随时报你；发“执法”看还没办结的'],
  [['分局', '县河长办'], '排查线索的表发给我导入，发给各镇到现场核实'],
  [importRoles(policy), '发“年度方案”把排污口排进整治方案，后面加名称改一个'],
  [['县河长办', '分局'], '发“打包清单”“线索表”“执法表”拿表格，可以直接往上报'],
  [['分局'], '原则上的要求可以豁免：发“豁免”加排污口编号'],
  [['分局'], '设置申请由你受理、转报、填结果：发“设置申请”看正在办的，发“设置申请表”“区划”拿表'],
  [
    ['镇联络员', '部门联络员', '部门负责人', '责任单位联系人'],
    '要新设、改设、扩大排污口，发“设置申请”加排污口名称或河段编号',
  ],
  [['县河长办', '分局'], '发“监测”加排污口名称填监测结果；单发“监测”拿表，填好发回来'],
  [['县河长办', '分局'], '发“公示”拿公开清单；发“二维码”拿标识牌上的码'],
  [['县河长办'], '花名册也可以直接发给我导入；发“花名册”拿表格'],
  [['县河长办'], '投诉发“投诉”加地点、情况、电话来登记，多的填表发给我；单发“投诉”拿台账'],
  [['县河长办'], '重大问题和上报的由你交办，延期、转办、不属实由你批'],
  [['分局'], '排污口问题的延期、转办、不属实由你批'],
  [['县河长办'], '发“停巡”：停巡、雨后巡河；发“应急”：应急时每天巡；发“抽查”：抽一成巡河来复核'],
  [['县河长办'], '大家的意见建议转给你回复；发“意见”看还没回复的'],
  [['县河长办'], '工作群：发“群”看，发“建群”建，发“发到群”加内容发通知'],
  [CHIEF, '每月初告诉你自己的考核试算，每一分都有依据'],
];

const within = (roles: readonly Role[], wanted: readonly Role[]) => roles.some((r) => wanted.includes(r));

export const help: Presenter = async ({ calendar, policies }, reader, { recipient, at }) => {
  const roles = await rolesHeld(reader, recipient.id);
  const unit = await reader.findOne(Unit, { id: recipient.unitId });
  const score = await reader.findOne(AssessmentScore, { personId: recipient.id });
  const [latest] = await reader.find(
    Suggestion,
    { personId: recipient.id },
    { order: { id: 'DESC' }, limit: 1 },
  );
  const town = townRoles(policies.current);
  const today = latest && !latest.answeredAt && dayOf(latest.at) === dayOf(at) ? latest : null;
  return {
    card: renderHelp({
      person: recipient.id,
      version: 1,
      post: [unit?.name, recipient.title ?? recipient.name].filter(Boolean).join(' · '),
      can: canDo(policies.current)
        .filter(([wanted]) => within(roles, wanted))
        .map(([, sentence]) => sentence),
      lists: {
        tasks: within(roles, CHIEF),
        problems: within(roles, [...CHIEF, ...town, ...handlingRoles(policies.current), '县河长办']),
        assessment:
          score !== null ||
          within(roles, [...town, '县河长办']) ||
          (policies.current.assessment.department !== undefined && within(roles, DEPARTMENT_ROLES)),
      },
      suggestion: today ? { answerBy: byWords(dayOf(at), calendar.due(today.answerDueDay)) } : null,
    }),
    pictures: [],
  };
};
