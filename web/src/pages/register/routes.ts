import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/households/:household',
    name: 'household',
    component: () => import('./HouseholdPage.vue'),
    meta: { needs: ['see_records'], under: 'search' },
  },
  {
    path: '/people/:person',
    name: 'person',
    component: () => import('./PersonPage.vue'),
    meta: { needs: ['see_records'], under: 'search' },
  },
  { path: '/doubts', name: 'doubts', component: () => import('./DoubtsPage.vue') },
  { path: '/coverage', name: 'coverage', component: () => import('./CoveragePage.vue') },
  {
    path: '/households',
    name: 'households',
    component: () => import('./HouseholdsPage.vue'),
    meta: { needs: ['see_records'], under: 'coverage' },
  },
] satisfies RouteRecordRaw[]
