import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });

const LEAD = new Table({
  name: 'survey_lead',
  columns: [
    { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    word('code', 32),
    word('source', 8),
    word('foundDay', 10),
    int('reachId'),
    int('townId'),
    int('lonE6'),
    int('latE6'),
    maybe(word('place', 128)),
    { name: 'words', type: 'text' },
    maybe(word('evidence', 128)),
    word('state', 10),
    word('dueDay', 10),
    maybe(int('outfallId')),
    maybe(int('problemId')),
    maybe({ name: 'answer', type: 'text' }),
    maybe(int('doneById')),
    maybe(instant('doneAt')),
    instant('recordedAt'),
    int('policyVersion'),
    { ...int('version'), default: 1 },
  ],
  indices: [
    { name: 'survey_lead_code', columnNames: ['code'], isUnique: true },
    { name: 'survey_lead_state', columnNames: ['state', 'townId'] },
  ],
});

/** 排查线索: points of surveys, to be confirmed on site. */
export class SurveyLeads1764523000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(LEAD);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(LEAD);
  }
}
