import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/placement', name: 'placement', component: () => import('./PlacementPage.vue') },
] satisfies RouteRecordRaw[]
