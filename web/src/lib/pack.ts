// The policy pack in force in the chosen area: its classes and symptoms by name.
import { computed } from 'vue'

import { language } from '../i18n'
import { get } from './api'
import { useLoad } from './load'
import { session } from './session'

export interface Named {
  id: string
  name: string
}
interface PackInfo {
  id: string
  name: string
  classes: Named[]
  symptoms: Named[]
}

export function usePack() {
  const { data } = useLoad(
    async (signal) => {
      const [inForce, packs] = await Promise.all([
        get<{ pack?: Named }>('/api/rules/in-force', { area: session.area.value }, signal),
        get<{ packs: PackInfo[] }>('/api/rules/packs', {}, signal),
      ])
      return packs.packs.find((pack) => pack.id === inForce.pack?.id)
    },
    [session.area, language],
  )
  return {
    classes: computed(() => data.value?.classes ?? []),
    symptomName: (id: string) => data.value?.symptoms.find((one) => one.id === id)?.name ?? id,
  }
}
