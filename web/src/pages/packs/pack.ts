// A policy pack as it is edited: what pack.yaml says, and its tables as rows of cells. Whatever the
// page does to it goes through the functions here; none of them needs the page.

export interface Both {
  zh: string
  en: string
}
export interface Value {
  id: string
  label: Both
}
export interface Fact {
  id: string
  label: Both
  unit: Both
  type: 'number' | 'day' | 'enum' | 'flag' | 'text'
  decimals: number
  min: string
  max: string
  can_be_missing: boolean
  initial?: string
  values: Value[]
  dictionary?: string
}
export interface Outcome {
  id: string
  label: Both
  unit: Both
  type: 'number' | 'flag' | 'enum' | 'time' | 'text'
  list: boolean
  required: boolean
  decimals: number
  min: string
  max: string
  values: Value[]
  dictionary?: string
  restricts: string[]
}
export interface Topic {
  id: string
  label: Both
  usual_hit: Hit
  facts: string[]
  outcomes: Outcome[]
}
export interface Suggestion {
  dictionary: string
  id: string
  label: Both
  deadline?: string
}
export interface Vocabulary {
  levels: Value[]
  dictionaries: Value[]
  diseases: Value[]
  facts: Fact[]
  topics: Topic[]
  suggestions: Suggestion[]
}

export type Hit = 'first' | 'unique' | 'collect'
export type Rows = string[][]
export interface TableOf {
  file: string
  hit: Hit
  gaps?: string
  defaults?: Record<string, string>
}
export interface Edition {
  id: string
  name?: Both
  from: string
  until?: string
  note?: string
  /** People under an older edition move over, or keep theirs (as when nothing is said). */
  running?: 'keep' | 'move'
  /** What lower levels may do about a topic, and about those that are not named ("default"). */
  lower?: Record<string, Lower>
  tables: Record<string, TableOf>
}
export const lowerWays = ['tighten', 'replace', 'fixed'] as const
export type Lower = (typeof lowerWays)[number]
/** An entry of a dictionary; those of some have more than the two texts. */
export interface Word extends Both {
  codes?: string[]
  deadline?: string
  members?: string[]
}
export interface PackFile {
  id: string
  name: Both
  level: string
  under?: string
  place: Both
  issuer: Both
  disease: { id: string; name: Both; symptoms?: Record<string, Word>; [more: string]: unknown }
  examples?: string
  editions: Edition[]
  [dictionary: string]: unknown
}
export interface Document {
  pack: PackFile
  tables: Record<string, Rows>
}

export interface Finding {
  severity: 'error' | 'warning'
  code: string
  file: string
  row: number
  column: string
  topic?: string
  edition?: string
  path?: string
  message: string
  remedy: string
}

/** What a restriction must carry. */
export const legal = ['basis', 'issuer', 'max_days', 'appeal']
export const common = [...legal, 'source', 'note']

export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Cells name a thing by id or by label in either language, or by "label id". */
export function idIn(values: Value[], text: string): string | undefined {
  const wanted = text.trim()
  return values.find(
    (one) => one.id === wanted || one.label.zh === wanted || one.label.en === wanted,
  )?.id
}

// --- dictionaries ----------------------------------------------------------------------------

export function dictionary(document: Document, name: string): Record<string, Word> {
  const found = name === 'symptoms' ? document.pack.disease.symptoms : document.pack[name]
  return (found as Record<string, Word> | undefined) ?? {}
}

export const wordValues = (document: Document, name: string): Value[] =>
  Object.entries(dictionary(document, name)).map(([id, word]) => ({
    id,
    label: { zh: word.zh, en: word.en },
  }))

/** An id that is free, from one that is wanted or the dictionary's name. */
export function freeId(taken: string[], wanted: string): string {
  const stem = wanted.toLowerCase().replace(/[^a-z0-9_-]/g, '') || 'word'
  if (/^[a-z0-9]/.test(stem) && !taken.includes(stem)) return stem
  for (let n = 1; ; n++) {
    const id = `${stem.replace(/^[^a-z0-9]+/, '')}_${n}`
    if (!taken.includes(id)) return id
  }
}

/** Adds a word and says its id. Without an English text the Chinese one stands for both. */
export function addWord(document: Document, name: string, word: Word, wanted = ''): string {
  const words = dictionary(document, name)
  const same = Object.entries(words).find(([, one]) => one.zh === word.zh)
  if (same) return same[0]
  const taken = [...Object.keys(words), ...(name === 'origin_sets' ? ['none'] : [])]
  if (name === 'classes') taken.push('none')
  const id = freeId(taken, wanted || name.replace(/e?s$/, ''))
  document.pack[name] = { ...words, [id]: { ...word, en: word.en || word.zh } }
  return id
}

/** Sets a text in one language; the other follows as long as nobody has given it one of its own. */
export function setLabel(label: Both, language: 'zh' | 'en', text: string): void {
  if (language === 'zh') {
    if (!label.en || label.en === label.zh) label.en = text
    label.zh = text
  } else label.en = text || label.zh
}

/** How many cells and defaults name the word: what is used cannot be removed. */
export function uses(document: Document, words: Vocabulary, name: string, id: string): number {
  let count = 0
  for (const edition of document.pack.editions) {
    for (const [topic, table] of Object.entries(edition.tables)) {
      const columns = columnsOf(document, words, topic, table)
      columns.forEach((column, at) => {
        if (column.dictionary !== name) return
        if (table.defaults?.[column.id] && list(table.defaults[column.id]!).includes(id)) count++
        for (const row of rowsOf(document, table).slice(1)) {
          if (list((row[at] ?? '').replace(/^not\(|\)$/g, '')).includes(id)) count++
        }
      })
    }
  }
  if (name === 'roles') {
    for (const team of Object.values(dictionary(document, 'teams'))) {
      if (team.members?.includes(id)) count++
    }
  }
  return count
}

// --- facts and outcomes, those of the pack with the product's ---------------------------------

interface OwnFact extends Both {
  type: Fact['type']
  unit?: Both
  decimals?: string
  min?: string
  max?: string
  values?: Record<string, Both>
  initial?: string
}

export function factsOf(document: Document, words: Vocabulary): Fact[] {
  const own = Object.entries((document.pack.facts as Record<string, OwnFact> | undefined) ?? {})
  return [
    ...words.facts.map((fact) =>
      fact.dictionary
        ? { ...fact, values: [...fact.values, ...wordValues(document, fact.dictionary)] }
        : fact,
    ),
    ...own.map(
      ([id, fact]): Fact => ({
        id,
        label: { zh: fact.zh, en: fact.en },
        unit: fact.unit ?? { zh: '', en: '' },
        type: fact.type,
        decimals: Number(fact.decimals ?? 0),
        min: fact.min ?? '0',
        max: fact.max ?? '1000000',
        can_be_missing: fact.initial === undefined,
        initial: fact.initial,
        values: Object.entries(fact.values ?? {}).map(([value, label]) => ({ id: value, label })),
      }),
    ),
  ]
}

interface OwnOutcome extends Both {
  type: Outcome['type']
  unit?: Both
  list?: string
  required?: string
  decimals?: string
  min?: string
  max?: string
  values?: Record<string, Both>
  restricts?: string
}
interface OwnTopic extends Both {
  outcomes?: Record<string, OwnOutcome>
}
const isYes = (text?: string) => text === 'yes' || text === 'true'

export function topicsOf(document: Document, words: Vocabulary): Topic[] {
  const own = Object.entries((document.pack.topics as Record<string, OwnTopic> | undefined) ?? {})
  const shared = words.topics[0]?.outcomes.filter((one) => common.includes(one.id)) ?? []
  return [
    ...words.topics,
    ...own.map(
      ([id, topic]): Topic => ({
        id,
        label: { zh: topic.zh, en: topic.en },
        usual_hit: 'first',
        facts: [],
        outcomes: [
          ...Object.entries(topic.outcomes ?? {}).map(
            ([name, one]): Outcome => ({
              id: name,
              label: { zh: one.zh, en: one.en },
              unit: one.unit ?? { zh: '', en: '' },
              type: one.type,
              list: isYes(one.list),
              required: isYes(one.required),
              decimals: Number(one.decimals ?? 0),
              min: one.min ?? '0',
              max: one.max ?? '1000000',
              values: Object.entries(one.values ?? {}).map(([value, label]) => ({
                id: value,
                label,
              })),
              restricts: list(one.restricts ?? ''),
            }),
          ),
          ...shared,
        ],
      }),
    ),
  ]
}

export function outcomesOf(document: Document, words: Vocabulary, topic: string): Outcome[] {
  const found = topicsOf(document, words).find((one) => one.id === topic)?.outcomes ?? []
  return found.map((outcome) =>
    outcome.dictionary
      ? { ...outcome, values: wordValues(document, outcome.dictionary) }
      : outcome.id === 'source'
        ? { ...outcome, values: wordValues(document, 'sources'), dictionary: 'sources' }
        : outcome,
  )
}

export interface Column {
  id: string
  header: string
  kind: 'fact' | 'outcome' | 'unknown'
  label: Both
  unit?: Both
  dictionary?: string
  fact?: Fact
  outcome?: Outcome
}

export const rowsOf = (document: Document, table: TableOf): Rows =>
  document.tables[table.file] ?? [[]]

const headerId = (header: string) => header.trim().split(' ').at(-1) ?? ''

/** What the columns of a table are, by its header. */
export function columnsOf(
  document: Document,
  words: Vocabulary,
  topic: string,
  table: TableOf,
): Column[] {
  const facts = factsOf(document, words)
  const outcomes = outcomesOf(document, words, topic)
  const called = (header: string) => (one: { id: string; label: Both }) =>
    [one.id, one.label.zh, one.label.en].some(
      (name) => name === header || name === headerId(header),
    )
  return (rowsOf(document, table)[0] ?? []).map((header): Column => {
    const outcome = outcomes.find(called(header))
    if (outcome) {
      const { id, label, unit, dictionary: from } = outcome
      return { id, header, kind: 'outcome', label, unit, dictionary: from, outcome }
    }
    const fact = facts.find(called(header))
    if (fact) {
      const { id, label, unit, dictionary: from } = fact
      return { id, header, kind: 'fact', label, unit, dictionary: from, fact }
    }
    return { id: header, header, kind: 'unknown', label: { zh: header, en: header } }
  })
}

// --- editing a table -------------------------------------------------------------------------

const header = (one: { id: string; label: Both }) => `${one.label.zh} ${one.id}`

/** A table for a topic, with the columns that it cannot do without and one row to begin with. */
export function addTable(
  document: Document,
  words: Vocabulary,
  edition: Edition,
  topic: string,
): void {
  const decl = topicsOf(document, words).find((one) => one.id === topic)
  if (!decl || edition.tables[topic]) return
  const restrictive = decl.outcomes.some((one) => one.restricts.length)
  const wanted = decl.outcomes.filter(
    (one) => one.required || (restrictive && legal.includes(one.id)) || one.id === 'source',
  )
  const first = decl.outcomes.filter((one) => !common.includes(one.id))
  if (!wanted.some((one) => !common.includes(one.id)) && first[0]) wanted.unshift(first[0])
  const file = `${edition.id}/${topic}.csv`
  document.tables[file] = [wanted.map(header), wanted.map(() => '')]
  const table: TableOf = { file, hit: decl.usual_hit }
  if (restrictive) {
    // One office issues by one law: said once, it holds for every restriction of the table.
    const defaults: Record<string, string> = {}
    for (const [outcome, name] of [
      ['basis', 'bases'],
      ['issuer', 'issuers'],
      ['appeal', 'appeals'],
    ] as const) {
      const ids = Object.keys(dictionary(document, name))
      if (ids.length === 1) defaults[outcome] = ids[0]!
    }
    if (Object.keys(defaults).length) table.defaults = defaults
  }
  edition.tables[topic] = table
}

export function removeTable(document: Document, edition: Edition, topic: string): void {
  const table = edition.tables[topic]
  if (!table) return
  delete edition.tables[topic]
  const named = document.pack.editions.some((one) =>
    Object.values(one.tables).some((other) => other.file === table.file),
  )
  if (!named) delete document.tables[table.file]
}

/** The rows of a table that may be changed: a file that another edition uses too is copied first. */
export function ownRows(document: Document, edition: Edition, topic: string): Rows {
  const table = edition.tables[topic]!
  const shared = document.pack.editions.some(
    (one) =>
      one !== edition && Object.values(one.tables).some((other) => other.file === table.file),
  )
  if (shared) {
    const rows = copy(rowsOf(document, table))
    table.file = `${edition.id}/${topic}.csv`
    document.tables[table.file] = rows
  }
  const rows = (document.tables[table.file] ??= [[]])
  const width = rows[0]!.length
  for (const row of rows) while (row.length < width) row.push('')
  return rows
}

/** Facts come before outcomes, in the order in which they were added; source and note last. */
export function addColumn(
  rows: Rows,
  columns: Column[],
  added: { id: string; label: Both },
  kind: 'fact' | 'outcome',
): number {
  let at = columns.length
  if (kind === 'fact') at = columns.findIndex((one) => one.kind !== 'fact')
  else if (!common.includes(added.id)) at = columns.findIndex((one) => common.includes(one.id))
  else if (added.id !== 'note') at = columns.findIndex((one) => ['source', 'note'].includes(one.id))
  if (at < 0) at = columns.length
  rows.forEach((row, n) => row.splice(at, 0, n === 0 ? header(added) : ''))
  return at
}

export function removeColumn(rows: Rows, at: number): void {
  for (const row of rows) row.splice(at, 1)
}

export const isEmptyColumn = (rows: Rows, at: number): boolean =>
  rows.slice(1).every((row) => !row[at] || row[at] === '-')

/** Rows are counted from 1; row 0 is the header, which stays where it is. */
export function addRow(rows: Rows, after: number, like?: string[]): void {
  rows.splice(after + 1, 0, like ? [...like] : rows[0]!.map(() => ''))
}
export function removeRow(rows: Rows, at: number): void {
  if (at > 0) rows.splice(at, 1)
}
export function moveRow(rows: Rows, at: number, by: -1 | 1): boolean {
  const to = at + by
  if (at < 1 || to < 1 || to >= rows.length) return false
  ;[rows[at], rows[to]] = [rows[to]!, rows[at]!]
  return true
}

/**
 * Puts what was copied in a spreadsheet program into the table from a cell on; more rows are added
 * as they are needed, what goes beyond the last column is left out and counted.
 */
export function paste(
  rows: Rows,
  columns: Column[],
  row: number,
  column: number,
  text: string,
): { rows: number; left: number } {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  let left = 0
  lines.forEach((line, n) => {
    while (rows.length <= row + n) addRow(rows, rows.length - 1)
    line.split('\t').forEach((cell, m) => {
      const to = columns[column + m]
      if (!to) left++
      else rows[row + n]![column + m] = asWritten(to, cell.trim())
    })
  })
  return { rows: lines.length, left }
}

/** Splits as the loader does: , ; and their Chinese forms. */
export const list = (text: string): string[] =>
  text
    .split(/[,;\uff0c\uff1b\u3001]/)
    .map((one) => one.trim())
    .filter(Boolean)

/** Words of either language become ids where they are known; anything else stays as it is. */
export function asWritten(column: Column, text: string): string {
  const values = column.fact?.values ?? column.outcome?.values ?? []
  if (!values.length || column.outcome?.type === 'text') {
    return column.id === 'source' ? (idIn(values, text) ?? text) : text
  }
  const items = list(text)
  const ids = items.map((item) => idIn(values, item) ?? item)
  return ids.length ? ids.join('; ') : text
}

// --- examples --------------------------------------------------------------------------------

export interface Example {
  on: string
  topic: string
  given: [string, string][]
  expect: [string, string][]
  source: string
}

export function readPairs(text: string): [string, string][] {
  return text
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const at = one.indexOf('=')
      return at < 0 ? [one, ''] : [one.slice(0, at).trim(), one.slice(at + 1).trim()]
    })
}
export const writePairs = (pairs: [string, string][]): string =>
  pairs
    .filter(([name]) => name)
    .map(([name, value]) => `${name}=${value.replaceAll(';', ',')}`)
    .join('; ')

const exampleHeader = ['on', 'topic', 'given', 'expect', 'source']

export const exampleRows = (document: Document): Rows =>
  document.tables[document.pack.examples ?? ''] ?? []

/** The example in a row of the examples' table. */
export function readExample(rows: Rows, row: number): Example {
  const cell = (name: string) => rows[row]?.[rows[0]!.indexOf(name)] ?? ''
  return {
    on: cell('on'),
    topic: cell('topic'),
    given: readPairs(cell('given')),
    expect: readPairs(cell('expect')),
    source: cell('source'),
  }
}

export function writeExample(document: Document, row: number, example: Example): void {
  document.pack.examples ||= 'examples.csv'
  const rows = (document.tables[document.pack.examples] ??= [[...exampleHeader]])
  for (const name of exampleHeader) if (!rows[0]!.includes(name)) rows[0]!.push(name)
  while (rows.length <= row) rows.push(rows[0]!.map(() => ''))
  const texts: Record<string, string> = {
    on: example.on,
    topic: example.topic,
    given: writePairs(example.given),
    expect: writePairs(example.expect),
    source: example.source,
  }
  rows[row] = rows[0]!.map((name) => texts[name] ?? '')
}

// --- editions --------------------------------------------------------------------------------

/** Whether packs of other levels can be laid under one of this level. */
export const hasLower = (words: Vocabulary, level: string): boolean =>
  words.levels.findIndex((one) => one.id === level) <
  words.levels.findIndex((one) => one.id === 'community')

/** What lower levels may do about a topic, or "default"; '' takes back what was said. */
export function setLower(edition: Edition, topic: string, way: Lower | ''): void {
  const lower = { ...edition.lower }
  if (way) lower[topic] = way
  else delete lower[topic]
  if (Object.keys(lower).length) edition.lower = lower
  else delete edition.lower
}

const dayBefore = (day: string) =>
  new Date(Date.parse(day) - 24 * 3600_000).toISOString().slice(0, 10)

/**
 * Sets the first day of the last edition: the one before ends the day before, and the examples of
 * its first day are of that day again.
 */
export function setFrom(document: Document, from: string): void {
  const editions = document.pack.editions
  const last = editions.at(-1)!
  const was = last.from
  if (!from || from === was) return
  last.from = from
  const before = editions.at(-2)
  if (before) before.until = dayBefore(from)
  const rows = exampleRows(document)
  const on = rows[0]?.indexOf('on') ?? -1
  for (const row of rows.slice(1)) if (was && row[on] === was) row[on] = from
}
