import type { FileKind } from '../../entities';
import { mayHaveCompliance } from './mayHave';
import { type Asker, sendFile } from './openings';

const FILES: Partial<Record<string, FileKind>> = {
  打包清单: 'bundleFile',
  线索表: 'leadsFile',
  执法表: 'casesFile',
};

/**
 * 打包清单, 线索表, 执法表: files of 分局's and 县河长办's to hand on.
 *
 * @returns a sentence; undefined when it is nothing of this, or said by somebody whose business it is not
 */
export async function handedOnWord(asker: Asker, text: string): Promise<string | undefined> {
  const said = /^(打包清单|线索表|执法表)$/.exec(text)?.[0];
  const kind = said === undefined ? undefined : FILES[said];
  if (kind === undefined || !mayHaveCompliance(asker.roles)) return undefined;
  await sendFile(asker, kind);
  return `${said}马上发给你。`;
}
