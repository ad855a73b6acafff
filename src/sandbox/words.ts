import { z } from 'zod';
import { parseJson } from './content';
import { BOT_NAME } from './identity';

const cardTitle = z.object({ header: z.object({ title: z.object({ content: z.string() }) }) });
const kinds: Record<string, string> = {
  post: '图文',
  image: '图片',
  file: '文件',
  location: '位置',
  audio: '语音',
  media: '视频',
  interactive: '卡片',
};

/** A message in a few words for the feed: 「卡片：巡河任务」. */
export function inFewWords(msgType: string, content: string): string {
  const parsed = parseJson(content);
  if (msgType === 'text') {
    return short(z.object({ text: z.string() }).parse(parsed).text.replace('@_user_1', `@${BOT_NAME}`));
  }
  const title =
    msgType === 'interactive' ? cardTitle.safeParse(parsed).data?.header.title.content : undefined;
  const place =
    msgType === 'location' ? z.object({ name: z.string() }).safeParse(parsed).data?.name : undefined;
  const file =
    msgType === 'file' ? z.object({ file_name: z.string() }).safeParse(parsed).data?.file_name : undefined;
  const kind = kinds[msgType] ?? msgType;
  const rest = title ?? place ?? file;
  return rest ? `${kind}：${short(rest)}` : kind;
}

function short(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ')];
  return letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : letters.join('');
}
