import { readFile } from 'node:fs/promises';
import { Zip, ZipPassThrough } from 'fflate';
import { instantOf, type Reader, sqlInstant } from '../core/database';
import { addDays, dayOf, instantAt, timeOf } from '../core/days';
import { Fault } from '../core/errors';
import { type CellOut, writeBook } from '../core/workbook';
import { writeWhole } from '../core/writeWhole';
import { postName, reachTitle } from '../roster';
import { pixelsOnly } from './pixelsOnly';

/** Which photos: those of one problem, or those that came on these days (both included). */
export type Wanted = { problemId: number } | { fromDay: string; toDay: string };

export interface PhotosOut {
  photos: number;
  /** Listed with the reason, and not in the file: lost, gone from the disk, or no picture that can be drawn. */
  leftOut: number;
}

interface Row {
  id: number;
  subjectType: 'problem' | 'task' | 'outfallTask' | null;
  subjectId: number | null;
  side: 'before' | 'after' | null;
  state: 'waiting' | 'stored' | 'lost';
  occurredAt: unknown;
  recordedAt: unknown;
  words: string | null;
  sha256: string | null;
  mime: string | null;
  name: string;
  title: string | null;
  unit: string | null;
  category: string | null;
  place: string | null;
  river: string | null;
  reachName: string | null;
}

/** A zip's sizes and places are of 32 bits. */
const MOST_BYTES = 4_000_000_000;

/** What a photo is of. */
const MATTERS = { problem: '问题', task: '巡河', outfallTask: '排污口任务' } as const;

const SIDES = { before: '发现时', after: '处理后' } as const;

async function rowsOf(reader: Reader, wanted: Wanted): Promise<Row[]> {
  const [where, params] =
    'problemId' in wanted
      ? ["f.subjectType = 'problem' AND f.subjectId = ?", [wanted.problemId]]
      : [
          'f.subjectType IS NOT NULL AND f.recordedAt >= ? AND f.recordedAt < ?',
          [
            sqlInstant(instantAt(wanted.fromDay, '00:00')),
            sqlInstant(instantAt(addDays(wanted.toDay, 1), '00:00')),
          ],
        ];
  return reader.query<Row>(
    `SELECT f.id, f.subjectType, f.subjectId, f.side, f.state, f.occurredAt, f.recordedAt, f.words,
            m.sha256, m.mime, h.name, h.title, u.name AS unit,
            b.category, COALESCE(b.place, o.name) AS place, r.river, r.name AS reachName
       FROM photo f JOIN person h ON h.id = f.personId LEFT JOIN unit u ON u.id = h.unitId
       LEFT JOIN media_file m ON m.id = f.mediaId
       LEFT JOIN problem b ON f.subjectType = 'problem' AND b.id = f.subjectId
       LEFT JOIN patrol_task t ON f.subjectType = 'task' AND t.id = f.subjectId
       LEFT JOIN outfall_task x ON f.subjectType = 'outfallTask' AND x.id = f.subjectId
       LEFT JOIN outfall o ON o.id = x.outfallId
       LEFT JOIN reach r ON r.id = COALESCE(b.reachId, t.reachId, o.reachId)
      WHERE ${where} ORDER BY f.id`,
    params,
  );
}

/** The picture of a row, or why there is none. */
async function pictureOf(
  { state, sha256, mime }: Row,
  pathOf: (sha256: string) => string,
): Promise<{ bytes: Buffer; extension: string } | string> {
  if (state === 'waiting') return '还没有取到';
  if (state === 'lost' || sha256 === null || mime === null) return '飞书没有给到，照片没有了';
  let original: Buffer;
  try {
    original = await readFile(pathOf(sha256));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return '原图文件不见了，请查备份';
  }
  return (await pixelsOnly(original, mime)) ?? '图片读不了，拍摄信息去不掉，没有导出';
}

const HEADINGS = [
  ['文件', 34],
  ['是什么', 10],
  ['编号', 8],
  ['河段', 24],
  ['问题或排污口', 36],
  ['时候', 8],
  ['谁发的', 24],
  ['发出时间', 18],
  ['收到时间', 18],
  ['附言', 30],
  ['没有照片的原因', 30],
  ['原图SHA-256', 66],
] as const;

function lineOf(row: Row, file: string | null, why: string | null): CellOut[] {
  const { subjectType, subjectId, river, reachName, category, place, side, name, title, unit } = row;
  const moment = (value: unknown): string => {
    const at = instantOf(value);
    return `${dayOf(at)} ${timeOf(at)}`;
  };
  return [
    file,
    subjectType === null ? '' : MATTERS[subjectType],
    subjectId,
    river && reachName ? reachTitle({ river, reachName }) : null,
    [category, place].filter(Boolean).join('：') || null,
    side && SIDES[side],
    postName({ name, title, unit }),
    moment(row.occurredAt),
    moment(row.recordedAt),
    row.words,
    why,
    row.sha256,
  ];
}

/**
 * Writes the photos to a zip for whoever is shown the evidence, without what the phone wrote into them (where it was
 * taken, with what), and a table of them. The stored originals stay as they came: by their SHA-256, which is in the
 * table, a copy can be traced to its original.
 *
 * One photo after the other is in memory, so a year of them is no more than a day.
 *
 * @param most bytes of all photos together; for tests
 * @throws Fault `input.invalid` when they are more than a zip holds
 */
export async function exportPhotos(
  { read, pathOf }: { read: Reader; pathOf: (sha256: string) => string },
  wanted: Wanted,
  out: string,
  most = MOST_BYTES,
): Promise<PhotosOut> {
  const rows = await rowsOf(read, wanted);
  const told = { photos: 0, leftOut: 0 };
  let total = 0;
  async function* zipped(): AsyncGenerator<Buffer> {
    const ready: Buffer[] = [];
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      ready.push(Buffer.from(chunk));
    });
    const add = (path: string, bytes: Uint8Array): void => {
      // Pictures and workbooks are packed already.
      const entry = new ZipPassThrough(path);
      zip.add(entry);
      entry.push(bytes, true);
    };
    const lines: CellOut[][] = [];
    for (const row of rows) {
      const picture = await pictureOf(row, pathOf);
      if (typeof picture === 'string') {
        told.leftOut += 1;
        lines.push(lineOf(row, null, picture));
        continue;
      }
      told.photos += 1;
      total += picture.bytes.length;
      if (total > most) {
        throw new Fault('input.invalid', { what: '照片太多，一个压缩包装不下，请按月分开导出' });
      }
      const matter = row.subjectType === null ? '' : MATTERS[row.subjectType];
      const side = row.side === null ? '' : `-${SIDES[row.side]}`;
      const path = `照片/${matter}${row.subjectId}${side}-${row.id}.${picture.extension}`;
      lines.push(lineOf(row, path, null));
      add(path, picture.bytes);
      yield* ready.splice(0);
    }
    const columns = HEADINGS.map(([heading, width]) => ({ heading, width, asText: heading !== '编号' }));
    add('照片目录.xlsx', await writeBook([{ name: '照片', columns, rows: lines }]));
    zip.end();
    yield* ready.splice(0);
  }
  await writeWhole(out, zipped());
  return told;
}
