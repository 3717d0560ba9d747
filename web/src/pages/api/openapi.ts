// What the page shows of an OpenAPI document: operations by group, schemas as lines.

export interface Schema {
  type?: string
  format?: string
  enum?: string[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  maxLength?: number
  $ref?: string
}
export interface Parameter {
  name: string
  in: string
  required: boolean
  schema: Schema
}
export interface Operation {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema?: Schema }> }
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>
}
export interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
}

export interface Route {
  id: string
  method: string
  path: string
  tag: string
  summary: string
  permission: string
  parameters: Parameter[]
  body?: Schema
  bodyType?: string
  answer?: Schema
  answerType?: string
}

/** "Chinese / English": the half that is wanted. */
export function half(text: string, language: 'zh' | 'en'): string {
  const at = text.indexOf(' / ')
  if (at < 0) return text
  return language === 'zh' ? text.slice(0, at) : text.slice(at + 3)
}

export function routesOf(document: Document): Route[] {
  const out: Route[] = []
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const [bodyType, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
      const [answerType, answer] =
        Object.entries(operation.responses?.['200']?.content ?? {})[0] ?? []
      out.push({
        id: `${method}-${path.replace(/[^a-z0-9]+/gi, '-')}`,
        method: method.toUpperCase(),
        path,
        tag: operation.tags?.[0] ?? '',
        summary: operation.summary ?? '',
        permission: operation.description ?? '',
        parameters: operation.parameters ?? [],
        body: body?.schema,
        bodyType,
        answer: answer?.schema,
        answerType,
      })
    }
  }
  return out
}

export interface Line {
  depth: number
  name: string
  type: string
  required: boolean
  values?: string[]
}

export function typeOf(schema: Schema | undefined): string {
  if (!schema) return ''
  if (schema.type === 'array') return `${typeOf(schema.items)}[]`
  if (schema.enum) return 'enum'
  return schema.format ?? schema.type ?? 'any'
}

/** A schema as indented lines; an array of objects shows what is in each. */
export function linesOf(schema: Schema | undefined, depth = 0): Line[] {
  if (!schema || depth > 8) return []
  if (schema.type === 'array') return linesOf(schema.items, depth)
  return Object.entries(schema.properties ?? {}).flatMap(([name, one]) => [
    {
      depth,
      name,
      type: typeOf(one),
      required: schema.required?.includes(name) ?? false,
      values: one.enum ?? one.items?.enum,
    },
    ...linesOf(one, depth + 1),
  ])
}

/** An example that has the shape, for a first try with a command line. */
export function exampleOf(schema: Schema | undefined, depth = 0): unknown {
  if (!schema || depth > 8) return null
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, one]) => [name, exampleOf(one, depth + 1)]),
      )
    case 'array':
      return [exampleOf(schema.items, depth + 1)]
    case 'integer':
      return 0
    case 'boolean':
      return false
    case 'string':
      if (schema.format === 'ulid') return '01E1B8RK000000000000000000'
      if (schema.format === 'date') return '2020-02-28'
      if (schema.format === 'date-time') return '2020-02-28T17:00:00+08:00'
      return ''
  }
  return null
}
