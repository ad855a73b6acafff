import { mayRunGroups, memberChanges, namesIn, postFault } from '../../src/groups/rules';

describe('what may be posted to a group', () => {
  test.each([
    ['周五上午九点开调度会', null],
    ['有事打 19900000009', '里面有手机号，群里人人看得见，请去掉再发。'],
    // A code of an outfall is no phone.
    ['排污口 140825199000000099', null],
    ['字'.repeat(500), null],
    ['字'.repeat(501), '通知最多写500个字，现在有501个，请改短一些再发。'],
  ])('%.20s', (words, fault) => {
    expect(postFault(words)).toBe(fault);
  });

  it('tells whose names of the roster are in it, each once, and not what is too short to be one', () => {
    const names = ['王小河', '李', '张三', '王小河'];
    expect(namesIn('王小河、王小河和李', names)).toEqual(['王小河']);
    expect(namesIn('各镇', names)).toEqual([]);
  });
});

it('is 县河长办 alone that runs groups', () => {
  expect(mayRunGroups(['县河长办', '县级河长'])).toBe(true);
  expect(mayRunGroups(['县政府', '镇长', '镇联络员', '村级河长'])).toBe(false);
});

it('brings in whom the roster wants and Feishu knows, and takes out only whom it brought', () => {
  const wanted = [
    { id: 1, openId: 'ou_1' },
    { id: 2, openId: null },
    { id: 3, openId: 'ou_3' },
  ];
  expect(memberChanges(wanted, [3, 4])).toEqual({ add: [1], remove: [4] });
  expect(memberChanges(wanted, [1, 3])).toEqual({ add: [], remove: [] });
  // Known to Feishu no more, but of the town still: there is nobody to take out.
  expect(memberChanges(wanted, [1, 2, 3])).toEqual({ add: [], remove: [] });
});
