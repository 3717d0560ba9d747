import { expect, test } from 'vitest'

import { changed, course, type OneCase } from './cases'

const facts = {
  classification: 'suspected',
  reported: '2020-01-27',
  origin: 'local',
  onset: '2020-01-22',
  places: [],
  links: [],
}
const version = (over: object) => ({
  entry: '1',
  area: '120101',
  facts: { ...facts, ...over },
  known_from: '2020-01-27T01:00:00Z',
})
const status = (entry: string, name: 'suspected' | 'confirmed' | 'recovered', day: string) => ({
  entry,
  status: name,
  day,
  known_from: '2020-01-27T01:00:00Z',
})

test('the course of a case is in the order of its days, without what was taken back', () => {
  const one: OneCase = {
    line: {
      id: 'x',
      area: '120101',
      area_name: '',
      number: '',
      status: 'confirmed',
      since: '2020-01-30',
      facts,
    },
    statuses: [
      status('a', 'suspected', '2020-01-27'),
      { ...status('b', 'recovered', '2020-02-03'), known_to: '2020-02-04T01:00:00Z' },
      status('c', 'confirmed', '2020-01-30'),
    ],
    versions: [],
    places: [],
    source: '',
    note: '',
    contacts_total: 0,
    contacts: [],
  }
  expect(course(one).map(({ day, what }) => `${day} ${what}`)).toEqual([
    '2020-01-22 onset',
    '2020-01-27 reported',
    '2020-01-30 confirmed',
  ])
})

test('a correction says what it changed', () => {
  expect(changed(version({}), version({ onset: '2020-01-23', age: 40 }))).toEqual(['onset', 'age'])
  expect(changed(version({}), { ...version({}), area: '120102' })).toEqual(['area'])
})
