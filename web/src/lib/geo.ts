// Where things lie, and how that is drawn: shapes as the server tells them (WGS84 longitude and
// latitude in units of 1e-7 degree), the plane of a map, a scale bar.

export interface Shape {
  /** lon, lat; empty where there are polygons. */
  point: number[]
  /** Each: the outer ring, then holes; a ring is lon, lat, lon, lat …, not closed. */
  polygons: number[][][]
}
export const degree = 10_000_000
export const isEmpty = (shape: Shape | undefined): boolean =>
  !shape || (!shape.point.length && !shape.polygons.length)
export const pointShape = (lon: number, lat: number): Shape => ({ point: [lon, lat], polygons: [] })

export interface Box {
  west: number
  south: number
  east: number
  north: number
}
export function boxOf(shapes: Iterable<Shape>): Box | null {
  let out: Box | null = null
  const take = (lon: number, lat: number) => {
    out ??= { west: lon, south: lat, east: lon, north: lat }
    out.west = Math.min(out.west, lon)
    out.east = Math.max(out.east, lon)
    out.south = Math.min(out.south, lat)
    out.north = Math.max(out.north, lat)
  }
  for (const shape of shapes) {
    if (shape.point.length) take(shape.point[0], shape.point[1])
    for (const ring of shape.polygons.flat()) {
      for (let i = 0; i < ring.length; i += 2) take(ring[i], ring[i + 1])
    }
  }
  return out
}

// Metres in a unit of latitude, on the ellipsoid's mean circle: right to half a per cent.
const metresPerUnit = 111_195 / degree

/** At least some streets wide, so that one sees where something is. */
export function around(box: Box): Box {
  const least = 260 / metresPerUnit
  const wider = (low: number, high: number, narrow: number) => {
    const more = Math.max(0, least / narrow - (high - low)) / 2
    return [low - more, high + more]
  }
  const east = Math.cos(((box.south + box.north) / 2 / degree / 180) * Math.PI)
  const [south, north] = wider(box.south, box.north, 1)
  const [west, right] = wider(box.west, box.east, east)
  return { west, south, east: right, north }
}

/** North is up; `zoom` 1 fits the box into the picture with a margin around it. */
export class Projection {
  readonly metresPerPixel: number
  private readonly east: number
  private readonly lon: number
  private readonly lat: number

  constructor(
    box: Box,
    readonly width: number,
    readonly height: number,
    zoom = 1,
    centre?: { lon: number; lat: number },
  ) {
    const margin = 18
    const middle = (box.south + box.north) / 2
    this.east = metresPerUnit * Math.cos((middle / degree / 180) * Math.PI)
    // A single point is shown with a street's length around it.
    const wide = Math.max((box.east - box.west) * this.east, 40)
    const high = Math.max((box.north - box.south) * metresPerUnit, 40)
    this.metresPerPixel = Math.max(wide / (width - 2 * margin), high / (height - 2 * margin)) / zoom
    this.lon = centre?.lon ?? (box.west + box.east) / 2
    this.lat = centre?.lat ?? middle
  }
  at(lon: number, lat: number): { x: number; y: number } {
    return {
      x: this.width / 2 + ((lon - this.lon) * this.east) / this.metresPerPixel,
      y: this.height / 2 - ((lat - this.lat) * metresPerUnit) / this.metresPerPixel,
    }
  }
  back(x: number, y: number): { lon: number; lat: number } {
    return {
      lon: Math.round(this.lon + ((x - this.width / 2) * this.metresPerPixel) / this.east),
      lat: Math.round(this.lat - ((y - this.height / 2) * this.metresPerPixel) / metresPerUnit),
    }
  }
  /** The "d" of an SVG path; holes by the even-odd rule. */
  path(shape: Shape): string {
    let out = ''
    for (const ring of shape.polygons.flat()) {
      for (let i = 0; i < ring.length; i += 2) {
        const { x, y } = this.at(ring[i], ring[i + 1])
        out += `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`
      }
      out += 'Z'
    }
    return out
  }
}

/** The longest of 1, 2, 5, 10 … metres that is no longer than so many pixels. */
export function scaleBar(metresPerPixel: number, most: number): { metres: number; pixels: number } {
  const longest = metresPerPixel * most
  const power = 10 ** Math.floor(Math.log10(longest))
  const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= longest) ?? power
  return { metres, pixels: metres / metresPerPixel }
}

/** The box's middle of the largest ring; labels go there. */
export function middleOf(shape: Shape): { lon: number; lat: number } | null {
  const box = boxOf([shape])
  return box && { lon: (box.west + box.east) / 2, lat: (box.south + box.north) / 2 }
}

// --- coordinates as people type them -------------------------------------------------------------

const decimals = (units: number) => (units / degree).toFixed(7).replace(/\.?0+$/, '')
export const pointText = (lon: number, lat: number): string => `${decimals(lon)}, ${decimals(lat)}`

/** A point a line, longitude first. `wrong` is the first line that is none, from 1. */
export function readPoints(text: string): { points: number[][]; wrong: number | null } {
  const points: number[][] = []
  const lines = text.split('\n')
  for (const [i, line] of lines.entries()) {
    const plain = line.replaceAll(/[，、；;]/g, ',').trim()
    if (!plain) continue
    const parts = plain.split(/[\s,]+/).filter(Boolean)
    const [lon, lat] = parts.map(Number)
    const right =
      parts.length === 2 && Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lat) <= 90
    if (!right || Math.abs(lon) > 180) return { points, wrong: i + 1 }
    points.push([Math.round(lon * degree), Math.round(lat * degree)])
  }
  return { points, wrong: null }
}

export function shapeOf(points: number[][]): Shape {
  return points.length === 1
    ? pointShape(points[0][0], points[0][1])
    : { point: [], polygons: points.length ? [[points.flat()]] : [] }
}

/** The points of a shape that can be edited one by one; null for one of several pieces or holes. */
export function pointsOf(shape: Shape | undefined): number[][] | null {
  if (!shape || isEmpty(shape)) return []
  if (shape.point.length) return [shape.point]
  if (shape.polygons.length > 1 || shape.polygons[0].length > 1) return null
  const ring = shape.polygons[0][0]
  return Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]])
}

// --- labels --------------------------------------------------------------------------------------

export interface Label {
  x: number
  y: number
  text: string
  size: number
}

/** Chinese characters are as wide as high, letters about half of it. */
export function widthOf(text: string, size: number): number {
  let out = 0
  for (const c of text) out += c > '\u2e7f' ? size : size * 0.56
  return out
}

/** Those that fit without covering one before them or leaving the picture. */
export function placed<T extends Label>(labels: T[], width: number, height: number): T[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = []
  return labels.filter((label) => {
    const half = widthOf(label.text, label.size) / 2 + 2
    const box = {
      left: label.x - half,
      right: label.x + half,
      top: label.y - label.size * 0.6,
      bottom: label.y + label.size * 0.6,
    }
    const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
    const free = taken.every(
      (one) =>
        one.right < box.left ||
        one.left > box.right ||
        one.bottom < box.top ||
        one.top > box.bottom,
    )
    if (!inside || !free) return false
    taken.push(box)
    return true
  })
}
