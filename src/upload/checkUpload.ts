import { createHash } from 'node:crypto';
import { PersonRole, Upload, type UploadKind, type UploadState } from '../../entities';
import { enqueue, refreshCards } from '../core/outbox';
import { LIMITS, recogniseBook, UnreadableWorkbook } from '../core/workbook';
import { BOOKS, LOAD } from './books';
import type { UploadDeps } from './deps';
import { isLong, shortened } from './report';
import { step, subjectOf } from './step';

type Checked = { state: UploadState } & Partial<Upload>;

const UNKNOWN =
  '没认出这是哪张表。能导入的有花名册、入河排污口台账、年度整治方案、巡河记录、投诉、监测结果、排查线索和区划，请用模板填写，工作表和列的名称不要改。';

/** What only 县河长办 may import, and why others are refused. */
const OFFICE_ONLY: Partial<Record<UploadKind, string>> = {
  roster: '花名册由县河长办来发：表里写着谁有什么角色。',
  patrols: '巡河记录由县河长办来发：它替河长记下巡过的河。',
  complaints: '投诉由县河长办来发：表里有投诉人的电话。',
};

/** Whoever imports a 花名册 gives out roles, their own among them; a 巡河记录 speaks for other people. */
const isOffice = async ({ db }: UploadDeps, personId: number): Promise<boolean> =>
  (await db.read.findOne(PersonRole, { personId, role: '县河长办' })) !== null;

/** Nothing is written: the same run that imports, stopped before it writes. */
async function check(deps: UploadDeps, upload: Upload, bytes: Buffer, at: Date): Promise<Checked> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const sheets = await deps.readSheets(bytes);
  const kind = recogniseBook(sheets, BOOKS);
  if (!kind) return { state: 'unreadable', sha256, why: UNKNOWN };
  const officeOnly = OFFICE_ONLY[kind];
  if (officeOnly && !(await isOffice(deps, upload.personId))) {
    return { state: 'unreadable', sha256, why: officeOnly };
  }
  let fingerprint: string | null = null;
  const report = await LOAD[kind](deps, bytes, {
    dryRun: false,
    actor: `person:${upload.personId}`,
    at,
    sheets,
    mayWrite: (would) => {
      fingerprint = would;
      return false;
    },
  });
  const state = report.errors.length > 0 ? 'faults' : fingerprint === null ? 'same' : 'preview';
  return { state, sha256, kind, fingerprint, report: shortened(report) };
}

async function fetchAndCheck(deps: UploadDeps, upload: Upload, at: Date): Promise<Checked> {
  const fetched = await deps.bytes.fetch(upload, LIMITS.fileBytes);
  if ('lost' in fetched) return { state: 'unreadable', why: `文件没有取到：${fetched.lost}。请再发一次。` };
  try {
    return await check(deps, upload, fetched.bytes, at);
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    return { state: 'unreadable', why: `${error.message}。` };
  }
}

/**
 * Fetches a workbook, says what importing it would change, and sends its sender the 导入预览. Done again, it changes
 * nothing.
 *
 * @throws when trying again may help
 */
export async function checkUpload(deps: UploadDeps, uploadId: number): Promise<void> {
  const { db, clock } = deps;
  const upload = await db.read.findOne(Upload, { id: uploadId });
  if (upload?.state !== 'waiting') return;
  const at = clock.now();
  await tell(deps, upload, await fetchAndCheck(deps, upload, at), 'checked');
}

/** After the last try. */
export async function giveUpCheck(deps: UploadDeps, uploadId: number): Promise<void> {
  const upload = await deps.db.read.findOne(Upload, { id: uploadId });
  if (upload?.state !== 'waiting') return;
  await tell(
    deps,
    upload,
    { state: 'unreadable', why: '文件试了几次都没有取到、查好，请再发一次。' },
    'lost',
  );
}

async function tell(
  { db, clock }: UploadDeps,
  upload: Upload,
  { state, ...set }: Checked,
  action: string,
): Promise<void> {
  const at = clock.now();
  await db.transaction(async (tx) => {
    const actor = `person:${upload.personId}`;
    if (!(await step(tx, upload, { state, set, action, actor, at }))) return;
    const to = {
      subject: subjectOf(upload),
      recipientId: upload.personId,
      messageClass: 'answer',
      at,
    } as const;
    await enqueue(tx, { kind: 'importPreview', ...to });
    if (set.report && isLong(set.report)) await enqueue(tx, { kind: 'faultsFile', ...to });
    await refreshCards(tx, { subject: to.subject, at });
  });
}
