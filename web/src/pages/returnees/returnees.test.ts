import { expect, test } from 'vitest'

import { arrivals, origins, settlement, type Claim, type Returnee } from './returnees'

const claim = (over: Partial<Claim>): Claim => ({
  entry: 'e',
  source: 'own_list',
  source_name: '台账',
  row: 1,
  recorded_at: '',
  origin: '4201',
  origin_name: '湖北省武汉市',
  arrived: '2020-02-01',
  transport: 'train',
  symptoms: false,
  ...over,
})
const one = (over: Partial<Returnee>) =>
  ({ arrival: 'a', origin: '4201', arrived: '2020-02-01', dated: true, ...over }) as Returnee

test('each value is shown once with all who say so, the most frequent first', () => {
  const claims = [
    claim({}),
    claim({ origin: '4403', origin_name: '广东省深圳市', source: 'passed_down' }),
    claim({ source: 'declaration', arrived: undefined }),
  ]
  expect(origins(claims).map((value) => [value.value, value.claims.length])).toEqual([
    ['4201', 2],
    ['4403', 1],
  ])
  expect(arrivals(claims).map((value) => value.value)).toEqual(['2020-02-01', ''])
})

test('only what changes is sent, unless it settles a dispute', () => {
  expect(settlement(one({}), '4201', '2020-02-01')).toBeNull()
  expect(settlement(one({}), '4403', '2020-02-01')).toEqual({ arrival: 'a', origin: '4403' })
  expect(settlement(one({ disputed: true }), '4201', '')).toEqual({ arrival: 'a', origin: '4201' })
  expect(settlement(one({ dated: false }), '', '2020-02-01')).toEqual({
    arrival: 'a',
    arrived: '2020-02-01',
  })
})
