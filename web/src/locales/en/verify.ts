export default {
  note: 'Checks the code on a certificate of release, a notice of observation or a door notice. No account needed.',
  scan: 'Scan with the camera',
  scanning: 'Hold the code into the picture, close to it',
  noCamera: 'The camera cannot be opened',
  noCameraRemedy:
    'Allow the camera in the browser, or read the code with the scanner of the phone and paste it.',
  paste: 'Paste what the code says',
  pasteHelp:
    'This browser cannot scan: read the code with the scanner of the phone (it begins with FX1) and paste it here.',
  submit: 'Check',
  busy: 'Checking…',
  again: 'Check another',
  state: { stands: 'Valid', fallen: 'No longer valid', forged: 'Not valid' },
  offline: 'No network: it cannot be checked now',
  offlineRemedy:
    'Do not let anybody pass on the code alone: call the duty phone printed on the paper and have the number checked; scan again when there is a signal.',
  remedy: {
    fallen:
      'The paper is genuine but does not hold any more; its holder should ask the community that issued it.',
    forged: 'Nobody may pass on this; ask the community that is said to have issued it.',
  },
  kind: 'This is a',
  kinds: { release: 'certificate of release', notice: 'notice of observation' },
  measure: 'Measure',
  until: 'Until',
  observedUntil: 'Observed until',
  midnight: '24:00',
  number: 'Number',
  issued: 'Issued on',
  area: 'Issued by',
  compare:
    'Compare the number and the days with the paper, and the name with the identity card of its holder.',
  checkedAt: 'Checked {at}',
}
