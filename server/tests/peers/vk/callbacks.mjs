// vk-io as the callback server of a community: it is fed deliveries over HTTP and says what it made of them.
import http from 'node:http';
import { VK } from 'vk-io';

const { deliveries, secret, confirmation } = JSON.parse(await new Promise((done) => {
  let text = '';
  process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => done(text));
}));

const vk = new VK({ token: 'unused', webhookSecret: secret, webhookConfirmation: confirmation });
let heard = [];
vk.updates.use((context, next) => {
  heard.push({
    type: context.type, subTypes: context.subTypes, text: context.text ?? null, peerId: context.peerId ?? context.userId ?? null,
    cmid: context.conversationMessageId ?? null, attachments: (context.attachments ?? []).map((one) => one.type),
    referral: context.referralValue ?? null, isOutbox: context.isOutbox ?? null, eventPayload: context.eventPayload ?? null,
    reply: context.replyMessage?.conversationMessageId ?? null, geo: context.geo ? true : null,
  });
  return next();
});

const server = http.createServer(vk.updates.getWebhookCallback());
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const said = [];
for (const delivery of deliveries) {
  heard = [];
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(delivery),
  });
  const body = await answer.text();
  await new Promise((done) => setTimeout(done, 20));
  said.push({ status: answer.status, body, heard });
}
console.log(JSON.stringify(said));
process.exit(0);
