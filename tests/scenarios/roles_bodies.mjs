// For each command a body that can be carried out, on things made for it alone.
import { idNumber } from './lib.mjs';

const day = (back) => new Date(Date.now() + 8 * 3_600_000 - back * 86_400_000).toISOString().slice(0, 10);

// Makes what commands need, as the administrator. All of it is in building 1 of 桂花苑 in grid 1.
export class Fixtures {
  constructor(root, area) {
    this.root = root;
    this.area = area;
    this.building = `${area}-1-1-1`;
    this.people = [];  // with name, id and phone, for whoever looks for them where they should not be
    this.made = 0;
  }
  next() {
    return ++this.made;
  }
  async household() {
    const done = await this.root.command('registry.add-household', { area: `${this.area}-1`,
      compound: '桂花苑', building: '1', unit: '1', room: String(2000 + this.next()) });
    return done.subject;
  }
  invented() {
    const n = this.next();
    const person = { name: `钱${'甲乙丙丁戊己庚辛壬癸'[n % 10]}${'子丑寅卯辰巳午未申酉'[Math.floor(n / 10) % 10]}`,
      id: idNumber('532601', `19${40 + (n % 50)}0${1 + (n % 9)}${10 + (n % 18)}`, n % 999),
      phone: `1370000${String(1000 + n)}` };
    this.people.push(person);
    return person;
  }
  async person(more = {}) {
    const household = await this.household();
    const { name, id, phone } = this.invented();
    const done = await this.root.command('registry.add-person',
      { household, name, id_number: id, phones: [phone], ...more });
    return { person: done.subject, household };
  }
  async arrival(origin = '四川成都', back = 1) {
    const one = await this.person();
    const done = await this.root.command('returnees.add',
      { person: one.person, origin, arrived: day(back) });
    return { ...one, arrival: done.subject };
  }
  async order(origin, back, on) {
    const one = await this.arrival(origin, back);
    const done = await this.root.command('observation.place-one',
      { source_id: one.arrival, person: one.person, ...(on === undefined ? {} : { on: day(on) }) });
    return { ...one, order: done.subject };
  }
  async aCase() {
    const done = await this.root.command('casework.record',
      { area: this.area, classification: 'confirmed', reported: day(3) });
    return done.subject;
  }
  // Over, with all that a release asks for.
  async releasable() {
    const one = await this.order('昆明', 20, 18);
    for (const back of [8, 7, 6]) {
      for (const slot of ['morning', 'evening']) {
        await this.root.command('monitoring.record',
          { person: one.person, tenths: 365, day: day(back), slot });
      }
    }
    return one;
  }
  async fever() {
    const one = await this.order();
    const done = await this.root.command('monitoring.record', { person: one.person, tenths: 381 });
    return { ...one, reading: done.id, escalation: done.result.escalation };
  }
  // A zone of its own building: two of one kind in one place are refused.
  async drawing() {
    const building = 300 + this.next();
    await this.root.command('registry.add-household', { area: `${this.area}-1`,
      compound: '桂花苑', building: String(building), unit: '1', room: '101' });
    return { kind: 'control', areas: [`${this.area}-1-1-${building}`], reason: '有1例确诊病例',
      basis: '传染病防治法第四十二条', issuer: '区指挥部', appeal: '申请行政复议' };
  }
  async zone() {
    return (await this.root.command('zones.draw', await this.drawing())).subject;
  }
  // What is in force already is refused, also after the last one was withdrawn.
  deciding() {
    this.decided = (this.decided ?? 0) + 1;
    return { area: this.area, axis: 'level', value: ['i', 'ii', 'iii', 'iv'][this.decided % 4], reason: '出现本地病例',
      document: `文指发${this.next()}号` };
  }
  async decision() {
    return (await this.root.command('response.decide', this.deciding())).subject;
  }
  // A measure of the dengue pack; whether it was done before or not.
  measure() {
    return { area: this.area, task: 'water' };
  }
  async site() {
    const n = this.next();
    return (await this.root.command('sites.add',
      { area: this.area, kind: 'shop', name: `福源商店${n}` })).subject;
  }
  // A building of its own with an outline; square, so many metres wide.
  square(metres = 20) {
    const [lon, lat] = [1042600000 + this.next() * 10000, 233600000];
    const size = metres * 90;
    return { point: [], polygons: [[[lon, lat, lon + size, lat, lon + size, lat + size, lon, lat + size]]] };
  }
  async outlined() {
    const area = await this.add(`${this.area}-1-1`, `${500 + this.next()}栋`);
    await this.root.command('outlines.draw', { area, shape: this.square() });
    return area;
  }
  async account() {
    const done = await this.root.command('organisation.add-account',
      { login: `user-${this.next()}`, role: 'building_head', area: this.building });
    return done.subject;
  }
  // Of a pack that is in order.
  async draft() {
    const body = { area: this.area, copy: 'putian-2021' };
    return (await this.root.command('rules.start-draft', body)).subject;
  }
  async add(parent, name) {
    return (await this.root.command('organisation.add-area', { parent, name })).result.code;
  }
}

const orderOnly = (more = {}) => async (f) => ({ order: (await f.order()).order, ...more });
const accountOnly = (more = {}) => async (f) => ({ account: await f.account(), ...more });

export const commandBodies = {
  'organisation.add-area': async (f) => ({ parent: f.area, name: `第${100 + f.next()}网格` }),
  'organisation.rename-area': async (f) => {
    const code = await f.add(f.area, `第${100 + f.next()}网格`);
    return { code, name: `河东${f.next()}网格` };
  },
  'organisation.move-area': async (f) => {
    const from = await f.add(f.area, `第${100 + f.next()}网格`);
    const to = await f.add(f.area, `第${100 + f.next()}网格`);
    return { code: await f.add(from, `河东小区${f.next()}`), parent: to };
  },
  'organisation.set-contact': async (f) =>
    ({ area: f.area, office: '里布嘎社区', phone: `0876-2${String(100000 + f.next())}` }),
  'organisation.add-account': async (f) =>
    ({ login: `user-${f.next()}`, role: 'building_head', area: f.building }),
  'organisation.change-grants': async (f) =>
    ({ account: await f.account(), grants: [{ role: 'building_head', area: f.building },
      { role: 'building_head', area: `${f.area}-1-1-2` }] }),
  'organisation.rename-account': accountOnly({ display: '楼栋长' }),
  'organisation.disable-account': accountOnly(),
  'organisation.enable-account': async (f) => {
    const account = await f.account();
    await f.root.command('organisation.disable-account', { account });
    return { account };
  },
  'organisation.reset-password': accountOnly(),
  'organisation.new-token': async (f) =>
    ({ name: '体温计网关', role: 'building_head', area: f.building, days: 3, account: await f.account() }),
  'organisation.revoke-token': async (f) => {
    const made = await f.root.command('organisation.new-token', { name: '体温计网关',
      role: 'building_head', area: f.building, days: 3, account: await f.account() });
    return { token: made.subject };
  },

  'registry.add-household': async (f) => ({ area: `${f.area}-1`, compound: '桂花苑', building: '1',
    unit: '1', room: String(2000 + f.next()) }),
  'registry.add-person': async (f) => ({ household: await f.household(), name: f.invented().name }),
  'registry.edit-person': async (f) =>
    ({ person: (await f.person()).person, phones: [f.invented().phone] }),
  'registry.move-person': async (f) =>
    ({ person: (await f.person()).person, household: await f.household() }),
  'registry.remove-person': async (f) => ({ person: (await f.person()).person, reason: 'moved_away' }),
  'registry.merge-people': async (f) => {
    const kept = await f.person();
    const merged = await f.root.command('registry.add-person',
      { household: kept.household, name: f.invented().name });
    return { kept: kept.person, merged: merged.subject };
  },
  'registry.undo-merge': async (f) => {
    const body = await commandBodies['registry.merge-people'](f);
    await f.root.command('registry.merge-people', body);
    return { merged: body.merged };
  },
  'registry.mark-household': async (f) => ({ household: await f.household(), mark: 'visited' }),
  'registry.settle-doubt': async (f) => {
    const { id } = f.invented();
    const wrong = id.slice(0, 17) + (id[17] === '1' ? '2' : '1');
    const one = await f.person({ id_number: wrong, id_as_is: true });
    const doubts = await f.root.all('/api/registry/doubts', { area: f.area }, 'doubts');
    const doubt = doubts.find((d) => JSON.stringify(d).includes(one.person));
    return { doubt: doubt.doubt, resolution: 'confirmed' };
  },
  'registry.undo-change': async (f) => {
    const { person } = await f.person();
    const moved = await f.root.command('registry.move-person',
      { person, household: await f.household() });
    return { entry: moved.id };
  },
  'registry.erase-person': async (f) => {
    const { person } = await f.person();
    await f.root.command('registry.remove-person', { person, reason: 'moved_away' });
    return { person };
  },

  'returnees.add': async (f) =>
    ({ person: (await f.person()).person, origin: '湖北武汉', arrived: day(1) }),
  'returnees.settle': async (f) => ({ arrival: (await f.arrival()).arrival, origin: '贵州贵阳' }),
  'returnees.withdraw': async (f) => ({ arrival: (await f.arrival()).arrival, reason: 'did_not_come' }),

  'rules.use': async (f) => ({ area: f.area, pack: 'xinping-2020', from: '2020-02-01' }),
  'rules.start-draft': async (f) => ({ area: f.area, disease: 'covid-19' }),
  'rules.save-draft': async (f) => {
    const draft = await f.draft();
    const { document } = await f.root.get(`/api/rules/drafts/${draft}`);
    return { draft, revision: 1, document };
  },
  'rules.discard-draft': async (f) => ({ draft: await f.draft() }),
  'rules.publish-draft': async (f) => ({ draft: await f.draft(), revision: 1 }),

  'casework.record': async (f) => ({ area: f.area, classification: 'confirmed', reported: day(3),
    number: `B${f.next()}` }),
  'casework.correct': async (f) =>
    ({ id: await f.aCase(), classification: 'suspected', reported: day(2) }),
  'casework.set-status': async (f) => ({ id: await f.aCase(), status: 'recovered', on: day(1) }),
  'casework.correct-status': async (f) => {
    const id = await f.aCase();
    await f.root.command('casework.set-status', { id, status: 'recovered', on: day(1) });
    const page = await f.root.get(`/api/cases/case/${id}`);
    return { entry: page.statuses.find((one) => one.status === 'recovered').entry };
  },
  'casework.withdraw': async (f) => ({ id: await f.aCase(), reason: 'duplicate' }),
  'casework.name-contact': async (f) =>
    ({ case_id: await f.aCase(), person: (await f.person()).person,
      kind: 'close_contact', last_met: day(2) }),
  'casework.withdraw-contact': async (f) => {
    const body = await commandBodies['casework.name-contact'](f);
    return { contact: (await f.root.command('casework.name-contact', body)).subject };
  },
  'risk.record-round': async (f) => ({ area: f.area, on: day(f.next() % 300), negative: true }),

  'zones.draw': (f) => f.drawing(),
  'zones.change': async (f) => ({ zone: await f.zone(), kind: 'lockdown', reason: '新增病例',
    basis: '传染病防治法第四十二条', issuer: '区指挥部', appeal: '申请行政复议' }),
  'zones.lift': async (f) => ({ zone: await f.zone(), reason: '14天无新增' }),
  'zones.undo': async (f) => ({ zone: await f.zone() }),

  'sites.add': async (f) => ({ area: f.area, kind: 'drug_store', name: `福源大药房${f.next()}`,
    phone: '0876-2123456', contact: '王经理', contact_phone: f.invented().phone }),
  'sites.change': async (f) => ({ site: await f.site(), staff: 5 }),
  'sites.close': async (f) => ({ site: await f.site(), reason: '停业' }),
  'sites.reopen': async (f) => {
    const site = await f.site();
    await f.root.command('sites.close', { site });
    return { site };
  },
  'sites.undo': async (f) => ({ site: await f.site() }),
  'outlines.draw': async (f) =>
    ({ area: await f.add(`${f.area}-1-1`, `${500 + f.next()}栋`), shape: f.square() }),
  'outlines.remove': async (f) => ({ area: await f.outlined() }),
  'outlines.undo': async (f) => ({ area: await f.outlined() }),

  'response.decide': async (f) => f.deciding(),
  'response.decline': async (f) => ({ area: f.area, axis: 'risk', reason: '病例在外地' }),
  'response.end': async (f) => {
    await f.decision();
    return { area: f.area, axis: 'level', reason: '疫情平息', despite_unmet: true };
  },
  'response.withdraw': async (f) => ({ decision: await f.decision() }),
  'response.confirm': async (f) =>
    ({ area: f.area, condition: 'vector_index', document: `疾控${f.next()}号` }),
  // Forty days without a case: the pack in use proposes its release.
  'response.keep-zone': async (f) => {
    const body = { ...await f.drawing(), kind: 'infected_site', from: `${day(40)}T00:00:00+08:00` };
    return { zone: (await f.root.command('zones.draw', body)).subject, reason: '媒介指数还没有达标' };
  },
  'response.assign': async (f) => ({ ...f.measure(), account: await f.account() }),
  'response.report-done': async (f) => {
    await f.root.submit('response.reopen', { ...f.measure(), reason: '重做' });
    return { ...f.measure(), evidence: '照片存社区值班室' };
  },
  'response.reopen': async (f) => {
    await f.root.submit('response.report-done', { ...f.measure(), evidence: '照片存社区值班室' });
    return { ...f.measure(), reason: '照片看不清' };
  },

  'screening.start': async (f) => ({ area: f.area, name: `排查${f.next()}` }),
  'screening.close': async (f) =>
    ({ campaign: (await f.root.command('screening.start', { area: f.area, name: '大排查' })).subject }),
  'screening.record': async (f) => ({ household: await f.household(), rung: 'phone', outcome: 'reached' }),
  'screening.record-many': async (f) => ({ area: f.building,
    rows: [{ household: await f.household(), rung: 'phone', outcome: 'reached' }] }),
  'screening.correct': async (f) => {
    const done = await f.root.command('screening.record',
      { household: await f.household(), rung: 'phone', outcome: 'reached' });
    return { result: done.id, outcome: 'not_reached' };
  },

  'monitoring.record': async (f) => ({ person: (await f.order()).person, tenths: 365 }),
  'monitoring.record-many': async (f) =>
    ({ area: f.building, rows: [{ person: (await f.order()).person, tenths: 365 }] }),
  'monitoring.correct': async (f) => {
    const { person } = await f.order();
    const done = await f.root.command('monitoring.record', { person, tenths: 365 });
    return { reading: done.id, tenths: 366 };
  },
  'monitoring.escalation-step': async (f) =>
    ({ escalation: (await f.fever()).escalation, step: 'reported' }),

  'observation.place-all': async (f) => ({ area: f.area }),
  'observation.move-over': async (f) => ({ area: f.area }),
  'observation.place-one': async (f) => {
    const one = await f.arrival();
    return { source_id: one.arrival, person: one.person };
  },
  'observation.withdraw': orderOnly({ reason: 'wrong_facts' }),
  'observation.serve': orderOnly(),
  'observation.assign-team': orderOnly({ members: [{ role: 'doctor' }] }),
  'observation.extend': orderOnly({ last: day(-16) }),
  'observation.convert': orderOnly({ measure: 'centralised' }),
  'observation.begin-stage': orderOnly(),
  'observation.transfer': orderOnly(),
  'observation.resume': async (f) => {
    const { order } = await f.order();
    await f.root.command('observation.transfer', { order });
    return { order };
  },
  'observation.check-up': orderOnly({ clean: true }),
  'observation.approve': async (f) => ({ order: (await f.order('湖北武汉')).order }),
  'observation.release': async (f) => ({ order: (await f.releasable()).order }),
  'observation.end': orderOnly({ reason: 'moved_away' }),
  'observation.relocate': async (f) => {
    const one = await f.order();
    await f.root.command('registry.move-person', { person: one.person, household: await f.household() });
    return { order: one.order };
  },
  'observation.undo': async (f) => {
    const { order } = await f.order();
    await f.root.command('observation.serve', { order });
    return { order };
  },
  'observation.record-test': orderOnly({ sampled: day(0), result: 'negative' }),
  'observation.edit-many': async (f) => ({ area: f.building,
    rows: [{ order: (await f.order()).order, action: 'check_up', clean: true }] }),
};

// The measures of the pack in use have one stage only, and no rules here ask for a risk level:
// whoever may is told so.
export const expectedRefusals = {
  'observation.begin-stage': 'observation.no-next-stage',
  'response.decline': 'response.no-proposal',
};
