// @kapso/whatsapp-cloud-api as a receiver: it checks the signature of every delivery and says what it read.
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server';

const { deliveries, secret } = JSON.parse(await new Promise((done) => {
  let text = '';
  process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => done(text));
}));

console.log(JSON.stringify(deliveries.map(({ body, signature }) => ({
  genuine: verifySignature({ appSecret: secret, rawBody: body, signatureHeader: signature }),
  read: normalizeWebhook(JSON.parse(body)),
}))));
