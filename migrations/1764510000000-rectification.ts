import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const id = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment' as const,
};
const int = (name: string) => ({ name, type: 'integer' });
const text = (name: string) => ({ name, type: 'text' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const day = (name: string) => word(name, 10);
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });

const RECTIFICATION = new Table({
  name: 'rectification',
  columns: [
    id,
    int('outfallId'),
    maybe(int('planYear')),
    maybe(day('plannedDay')),
    word('state', 8),
    maybe(day('startedDay')),
    maybe(instant('roundAt')),
    maybe(text('progress')),
    maybe(instant('progressAt')),
    maybe(int('progressById')),
    maybe(text('chain')),
    maybe(text('signs')),
    maybe(word('step', 8)),
    maybe(day('stepDay')),
    maybe(text('checks')),
    maybe(text('returnReason')),
    maybe(int('returnedById')),
    { ...int('returns'), default: 0 },
    { ...int('recurrences'), default: 0 },
    maybe(text('ask')),
    maybe(instant('closedAt')),
    maybe(day('lookBackDay')),
    { ...int('version'), default: 1 },
  ],
  indices: [
    { name: 'rectification_outfall', columnNames: ['outfallId'], isUnique: true },
    { name: 'rectification_state', columnNames: ['state', 'lookBackDay'] },
  ],
});

const SURVEY = new Table({
  name: 'reach_survey',
  columns: [id, int('reachId'), day('surveyedDay'), instant('recordedAt')],
  indices: [{ name: 'reach_survey_reach', columnNames: ['reachId'], isUnique: true }],
});

/** 整治: the way of each outfall from plan to 销号, and which reaches were surveyed. */
export class Rectification1764510000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(RECTIFICATION.clone());
    await runner.createTable(SURVEY.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(SURVEY.name);
    await runner.dropTable(RECTIFICATION.name);
  }
}
