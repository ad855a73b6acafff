import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const ID = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
} as const;
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });

const PHOTO_CHECK = new Table({
  name: 'photo_check',
  columns: [
    ID,
    { name: 'photoId', type: 'integer' },
    { name: 'mediaId', type: 'integer' },
    { name: 'verdict', type: 'varchar', length: '12' },
    { name: 'format', type: 'varchar', length: '12', isNullable: true },
    { name: 'width', type: 'integer', isNullable: true },
    { name: 'height', type: 'integer', isNullable: true },
    { name: 'coarse', type: 'varchar', length: '128', isNullable: true },
    { name: 'fine', type: 'text', isNullable: true },
    { name: 'takenAt', type: 'varchar', length: '19', isNullable: true },
    { name: 'lonE6', type: 'integer', isNullable: true },
    { name: 'latE6', type: 'integer', isNullable: true },
    instant('checkedAt'),
    { ...instant('comparedAt'), isNullable: true },
  ],
  indices: [
    { name: 'photo_check_photo', columnNames: ['photoId'], isUnique: true },
    { name: 'photo_check_media', columnNames: ['mediaId'] },
    { name: 'photo_check_place', columnNames: ['lonE6'] },
  ],
});

const PHOTO_PAIR = new Table({
  name: 'photo_pair',
  columns: [
    ID,
    { name: 'photoId', type: 'integer' },
    { name: 'earlierId', type: 'integer' },
    { name: 'kind', type: 'varchar', length: '12' },
    { name: 'distance', type: 'integer' },
    instant('foundAt'),
  ],
  indices: [
    { name: 'photo_pair_both', columnNames: ['photoId', 'earlierId'], isUnique: true },
    { name: 'photo_pair_earlier', columnNames: ['earlierId'] },
    { name: 'photo_pair_found', columnNames: ['foundAt'] },
  ],
});

/** What the program saw on each photo, and which photos are the same. */
export class PhotoChecks1764430000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(PHOTO_CHECK);
    await runner.createTable(PHOTO_PAIR);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(PHOTO_PAIR);
    await runner.dropTable(PHOTO_CHECK);
  }
}
