/** Feishu's light palette: tint (100), body (500), text (600) and deep (700) of each named colour. */
const PALETTE: Record<string, readonly [tint: string, body: string, text: string, deep: string]> = {
  blue: ['#E1EAFF', '#3370FF', '#245BDB', '#1C4CBA'],
  wathet: ['#D9F3FD', '#14C0FF', '#049FD7', '#037EAA'],
  turquoise: ['#D5F6F2', '#00D6B9', '#04B49C', '#078372'],
  green: ['#D9F5D6', '#34C724', '#2EA121', '#237B19'],
  lime: ['#EEF6C6', '#B3D600', '#8FAC02', '#667901'],
  yellow: ['#FAF1D1', '#FFC60A', '#DC9B04', '#795101'],
  orange: ['#FEEAD2', '#FF8800', '#DE7802', '#B26206'],
  red: ['#FDE2E2', '#F54A45', '#D83931', '#AC2F28'],
  carmine: ['#FDDDEF', '#F01D94', '#CE1A7F', '#9E1361'],
  violet: ['#F8DEF8', '#D136D1', '#B320B3', '#8D1C8D'],
  purple: ['#ECE2FE', '#7F3BF5', '#6425D0', '#4F1CA8'],
  indigo: ['#E0E2FA', '#4954E6', '#2933C7', '#1F27A1'],
  grey: ['#EFF0F1', '#8F959E', '#8F959E', '#646A73'],
};
const ALIAS: Record<string, string> = { neutral: 'grey', gray: 'grey', white: 'bg-white' };

/** Headers whose text Feishu draws one step darker because the colour itself is light. */
const LIGHT = new Set(['wathet', 'turquoise', 'green', 'lime', 'yellow']);

export interface Pair {
  background: string;
  text: string;
}

/** The header band of `template`; `default` and unknown names have none and are drawn on white. */
export function headerColors(template: string): Pair {
  if (template === 'grey') return { background: '#8F959E', text: '#FFFFFF' };
  const color = PALETTE[template];
  if (!color) return { background: '#FFFFFF', text: '#1F2329' };
  return { background: color[0], text: LIGHT.has(template) ? color[3] : color[2] };
}

export function tagColors(name: string): Pair {
  const color = PALETTE[ALIAS[name] ?? name];
  if (!color || name === 'neutral' || name === '') return { background: '#EBECED', text: '#646A73' };
  return {
    background: `color-mix(in srgb, ${color[1]} 20%, transparent)`,
    text: LIGHT.has(name) ? color[3] : color[2],
  };
}

/** Named colours differ by what they paint: text, a surface, or a border. */
export type ColorUse = 'text' | 'fill' | 'line';

/** Any colour a card may name: `red`, `blue-100`, `grey`, `rgba(…)`; null when it is none. */
export function colorOf(name: string, use: ColorUse): string | null {
  if (/^rgba?\([\d.,%\s]+\)$/i.test(name)) return name;
  if (use === 'line' && /^(grey|gray|neutral|default)$/.test(name)) return '#DEE0E3';
  if (name === 'default') return use === 'text' ? '#1F2329' : 'transparent';
  if (name === 'bg-white' || name === 'white') return '#FFFFFF';
  const [, base = '', shade] = /^([a-z]+)(?:-(\d+))?$/.exec(name) ?? [];
  const color = PALETTE[ALIAS[base] ?? base];
  if (!color) return null;
  if (shade === undefined)
    return use !== 'fill' ? color[use === 'text' ? 2 : 1] : base === 'grey' ? '#F5F6F7' : color[0];
  const step = Number(shade);
  if (step < 100) return `color-mix(in srgb, ${color[0]} 50%, white)`;
  if (step < 350) return step === 100 ? color[0] : `color-mix(in srgb, ${color[1]} ${step / 7}%, white)`;
  return step < 550 ? color[1] : step < 650 ? color[2] : color[3];
}

export const CHART_COLORS: Record<string, readonly string[]> = {
  brand: ['#3370FF', '#7AA2FF', '#1C4CBA', '#14C0FF', '#BACEFD', '#00D6B9', '#7F3BF5', '#037EAA'],
  rainbow: ['#3370FF', '#00D6B9', '#FFC60A', '#FF8800', '#F54A45', '#D136D1', '#7F3BF5', '#14C0FF'],
  complementary: ['#3370FF', '#FF8800', '#7AA2FF', '#FFBA6B', '#1C4CBA', '#B26206'],
  converse: ['#3370FF', '#F54A45', '#7AA2FF', '#F98E8B', '#1C4CBA', '#AC2F28'],
  primary: ['#3370FF', '#4E83FD', '#82A7FC', '#BACEFD', '#245BDB', '#1C4CBA'],
};
