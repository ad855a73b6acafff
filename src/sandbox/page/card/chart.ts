import { el, setStyle } from '../dom';
import { CHART_COLORS } from './colors';
import type { Drawing } from './drawing';
import { isJson, type Json, obj, str } from './read';

interface Chart {
  renderAsync(): Promise<unknown>;
  release(): void;
}
interface Library {
  default: new (spec: Json, options: { dom: HTMLElement; animation: boolean }) => Chart;
}
declare global {
  interface Window {
    VChart?: Library;
  }
}

const RATIOS: Record<string, string> = { '1:1': '1 / 1', '2:1': '2 / 1', '4:3': '4 / 3', '16:9': '16 / 9' };
let loading: Promise<Library> | null = null;

/** The chart runtime Feishu uses (VChart 1.12), 2 MB, fetched when the first chart is drawn. */
function library(): Promise<Library> {
  loading ??= new Promise((resolve, reject) => {
    const script = el('script', { src: '/sandbox/vchart.js' });
    script.addEventListener('load', () =>
      window.VChart ? resolve(window.VChart) : reject(new Error('VChart')),
    );
    script.addEventListener('error', () => {
      loading = null;
      reject(new Error('图表程序没有取到'));
    });
    document.head.append(script);
  });
  return loading;
}

export function chart(spec: Json, drawing: Drawing): HTMLElement {
  const box = el('div', { class: 'card-chart', role: 'img', 'aria-label': describe(spec) });
  const height = str(spec, 'height');
  if (/^\d+px$/.test(height)) setStyle(box, { height });
  else setStyle(box, { 'aspect-ratio': RATIOS[str(spec, 'aspect_ratio')] ?? '1 / 1' });
  drawing.whenShown(async () => {
    const drawn = await drawInto(box, spec);
    if (drawn) drawing.whenDropped(() => drawn.release());
  });
  return box;
}

async function drawInto(box: HTMLElement, spec: Json): Promise<Chart | null> {
  try {
    const { default: VChart } = await library();
    await hasWidth(box);
    const drawn = new VChart(themed(spec), { dom: box, animation: false });
    await drawn.renderAsync();
    return drawn;
  } catch (error) {
    box.replaceChildren(
      el('div', { class: 'card-unknown', role: 'alert' }, `图表画不出来：${String(error)}`),
    );
    return null;
  }
}

/** Tooltips are drawn on the canvas: VChart's HTML ones would put data into the page as markup. */
function themed(spec: Json): Json {
  const own = obj(spec, 'chart_spec') ?? {};
  const tooltip = isJson(own.tooltip) ? own.tooltip : {};
  const copy: unknown = structuredClone({
    color: [...(CHART_COLORS[str(spec, 'color_theme')] ?? CHART_COLORS.brand ?? [])],
    background: 'transparent',
    theme: { fontFamily: getComputedStyle(document.body).fontFamily },
    ...own,
    tooltip: { ...tooltip, renderMode: 'canvas' },
  });
  return isJson(copy) ? copy : {};
}

function describe(spec: Json): string {
  const own = obj(spec, 'chart_spec') ?? {};
  return `图表：${str(obj(own, 'title') ?? {}, 'text') || str(own, 'type')}`;
}

/** A phone on a hidden tab has no width yet; the chart waits until it is seen. */
function hasWidth(box: HTMLElement): Promise<void> {
  if (box.clientWidth > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const watch = new ResizeObserver(() => {
      if (box.clientWidth === 0) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(box);
  });
}
