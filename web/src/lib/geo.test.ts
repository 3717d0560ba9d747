import { expect, test } from 'vitest'

import {
  around,
  boxOf,
  isEmpty,
  middleOf,
  placed,
  pointsOf,
  pointText,
  Projection,
  readPoints,
  scaleBar,
  shapeOf,
  widthOf,
} from './geo'

const square = {
  point: [],
  polygons: [
    [
      [
        1_042_500_000, 233_700_000, 1_042_510_000, 233_700_000, 1_042_510_000, 233_710_000,
        1_042_500_000, 233_710_000,
      ],
    ],
  ],
}

test('a picture has north up, the box in it, and the way back', () => {
  const box = boxOf([square])!
  expect(box).toEqual({
    west: 1_042_500_000,
    south: 233_700_000,
    east: 1_042_510_000,
    north: 233_710_000,
  })
  const map = new Projection(box, 400, 300)
  const low = map.at(box.west, box.south)
  const high = map.at(box.east, box.north)
  expect(high.y).toBeLessThan(low.y)
  expect(high.x).toBeGreaterThan(low.x)
  for (const one of [low, high]) {
    expect(one.x).toBeGreaterThan(0)
    expect(one.x).toBeLessThan(400)
    expect(one.y).toBeGreaterThan(0)
    expect(one.y).toBeLessThan(300)
  }
  // 0.001 degree of latitude is 111 m.
  expect((low.y - high.y) * map.metresPerPixel).toBeCloseTo(111.2, 0)
  expect((high.x - low.x) * map.metresPerPixel).toBeCloseTo(102, 0)
  const back = map.back(high.x, high.y)
  expect(Math.abs(back.lon - box.east)).toBeLessThanOrEqual(1)
  expect(Math.abs(back.lat - box.north)).toBeLessThanOrEqual(1)
  expect(new Projection(box, 400, 300, 4).metresPerPixel).toBeCloseTo(map.metresPerPixel / 4)
  expect(map.path(square)).toMatch(/^M[\d. ]+(L[\d. ]+){3}Z$/)
  expect(boxOf([])).toBeNull()
})

test('a single point is shown with some ground around it', () => {
  const box = boxOf([{ point: [1_042_500_000, 233_700_000], polygons: [] }])!
  expect(new Projection(box, 400, 300).metresPerPixel).toBeCloseTo(0.15, 2)
})

test('what one looks at is shown with what lies around it', () => {
  const box = boxOf([square])!
  const wide = around(box)
  expect((wide.north - wide.south) * 0.0111195).toBeCloseTo(260, 0)
  expect(wide.west).toBeLessThan(box.west)
  const far = { west: 0, south: 0, east: 1e7, north: 1e7 }
  expect(around(far)).toEqual(far)
})

test('scale bars are 1, 2 or 5 and their tens', () => {
  expect(scaleBar(1, 100)).toEqual({ metres: 100, pixels: 100 })
  expect(scaleBar(0.7, 100).metres).toBe(50)
  expect(scaleBar(3.1, 100).metres).toBe(200)
  expect(scaleBar(0.004, 100).metres).toBeCloseTo(0.2)
})

test('coordinates as they are typed, and back', () => {
  expect(readPoints('104.25, 23.37\n 104.251，23.37 \n\n104.251 23.371')).toEqual({
    points: [
      [1_042_500_000, 233_700_000],
      [1_042_510_000, 233_700_000],
      [1_042_510_000, 233_710_000],
    ],
    wrong: null,
  })
  for (const text of ['104.25', '104.25, a', '23.37, 104.25', '1, 2, 3', '181, 2']) {
    expect(readPoints(`104.25, 23.37\n${text}`).wrong, text).toBe(2)
  }
  expect(pointText(1_042_500_000, 233_700_012)).toBe('104.25, 23.3700012')
})

test('points make a shape and can be had back of a simple one', () => {
  expect(shapeOf([[1, 2]])).toEqual({ point: [1, 2], polygons: [] })
  const points = pointsOf(square)!
  expect(shapeOf(points)).toEqual(square)
  expect(isEmpty(shapeOf([]))).toBe(true)
  expect(pointsOf(undefined)).toEqual([])
  expect(pointsOf({ point: [], polygons: [...square.polygons, ...square.polygons] })).toBeNull()
  expect(middleOf(square)).toEqual({ lon: 1_042_505_000, lat: 233_705_000 })
})

test('labels do not cover one another', () => {
  const label = (x: number, text: string) => ({ x, y: 50, text, size: 12 })
  const shown = placed([label(50, 'a'), label(54, 'b'), label(90, 'c'), label(-5, 'd')], 100, 100)
  expect(shown.map((one) => one.text)).toEqual(['a', 'c'])
  expect(widthOf('\u4e2d\u6587', 10)).toBe(20)
  expect(widthOf('ab', 10)).toBeLessThan(12)
})
