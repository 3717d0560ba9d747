import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/daily', name: 'daily', component: () => import('./DailyPage.vue') },
  {
    path: '/records',
    name: 'records',
    component: () => import('./RecordsPage.vue'),
    meta: { needs: ['see_records'], under: 'daily' },
  },
] satisfies RouteRecordRaw[]
