import type { Reader } from '../core/database';
import { notesSheet, writeBook } from '../core/workbook';
import { drawPatrols } from './drawPatrols';

const RESULTS = { normal: '正常', problem: '有问题' } as const;

/**
 * 抽查 as a workbook: what was drawn, with room for what was found; and how it was drawn, so that anybody can draw again.
 *
 * @param month `2026-10`
 * @throws Fault `input.invalid`
 */
export async function exportDraw(reader: Reader, month: string): Promise<Buffer> {
  const { seed, of, drawn } = await drawPatrols(reader, month);
  return writeBook([
    {
      name: '抽查',
      columns: [
        { heading: '巡河编号', width: 10 },
        { heading: '日期', width: 12 },
        { heading: '河段', width: 30 },
        { heading: '巡河人', width: 30 },
        { heading: '结果', width: 10 },
        { heading: '复核情况', width: 40 },
      ],
      rows: drawn.map(({ patrolId, day, reach, walker, result }) => [
        patrolId,
        day,
        reach,
        walker,
        RESULTS[result],
        '',
      ]),
    },
    notesSheet(
      [
        `${month} 共 ${of} 次巡河，随机抽一成，${drawn.length} 次。`,
        `种子：${seed}。同样的记录、同样的种子，谁来抽都是这几次。`,
        '抽到不表示有问题。复核情况由县河长办填，留存备查。',
      ],
      80,
    ),
  ]);
}
