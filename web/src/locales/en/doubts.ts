export default {
  note: 'What an import or somebody was not sure of, to be settled one by one and kept on record.',
  kind: 'Kind',
  none: 'Nothing to settle',
  registeredHere: 'The register has them here',
  listedThere: 'Listed here as well',
  livesIn: 'Lives at {address}',
  closed: 'Settled',
  settled: 'Settled: {what}',
  mergeTitle: 'Merge the two records of {name}?',
  mergeEffect1: 'Sources, temperatures and orders of both belong to one record then.',
  mergeEffect2: 'The merge can be undone on the person’s page.',
}
