import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

const maybe = (name: string, type: string, length?: string): TableColumn =>
  new TableColumn({ name, type, isNullable: true, ...(length && { length }) });

const COLUMNS = [
  maybe('address', 'varchar', '255'),
  maybe('abnormal', 'text'),
  maybe('waterZone', 'varchar', '128'),
  maybe('waterTarget', 'varchar', '16'),
  maybe('controlSection', 'varchar', '128'),
  maybe('yearlyVolumeM3', 'integer'),
  maybe('sewageKind', 'varchar', '64'),
  maybe('pollutants', 'varchar', '255'),
  maybe('toxic', 'boolean'),
  maybe('aboveScale', 'boolean'),
  maybe('ownerAddress', 'varchar', '255'),
  maybe('townBackstop', 'boolean'),
  maybe('remedyProblem', 'text'),
  maybe('remedyRequirement', 'text'),
  maybe('remedyOutcome', 'text'),
  maybe('remedyCriterion', 'text'),
  maybe('planYear', 'integer'),
];

const instant = { type: 'datetime', precision: 3 };
const optional = { isNullable: true };

const FOUND = new Table({
  name: 'found_outfall',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'problemId', type: 'integer' },
    { name: 'reachId', type: 'integer' },
    { name: 'townId', type: 'integer' },
    { name: 'state', type: 'varchar', length: '12' },
    { name: 'outfallId', type: 'integer', ...optional },
    { name: 'foundAt', ...instant },
    { name: 'dueDay', type: 'varchar', length: '10' },
    { name: 'reason', type: 'varchar', length: '255', ...optional },
    { name: 'decidedById', type: 'integer', ...optional },
    { name: 'decidedAt', ...instant, ...optional },
    { name: 'version', type: 'integer', default: 1 },
  ],
  indices: [
    { name: 'found_outfall_problem', columnNames: ['problemId'], isUnique: true },
    { name: 'found_outfall_state', columnNames: ['state'] },
  ],
});

/** The rest of the ledger's fields (domain.md §4.5), and 新发现的排污口 that wait to be looked into. */
export class LedgerFields1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns(
      'outfall',
      COLUMNS.map((column) => column.clone()),
    );
    await runner.createTable(FOUND.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(FOUND.name);
    await runner.dropColumns('outfall', COLUMNS);
  }
}
