import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { resize } from './resize';

const id = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment' as const,
};
const int = (name: string) => ({ name, type: 'integer' });
const flag = (name: string) => ({ name, type: 'boolean' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });

const SAMPLE = [int('outfallId'), word('sampledDay', 10), word('sampledTime', 5), word('method', 8)];
const KEY = ['outfallId', 'sampledDay', 'sampledTime', 'method'];

const LIMIT = new Table({
  name: 'outfall_limit',
  columns: [
    id,
    int('outfallId'),
    word('item', 16),
    maybe(int('lowE4')),
    maybe(int('highE4')),
    maybe(word('source', 64)),
  ],
  indices: [{ name: 'outfall_limit_item', columnNames: ['outfallId', 'item'], isUnique: true }],
});

const MEASUREMENT = new Table({
  name: 'measurement',
  columns: [
    id,
    ...SAMPLE,
    word('item', 16),
    int('valueE4'),
    flag('below'),
    maybe(word('lab', 64)),
    maybe(word('sampler', 32)),
    maybe(word('reportNo', 64)),
    maybe(int('lowE4')),
    maybe(int('highE4')),
    maybe(word('limitSource', 64)),
    word('verdict', 10),
    maybe(int('exceedanceId')),
    instant('recordedAt'),
    word('recordedBy', 32),
    int('policyVersion'),
  ],
  indices: [
    { name: 'measurement_once', columnNames: [...KEY, 'item'], isUnique: true },
    { name: 'measurement_exceedance', columnNames: ['exceedanceId'] },
  ],
});

const EXCEEDANCE = new Table({
  name: 'exceedance',
  columns: [id, ...SAMPLE, flag('confirmed'), maybe(int('problemId')), instant('createdAt')],
  indices: [
    { name: 'exceedance_once', columnNames: KEY, isUnique: true },
    { name: 'exceedance_problem', columnNames: ['problemId'] },
  ],
});

/** 监测结果, 限值, 超标告知; kinds of workbooks may have longer names. */
export class Monitoring1764520000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(LIMIT);
    await runner.createTable(MEASUREMENT);
    await runner.createTable(EXCEEDANCE);
    await resize(runner, 'upload', { name: 'kind', length: 16, isNullable: true });
  }

  async down(runner: QueryRunner): Promise<void> {
    await resize(runner, 'upload', { name: 'kind', length: 8, isNullable: true });
    await runner.dropTable(EXCEEDANCE);
    await runner.dropTable(MEASUREMENT);
    await runner.dropTable(LIMIT);
  }
}
