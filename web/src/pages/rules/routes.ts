import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/rules', name: 'rules', component: () => import('./RulesPage.vue') },
  {
    path: '/rules/compare',
    name: 'compare',
    component: () => import('./ComparePage.vue'),
    meta: { needs: ['see_figures'], under: 'rules' },
  },
  {
    path: '/rules/moves',
    name: 'moves',
    component: () => import('./MovesPage.vue'),
    meta: { needs: ['see_records'], under: 'rules' },
  },
] satisfies RouteRecordRaw[]
