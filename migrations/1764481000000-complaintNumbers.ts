import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const NUMBER = new TableColumn({ name: 'sourceNo', type: 'varchar', length: '64', isNullable: true });
const INDEX = new TableIndex({ name: 'complaint_source', columnNames: ['sourceNo'], isUnique: true });

/** 工单编号: under which number another office sent a complaint, so that it is taken in once. */
export class ComplaintNumbers1764481000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // TypeORM marks the column that it is given as unique, which the next run would make an index of its own.
    await runner.addColumn('complaint', NUMBER.clone());
    await runner.createIndex('complaint', INDEX.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('complaint', INDEX);
    await runner.dropColumn('complaint', NUMBER.clone());
  }
}
