// What the scenarios share: the program run as an office runs it, and a client that talks to it.
// Nothing but Node itself is needed (18 or later).
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repo = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = process.env.FANGXIAN ?? path.join(repo, 'build/fangxian');
export const kPassword = 'a-long-enough-passphrase-2020';
export const kCommunity = '532601003005';

if (!existsSync(binary)) throw new Error(`${binary} is not there: build first, or set FANGXIAN`);

// A folder of its own for a test, gone afterwards.
export function temporary(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

// Runs the command line; never throws for an exit status.
export function run(args, { input, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = execFile(
      binary,
      args,
      { maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: 'en_US.UTF-8', ...env } },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') return reject(error);
        resolve({ status: error ? error.code : 0, stdout, stderr });
      },
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

// As above, where anything but success is a failure of the test.
export async function done(args, options) {
  const out = await run(args, options);
  if (out.status !== 0) {
    throw new Error(`fangxian ${args.join(' ')}: ${out.status}\n${out.stdout}${out.stderr}`);
  }
  return out.stdout;
}

export async function doneJson(args, options) {
  return JSON.parse(await done([...args, '--format', 'json'], options));
}

const kAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export function ulid(millis = Date.now()) {
  let bits = (BigInt(millis) << 80n) | BigInt('0x' + randomBytes(10).toString('hex'));
  let out = '';
  for (let i = 0; i < 26; ++i) {
    out = kAlphabet[Number(bits & 31n)] + out;
    bits >>= 5n;
  }
  return out;
}

export class Server {
  // Resolves once the server says where it listens.
  static start(t, data, args = []) {
    const server = new Server();
    server.data = data;
    server.log = '';
    server.child = spawn(
      binary,
      ['serve', '--data', data, '--listen', '127.0.0.1:0', '--quiet', ...args],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    server.ended = new Promise((resolve) =>
      server.child.on('exit', (status, signal) => resolve({ status, signal })),
    );
    t.after(() => server.child.kill('SIGKILL'));
    server.child.stderr.on('data', (text) => (server.log += text));
    return new Promise((resolve, reject) => {
      let said = '';
      server.child.stdout.on('data', (text) => {
        said += text;
        const at = said.match(/^(http:\/\/\S+)\n/);
        if (!at) return;
        server.url = at[1];
        resolve(server);
      });
      server.ended.then((how) =>
        reject(new Error(`serve ended: ${JSON.stringify(how)} ${server.log}`)),
      );
    });
  }
  // As systemd stops it; the exit status is the answer.
  async stop() {
    this.child.kill('SIGTERM');
    return (await this.ended).status;
  }
  async kill() {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

// One who asks: with a cookie as a browser, with a token as a program, or not signed in.
export class Client {
  constructor(server, { token, language = 'en' } = {}) {
    this.server = server;
    this.token = token;
    this.language = language;
  }
  static async signIn(server, login, password = kPassword) {
    const client = new Client(server);
    const answer = await client.send('POST', '/api/login', { json: { login, password } });
    if (answer.status !== 200) throw new Error(`sign in ${login}: ${answer.text}`);
    client.csrf = answer.json.csrf;
    client.cookie = answer.headers.get('set-cookie').split(';')[0];
    client.must_change_password = answer.json.must_change_password;
    return client;
  }
  // { status, headers, text, json (when it is), bytes }
  async send(method, where, { json, bytes, headers = {}, csrf = true } = {}) {
    const all = { 'Accept-Language': this.language, ...headers };
    if (this.token) all.Authorization = `Bearer ${this.token}`;
    if (this.cookie) all.Cookie = this.cookie;
    if (this.csrf && csrf && method !== 'GET') all['X-CSRF-Token'] = this.csrf;
    let body;
    if (json !== undefined) {
      body = JSON.stringify(json);
      all['Content-Type'] = 'application/json';
    } else if (bytes !== undefined) {
      body = bytes;
      all['Content-Type'] = 'application/octet-stream';
    }
    const response = await fetch(this.server.url + where, {
      method,
      headers: all,
      body,
      redirect: 'manual',
    });
    const out = { status: response.status, headers: response.headers };
    out.bytes = Buffer.from(await response.arrayBuffer());
    out.text = out.bytes.toString('utf8');
    if ((response.headers.get('content-type') ?? '').includes('json') && out.text) {
      out.json = JSON.parse(out.text);
    }
    return out;
  }
  ask(route, params = {}) {
    const query = new URLSearchParams(params).toString();
    return this.send('GET', query ? `${route}?${query}` : route);
  }
  async get(route, params) {
    const answer = await this.ask(route, params);
    if (answer.status !== 200) throw new Error(`GET ${route}: ${answer.status} ${answer.text}`);
    return answer.json;
  }
  // Every page of a list; `field` is where its rows are.
  async all(route, params, field) {
    const out = [];
    for (let after; ; ) {
      const page = await this.get(route, { ...params, limit: 500, ...(after ? { after } : {}) });
      out.push(...page[field]);
      if (!page.next) return out;
      after = page.next;
    }
  }
  submit(name, body, { id = ulid(), occurred_at } = {}) {
    const json = { id, body };
    if (occurred_at) json.occurred_at = occurred_at;
    return this.send('POST', `/api/commands/${name}`, { json });
  }
  // The answer of a command that must be done.
  async command(name, body, options) {
    const answer = await this.submit(name, body, options);
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text}`);
    return answer.json;
  }
  // The refusal of a command that must be refused.
  async refused(name, body, options) {
    const answer = await this.submit(name, body, options);
    if (answer.status === 200) throw new Error(`${name} was done: ${answer.text}`);
    return { status: answer.status, ...answer.json.error };
  }
  upload(route, params, bytes) {
    return this.send('POST', `${route}?${new URLSearchParams(params)}`, { bytes });
  }
  async take(route, params, bytes) {
    const answer = await this.upload(route, params, bytes);
    if (answer.status !== 200) throw new Error(`POST ${route}: ${answer.status} ${answer.text}`);
    return answer.json;
  }
  // { id: value } of an area and day.
  async figures(params) {
    const out = await this.get('/api/figures', params);
    return Object.fromEntries(out.figures.map((f) => [f.id, f.value]));
  }
}

// An account made on the machine itself, with kPassword, which need not be changed.
export async function addUser(data, folder, login, role, area) {
  const file = path.join(folder, 'password');
  writeFileSync(file, kPassword + '\n');
  return doneJson(['user', 'add', '--data', data, '--name', login, '--role', role,
    '--area', area, '--password-file', file]);
}

export function csv(rows) {
  return rows.map((row) => row.join(',')).join('\r\n') + '\r\n';
}

// An invented ID number with a right check digit.
export function idNumber(division, birth, sequence) {
  const body = `${division}${birth}${String(sequence).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, w, i) => all + w * Number(body[i]), 0);
  return body + '10X98765432'[sum % 11];
}
