import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/zones', name: 'zones', component: () => import('./ZonesPage.vue') },
  {
    path: '/zones/:zone',
    name: 'zone',
    component: () => import('./ZonePage.vue'),
    meta: { under: 'zones', needs: ['see_figures'] },
  },
] satisfies RouteRecordRaw[]
