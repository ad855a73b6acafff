import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const maybe = (name: string, type: string, length?: string): TableColumn =>
  new TableColumn({ name, type, isNullable: true, ...(length && { length }) });
const instant = (name: string): TableColumn =>
  new TableColumn({ name, type: 'datetime', precision: 3, isNullable: true });
const counter = (name: string, start: number): TableColumn =>
  new TableColumn({ name, type: 'integer', default: start });

const COLUMNS = [
  maybe('kind', 'varchar', '32'),
  maybe('unitId', 'integer'),
  counter('rebounds', 0),
  counter('reports', 1),
  maybe('mergedIntoId', 'integer'),
  maybe('ask', 'text'),
  instant('deskAt'),
  maybe('progressDueDay', 'varchar', '10'),
  maybe('afterLonE6', 'integer'),
  maybe('afterLatE6', 'integer'),
];
const MERGED = new TableIndex({ name: 'problem_merged', columnNames: ['mergedIntoId'] });

const COMPLAINT = new Table({
  name: 'complaint',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'problemId', type: 'integer' },
    { name: 'contactCipher', type: 'varchar', length: '255', isNullable: true },
    { name: 'contactMasked', type: 'varchar', length: '16', isNullable: true },
    { name: 'toldWords', type: 'text', isNullable: true },
    { name: 'toldAt', type: 'datetime', precision: 3, isNullable: true },
    { name: 'toldById', type: 'integer', isNullable: true },
    { name: 'tellDueDay', type: 'varchar', length: '10', isNullable: true },
    { name: 'recordedAt', type: 'datetime', precision: 3 },
  ],
  indices: [{ name: 'complaint_problem', columnNames: ['problemId'], isUnique: true }],
});

/** A problem's whole life: who handles it, what waits to be decided, 合并 and 反弹; complaints. */
export class ProblemLife1764440000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('problem', COLUMNS);
    await runner.createIndex('problem', MERGED);
    await runner.createTable(COMPLAINT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(COMPLAINT);
    await runner.dropIndex('problem', MERGED);
    await runner.dropColumns('problem', COLUMNS);
  }
}
