import fc from 'fast-check';
import { button, card, check, container, form, img, input, multiSelect, panel, plain, submit } from './cards';
import assessmentSummary from './cards/assessment-summary.json';
import patrolTask from './cards/patrol-task.json';

type Path = (string | number)[];

/** What a callback, a chart and a table carry is their own business; so are the names a card gives its styles. */
const FREE = new Set(['chart_spec', 'value', 'rows', 'text_size', 'color']);

function objectPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const children = Object.entries(value)
    .filter(([key]) => !FREE.has(key))
    .flatMap(([key, child]) => objectPaths(child, [...path, Array.isArray(value) ? Number(key) : key]));
  return Array.isArray(value) ? children : [path, ...children];
}

function withAttribute(whole: unknown, path: Path, key: string, value: unknown): unknown {
  const copy = structuredClone(whole);
  const target = path.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], copy);
  (target as Record<string, unknown>)[key] = value;
  return copy;
}

const everything = {
  schema: '2.0',
  config: { update_multi: true, summary: { content: '都有', i18n_content: { zh_cn: '都有' } }, style: {} },
  card_link: { url: 'https://example.com' },
  header: {
    title: plain('都有'),
    icon: { tag: 'standard_icon', token: 'todo_outlined' },
    text_tag_list: [{ tag: 'text_tag', text: plain('一'), color: 'red' }],
  },
  body: {
    elements: [
      img(),
      { tag: 'person_list', persons: [{ id: 'ou_known' }] },
      container(
        panel(button('a', { confirm: { title: plain('?'), text: plain('!') }, hover_tips: plain('?') })),
      ),
      { tag: 'checker', checked_style: { opacity: 1 }, button_area: { buttons: [button('b')] } },
      { tag: 'overflow', options: [{ text: plain('看'), multi_url: { url: 'https://example.com' } }] },
      form('f', input({ label: plain('写') }), multiSelect(), submit()),
    ],
  },
};

const cards = [patrolTask, assessmentSummary, everything, card(), { schema: '2.0', config: {} }];
const attribute = fc.stringMatching(/^[a-z_]{1,12}$/).map((key) => `zz_${key}`);

test('a valid card with one attribute that no component has is refused, and the refusal names it', () => {
  const place = fc
    .constantFrom(...cards)
    .chain((whole) => fc.tuple(fc.constant(whole), fc.constantFrom(...objectPaths(whole))));
  fc.assert(
    fc.property(place, attribute, fc.jsonValue(), ([whole, path], key, value) => {
      expect(check(whole)).toBeNull();
      const fault = check(withAttribute(whole, path, key, value));
      expect(fault).toMatchObject({ code: 230099, subCode: 200621 });
      expect(fault?.msg).toContain(`unknown property, property: ${key}, path: ROOT`);
    }),
    { numRuns: 400 },
  );
});

test('an attribute of its own inside a callback or a chart is let through', () => {
  const free = structuredClone(assessmentSummary) as unknown as {
    body: { elements: { chart_spec?: object; behaviors?: { value: object }[] }[] };
  };
  Object.assign(free.body.elements[1]?.chart_spec ?? {}, { zz: { deep: [1] } });
  Object.assign(free.body.elements[3]?.behaviors?.[0]?.value ?? {}, { zz: { deep: [1] } });
  expect(JSON.stringify(free).split('"zz":{"deep":[1]}')).toHaveLength(3);
  expect(check(free)).toBeNull();
});
