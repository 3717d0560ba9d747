export default {
  note: 'Programs may do all that pages can; this page is made from the system’s own declarations.',
  download: 'Download the OpenAPI file',
  tokens:
    'A program sends a token (made on an account’s page) in the Authorization header; the session of a browser is not for programs.',
  commands:
    'Whatever changes data is a command: POST /api/commands/NAME with an id (ULID) of your own. After a broken line send it again with the same id: nothing is done twice. “done” means that it is on disk.',
  refusals:
    'Refusals have a status of 4xx and say in error the code, the reason, the remedy and the field, in the language of Accept-Language (zh or en).',
  lists: 'Lists give their total and the place of the next page; ask again with it as after.',
  find: 'Find by path, name, permission',
  count: '{n} operations',
  parameters: 'Parameters',
  body: 'Body',
  answer: 'Answer',
  example: 'Example',
}
