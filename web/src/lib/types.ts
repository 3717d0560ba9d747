// Shapes that many answers share.
export interface PersonCard {
  person: string
  name: string
  id_number: string
  phone: string
  sex?: 'male' | 'female'
  age?: number
  masked: boolean
}

export interface HouseholdCard {
  household: string
  area: string
  address: string
}
