/** Things to send without having them at hand: drawn and sounded here, so nothing is fetched from anywhere. */

export const stickers = ['👋', '😀', '❤️', '🔥', '😢', '🎉'] as const;
export const reactions = ['👍', '❤️', '🔥', '😁', '😢', '👎'] as const;

const STICKER_SIDE = 256;

export function drawSticker(emoji: string): Promise<Blob> {
  return paint(STICKER_SIDE, STICKER_SIDE, 'image/webp', (brush) => {
    brush.font = "200px 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif";
    brush.textAlign = 'center';
    brush.textBaseline = 'middle';
    brush.fillText(emoji, STICKER_SIDE / 2, STICKER_SIDE / 2 + 14);
  });
}

/** A cup with a crack: what every second customer of a china shop has to show. */
export function drawPhoto(): Promise<Blob> {
  return paint(960, 720, 'image/jpeg', (brush) => {
    const wall = brush.createLinearGradient(0, 0, 0, 720);
    wall.addColorStop(0, '#dfe6ee');
    wall.addColorStop(1, '#c8b8a4');
    brush.fillStyle = wall;
    brush.fillRect(0, 0, 960, 720);
    brush.fillStyle = '#8c6a4c';
    brush.fillRect(0, 520, 960, 200);
    brush.lineWidth = 34;
    brush.strokeStyle = '#f4f1ea';
    brush.beginPath();
    brush.arc(650, 380, 82, -Math.PI / 2, Math.PI / 2);
    brush.stroke();
    brush.fillStyle = '#fbf9f4';
    brush.beginPath();
    brush.roundRect(310, 230, 340, 320, [16, 16, 110, 110]);
    brush.fill();
    brush.fillStyle = '#4a4fe0';
    brush.fillRect(310, 300, 340, 26);
    brush.lineWidth = 6;
    brush.strokeStyle = '#4b3a2b';
    brush.beginPath();
    for (const [x, y] of [[470, 230], [492, 286], [462, 340], [506, 392], [478, 446]] as const) brush.lineTo(x, y);
    brush.stroke();
  });
}

function paint(width: number, height: number, type: string, draw: (brush: CanvasRenderingContext2D) => void): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('This browser cannot draw');
  draw(brush);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture came out empty'))), type, 0.88);
  });
}

export const VOICE_SECONDS = 3;
const RATE = 16_000;

/** Three seconds of a hum that rises and falls like speech. */
export function soundVoice(): Blob {
  const count = RATE * VOICE_SECONDS;
  const sound = new DataView(new ArrayBuffer(44 + count * 2));
  const write = (at: number, word: string) => new TextEncoder().encode(word).forEach((byte, index) => sound.setUint8(at + index, byte));
  write(0, 'RIFF');
  sound.setUint32(4, 36 + count * 2, true);
  write(8, 'WAVEfmt ');
  sound.setUint32(16, 16, true);
  sound.setUint16(20, 1, true);
  sound.setUint16(22, 1, true);
  sound.setUint32(24, RATE, true);
  sound.setUint32(28, RATE * 2, true);
  sound.setUint16(32, 2, true);
  sound.setUint16(34, 16, true);
  write(36, 'data');
  sound.setUint32(40, count * 2, true);
  let turn = 0;
  for (let index = 0; index < count; index += 1) {
    const at = index / RATE;
    turn += (2 * Math.PI * (170 + 50 * Math.sin(at * 5))) / RATE;
    const syllable = Math.max(0, Math.sin(at * 11)) ** 0.6;
    sound.setInt16(44 + index * 2, 7_000 * syllable * (Math.sin(turn) + 0.4 * Math.sin(2 * turn)), true);
  }
  return new Blob([sound.buffer], { type: 'audio/wav' });
}
