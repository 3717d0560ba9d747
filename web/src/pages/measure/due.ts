// Who is to be measured today. The list is kept for this tab, so that the work goes on where there is
// no network.
import { computed, ref, shallowRef, watch } from 'vue'

import { get, Unreachable } from '../../lib/api'
import type { SlotLine } from '../../lib/health'
import { useLive } from '../../lib/live'
import { outbox, type Waiting } from '../../lib/outbox'
import { session } from '../../lib/session'
import type { HouseholdCard, PersonCard } from '../../lib/types'

export interface DuePerson {
  person: PersonCard
  order: string
  area: string
  person_class: string
  measure: string
  day: number
  days: number
  by: string
  household?: HouseholdCard
  slots: SlotLine[]
}
export interface DueBuilding {
  area: string
  address: string
  people: DuePerson[]
}
export interface Symptom {
  id: string
  name: string
  counts: boolean
}
export interface Due {
  on: string
  people: number
  due: number
  done: number
  missed: number
  late: number
  fever_tenths?: number
  symptoms: Symptom[]
  buildings: DueBuilding[]
  next?: string
}

const keyOf = (area: string) => `due:${area}`

async function fetchAll(area: string, signal?: AbortSignal): Promise<Due> {
  const first = await get<Due>('/api/monitoring/due', { area, limit: 500 }, signal)
  const buildings = [...first.buildings]
  let next = first.next
  while (next) {
    const more = await get<Due>('/api/monitoring/due', { area, limit: 500, after: next }, signal)
    for (const building of more.buildings) {
      const last = buildings.at(-1)
      // A building may begin on one page and end on the next.
      if (last?.area === building.area) {
        buildings[buildings.length - 1] = { ...last, people: last.people.concat(building.people) }
      } else buildings.push(building)
    }
    next = more.next
  }
  // As one walks: building 2 before building 10.
  const order = new Intl.Collator('zh', { numeric: true })
  buildings.sort((a, b) => order.compare(a.address, b.address))
  for (const building of buildings) {
    building.people = [...building.people].sort((a, b) =>
      order.compare(a.household?.address ?? '', b.household?.address ?? ''),
    )
  }
  return { ...first, buildings, next: undefined }
}

export function useDue() {
  const due = shallowRef<Due>()
  const error = ref<unknown>(null)
  const loading = ref(false)
  /** True if what is shown was kept from before and the server could not be asked. */
  const kept = ref(false)

  async function load(): Promise<void> {
    const area = session.area.value
    loading.value = !due.value
    try {
      const answer = await fetchAll(area)
      if (area !== session.area.value) return
      due.value = answer
      kept.value = false
      error.value = null
      sessionStorage.setItem(keyOf(area), JSON.stringify(answer))
    } catch (failure) {
      const before = sessionStorage.getItem(keyOf(area))
      if (failure instanceof Unreachable && before) {
        due.value = JSON.parse(before)
        kept.value = true
        error.value = null
      } else error.value = failure
    }
    loading.value = false
  }

  watch(
    session.area,
    () => {
      due.value = undefined
      void load()
    },
    { immediate: true },
  )
  useLive(['monitoring.', 'observation.'], load)

  /** What was entered here and the server does not have yet, by person. */
  const pending = computed(() => {
    const out = new Map<string, Waiting>()
    for (const one of outbox.mine.value) {
      if (one.name === 'monitoring.record' && one.person) out.set(one.person, one)
    }
    return out
  })

  return { due, error, loading, kept, pending, reload: load }
}

/** Whether there is something to measure now: a window that is open, or one that was missed. */
export function isOpen(person: DuePerson): boolean {
  const open = person.slots.some((slot) => slot.state === 'open')
  // A missed morning cannot be made good once the evening has been measured.
  const last = [...person.slots].reverse().find((slot) => slot.state !== 'not_yet')
  return open || last?.state === 'missed'
}
