export default {
  note: 'Checks the code on a certificate of release, a notice of observation or a door notice. No account needed.',
  scan: 'Scan with the camera',
  scanning: 'Hold the code into the picture, close to it',
  noCamera: 'The camera cannot be opened',
  noCameraRemedy:
    'Allow the camera in the browser, or read the code with the scanner of the phone and paste it.',
  paste: 'Paste what the code says',
  pasteHelp:
    'No camera can be used here: read the code with the scanner of the phone (it begins with FX1) and paste it here.',
  submit: 'Check',
  busy: 'Checking…',
  again: 'Check another',
  state: {
    stands: 'Valid',
    fallen: 'No longer valid',
    forged: 'Not valid',
    signed: 'Genuine',
    unknown: 'Cannot be checked',
  },
  fault: {
    'not-ours': 'This code was not issued by this system.',
    damaged: 'The code is incomplete or damaged; clean it and scan again.',
    'unknown-key': 'This phone does not have the public key of whoever signed the code.',
    'bad-signature': 'The signature does not match: the content may have been altered.',
    expired: 'The code ceased to hold on {at}.',
    over: 'The period of observation is over.',
  },
  remedy: {
    fallen:
      'The paper is genuine but does not hold any more; its holder should ask the community that issued it.',
    forged: 'Nobody may pass on this; ask the community that is said to have issued it.',
    signed:
      'The issuer could not be reached: the paper is genuine, but it was not checked whether it has been taken back or changed since. Go by the paper, and check again when there is a signal.',
    unknown:
      'Do not let anybody pass on the code alone: call the duty phone printed on the paper and have the number checked; open this page with a network once, and scan again.',
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
