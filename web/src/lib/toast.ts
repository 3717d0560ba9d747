// Short words about what was just done or refused, announced to screen readers.
import { reactive } from 'vue'

import { words } from './api'

export interface Toast {
  id: number
  kind: 'done' | 'refused' | 'waiting'
  message: string
  remedy?: string
  action?: { label: string; run: () => void | Promise<void> }
}

export const toasts = reactive<Toast[]>([])
let last = 0

function show(toast: Omit<Toast, 'id'>, millis: number): void {
  const id = ++last
  toasts.push({ ...toast, id })
  if (toasts.length > 3) toasts.shift()
  setTimeout(() => dismiss(id), millis)
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id)
  if (at >= 0) toasts.splice(at, 1)
}

/** With an action, usually to undo it, the words stay longer. */
export function done(message: string, action?: Toast['action']): void {
  show({ kind: 'done', message, action }, action ? 12_000 : 4_000)
}

export function waiting(message: string, remedy?: string): void {
  show({ kind: 'waiting', message, remedy }, 6_000)
}

/** Says why something was refused or went wrong, and what to do. */
export function failed(error: unknown): void {
  show({ kind: 'refused', ...words(error) }, 12_000)
}

export function complain(message: string, remedy = ''): void {
  show({ kind: 'refused', message, remedy }, 12_000)
}
