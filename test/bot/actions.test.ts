import { actions } from '../../cards';
import { ACTIONS } from '../../src/bot';

test('every button of every card is answered, and nothing else is', () => {
  expect(ACTIONS.map(({ name }) => name).sort()).toEqual([...actions.keys()].sort());
});
