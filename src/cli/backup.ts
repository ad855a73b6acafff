import { type BackupReport, backUp, restore } from '../backup';
import { withDatabaseOf } from '../core/databaseAtStart';
import { Secrets } from '../core/secrets';
import { config, fileFault } from './means';
import type { Answer } from './say';

const OF_FILES = new Set([
  'ENOENT',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'ENOTDIR',
  'EISDIR',
  'EIO',
]);

/** What the system says of a file is told of the file, and not of the database, which speaks in the same codes. */
async function onDisk<T>(verb: '读' | '写', file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall, path } = error as NodeJS.ErrnoException;
    if (!syscall || !OF_FILES.has(code ?? '')) throw error;
    // What is being written has a name of its own beside the file until it is whole.
    throw fileFault(verb, path?.startsWith(`${file}.`) ? file : (path ?? file), code);
  }
}

export async function backUpTo(out: string): Promise<Answer> {
  const settings = config();
  const report = await withDatabaseOf(settings, () =>
    onDisk('写', out, () => backUp(settings, new Secrets(settings.secretKey), out)),
  );
  const rows = Object.values(report.tables).reduce((all, n) => all + n, 0);
  return {
    data: report,
    lines: [
      `已备份到 ${out}：${rows} 行记录，${report.photos} 张照片，${Math.ceil(report.bytes / 1024)} KB`,
      ...sayLost(report),
      'SECRET_KEY 不在备份里，请另外保管：没有它，备份里的手机号解不开，也恢复不了。',
    ],
  };
}

export async function restoreFrom(file: string): Promise<Answer> {
  const settings = config();
  const report = await withDatabaseOf(settings, () =>
    onDisk('读', file, () => restore(settings, new Secrets(settings.secretKey), file)),
  );
  const { policyFile } = report;
  return {
    data: report,
    lines: [
      `已恢复 ${report.madeAt} 的备份：${report.rows} 行记录，${report.photos} 张照片，审计链完整`,
      ...sayLost(report),
      ...(policyFile === settings.policyFile
        ? []
        : [
            `现有的 ${settings.policyFile} 和备份里的规则不同，没有动它；备份里的在 ${policyFile}，核对后换上再启动`,
          ]),
    ],
  };
}

const sayLost = ({ missing, damaged }: Pick<BackupReport, 'missing' | 'damaged'>): string[] => [
  ...(missing.length > 0 ? [`提醒：${missing.length} 张照片的文件早已不在，没有备份到`] : []),
  ...(damaged.length > 0 ? [`提醒：${damaged.length} 张照片的文件坏了，没有备份到`] : []),
];
