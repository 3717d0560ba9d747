// The policy packs in force in the chosen area, of one level or of several that decide together
// ("cn-national+xinping-2020"): their classes and symptoms by name.
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
      const ids = (inForce.pack?.id ?? '').split('+')
      return packs.packs.filter((pack) => ids.includes(pack.id))
    },
    [session.area, language],
  )
  const all = (named: (pack: PackInfo) => Named[]) => {
    const byId = new Map<string, Named>()
    for (const one of data.value?.flatMap(named) ?? []) {
      if (!byId.has(one.id)) byId.set(one.id, one)
    }
    return [...byId.values()]
  }
  return {
    classes: computed(() => all((pack) => pack.classes)),
    symptomName: (id: string) =>
      all((pack) => pack.symptoms).find((one) => one.id === id)?.name ?? id,
  }
}
