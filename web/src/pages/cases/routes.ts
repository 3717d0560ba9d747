import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/cases', name: 'cases', component: () => import('./CasesPage.vue') },
  {
    path: '/cases/:id',
    name: 'case',
    component: () => import('./CasePage.vue'),
    meta: { under: 'cases', needs: ['see_records'] },
  },
] satisfies RouteRecordRaw[]
