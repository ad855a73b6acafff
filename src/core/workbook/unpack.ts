import { Unzip, UnzipInflate } from 'fflate';
import { LIMITS } from './limits';

/** The file as a whole cannot be read; `message` is the one sentence a person gets. */
export class UnreadableWorkbook extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'UnreadableWorkbook';
  }
}

export type Parts = Record<string, Uint8Array>;

/** Small steps, so that a bomb is noticed at most this × 1,032 bytes after the limit. */
const STEP = 16 * 1024;
const MB = 1024 * 1024;

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((b, i) => bytes[i] === b);

/** What the first bytes say, before anything is parsed. @throws UnreadableWorkbook */
function checkHead(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new UnreadableWorkbook('workbook.empty', '文件是空的，请重新导出或另存');
  if (bytes.length > LIMITS.fileBytes) {
    throw new UnreadableWorkbook(
      'workbook.tooBig',
      `文件超过 ${LIMITS.fileBytes / MB} MB，请删去图片和多余的工作表再导入`,
    );
  }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new UnreadableWorkbook(
      'workbook.xls',
      '这是旧版 .xls 或加了密码的工作簿，请在 WPS 或 Excel 里去掉密码，另存为 .xlsx 再导入',
    );
  }
  if (!startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    throw new UnreadableWorkbook(
      'workbook.notXlsx',
      '这不是 Excel 工作簿（可能是 CSV、网页或改了后缀的文件），请在 WPS 或 Excel 里另存为 .xlsx 再导入',
    );
  }
}

/**
 * Inflates a workbook while counting what really comes out: sizes written in a zip's headers can lie, and the
 * parser is later given exactly the parts that were measured here.
 *
 * @throws UnreadableWorkbook when it is no workbook, is broken, or is over a limit
 */
export function unpack(bytes: Uint8Array): Parts {
  checkHead(bytes);
  const open = new Map<string, Uint8Array[]>();
  const parts: Parts = {};
  let total = 0;
  const unzip = new Unzip((file) => {
    if (open.size >= LIMITS.parts) {
      throw new UnreadableWorkbook(
        'workbook.bomb',
        `文件里的部件超过 ${LIMITS.parts} 个，没有读取。请另存为一份干净的 .xlsx 再导入`,
      );
    }
    const chunks: Uint8Array[] = [];
    open.set(file.name, chunks);
    file.ondata = (error, chunk, final) => {
      if (error) throw error;
      total += chunk.length;
      if (
        total > LIMITS.inflatedBytes ||
        (total > LIMITS.ratioFromBytes && total / bytes.length > LIMITS.ratio)
      ) {
        throw new UnreadableWorkbook(
          'workbook.bomb',
          `文件解压后太大（上限 ${LIMITS.inflatedBytes / MB} MB），没有读取。请另存为一份干净的 .xlsx 再导入`,
        );
      }
      chunks.push(chunk);
      if (final) parts[file.name] = Buffer.concat(chunks);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += STEP) {
      unzip.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
    }
  } catch (error) {
    if (error instanceof UnreadableWorkbook) throw error;
    throw broken();
  }
  if (parts['xl/workbook.bin']) {
    throw new UnreadableWorkbook(
      'workbook.notXlsx',
      '这是 .xlsb 工作簿，请在 WPS 或 Excel 里另存为 .xlsx 再导入',
    );
  }
  if (open.size > Object.keys(parts).length) throw broken();
  if (!parts['xl/workbook.xml']) {
    throw new UnreadableWorkbook(
      'workbook.notXlsx',
      '这是压缩包或别的办公文件，不是 Excel 工作簿，请另存为 .xlsx 再导入',
    );
  }
  return parts;
}

export const broken = (): UnreadableWorkbook =>
  new UnreadableWorkbook(
    'workbook.broken',
    '文件已损坏或没有传完整，请在 WPS 或 Excel 里打开后另存为 .xlsx 再导入',
  );
