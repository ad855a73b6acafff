import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const PAGE = new Table({
  name: 'outfall_page',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'outfallId', type: 'integer' },
    { name: 'publicId', type: 'varchar', length: '24' },
    { name: 'createdAt', type: 'datetime', precision: 3 },
  ],
  indices: [
    { name: 'outfall_page_outfall', columnNames: ['outfallId'], isUnique: true },
    { name: 'outfall_page_public', columnNames: ['publicId'], isUnique: true },
  ],
});

/** 公示页: the public name of each outfall. */
export class OutfallPages1764521000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(PAGE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(PAGE);
  }
}
