// Packs written through the API, as the editing page writes them.
import assert from 'node:assert/strict';

// Changes cells of the document's placement: rows by their class and measure, columns by their id.
export function change(document, from, to) {
  const [file] = Object.keys(document.tables).filter((name) => name.endsWith('placement.csv'));
  const [head, ...rows] = document.tables[file];
  const at = (id) => head.findIndex((one) => one.split(' ').at(-1) === id);
  let changed = 0;
  for (const row of rows) {
    if (Object.entries(from).some(([id, value]) => row[at(id)] !== value)) continue;
    for (const [id, value] of Object.entries(to)) row[at(id)] = value;
    ++changed;
  }
  assert.ok(changed > 0, JSON.stringify(from));
}

// A pack of the area's own: `from` as it is, edited, saved, published. `asked` is called with the
// saved draft before it is published.
export async function write(client, area, copy, edit, asked) {
  const started = await client.command('rules.start-draft', { area, copy });
  const draft = started.result.draft;
  const { document } = await client.get(`/api/rules/drafts/${draft}`);
  document.pack.name = { zh: `${area} 的规则`, en: `rules of ${area}` };
  edit(document);
  const saved = await client.command('rules.save-draft', { draft, revision: 1, document });
  const checked = (await client.upload('/api/rules/check', { area },
    Buffer.from(JSON.stringify(document)))).json;
  assert.ok(checked.loads, JSON.stringify(checked.findings));
  await asked?.(draft);
  const published = await client.command('rules.publish-draft',
    { draft, revision: saved.result.revision });
  return published.result.pack;
}
