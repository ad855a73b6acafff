import { type Card, frame, markdown, md } from '../../cards/kit';

/** What arrives on the phone of whoever tries the app out; nothing on it can be pressed. */
export const selfCheckCard = (): Card =>
  frame({
    tone: 'done',
    title: '自检',
    body: [markdown(md`收到这张卡片，说明河长助手能给你发消息。`)],
    help: '再给机器人发“帮助”两个字，有回答就都通了。',
  });
