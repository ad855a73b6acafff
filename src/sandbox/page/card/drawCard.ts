import { el, setStyle } from '../dom';
import { button, overflow } from './button';
import { chart } from './chart';
import { collapsiblePanel, column, columnSet, form, interactiveContainer } from './containers';
import { datePicker, datetimePicker, timePicker } from './dates';
import { type CardHost, cardStyles, type Drawing, layOut, spacing } from './drawing';
import { header } from './header';
import { image, imageCombination, selectImage } from './images';
import { checker, input } from './inputs';
import { person, personList } from './person';
import { isJson, type Json, obj, objects, str } from './read';
import { multiSelect, multiSelectPerson, selectPerson, selectStatic } from './selects';
import { table } from './table';
import { div, horizontalRule, markdown } from './text';

type Draw = (spec: Json, drawing: Drawing) => HTMLElement;

const COMPONENTS: Record<string, Draw> = {
  markdown,
  div,
  hr: horizontalRule,
  img: image,
  img_combination: imageCombination,
  select_img: selectImage,
  person,
  person_list: personList,
  table,
  chart,
  column_set: columnSet,
  column,
  form,
  input,
  checker,
  button,
  overflow,
  interactive_container: interactiveContainer,
  collapsible_panel: collapsiblePanel,
  select_static: selectStatic,
  multi_select_static: multiSelect,
  select_person: selectPerson,
  multi_select_person: multiSelectPerson,
  date_picker: datePicker,
  picker_time: timePicker,
  picker_datetime: datetimePicker,
};

/** A drawn card. Put `element` into the document, then call `shown()`; call `drop()` when it is taken out. */
export interface DrawnCard {
  element: HTMLElement;
  /** Resolves when charts and pictures are there too. */
  shown(): Promise<void>;
  drop(): void;
}

/** Draws a card (JSON 2.0, as `content` of an interactive message) as Feishu's phone client does. */
export function drawCard(card: unknown, host: CardHost): DrawnCard {
  const root = el('article', { class: 'card' });
  const onShown: (() => Promise<void> | void)[] = [];
  const onDropped: (() => void)[] = [];
  const spec = isJson(card) ? card : {};
  const drawing: Drawing = {
    host,
    root,
    form: null,
    draw: (one) => drawOne(one, drawing),
    drawAll: (all) => all.map((one) => drawOne(one, drawing)),
    whenShown: (task) => onShown.push(task),
    whenDropped: (task) => onDropped.push(task),
    ...cardStyles(spec),
  };
  fill(root, spec, drawing);
  return {
    element: root,
    shown: async () => {
      await Promise.all([...onShown.map((task) => task()), ...[...root.querySelectorAll('img')].map(loaded)]);
    },
    drop: () => {
      for (const task of onDropped) task();
    },
  };
}

function fill(root: HTMLElement, spec: Json, drawing: Drawing): void {
  if (str(spec, 'schema') !== '2.0') {
    root.append(redBox(`这不是 JSON 2.0 的卡片（schema：${str(spec, 'schema') || '没有写'}）`));
    return;
  }
  const head = obj(spec, 'header');
  if (head) root.append(header(head, drawing));
  const body = obj(spec, 'body') ?? {};
  const box = el('div', { class: 'card-body' });
  layOut(box, body, { gap: '8px', padding: '12px' });
  box.append(...drawing.drawAll(objects(body, 'elements')));
  root.append(box);
}

function drawOne(spec: Json, drawing: Drawing): HTMLElement {
  const tag = str(spec, 'tag');
  const draw = COMPONENTS[tag];
  const node = draw ? draw(spec, drawing) : redBox(`不认识的组件：${tag || '（没有 tag）'}`);
  if (node.dataset.tag === undefined) node.dataset.tag = tag;
  if (str(spec, 'element_id')) node.dataset.elementId = str(spec, 'element_id');
  setStyle(node, { margin: spacing(str(spec, 'margin')) });
  return node;
}

/** What a real phone would not draw is drawn as a red box, so that nobody overlooks it. */
export function redBox(text: string): HTMLElement {
  return el('div', { class: 'card-unknown', role: 'alert' }, text);
}

async function loaded(picture: HTMLImageElement): Promise<void> {
  if (picture.complete) return;
  await new Promise((resolve) => {
    picture.addEventListener('load', resolve, { once: true });
    picture.addEventListener('error', resolve, { once: true });
  });
}
