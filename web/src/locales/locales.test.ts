// Both languages say the same things, everything a page says is in them, and nothing is said in
// Chinese outside them.
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

import en from './en'
import zh from './zh'

const root = join(__dirname, '..')

function keysOf(messages: unknown, before = ''): string[] {
  if (typeof messages === 'string') return [before]
  return Object.entries(messages as Record<string, unknown>).flatMap(([key, value]) =>
    keysOf(value, before ? `${before}.${key}` : key),
  )
}

function textOf(messages: unknown, key: string): string {
  return key
    .split('.')
    .reduce((at, part) => (at as Record<string, unknown>)[part], messages) as string
}

function sources(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'locales' ? [] : sources(path)
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : []
  })
}

const zhKeys = keysOf(zh).sort()

test('both languages have the same keys', () => {
  expect(keysOf(en).sort()).toEqual(zhKeys)
})

test('both languages name the same values in a message', () => {
  const values = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
  for (const key of zhKeys) {
    expect(values(textOf(en, key)), key).toEqual(values(textOf(zh, key)))
  }
})

test('every message that the sources name is there', () => {
  const known = new Set(zhKeys)
  const missing: string[] = []
  for (const path of sources()) {
    const text = readFileSync(path, 'utf8')
    for (const [, key] of text.matchAll(/(?<![\w.])\$?t\(\s*'([\w.]+)'/g)) {
      if (!known.has(key)) missing.push(`${relative(root, path)}: ${key}`)
    }
    // t(`measure.state.${state}`): there is at least one such.
    for (const [, key] of text.matchAll(/(?<![\w.])\$?t\(\s*`([\w.]+)\$\{/g)) {
      if (!zhKeys.some((one) => one.startsWith(key)))
        missing.push(`${relative(root, path)}: ${key}*`)
    }
  }
  expect(missing).toEqual([])
})

test('no Chinese stands outside the message files', () => {
  const found = sources().flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, i) =>
        /[\u3400-\u9fff]/.test(line.replace(/(\/\/|\*).*$/, ''))
          ? [`${relative(root, path)}:${i + 1}`]
          : [],
      ),
  )
  expect(found).toEqual([])
})
