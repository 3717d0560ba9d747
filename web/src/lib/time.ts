// Days and times of the place (+08:00), whatever zone the browser is in. A day is 'YYYY-MM-DD', an
// instant the RFC 3339 text that the server sends. "Now" is the server's: it may be a rehearsal.
import { ref } from 'vue'

import { language, t } from '../i18n'

const zoneMillis = 8 * 3600_000
const dayMillis = 24 * 3600_000

let ahead = 0 // the server's clock minus ours
let standing: number | undefined // a rehearsal's clock moves only when somebody sets it
/** Counts up each half minute: what depends on now() should depend on it too. */
export const beat = ref(0)
setInterval(() => beat.value++, 30_000)

export function setServerNow(text: string, rehearsal = standing !== undefined): void {
  standing = rehearsal ? Date.parse(text) : undefined
  ahead = Date.parse(text) - Date.now()
}

export function now(): Date {
  return new Date(standing ?? Date.now() + ahead)
}

const two = (n: number) => String(n).padStart(2, '0')

/** The fields of an instant as a clock on the wall of the place shows them. */
function wall(instant: string | Date): Date {
  return new Date(
    (typeof instant === 'string' ? Date.parse(instant) : instant.getTime()) + zoneMillis,
  )
}

export function dayOf(instant: string | Date): string {
  return wall(instant).toISOString().slice(0, 10)
}

export const today = (): string => dayOf(now())

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(day) + n * dayMillis).toISOString().slice(0, 10)
}

/** b - a in days. */
export const daysBetween = (a: string, b: string): number =>
  Math.round((Date.parse(b) - Date.parse(a)) / dayMillis)

/** 14:05 */
export function clockText(instant: string | Date): string {
  const w = wall(instant)
  return `${two(w.getUTCHours())}:${two(w.getUTCMinutes())}`
}

/** 2月28日 / 28 Feb; with the year where it is not this one. */
export function dayText(day: string, options: { weekday?: boolean } = {}): string {
  const date = new Date(day + 'T00:00:00Z')
  const withYear = day.slice(0, 4) !== today().slice(0, 4)
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: language() === 'zh' ? 'long' : 'short',
    year: withYear ? 'numeric' : undefined,
    weekday: options.weekday ? 'long' : undefined,
  }).format(date)
}

/** 今天 14:05, 2月28日 14:05 */
export function momentText(instant: string | Date): string {
  const day = dayOf(instant)
  const shown = day === today() ? t('time.today') : dayText(day)
  return `${shown} ${clockText(instant)}`
}

/** 25 分钟, 3 小时, 2 天 */
export function spanText(minutes: number): string {
  const m = Math.abs(Math.round(minutes))
  if (m < 60) return t('time.minutes', { n: m })
  if (m < 48 * 60) return t('time.hours', { n: Math.floor(m / 60) })
  return t('time.days', { n: Math.floor(m / 1440) })
}

export function minutesUntil(instant: string): number {
  return (Date.parse(instant) - now().getTime()) / 60_000
}

/** The instant at which the place's clock shows this, from <input type="datetime-local">. */
export function instantAt(local: string): Date {
  return new Date(Date.parse(local + (local.length === 16 ? ':00Z' : 'Z')) - zoneMillis)
}

/** For <input type="datetime-local">. */
export function localInput(instant: string | Date): string {
  return wall(instant).toISOString().slice(0, 16)
}
