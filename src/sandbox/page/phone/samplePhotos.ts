/**
 * Pictures a newcomer can send with one tap. Each is drawn anew with its own light, bank and things, so that no
 * two are the same photograph.
 */
export interface SamplePhoto {
  name: string;
  draw(): HTMLCanvasElement;
}

const WIDTH = 960;
const HEIGHT = 720;
type Brush = CanvasRenderingContext2D;

export const SAMPLE_PHOTOS: SamplePhoto[] = [
  { name: '河面正常', draw: () => scene('#7fb6cf', () => undefined) },
  { name: '岸边垃圾', draw: () => scene('#8db0a8', litter) },
  { name: '排口出水', draw: () => scene('#94a38f', outfallFlow) },
  { name: '清理之后', draw: () => scene('#7fb6cf', sign) },
];

const between = (from: number, to: number) => from + Math.random() * (to - from);

function scene(water: string, things: (brush: Brush, bankY: number) => void): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const brush = canvas.getContext('2d');
  if (!brush) return canvas;
  const horizon = between(170, 300);
  const bankY = between(430, 540);
  if (Math.random() < 0.5) brush.setTransform(-1, 0, 0, 1, WIDTH, 0);
  sky(brush, horizon);
  trees(brush, horizon);
  river(brush, horizon, bankY, water);
  bank(brush, bankY);
  things(brush, bankY);
  grain(brush);
  return canvas;
}

function sky(brush: Brush, horizon: number): void {
  const light = brush.createLinearGradient(0, 0, 0, horizon);
  light.addColorStop(0, `hsl(${between(200, 215)} 60% ${between(66, 80)}%)`);
  light.addColorStop(1, `hsl(40 45% ${between(84, 92)}%)`);
  brush.fillStyle = light;
  brush.fillRect(0, 0, WIDTH, horizon);
}

function trees(brush: Brush, horizon: number): void {
  for (let x = -40; x < WIDTH; x += between(30, 90)) {
    const size = between(30, 80);
    brush.fillStyle = `hsl(${between(95, 140)} 30% ${between(28, 42)}%)`;
    brush.beginPath();
    brush.ellipse(x, horizon - size * 0.5, size * 0.7, size, 0, 0, Math.PI * 2);
    brush.fill();
  }
  brush.fillStyle = '#8c9a6a';
  brush.fillRect(0, horizon - 6, WIDTH, 30);
}

function river(brush: Brush, horizon: number, bankY: number, color: string): void {
  brush.fillStyle = color;
  brush.fillRect(0, horizon + 18, WIDTH, bankY - horizon + 80);
  for (let i = 0; i < 60; i += 1) {
    const y = between(horizon + 24, bankY);
    brush.strokeStyle = `rgba(255,255,255,${between(0.1, 0.45)})`;
    brush.lineWidth = between(1, 3);
    brush.beginPath();
    const x = between(0, WIDTH);
    brush.moveTo(x, y);
    brush.quadraticCurveTo(x + 40, y + between(-4, 4), x + between(60, 180), y);
    brush.stroke();
  }
}

function bank(brush: Brush, bankY: number): void {
  brush.fillStyle = `hsl(${between(60, 90)} 26% ${between(36, 46)}%)`;
  brush.beginPath();
  brush.moveTo(0, bankY + between(-30, 40));
  brush.bezierCurveTo(
    WIDTH * 0.3,
    bankY + between(-40, 50),
    WIDTH * 0.6,
    bankY + between(-20, 60),
    WIDTH,
    bankY + between(-40, 40),
  );
  brush.lineTo(WIDTH, HEIGHT);
  brush.lineTo(0, HEIGHT);
  brush.fill();
  for (let i = 0; i < 160; i += 1) {
    const x = between(0, WIDTH);
    const y = between(bankY + 60, HEIGHT);
    brush.strokeStyle = `hsl(${between(70, 110)} 35% ${between(30, 55)}%)`;
    brush.lineWidth = 3;
    brush.beginPath();
    brush.moveTo(x, y);
    brush.lineTo(x + between(-8, 8), y - between(14, 34));
    brush.stroke();
  }
}

function litter(brush: Brush, bankY: number): void {
  const colors = ['#e8e4da', '#c9483b', '#4c79b8', '#d8b24a', '#7d6f60', '#f4f4f2', '#5f5a55'];
  for (let i = 0; i < 46; i += 1) {
    brush.fillStyle = colors[Math.floor(Math.random() * colors.length)] ?? '#e8e4da';
    brush.save();
    brush.translate(between(WIDTH * 0.15, WIDTH * 0.8), between(bankY + 40, bankY + 190));
    brush.rotate(between(0, Math.PI));
    brush.fillRect(0, 0, between(16, 74), between(12, 46));
    brush.restore();
  }
}

function outfallFlow(brush: Brush, bankY: number): void {
  const x = between(WIDTH * 0.3, WIDTH * 0.65);
  const y = bankY - 10;
  brush.fillStyle = '#8a8f94';
  brush.fillRect(x - 110, y - 80, 220, 130);
  brush.fillStyle = '#33383d';
  brush.beginPath();
  brush.arc(x, y - 10, 46, 0, Math.PI * 2);
  brush.fill();
  const flow = brush.createLinearGradient(0, y, 0, y + 240);
  flow.addColorStop(0, 'rgba(120,112,84,.95)');
  flow.addColorStop(1, 'rgba(150,140,100,.35)');
  brush.fillStyle = flow;
  brush.beginPath();
  brush.moveTo(x - 34, y);
  brush.bezierCurveTo(x - 60, y + 90, x - 150, y + 150, x - 190, y + 230);
  brush.lineTo(x + 170, y + 230);
  brush.bezierCurveTo(x + 110, y + 150, x + 50, y + 90, x + 34, y);
  brush.fill();
}

function sign(brush: Brush, bankY: number): void {
  const x = between(WIDTH * 0.15, WIDTH * 0.7);
  const y = bankY - 40;
  brush.fillStyle = '#d8dde2';
  brush.fillRect(x + 52, y, 12, 190);
  brush.fillStyle = '#2f6fb5';
  brush.fillRect(x - 30, y - 80, 176, 110);
  brush.fillStyle = '#ffffff';
  for (let i = 0; i < 4; i += 1) brush.fillRect(x - 14, y - 62 + i * 22, between(80, 140), 8);
}

function grain(brush: Brush): void {
  for (let i = 0; i < 900; i += 1) {
    brush.fillStyle = `rgba(${Math.random() < 0.5 ? '0,0,0' : '255,255,255'},.06)`;
    brush.fillRect(between(0, WIDTH), between(0, HEIGHT), 3, 3);
  }
}
