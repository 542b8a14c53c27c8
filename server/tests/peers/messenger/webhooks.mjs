// @warriorteam/messenger-sdk as a receiver: it checks the signature of every delivery and says what kinds it read.
import { extractWebhookEvents, getWebhookEventType, verifyWebhookSignature } from '@warriorteam/messenger-sdk';

const { deliveries, secret } = JSON.parse(await new Promise((done) => {
  let text = '';
  process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => done(text));
}));

const said = [];
for (const { body, signature } of deliveries) {
  said.push({
    genuine: (await verifyWebhookSignature(body, signature, secret)).isValid,
    kinds: extractWebhookEvents(JSON.parse(body)).map((one) => getWebhookEventType(one)),
  });
}
console.log(JSON.stringify(said));
