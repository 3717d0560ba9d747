// Hostile files and requests: each is refused in words, and the server lives on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

import { registerCsv, smallCommunity } from './community.mjs';
import { Client, Server, addUser, csv, kCommunity, temporary } from './lib.mjs';

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; ++k) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

// A ZIP of deflated files: [name, contents].
function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, contents] of files) {
    const data = zlib.deflateRawSync(contents, { level: 9 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(contents), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(contents.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail,
      Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

function xlsx(sheet) {
  const xml = '<?xml version="1.0" encoding="UTF-8"?>';
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  return zip([
    ['[Content_Types].xml', `${xml}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`],
    ['_rels/.rels', `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `${xml}<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ['xl/worksheets/sheet1.xml', sheet],
  ].map(([name, text]) => [name, Buffer.from(text)]));
}

test('hostile files and requests', { timeout: 300_000 }, async (t) => {
  // Made first: packing them takes so long that a connection would be idle for too long.
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const cell = (text) => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`;
  const sheet = (rows, before = '') =>
    `<?xml version="1.0"?>${before}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`;
  let entities = '<!ENTITY a0 "ha">';
  for (let i = 1; i < 10; ++i) entities += `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`;
  const files = {
    'a zip bomb': ['登记表.xlsx', xlsx(sheet(cell(' '.repeat(300_000_000))))],
    'billion laughs': ['登记表.xlsx', xlsx(sheet(cell('&a9;'), `<!DOCTYPE x [${entities}]>`))],
    'a document type': ['登记表.xlsx',
      xlsx(sheet(cell('&x;'), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))],
    'ten million columns': ['登记表.csv', Buffer.from('姓名' + ',a'.repeat(10_000_000) + '\n')],
    'a program called xlsx': ['登记表.xlsx', Buffer.from('\x7fELF' + '\0'.repeat(1000), 'latin1')],
    'a picture called csv': ['登记表.csv',
      Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')],
    'a cut-off workbook': ['登记表.xlsx', xlsx(sheet(cell('姓名'))).subarray(0, 700)],
    nothing: ['登记表.csv', Buffer.alloc(0)],
  };

  const temp = temporary(t);
  const data = path.join(temp, 'data');
  await addUser(data, temp, 'root', 'administrator', '0');
  const server = await Server.start(t, data);
  const client = await Client.signIn(server, 'root');
  await client.command('organisation.add-area', { code: kCommunity, name: '里布嘎社区' });
  await client.take('/api/registry/imports', { area: kCommunity, file_name: 'a.csv' },
    registerCsv(smallCommunity(12)));
  let people = 24;
  const alive = async () =>
    assert.equal((await client.figures({ area: kCommunity })).people, people, 'nothing came of it');

  for (const [what, [name, bytes]] of Object.entries(files)) {
    for (const route of ['/api/registry/imports', '/api/returnees/imports']) {
      const answer = await client.upload(route, { area: kCommunity, file_name: name }, bytes);
      assert.ok(answer.status >= 400 && answer.status < 500, `${what} ${route}: ${answer.status} ${answer.text.slice(0, 200)}`);
      const { code, message, remedy } = answer.json.error;
      assert.ok(code && message && remedy, `${what} ${route}: ${answer.text}`);
      assert.ok(!answer.text.includes('root:'), what);
    }
    await alive();
  }

  // Text that a spreadsheet would take for a formula stays text in what is given back.
  const formula = '=HYPERLINK("http://example.org")';
  const bad = csv([['小区', '楼栋', '单元', '房号', '姓名', '身份证号码'],
    ['桂花苑', '1', '1', '199', '方正', ''],
    ['桂花苑', '1', '1', '101', '', `"${formula.replaceAll('"', '""')}"`]]);
  const taken = await client.take('/api/registry/imports',
    { area: kCommunity, file_name: '坏.csv' }, bad);
  assert.ok(taken.problems.length > 0, JSON.stringify(taken));
  people += taken.people_new;
  assert.equal(taken.people_new, 1);
  const workbook = await client.ask(`/api/registry/imports/${taken.import}/problems.xlsx`);
  assert.equal(workbook.status, 200, workbook.text);
  const texts = unzip(workbook.bytes);
  assert.ok(texts.includes('HYPERLINK'), 'what was in the cell is given back');
  assert.ok(!/<f[ >]/.test(texts), 'no cell is a formula');

  // Bodies and headers over the limits.
  const big = await client.send('POST', '/api/commands/registry.add-household',
    { bytes: Buffer.alloc((1 << 20) + 1, 0x20) }).catch(() => undefined);
  if (big) {
    assert.equal(big.status, 413);
    assert.ok(big.json.error.code && big.json.error.message && big.json.error.remedy);
  }
  await alive();
  const status = await new Promise((resolve) => {
    const request = http.get(`${server.url}/healthz`,
      { headers: { 'X-Long': 'a'.repeat(1 << 20) } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
    request.on('error', () => resolve('closed'));
  });
  assert.ok(status === 'closed' || (status >= 400 && status < 500), String(status));
  const deep = await client.send('POST', '/api/commands/registry.add-household',
    { bytes: Buffer.from('['.repeat(100_000)) });
  assert.equal(deep.status, 400, deep.text);
  await alive();
  assert.equal(await server.stop(), 0);
});

// All files of a ZIP, as one text.
function unzip(bytes) {
  const out = [];
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) {
    const size = bytes.readUInt32LE(at + 20);
    const from = bytes.readUInt32LE(at + 42);
    const start = from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28);
    const packed = bytes.subarray(start, start + size);
    out.push(bytes.readUInt16LE(at + 10) === 8 ? zlib.inflateRawSync(packed) : packed);
  }
  return Buffer.concat(out).toString('utf8');
}
