/** QR codes as ISO/IEC 18004 draws them: bytes at error correction L, versions 1 to 15, which hold up to 520 bytes. */
const LARGEST = 15;
/** Check bytes of each block, and blocks, by version. */
const CHECK = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22];
const BLOCKS = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6];
const FIELD = 0x11d;

type Grid = boolean[][];

/** The dark modules of a code, row by row, without the quiet zone; null when the text is too long. */
export function drawQr(text: string, mask?: number): Grid | null {
  const bytes = [...new TextEncoder().encode(text)];
  const version = CHECK.findIndex((_, one) => one > 0 && bytes.length <= room(one));
  if (version < 1 || version > LARGEST) return null;
  const stream = interleave(fill(bytes, version), version);
  const masks = mask === undefined ? [0, 1, 2, 3, 4, 5, 6, 7] : [mask];
  const drawn = masks.map((one) => draw(version, stream, one));
  return drawn.reduce((best, one) => (unrest(one) < unrest(best) ? one : best));
}

function rawBytes(version: number): number {
  const marks = version < 2 ? 0 : Math.floor(version / 7) + 2;
  const bits = (16 * version + 128) * version + 64 - (marks ? (25 * marks - 10) * marks - 55 : 0) - (version >= 7 ? 36 : 0);
  return Math.floor(bits / 8);
}

const dataBytes = (version: number) => rawBytes(version) - (CHECK[version] ?? 0) * (BLOCKS[version] ?? 0);
const countBits = (version: number) => (version < 10 ? 8 : 16);
const room = (version: number) => Math.floor((dataBytes(version) * 8 - 4 - countBits(version)) / 8);

function fill(bytes: number[], version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  put(4, 4);
  put(bytes.length, countBits(version));
  bytes.forEach((byte) => put(byte, 8));
  const most = dataBytes(version) * 8;
  put(0, Math.min(4, most - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < most; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: most / 8 }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0));
}

function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) product = (product << 1) ^ ((product >> 7) * FIELD) ^ (((b >> bit) & 1) * a);
  return product;
}

/** The check bytes of a block: what is left of it when divided by the generator. */
function checkOf(block: number[], length: number): number[] {
  const generator: number[] = Array.from({ length }, (_, at) => (at === length - 1 ? 1 : 0));
  for (let step = 0, root = 1; step < length; step += 1, root = times(root, 2)) {
    for (let at = 0; at < length; at += 1) generator[at] = times(generator[at] ?? 0, root) ^ (generator[at + 1] ?? 0);
  }
  const rest: number[] = Array.from({ length }, () => 0);
  for (const byte of block) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    for (let at = 0; at < length; at += 1) rest[at] = (rest[at] ?? 0) ^ times(generator[at] ?? 0, factor);
  }
  return rest;
}

function interleave(data: number[], version: number): number[] {
  const count = BLOCKS[version] ?? 1;
  const raw = rawBytes(version);
  const check = CHECK[version] ?? 0;
  const short = count - (raw % count);
  const shortLength = Math.floor(raw / count) - check;
  let from = 0;
  const blocks = Array.from({ length: count }, (_, at) => data.slice(from, (from += shortLength + (at < short ? 0 : 1))));
  const checks = blocks.map((block) => checkOf(block, check));
  const columns = (parts: number[][], length: number) => Array.from({ length }, (_, at) => parts.flatMap((part) => part[at] ?? [])).flat();
  return [...columns(blocks, shortLength + 1), ...columns(checks, check)];
}

function draw(version: number, stream: number[], mask: number): Grid {
  const size = version * 4 + 17;
  const dark: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const fixed: Grid = dark.map((row) => [...row]);
  const set = (x: number, y: number, on: boolean) => {
    const [line, held] = [dark[y], fixed[y]];
    if (!line || !held || x < 0 || x >= size) return;
    line[x] = on;
    held[x] = true;
  };
  const square = (cx: number, cy: number, reach: number, isDark: (ring: number) => boolean) => {
    for (let y = -reach; y <= reach; y += 1) for (let x = -reach; x <= reach; x += 1) set(cx + x, cy + y, isDark(Math.max(Math.abs(x), Math.abs(y))));
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const corners = [[3, 3], [size - 4, 3], [3, size - 4]] as const;
  corners.forEach(([x, y]) => square(x, y, 4, (ring) => ring !== 2 && ring !== 4));
  const places = alignment(version, size);
  const last = places.length - 1;
  places.forEach((y, row) => places.forEach((x, column) => {
    const atCorner = (row === 0 && (column === 0 || column === last)) || (row === last && column === 0);
    if (!atCorner) square(x, y, 2, (ring) => ring !== 1);
  }));
  drawFormat(size, mask, set);
  if (version >= 7) drawVersion(size, version, set);
  drawStream(size, stream, mask, dark, fixed);
  return dark;
}

function alignment(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - (count - 2 - at) * step)];
}

function remainder(value: number, divisor: number, degree: number): number {
  let rest = value;
  for (let step = 0; step < degree; step += 1) rest = (rest << 1) ^ ((rest >> (degree - 1)) * divisor);
  return rest;
}

type Set = (x: number, y: number, on: boolean) => void;

function drawFormat(size: number, mask: number, set: Set): void {
  const data = (1 << 3) | mask;
  const bits = ((data << 10) | remainder(data, 0x537, 10)) ^ 0x5412;
  const bit = (at: number) => ((bits >> at) & 1) === 1;
  for (let at = 0; at < 15; at += 1) {
    if (at < 8) set(size - 1 - at, 8, bit(at));
    else set(8, size - 15 + at, bit(at));
    const place = at < 6 ? at : at < 8 ? at + 1 : 15 - at - (at === 8 ? 0 : 1);
    if (at < 8) set(8, place, bit(at));
    else set(at === 8 ? 7 : place, 8, bit(at));
  }
  set(8, size - 8, true);
}

function drawVersion(size: number, version: number, set: Set): void {
  const bits = (version << 12) | remainder(version, 0x1f25, 12);
  for (let at = 0; at < 18; at += 1) {
    const on = ((bits >> at) & 1) === 1;
    const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)];
    set(far, near, on);
    set(near, far, on);
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The bits run in pairs of columns from the right, up and down by turns, past everything fixed. */
function drawStream(size: number, stream: number[], mask: number, dark: Grid, fixed: Grid): void {
  const flips = MASKS[mask] ?? (() => false);
  let at = 0;
  for (let pair = 0, right = size - 1; right > 0; pair += 1, right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step += 1) {
      const y = pair % 2 === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        const line = dark[y];
        if (!line || fixed[y]?.[x]) continue;
        const bit = (((stream[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
        line[x] = bit !== flips(x, y);
        at += 1;
      }
    }
  }
}

/** How hard a code is to read: long runs and blocks of one colour. */
function unrest(grid: Grid): number {
  let sum = 0;
  const size = grid.length;
  const at = (x: number, y: number) => grid[y]?.[x];
  for (let line = 0; line < size; line += 1) {
    let [across, down] = [1, 1];
    for (let step = 1; step < size; step += 1) {
      across = at(step, line) === at(step - 1, line) ? across + 1 : 1;
      down = at(line, step) === at(line, step - 1) ? down + 1 : 1;
      sum += Number(across >= 5) + Number(down >= 5) + 2 * (Number(across === 5) + Number(down === 5));
      const same = line > 0 && at(step, line) === at(step - 1, line) && at(step, line) === at(step, line - 1) && at(step, line) === at(step - 1, line - 1);
      sum += same ? 3 : 0;
    }
  }
  return sum;
}
