// What can be chosen among, as the parts for choosing take it.
import { t } from '../i18n'

export interface Option<V = string> {
  value: V
  label: string
}

/** Words that have a message each, under a common beginning. */
export const optionsOf = (ids: readonly string[], key: string): Option[] =>
  ids.map((id) => ({ value: id, label: t(`${key}.${id}`) }))
