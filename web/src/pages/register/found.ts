// Looking for people and households to choose from.
import { get } from '../../lib/api'
import type { HouseholdCard, PersonCard } from '../../lib/types'

export interface FoundPerson {
  person: PersonCard
  household?: HouseholdCard
}
export interface FoundHousehold {
  household: HouseholdCard
  /** Somebody who lives there, by whom it was found. */
  note: string
}

interface Answer {
  people: FoundPerson[]
  households: { household: HouseholdCard; people: number }[]
}
const search = (text: string) => get<Answer>('/api/search', { q: text, limit: 12 })

export const findPeople = async (text: string): Promise<FoundPerson[]> =>
  (await search(text)).people

export const personLine = ({ person, household }: FoundPerson) => ({
  key: person.person,
  text: [person.name, person.id_number].filter(Boolean).join(' '),
  note: household?.address,
})

export async function findHouseholds(text: string): Promise<FoundHousehold[]> {
  const answer = await search(text)
  const seen = new Set<string>()
  return [
    ...answer.households.map((one) => ({ household: one.household, note: '' })),
    ...answer.people.flatMap((one) =>
      one.household ? [{ household: one.household, note: one.person.name }] : [],
    ),
  ].filter(({ household }) => !seen.has(household.household) && seen.add(household.household))
}

export const householdLine = ({ household, note }: FoundHousehold) => ({
  key: household.household,
  text: household.address,
  note,
})
