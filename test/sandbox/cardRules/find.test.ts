import { findComponent, formFields } from '../../../src/sandbox/cardRules';
import { button, card, columnSet, form, input, multiSelect, option, panel, select, submit } from './cards';
import patrolTask from './cards/patrol-task.json';

const fieldsOf = (...elements: unknown[]) => formFields(form('f', ...elements, submit()));

test('a button is found by its name with the form that encloses it', () => {
  const found = findComponent(patrolTask, 'patrol_submit_42_3');
  expect(found?.component).toMatchObject({ tag: 'button', form_action_type: 'submit' });
  expect(found?.form).toMatchObject({ tag: 'form', name: 'patrol' });
});

test('a component deep in columns and panels is found without a form', () => {
  expect(findComponent(card(panel(columnSet(button('deep')))), 'deep')).toMatchObject({
    component: { name: 'deep' },
    form: null,
  });
});

test.each([['nobody'], ['patrol']])('%s is no component that can be pressed', (name) => {
  expect(findComponent(patrolTask, name)).toBeNull();
});

test('a table column of the same name is not mistaken for a component', () => {
  const table = { tag: 'table', columns: [{ name: 'go', data_type: 'text' }], rows: [] };
  expect(findComponent(card(table, button('go')), 'go')?.component.tag).toBe('button');
});

test('the patrol form has its two rows as fields, buttons left out', () => {
  const found = findComponent(patrolTask, 'patrol_submit_42_3');
  expect(formFields(found?.form)).toEqual([
    expect.objectContaining({ name: 'outfall_17', tag: 'select_static', required: false, initial: 'dry' }),
    expect.objectContaining({ name: 'problem_83', initial: undefined }),
  ]);
  expect(formFields(found?.form)[0]?.options?.map((o) => o.value)).toEqual(['dry', 'flowing', 'abnormal']);
});

test.each([
  ['a prefilled input shows its text', input({ default_value: '上次' }), '上次'],
  ['an empty input shows nothing', input(), undefined],
  [
    'a select shows the option of its initial value',
    select({ name: 's', initial_option: 'flowing' }),
    'flowing',
  ],
  [
    'a select shows the option of its initial text',
    select({ name: 's', initial_option: '选flowing' }),
    'flowing',
  ],
  ['a select counts its initial index from one', select({ name: 's', initial_index: 1 }), 'dry'],
  [
    'an initial option wins over an initial index',
    select({ name: 's', initial_option: 'flowing', initial_index: 1 }),
    'flowing',
  ],
  ['a multi select shows its selected values', multiSelect({ selected_values: ['dry'] }), ['dry']],
  ['a checker shows whether it is ticked', { tag: 'checker', name: 'c', checked: true }, true],
  ['a checker starts without its tick', { tag: 'checker', name: 'c' }, false],
  [
    'a date picker shows its day',
    { tag: 'date_picker', name: 'd', initial_date: '2026-01-05' },
    '2026-01-05',
  ],
  ['a person select shows its person', { tag: 'select_person', name: 'p', initial_option: 'ou_a' }, 'ou_a'],
])('%s', (_sentence, element, initial) => {
  expect(fieldsOf(element)[0]?.initial).toEqual(initial);
});

test('a multi select is required unless it says otherwise, every other field only if it says so', () => {
  const required = (element: unknown) => fieldsOf(element)[0]?.required;
  expect(required(multiSelect())).toBe(true);
  expect(required(multiSelect({ required: false }))).toBe(false);
  expect(required(select({ name: 's' }))).toBe(false);
  expect(required(input({ required: true }))).toBe(true);
});

test('an input says how much fits, 1000 characters unless told', () => {
  expect(fieldsOf(input())[0]?.maxLength).toBe(1000);
  expect(fieldsOf(input({ max_length: 20 }))[0]?.maxLength).toBe(20);
});

test('a person select without people lets everyone in the chat be picked', () => {
  const person = { tag: 'multi_select_person', name: 'p', options: [] };
  expect(fieldsOf(person)[0]).toMatchObject({ multiple: true });
  expect(fieldsOf(person)[0]?.options).toBeUndefined();
});

test('a disabled field and a disabled picture say so', () => {
  expect(fieldsOf(select({ name: 's', disabled: true }))[0]?.disabled).toBe(true);
  const pictures = {
    tag: 'select_img',
    name: 'i',
    options: [{ ...option('a'), disabled: true }, option('b')],
  };
  expect(fieldsOf(pictures)[0]?.options?.map((o) => o.disabled)).toEqual([true, false]);
});
