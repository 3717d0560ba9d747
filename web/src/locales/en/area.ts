export default {
  current: 'Area: ',
  choose: 'Choose an area',
  find: 'Find an area by name',
  none: 'Nothing found',
  path: 'Where it is',
  use: 'Show {name}',
  open: 'What is inside {name}',
}
