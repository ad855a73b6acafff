/** 帮助: what the bot can do for this person, by post, and the box for 意见建议. */
import {
  type Button,
  type Card,
  defineAction,
  fields,
  flow,
  form,
  frame,
  type InCard,
  inline,
  input,
  int,
  join,
  markdown,
  md,
  words,
} from './kit';

const SUGGESTION_LIMIT = 500;

export interface HelpView {
  /** The person it is for: a forwarded copy helps nobody. */
  person: number;
  version: number;
  /** 龙兴镇贾家村河长; null for somebody without a post. */
  post: string | null;
  /** What I can do for you, a sentence each: 每周发巡河任务，没有异常按一下就行. */
  can: string[];
  /** Which lists this post has. */
  lists: { tasks: boolean; problems: boolean; assessment: boolean };
  /** 意见建议 was just sent: by when it is answered (12月8日前). */
  suggestion: { answerBy: string } | null;
}

const who = { person: int(), version: int() };
export const helpTasks = defineAction({ name: 'help.tasks', value: who });
export const helpProblems = defineAction({ name: 'help.problems', value: who });
export const helpAssessment = defineAction({ name: 'help.assessment', value: who });
/** 意见建议: goes to the county office, with an answer due. */
export const suggestionSubmit = defineAction({
  name: 'suggestion.submit',
  value: who,
  form: () => fields({ words: words('意见建议', SUGGESTION_LIMIT) }),
});

export function renderHelp({ person, version, post, can, lists, suggestion }: HelpView): Card {
  const value = { person, version };
  const small = { value, fit: 'row' as const };
  const buttons: Button[] = [
    ...(lists.tasks ? [helpTasks.button({ ...small, label: '我的任务' })] : []),
    ...(lists.problems ? [helpProblems.button({ ...small, label: '我的问题' })] : []),
    ...(lists.assessment ? [helpAssessment.button({ ...small, label: '本期考核' })] : []),
  ];
  return frame({
    tone: 'todo',
    title: '帮助',
    place: post,
    body: [
      markdown(
        can.length > 0
          ? join([md`我能帮你：`, ...can.slice(0, 10).map((line) => md`- ${inline(line, 80)}`)])
          : md`你还不在花名册里。要用河长助手，请找县河长办登记。`,
      ),
      ...(buttons.length > 0 ? [flow<InCard>(buttons)] : []),
      ...(post === null
        ? []
        : [
            markdown(
              md`也可以直接发文字：任务、巡河、代巡、请假、问题、我的问题、台账、考核、意见、帮助。看到问题，先发照片也行。`,
            ),
          ]),
      ...(suggestion ? [markdown(md`意见已转给县河长办，${inline(suggestion.answerBy, 20)}回复你。`)] : []),
      form('suggestion', [
        input('words', {
          label: '意见建议',
          placeholder: '哪里不好用、想要什么，直接写',
          maxLength: SUGGESTION_LIMIT,
          multiline: true,
          required: true,
        }),
        suggestionSubmit.submit({ value, label: '提交意见', look: 'default' }),
      ]),
    ],
    help: '不统计你用了多少次，也不打卡、不排名。',
  });
}
