// What a page shows: loaded when the page opens or what it depends on changes, again on demand.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue'

import { get, type Params } from './api'

export interface Loaded<T> {
  data: Ref<T | undefined>
  error: Ref<unknown>
  /** True only while there is nothing to show yet. */
  loading: Ref<boolean>
  /** Loads again; what is shown stays until the answer is there. */
  reload: () => Promise<void>
}

/** `read` gets a signal that is aborted when its answer is no longer wanted. */
export function useLoad<T>(
  read: (signal: AbortSignal) => Promise<T>,
  on: WatchSource[] = [],
): Loaded<T> {
  const data = shallowRef<T>()
  const error = ref<unknown>(null)
  const loading = ref(false)
  let running: AbortController | undefined

  async function run(fresh: boolean): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    if (fresh) data.value = undefined
    loading.value = data.value === undefined
    try {
      const answer = await read(mine.signal)
      if (running !== mine) return
      data.value = answer
      error.value = null
    } catch (failure) {
      if (running !== mine) return
      error.value = failure
    }
    loading.value = false
  }

  // Not `immediate`: that does nothing where there is nothing to watch.
  if (on.length) watch(on, () => void run(true))
  void run(true)
  onScopeDispose(() => running?.abort())
  return { data, error, loading, reload: () => run(false) }
}

interface Page<K extends string> {
  total?: number
  next?: string
  [key: string]: unknown
  items?: K extends 'items' ? unknown[] : unknown
}

export interface Pages<T> {
  items: Ref<T[]>
  total: Ref<number | undefined>
  /** The first answer, for what else it says. */
  first: Ref<Record<string, unknown> | undefined>
  error: Ref<unknown>
  loading: Ref<boolean>
  hasMore: Ref<boolean>
  more: () => Promise<void>
  reload: () => Promise<void>
}

/**
 * A list that is fetched in pages ({total, items, next}; the next page by `after`). `params` gives
 * null while there is nothing to ask. `key` is the name under which the answer has its items.
 */
export function usePages<T>(
  path: () => string,
  params: () => Params | null,
  key = 'items',
): Pages<T> {
  const items = shallowRef<T[]>([])
  const total = ref<number>()
  const first = shallowRef<Record<string, unknown>>()
  const error = ref<unknown>(null)
  const loading = ref(false)
  const hasMore = ref(false)
  let next: string | undefined
  let running: AbortController | undefined

  async function run(kind: 'fresh' | 'again' | 'more'): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    if (kind === 'fresh') {
      items.value = []
      total.value = undefined
      first.value = undefined
      hasMore.value = false
    }
    const asked = params()
    if (!asked) return
    loading.value = true
    try {
      const wanted = kind === 'again' ? items.value.length : 0
      let gathered: T[] = kind === 'more' ? items.value : []
      let after = kind === 'more' ? next : undefined
      // After a change as many are fetched again as were shown, so that the page does not jump.
      do {
        const answer = await get<Page<string>>(path(), { ...asked, after }, mine.signal)
        if (running !== mine) return
        if (!after) first.value = answer
        if (answer.total !== undefined) total.value = answer.total
        gathered = gathered.concat((answer[key] as T[] | undefined) ?? [])
        after = answer.next
      } while (after && gathered.length < wanted)
      items.value = gathered
      next = after
      hasMore.value = Boolean(after)
      error.value = null
    } catch (failure) {
      if (running !== mine) return
      error.value = failure
    }
    loading.value = false
  }

  watch(
    () => JSON.stringify([path(), params()]),
    () => void run('fresh'),
    { immediate: true },
  )
  onScopeDispose(() => running?.abort())
  return {
    items,
    total,
    first,
    error,
    loading,
    hasMore,
    more: () => run('more'),
    reload: () => run('again'),
  }
}
