// All messages of this language, each file under its own name.
const files = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./index.ts'], {
  eager: true,
  import: 'default',
})

const messages: Record<string, Record<string, unknown>> = {}
for (const [path, content] of Object.entries(files)) messages[path.slice(2, -3)] = content
export default messages
