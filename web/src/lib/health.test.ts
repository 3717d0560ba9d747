import { expect, test } from 'vitest'

import { degrees, readTenths } from './health'

test('takes a temperature as it is typed', () => {
  expect(readTenths('365')).toBe(365)
  expect(readTenths('36.5')).toBe(365)
  expect(readTenths('65')).toBe(365)
  expect(readTenths('401')).toBe(401)
  expect(readTenths('40.1')).toBe(401)
})

test('takes nothing that is no temperature of a living body', () => {
  for (const text of ['', '3', '36.', '6', '335', '12', '431', '3650']) {
    expect(readTenths(text), text).toBeUndefined()
  }
})

test('shows tenths as degrees', () => {
  expect(degrees(370)).toBe('37.0')
  expect(degrees(365)).toBe('36.5')
})
