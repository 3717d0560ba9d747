// The open dialogs, the topmost last. What is outside a modal dialog cannot be used while it is
// open, so toasts move into it.
import { shallowReactive } from 'vue'

export const dialogs = shallowReactive<HTMLElement[]>([])
