// Makes a signed code as docs/formats/signed-code.md describes it, with the key that the server's
// own database holds: what the QR code of a notice says.
import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import path from 'node:path';

function head(major, n) {
  if (n < 24) return Buffer.from([(major << 5) | n]);
  if (n < 256) return Buffer.from([(major << 5) | 24, n]);
  if (n < 65536) return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  const out = Buffer.alloc(5);
  out[0] = (major << 5) | 26;
  out.writeUInt32BE(n, 1);
  return out;
}
const text = (value) => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);

const seconds = (at) => head(0, Math.floor(Date.parse(at) / 1000));

// `expires`: may be left out.
export function signedCode(server, { kind, number, issued, expires, fields }) {
  const database = path.join(server.data, 'fangxian.db');
  const secret = execFileSync('sqlite3', [database, 'select secret from observation_key'])
    .toString()
    .trim();
  const [, id, seed] = secret.split('.');
  const names = Object.keys(fields).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const payload = Buffer.concat([
    head(5, expires ? 6 : 5),
    head(0, 1), text(kind),
    head(0, 2), head(2, 4), Buffer.from(id, 'hex'),
    head(0, 3), text(number),
    head(0, 4), seconds(issued),
    ...(expires ? [head(0, 5), seconds(expires)] : []),
    head(0, 6), head(5, names.length), ...names.flatMap((name) => [text(name), text(fields[name])]),
  ]);
  const key = createPrivateKey({
    key: Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      Buffer.from(seed, 'base64url'),
    ]),
    format: 'der',
    type: 'pkcs8',
  });
  const signed = `FX1.${payload.toString('base64url')}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}
