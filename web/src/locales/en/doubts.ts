export default {
  note: 'What an import or somebody was not sure of, to be settled one by one and kept on record.',
  kind: 'Kind',
  none: 'Nothing to settle',
  registeredHere: 'The register has them here',
  listedThere: 'Listed here as well',
  livesIn: 'Lives at {address}',
  grids: 'Registered in {grid}, the list says {other}',
  noGrid: 'no grid',
  keepGrid: 'Stays in {grid}',
  otherGrid: 'Moves to {other}',
  all: {
    keep_grid: {
      title: 'Leave these {n} households in their grids?',
      effect: 'What the list says of grids is not taken; the same list will not ask again.',
      yes: 'Leave all {n} where they are',
    },
    other_grid: {
      title: 'Move these {n} households to the grids that the list names?',
      effect:
        'The people, orders and temperatures go with the household; whoever works in that grid is responsible then.',
      yes: 'Move all {n} as the list says',
    },
    running: 'Settling {done} of {total}…',
    done: '{n} settled.',
  },
  closed: 'Settled',
  settled: 'Settled: {what}',
  mergeTitle: 'Merge the two records of {name}?',
  mergeEffect1: 'Sources, temperatures and orders of both belong to one record then.',
  mergeEffect2: 'The merge can be undone on the person’s page.',
}
