import type { RouteRecordRaw } from 'vue-router'

const needs = ['choose_policy']

export default [
  {
    path: '/rules/edit',
    name: 'packs',
    component: () => import('./PacksPage.vue'),
    meta: { needs },
  },
  {
    path: '/rules/edit/:draft',
    name: 'packEdit',
    component: () => import('./EditPage.vue'),
    meta: { needs, under: 'packs' },
  },
] satisfies RouteRecordRaw[]
