// @vitest-environment happy-dom
import { beforeAll, expect, test } from 'vitest'

import zh from '../../locales/zh'
import { setLanguage, t } from '../../i18n'
import { conditionText, readCondition, writeCondition } from './cells'
import { useHistory } from './history'
import {
  addColumn,
  addTable,
  addWord,
  columnsOf,
  copy,
  type Document,
  type Fact,
  freeId,
  moveRow,
  ownRows,
  paste,
  readExample,
  removeTable,
  setFrom,
  setLabel,
  uses,
  type Vocabulary,
  writeExample,
} from './pack'

const both = (zhText: string, en = zhText) => ({ zh: zhText, en })
const fact = (id: string, type: Fact['type'], more: Partial<Fact> = {}): Fact => ({
  id,
  label: both(`[${id}]`),
  unit: both(''),
  type,
  decimals: 0,
  min: '0',
  max: '3650',
  can_be_missing: type === 'number',
  values: [],
  ...more,
})
const outcome = (id: string, type: string, more = {}) => ({
  id,
  label: both(`<${id}>`),
  unit: both(''),
  type: type as 'enum',
  list: false,
  required: false,
  decimals: 0,
  min: '0',
  max: '365',
  values: [],
  restricts: [],
  ...more,
})
const risk = fact('risk', 'enum', {
  values: [
    { id: 'low', label: both('Low risk', 'low') },
    { id: 'high', label: both('High risk', 'high') },
  ],
})
const days = fact('days_since', 'number')
const words: Vocabulary = {
  levels: [],
  dictionaries: [],
  diseases: [],
  suggestions: [],
  facts: [risk, days, fact('class', 'enum', { dictionary: 'classes' })],
  topics: [
    {
      id: 'placement',
      label: both('Placement'),
      usual_hit: 'first',
      facts: ['risk', 'days_since'],
      outcomes: [
        outcome('class', 'enum', { dictionary: 'classes' }),
        outcome('measure', 'enum', {
          required: true,
          restricts: ['home'],
          values: [{ id: 'home', label: both('At home', 'home') }],
        }),
        outcome('days', 'number'),
        outcome('basis', 'enum', { dictionary: 'bases' }),
        outcome('issuer', 'enum', { dictionary: 'issuers' }),
        outcome('max_days', 'number'),
        outcome('appeal', 'enum', { dictionary: 'appeals' }),
        outcome('source', 'text'),
        outcome('note', 'text'),
      ],
    },
  ],
}
function document(): Document {
  return {
    pack: {
      id: 'p',
      name: both(''),
      level: 'community',
      place: both(''),
      issuer: both(''),
      disease: { id: 'd', name: both('d') },
      bases: { law: both('The law') },
      editions: [{ id: 'e1', from: '2021-01-01', tables: {} }],
    },
    tables: {},
  }
}
function withTable() {
  const made = document()
  addTable(made, words, made.pack.editions[0]!, 'placement')
  const table = made.pack.editions[0]!.tables['placement']!
  return { made, table, rows: made.tables[table.file]! }
}
const columns = (made: Document) =>
  columnsOf(made, words, 'placement', made.pack.editions.at(-1)!.tables['placement']!)

beforeAll(async () => {
  await setLanguage('zh')
  expect(t('packs.any')).toBe(zh['packs']!['any'])
})

test('a new table has what a restriction must carry, and the one legal basis as its default', () => {
  const { made, table } = withTable()
  expect(columns(made).map((one) => one.id)).toEqual([
    'measure',
    'basis',
    'issuer',
    'max_days',
    'appeal',
    'source',
  ])
  expect(table.defaults).toEqual({ basis: 'law' })
  expect(table.hit).toBe('first')
})

test('conditions come first, outcomes before the legal four, source and note last', () => {
  const { made, rows } = withTable()
  addColumn(rows, columns(made), risk, 'fact')
  addColumn(rows, columns(made), words.topics[0]!.outcomes[2]!, 'outcome')
  addColumn(rows, columns(made), days, 'fact')
  addColumn(rows, columns(made), words.topics[0]!.outcomes[8]!, 'outcome')
  expect(columns(made).map((one) => `${one.kind[0]}:${one.id}`)).toEqual([
    'f:risk',
    'f:days_since',
    'o:measure',
    'o:days',
    'o:basis',
    'o:issuer',
    'o:max_days',
    'o:appeal',
    'o:source',
    'o:note',
  ])
  expect(rows.every((row) => row.length === 10)).toBe(true)
})

test('what is copied from a spreadsheet becomes ids, and adds the rows that it needs', () => {
  const { made, rows } = withTable()
  addColumn(rows, columns(made), risk, 'fact')
  const left = paste(
    rows,
    columns(made),
    1,
    0,
    'Low risk\u3001High risk\tAt home\r\nhigh\tAt home\r\n',
  )
  expect(left).toEqual({ rows: 2, left: 0 })
  expect(rows.slice(1).map((row) => row.slice(0, 2))).toEqual([
    ['low; high', 'home'],
    ['high', 'home'],
  ])
  const wide = paste(rows, columns(made), 1, columns(made).length - 1, 'a\tb\tc')
  expect(wide.left).toBe(2)
})

test('the header is no row: it cannot be moved', () => {
  const { rows } = withTable()
  rows.push(rows[0]!.map(() => 'x'))
  expect(moveRow(rows, 1, -1)).toBe(false)
  expect(moveRow(rows, 2, 1)).toBe(false)
  expect(moveRow(rows, 2, -1)).toBe(true)
  expect(rows[1]![0]).toBe('x')
})

test('a file that a published edition uses too is copied before it is changed', () => {
  const { made } = withTable()
  made.pack.editions.push({ ...copy(made.pack.editions[0]!), id: 'e2', from: '2021-02-01' })
  ownRows(made, made.pack.editions[1]!, 'placement')[1]![0] = 'home'
  expect(made.pack.editions[0]!.tables['placement']!.file).toBe('e1/placement.csv')
  expect(made.tables['e1/placement.csv']![1]![0]).toBe('')
  expect(made.tables['e2/placement.csv']![1]![0]).toBe('home')
  removeTable(made, made.pack.editions[1]!, 'placement')
  expect(Object.keys(made.tables)).toEqual(['e1/placement.csv'])
})

test('the edition before ends on the day before the new one begins', () => {
  const made = document()
  made.pack.editions.push({ id: 'e2', from: '2021-02-01', tables: {} })
  for (const on of ['2021-01-15', '2021-02-01']) {
    writeExample(made, on === '2021-02-01' ? 2 : 1, {
      on,
      topic: 'placement',
      given: [],
      expect: [],
      source: '',
    })
  }
  setFrom(made, '')
  expect(made.pack.editions[1]!.from).toBe('2021-02-01')
  setFrom(made, '2021-03-01')
  expect(made.pack.editions[0]!.until).toBe('2021-02-28')
  // Its examples go with it, those of the edition before do not.
  const rows = made.tables[made.pack.examples!]!
  expect([1, 2].map((row) => readExample(rows, row).on)).toEqual(['2021-01-15', '2021-03-01'])
})

test('every condition that can be chosen is written as the loader reads it, and read back', () => {
  for (const [cell, of] of [
    ['-', risk],
    ['low; high', risk],
    ['not(low)', risk],
    ['missing', days],
    ['<=14', days],
    ['<=14; missing', days],
    ['[3..7]', days],
    ['7', days],
    ['yes', fact('symptoms', 'flag')],
  ] as const) {
    expect(writeCondition(readCondition(of, cell)), cell).toBe(cell)
  }
  expect(readCondition(risk, '')).toEqual({ kind: 'any' })
  expect(writeCondition(readCondition(days, '\u226414'))).toBe('<=14')
  // What the choices cannot say is left as it is written.
  for (const [cell, of] of [
    ['<3; >7', days],
    ['[3..x]', days],
    ['nowhere', risk],
  ] as const) {
    expect(readCondition(of, cell)).toEqual({ kind: 'written', text: cell })
    expect(writeCondition(readCondition(of, cell))).toBe(cell)
  }
  expect(conditionText(risk, 'not(low)', 'en')).toBe('\u9664low\u4ee5\u5916')
  expect(conditionText(days, '<=14; missing', 'zh')).toBe('\u2264 14\u6216\u4e0d\u8be6')
})

test('a word in use is counted where it is used; the same word is not added twice', () => {
  const { made, table, rows } = withTable()
  const id = addWord(made, 'classes', both('Returned'))
  expect(addWord(made, 'classes', both('Returned'))).toBe(id)
  addColumn(rows, columns(made), words.topics[0]!.outcomes[0]!, 'outcome')
  expect(uses(made, words, 'classes', id)).toBe(0)
  rows[1]![columns(made).findIndex((one) => one.id === 'class')] = id
  expect(uses(made, words, 'classes', id)).toBe(1)
  expect(uses(made, words, 'bases', 'law')).toBe(1)
  delete table.defaults
  expect(uses(made, words, 'bases', 'law')).toBe(0)
  expect(freeId(['class', 'class_1'], 'class')).toBe('class_2')
  expect(freeId([], '\u4e2d')).toMatch(/^[a-z0-9]/)
})

test('the English text follows the Chinese one until it has its own', () => {
  const label = both('')
  setLabel(label, 'zh', 'a')
  expect(label).toEqual(both('a', 'a'))
  setLabel(label, 'en', 'b')
  setLabel(label, 'zh', 'c')
  expect(label).toEqual(both('c', 'b'))
  setLabel(label, 'en', '')
  expect(label.en).toBe('c')
})

test('examples are read and written as the loader has them', () => {
  const made = document()
  writeExample(made, 1, {
    on: 'e1',
    topic: 'placement',
    given: [
      ['risk', 'high'],
      ['days_since', '3'],
    ],
    expect: [['slots', 'morning; evening']],
    source: 'line 2',
  })
  const rows = made.tables[made.pack.examples!]!
  expect(rows[1]).toEqual([
    'e1',
    'placement',
    'risk=high; days_since=3',
    'slots=morning, evening',
    'line 2',
  ])
  expect(readExample(rows, 1).given).toEqual([
    ['risk', 'high'],
    ['days_since', '3'],
  ])
})

test('steps of one kind that follow closely are undone at once; a new change ends redoing', () => {
  let now = 0
  const history = useHistory<{ n: number; s: string }>(() => now)
  history.open({ n: 0, s: '' })
  for (const s of ['a', 'ab', 'abc']) history.change((d) => (d.s = s), 'typing')
  now = 10_000
  history.change((d) => (d.s = 'abcd'), 'typing')
  history.change((d) => (d.n = 1))
  history.change((d) => (d.n = 1)) // nothing
  history.undo()
  expect(history.document.value).toEqual({ n: 0, s: 'abcd' })
  history.undo()
  expect(history.document.value!.s).toBe('abc')
  history.undo()
  expect(history.document.value!.s).toBe('')
  expect(history.canUndo.value).toBe(false)
  history.redo()
  expect(history.document.value!.s).toBe('abc')
  history.change((d) => (d.n = 2))
  expect(history.canRedo.value).toBe(false)
})
