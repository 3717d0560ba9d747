// The baseline of `fangxian bench`'s commands: what an office's web developer would write for the
// same request in an afternoon, done well. One Node process before PostgreSQL; all that arrives
// while a transaction is under way is committed together by the next one, with one statement a
// table; a request is answered when its transaction is on the disk. It writes the rows that
// Fangxian writes (the entry, the head of the chain, the result in its view) and leaves out what
// Fangxian does besides: sign-in, permissions, the state that a command is checked against, hashes.
//
//   node server.mjs PORT SOCKET_DIRECTORY      prints "ready" once it listens
import http from 'node:http';

import pg from 'pg';

const [port, host] = process.argv.slice(2);
const client = new pg.Client({ host, database: 'postgres', user: 'bench' });
await client.connect();
await client.query(`
  create table entry(position bigserial primary key, id text unique, subject text, payload text);
  create index entry_subject on entry(subject);
  create table head(chain text primary key, seq bigint);
  create table result(id text primary key, household text, area text);
  create index result_household on result(household);
  create index result_area on result(area);
`);

const payload = 'x'.repeat(420); // an entry's columns and hashes
const chain = '532601003001';
const place = '532601003001-1-1-1-1-101';
let waiting = [];
let committing = false;

async function commitAll() {
  committing = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    const ids = group.map((one) => one.id);
    const households = group.map((one) => one.household);
    try {
      await client.query('begin');
      await client.query({
        name: 'entry',
        text: `insert into entry(id, subject, payload)
               select id, subject, $3 from unnest($1::text[], $2::text[]) as new(id, subject)`,
        values: [ids, households, payload],
      });
      await client.query({
        name: 'head',
        text: `insert into head values ($1, $2)
               on conflict(chain) do update set seq = head.seq + excluded.seq`,
        values: [chain, group.length],
      });
      await client.query({
        name: 'result',
        text: `insert into result(id, household, area)
               select id, household, $3 from unnest($1::text[], $2::text[]) as new(id, household)`,
        values: [ids, households, place],
      });
      await client.query('commit');
      for (const one of group) one.done(200);
    } catch (error) {
      console.error(error);
      await client.query('rollback');
      for (const one of group) one.done(500);
    }
  }
  committing = false;
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const { id, body } = JSON.parse(Buffer.concat(parts).toString());
    waiting.push({
      id,
      household: body.household,
      done(status) {
        const text = JSON.stringify({ id, status: status === 200 ? 'done' : 'failed' });
        response.writeHead(status, {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(text),
        });
        response.end(text);
      },
    });
    if (!committing) void commitAll();
  });
});
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
