import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const day = (name: string) => ({ name, type: 'varchar', length: '10' });
const text = (name: string) => ({ name, type: 'text' });

/** 滞后: how each unit stood, kept day by day, so that a figure of the past stays what it was. */
export class LagSnapshots1764539000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'lag_snapshot',
        columns: [
          { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          int('unitId'),
          day('fromDay'),
          day('toDay'),
          text('figures'),
          text('records'),
          int('policyVersion'),
          { name: 'keptAt', type: 'datetime', precision: 3 },
        ],
        indices: [{ name: 'lag_snapshot_once', columnNames: ['unitId', 'fromDay'], isUnique: true }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('lag_snapshot');
  }
}
