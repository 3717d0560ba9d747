// Where one can go, in the order of a day's work. The side of a desktop and the tabs of a phone are
// made of this, as are the keyboard shortcuts and the pages' guards (router.ts).

export interface Place {
  name: string // of the route; its title is nav.<name>
  icon: string
  needs?: string[] // any of these permissions
  key?: string // after "g"
  tab?: boolean // at the bottom of a phone; the rest is under "more"
}

export interface PlaceGroup {
  name: string // nav.group.<name>
  places: Place[]
}

export const places: PlaceGroup[] = [
  {
    name: 'work',
    places: [
      { name: 'today', icon: 'today', key: 't', tab: true },
      { name: 'search', icon: 'search', needs: ['see_people'], key: 's', tab: true },
      { name: 'measure', icon: 'thermometer', needs: ['record_reading'], key: 'm', tab: true },
      { name: 'screening', icon: 'phone', needs: ['screen', 'see_figures'], key: 'c' },
      { name: 'placement', icon: 'decide', needs: ['place'], key: 'p' },
      { name: 'orders', icon: 'ledger', needs: ['see_records'], key: 'o', tab: true },
      { name: 'escalations', icon: 'alert', needs: ['see_records'], key: 'e' },
    ],
  },
  {
    name: 'epidemic',
    places: [
      { name: 'cases', icon: 'cases', needs: ['see_records'], key: 'b' },
      { name: 'risk', icon: 'risk', needs: ['see_figures'], key: 'k' },
      { name: 'zones', icon: 'zones', needs: ['see_figures'], key: 'z' },
      { name: 'response', icon: 'response', needs: ['see_figures'], key: 'n' },
    ],
  },
  {
    name: 'figures',
    places: [{ name: 'daily', icon: 'table', needs: ['see_figures'], key: 'd' }],
  },
  {
    name: 'register',
    places: [
      { name: 'returnees', icon: 'returnees', needs: ['see_records'], key: 'r' },
      {
        name: 'import',
        icon: 'import',
        needs: ['import_lists', 'record_reading', 'manage_areas'],
        key: 'i',
      },
      { name: 'coverage', icon: 'building', needs: ['see_figures'], key: 'v' },
      { name: 'sites', icon: 'gate', needs: ['see_figures'], key: 'l' },
      { name: 'doubts', icon: 'question', needs: ['edit_register'], key: 'q' },
    ],
  },
  {
    name: 'manage',
    places: [
      { name: 'rules', icon: 'rules' },
      { name: 'packs', icon: 'edit', needs: ['choose_policy'] },
      { name: 'verify', icon: 'check' },
      { name: 'areas', icon: 'place', needs: ['manage_areas'] },
      { name: 'accounts', icon: 'accounts', needs: ['manage_accounts'], key: 'a' },
      { name: 'looks', icon: 'eye', needs: ['see_looks'] },
      { name: 'api', icon: 'code' },
    ],
  },
]
