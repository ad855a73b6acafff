import { Upload } from '../../entities';
import { type ImportFault, type SheetOut, writeBook } from '../core/workbook';
import type { PaperDeps } from '../paper';
import { LOAD } from './books';
import type { UploadDeps } from './deps';

const COLUMNS = [
  { heading: '要不要改', width: 10 },
  { heading: '工作表', width: 12 },
  { heading: '行', width: 8 },
  { heading: '列', width: 18 },
  { heading: '格', width: 8 },
  { heading: '怎么改', width: 70 },
  { heading: '现在填的', width: 30, asText: true },
];

const rows = (faults: readonly ImportFault[], must: string) =>
  faults.map(({ sheet, row, column, cell, message, value }) => [
    must,
    sheet,
    row,
    column,
    cell,
    message,
    value,
  ]);

/** Everything that a check of an upload has to say, as a workbook; null when its bytes are gone with it. */
export async function listFaults(
  deps: PaperDeps & Pick<UploadDeps, 'bytes' | 'readSheets'>,
  uploadId: number,
  at: Date,
): Promise<{ name: string; bytes: Buffer } | null> {
  const upload = await deps.db.read.findOne(Upload, { id: uploadId });
  if (!upload?.kind || !upload.sha256 || !WITH_BYTES.has(upload.state)) return null;
  const workbook = await deps.bytes.read(uploadId, upload.sha256);
  const report = await LOAD[upload.kind](deps, workbook, {
    dryRun: true,
    sheets: await deps.readSheets(workbook),
    actor: `person:${upload.personId}`,
    at,
  });
  const sheet: SheetOut = {
    name: '检查结果',
    columns: COLUMNS,
    rows: [...rows(report.errors, '要改'), ...rows(report.warnings, '提醒')],
  };
  return { name: `检查结果-${upload.name.replace(/\.xlsx$/i, '')}.xlsx`, bytes: await writeBook([sheet]) };
}

const WITH_BYTES = new Set<Upload['state']>(['preview', 'faults', 'importing']);
