// What a camera sees that is held over a paper: its pages one after the other, as a video file for
// Chromium's fake camera.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const kWidth = 1280;
const kHeight = 960;

// A binary PGM.
function readPicture(file) {
  const bytes = readFileSync(file);
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40));
  return {
    width: Number(head[1]),
    height: Number(head[2]),
    bytes: bytes.subarray(head[0].length),
  };
}

// What is in the picture with its corner there, in parts of the page; beyond the page a grey table.
function frame({ width, height, bytes }, left, top) {
  const grey = Buffer.alloc(kWidth * kHeight, 120);
  const fromX = Math.round(width * left);
  const fromY = Math.round(height * top);
  const w = Math.min(kWidth, width - fromX);
  const h = Math.min(kHeight, height - fromY);
  for (let y = 0; y < h; ++y) {
    bytes.copy(grey, y * kWidth, (fromY + y) * width + fromX, (fromY + y) * width + fromX + w);
  }
  return Buffer.concat([grey, Buffer.alloc((kWidth * kHeight) / 2, 128)]);
}

export function filmOf(folder, pdf) {
  const source = path.join(folder, 'paper.pdf');
  writeFileSync(source, pdf);
  execFileSync('pdftoppm', ['-r', '150', '-gray', source, path.join(folder, 'page')]);
  const pages = readdirSync(folder).filter((name) => /^page.*\.pgm$/.test(name)).sort();
  const frames = [];
  for (const page of pages) {
    const picture = readPicture(path.join(folder, page));
    // Over the whole page in steps, as somebody looks for the code.
    for (const top of [0, 0.3, 0.5]) frames.push(frame(picture, 0, top));
  }
  const film = path.join(folder, 'paper.y4m');
  const head = Buffer.from(`YUV4MPEG2 W${kWidth} H${kHeight} F2:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(film, Buffer.concat([head,
    ...frames.flatMap((one) => [Buffer.from('FRAME\n'), one])]));
  return film;
}
