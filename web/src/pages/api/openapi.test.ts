import { expect, test } from 'vitest'

import { exampleOf, half, linesOf, routesOf, type Document } from './openapi'

const document: Document = {
  openapi: '3.1.0',
  info: { title: 'x', version: '1' },
  paths: {
    '/api/people/{person}': {
      get: {
        summary: 'eine Person / a person',
        tags: ['people'],
        parameters: [{ name: 'person', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          '200': {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: {
                        type: 'object',
                        required: ['day'],
                        properties: {
                          day: { type: 'string', format: 'date' },
                          how: { type: 'string', enum: ['a', 'b'] },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
}

test('finds the routes with what they take and give', () => {
  const [route] = routesOf(document)
  expect(route).toMatchObject({ method: 'GET', path: '/api/people/{person}', tag: 'people' })
  expect(route.parameters).toHaveLength(1)
})

test('a schema becomes lines, those inside an array one step further in', () => {
  const [route] = routesOf(document)
  expect(linesOf(route.answer)).toEqual([
    { depth: 0, name: 'items', type: 'object[]', required: true, values: undefined },
    { depth: 1, name: 'day', type: 'date', required: true, values: undefined },
    { depth: 1, name: 'how', type: 'enum', required: false, values: ['a', 'b'] },
  ])
})

test('an example has what is required and nothing else', () => {
  const [route] = routesOf(document)
  expect(exampleOf(route.answer)).toEqual({ items: [{ day: '2020-02-28' }] })
})

test('takes the half of the text that is wanted', () => {
  expect(half('eins / one', 'zh')).toBe('eins')
  expect(half('eins / one', 'en')).toBe('one')
  expect(half('both', 'en')).toBe('both')
})
