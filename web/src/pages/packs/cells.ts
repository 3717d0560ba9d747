// Conditions as a table's cells write them, and as people read and choose them.
import { t } from '../../i18n'
import { type Both, type Column, type Fact, idIn, list, type Value } from './pack'

export type Operator = '>=' | '<=' | '>' | '<' | '=' | 'between'

export type Condition =
  | { kind: 'any' }
  /** One of the values, or, negated, any other. */
  | { kind: 'values'; values: string[]; negated: boolean; missing: boolean }
  | { kind: 'range'; operator: Operator; from: string; to: string; missing: boolean }
  /** Only that it is not known. */
  | { kind: 'missing' }
  /** More than the choices here can say. */
  | { kind: 'written'; text: string }

const isMissing = (text: string) => text === 'missing'
const range = /^\[(-?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d)\.\.(-?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d)\]$/
const comparison =
  /^(>=|<=|>|<|=|\u2265|\u2264|\uff1e|\uff1c)?\s*(-?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d)$/
const plain: Record<string, Operator> = {
  '\u2265': '>=',
  '\u2264': '<=',
  '\uff1e': '>',
  '\uff1c': '<',
}

export function flagValues(): Value[] {
  const yes = { zh: t('packs.yes'), en: t('packs.yes') }
  const no = { zh: t('packs.no'), en: t('packs.no') }
  return [
    { id: 'yes', label: yes },
    { id: 'no', label: no },
  ]
}

/** The values of a fact that has a list of them. */
export const valuesOf = (fact: Fact): Value[] => (fact.type === 'flag' ? flagValues() : fact.values)

const flags: Record<string, string> = {
  yes: 'yes',
  no: 'no',
  true: 'yes',
  false: 'no',
  TRUE: 'yes',
  FALSE: 'no',
  '\u662f': 'yes',
  '\u5426': 'no',
}
const valueId = (fact: Fact, text: string) =>
  fact.type === 'flag' ? flags[text] : idIn(fact.values, text)

export function readCondition(fact: Fact, text: string): Condition {
  const cell = text.trim()
  if (!cell || cell === '-' || cell === '\u2014') return { kind: 'any' }
  const written: Condition = { kind: 'written', text: cell }
  const negated = cell.startsWith('not(') && cell.endsWith(')')
  const items = list(negated ? cell.slice(4, -1) : cell)
  const missing = items.some(isMissing)
  const rest = items.filter((item) => !isMissing(item))
  if (!rest.length) return missing && !negated ? { kind: 'missing' } : written
  if (fact.type === 'enum' || fact.type === 'flag') {
    const values = rest.map((item) => valueId(fact, item))
    if (values.some((value) => value === undefined)) return written
    return { kind: 'values', values: values as string[], negated, missing }
  }
  if (fact.type === 'text' || negated || rest.length !== 1) return written
  const [item] = rest as [string]
  const between = range.exec(item)
  if (between) {
    return { kind: 'range', operator: 'between', from: between[1]!, to: between[2]!, missing }
  }
  const found = comparison.exec(item)
  if (!found) return written
  const sign = found[1] ?? '='
  return {
    kind: 'range',
    operator: plain[sign] ?? (sign as Operator),
    from: found[2]!,
    to: '',
    missing,
  }
}

export function writeCondition(condition: Condition): string {
  const also = (text: string, missing: boolean) => (missing ? `${text}; missing` : text)
  switch (condition.kind) {
    case 'any':
      return '-'
    case 'missing':
      return 'missing'
    case 'written':
      return condition.text.trim()
    case 'values': {
      if (!condition.values.length) return condition.missing ? 'missing' : '-'
      const values = condition.values.join('; ')
      // "any other" never takes in what is not known.
      return condition.negated ? `not(${values})` : also(values, condition.missing)
    }
    case 'range': {
      const { operator, from, to, missing } = condition
      if (!from || (operator === 'between' && !to)) return missing ? 'missing' : '-'
      if (operator === 'between') return also(`[${from}..${to}]`, missing)
      return also(operator === '=' ? from : operator + from, missing)
    }
  }
}

const inOne = (both: Both, language: 'zh' | 'en') => both[language]

/** A condition for reading; '' is "any". */
export function conditionText(fact: Fact, text: string, language: 'zh' | 'en'): string {
  const condition = readCondition(fact, text)
  const name = (id: string) => {
    const found = valuesOf(fact).find((one) => one.id === id)
    return found ? inOne(found.label, language) : id
  }
  const unit = inOne(fact.unit, language)
  const number = (n: string) => (unit ? `${n} ${unit}` : n)
  const also = (said: string, missing: boolean) => (missing ? t('packs.orUnknown', { said }) : said)
  switch (condition.kind) {
    case 'any':
      return ''
    case 'missing':
      return t('packs.unknown')
    case 'written':
      return condition.text
    case 'values': {
      const said = condition.values.map(name).join(t('packs.comma'))
      return condition.negated ? t('packs.except', { said }) : also(said, condition.missing)
    }
    case 'range': {
      const { operator, from, to, missing } = condition
      if (operator === 'between') {
        return also(t('packs.between', { from, to: number(to) }), missing)
      }
      const signs = { '>=': '\u2265', '<=': '\u2264', '>': '>', '<': '<', '=': '' }
      return also(`${signs[operator]} ${number(from)}`.trim(), missing)
    }
  }
}

/** An outcome for reading; '' where the cell is empty. */
export function outcomeText(column: Column, text: string, language: 'zh' | 'en'): string {
  const outcome = column.outcome
  const cell = text.trim()
  if (!outcome || !cell) return cell
  if (cell === '-') return t('packs.noDefault')
  if (outcome.type === 'flag') {
    const id = flags[cell]
    return id ? t(`packs.${id}`) : cell
  }
  const named = (item: string) => {
    const id = idIn(outcome.values, item)
    const found = outcome.values.find((one) => one.id === id)
    return found ? inOne(found.label, language) : item
  }
  if (outcome.type === 'text') return outcome.values.length ? named(cell) : cell
  if (outcome.type === 'enum') {
    return (outcome.list ? list(cell) : [cell]).map(named).join(t('packs.comma'))
  }
  const unit = inOne(outcome.unit, language)
  return unit && /^[\d.]+$/.test(cell) ? `${cell} ${unit}` : cell
}

export const cellText = (column: Column, text: string, language: 'zh' | 'en'): string =>
  column.fact ? conditionText(column.fact, text, language) : outcomeText(column, text, language)
