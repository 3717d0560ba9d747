// Many commands of which each stands for itself: a few at a time, in order of their start.
import { reactive } from 'vue'

import { words } from './api'

export interface Failure<T> {
  item: T
  message: string
  remedy: string
}

export interface Progress<T> {
  running: boolean
  done: number
  total: number
  failures: Failure<T>[]
}

export function useMany<T>(atOnce = 4) {
  const progress = reactive({
    running: false,
    done: 0,
    total: 0,
    failures: [],
  }) as Progress<T>

  /** How many were carried out; refusals are in `failures`. */
  async function run(items: T[], work: (item: T) => Promise<unknown>): Promise<number> {
    if (progress.running) return 0
    progress.running = true
    progress.done = 0
    progress.total = items.length
    progress.failures = []
    const queue = [...items]
    const failures: Failure<T>[] = []
    const worker = async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        try {
          await work(item)
        } catch (error) {
          failures.push({ item, ...words(error) })
        }
        progress.done++
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    progress.failures = failures
    progress.running = false
    return items.length - failures.length
  }

  return { progress, run }
}
