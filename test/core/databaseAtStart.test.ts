import { shownUrl, startFault } from '../../src/core/databaseAtStart';
import { Fault } from '../../src/core/errors';

const MYSQL = 'mysql://river:p%40ss@db.example:3307/river_chief?ssl=true';
const say = (error: unknown, databaseUrl = MYSQL, trial = false) =>
  (startFault(error, { databaseUrl, trial }) as Error).message;
const coded = (code: string) => Object.assign(new Error('said by the driver'), { code });

describe('a database that cannot be used at a start', () => {
  it.each<[string, unknown, string]>([
    [
      'nobody listens',
      new Fault('database.away', { cause: 'ECONNREFUSED' }),
      'db.example:3307 上没有数据库在运行',
    ],
    ['the host is unknown', new Fault('database.away', { cause: 'ENOTFOUND' }), '找不到主机 db.example:3307'],
    ['nothing answers', new Fault('database.away', { cause: 'ETIMEDOUT' }), 'db.example:3307 没有应答'],
    ['the password is wrong', coded('ER_ACCESS_DENIED_ERROR'), '用户名或密码不对'],
    ['the user may not', coded('ER_DBACCESS_DENIED_ERROR'), '没有权限'],
    ['there is no such database', coded('ER_BAD_DB_ERROR'), '没有叫 river_chief 的数据库'],
    ['too many are connected', coded('ER_CON_COUNT_ERROR'), '连接数满了'],
    ['it hangs up', new Fault('database.away', { cause: 'ECONNRESET' }), '连接断了'],
    ['another process has it', new Fault('database.busy'), '另一个程序正占着数据库'],
  ])(
    'because %s is told in one line, with the setting and what to do, never with the password',
    (_, error, why) => {
      const message = say(error);
      expect(message).toContain(why);
      expect(message).toContain('设置 DATABASE_URL，现在是 mysql://river:****@db.example:3307/river_chief）');
      expect(message).toMatch(/请/);
      expect(message).not.toMatch(/p%40ss|再按一次|\n/);
      expect(startFault(error, { databaseUrl: MYSQL, trial: false })).toMatchObject({ ours: true });
    },
  );

  it('that is a file names the file, and the folder’s setting where nothing was configured', () => {
    const away = new Fault('database.away', { cause: '' });
    expect(say(away, 'sqlite:data/river-chief.db', true)).toBe(
      '连不上数据库：数据库文件打不开或写不进去。请检查文件夹是否存在、有没有写入权限、磁盘是否已满（设置 DATA_DIR，现在是 sqlite:data/river-chief.db）',
    );
    expect(say(coded('SQLITE_NOTADB'), 'sqlite:/srv/a.db')).toContain('这个文件不是数据库');
  });

  it('for a reason that is not known, or for none of the database’s, is left as it is', () => {
    const other = [
      new Error('a bug'),
      coded('ER_PARSE_ERROR'),
      new Fault('policy.older'),
      new Fault('database.charset'),
    ];
    for (const error of other) expect(startFault(error, { databaseUrl: MYSQL, trial: false })).toBe(error);
  });

  it.each([
    ['mysql://river:p@ss@127.0.0.1/river', 'mysql://river:****@127.0.0.1/river'],
    ['mysql://root@127.0.0.1:3307/river', 'mysql://root@127.0.0.1:3307/river'],
    ['mariadb://127.0.0.1/river?password=secret', 'mariadb://127.0.0.1/river'],
    ['sqlite:data/what?.db', 'sqlite:data/what?.db'],
  ])('%s is shown as %s', (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
  });
});
