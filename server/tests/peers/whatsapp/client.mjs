// @kapso/whatsapp-cloud-api as a client: it does with our fake what a business does.
import { WhatsAppClient, isBusinessScopedUserId } from '@kapso/whatsapp-cloud-api';

const { base, token, number, waba, to, recipient, theirs, pixel } = JSON.parse(await new Promise((done) => {
  let text = '';
  process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => done(text));
}));

const client = new WhatsAppClient({ baseUrl: base, accessToken: token, graphVersion: 'v25.0' });
const refused = async (call) => {
  try { await call(); return null; } catch (error) { return { code: error.code ?? null, name: error.name }; }
};
const phoneNumberId = number;
const whom = { phoneNumberId, to };
const { messages } = client;
const said = { known: isBusinessScopedUserId(recipient) };
said.text = await messages.sendText({ ...whom, body: 'один https://shop.example/', previewUrl: true, contextMessageId: theirs });
said.user = await messages.sendText({ phoneNumberId, recipient, body: 'по идентификатору' });
said.buttons = await messages.sendInteractiveButtons({
  ...whom, bodyText: 'Вопрос решён?', buttons: [{ id: 'yes', title: 'Да' }, { id: 'no', title: 'Нет' }],
});
said.list = await messages.sendInteractiveList({
  ...whom, bodyText: 'Что?', buttonText: 'Выбрать',
  sections: [{ title: 'Выбрать', rows: ['1', '2', '3', '4'].map((one) => ({ id: `p:${one}`, title: one })) }],
});
said.link = await messages.sendInteractiveCtaUrl({
  ...whom, bodyText: 'https://shop.example/', parameters: { displayText: 'Сайт', url: 'https://shop.example/' },
});
said.place = await messages.sendLocation({ ...whom, location: { latitude: 55.75, longitude: 37.61, name: 'Склад', address: 'Тверская, 1' } });
const file = new Blob([Buffer.from(pixel, 'base64')], { type: 'image/png' });
said.upload = await client.media.upload({ phoneNumberId, type: 'image/png', file, fileName: 'pixel.png' });
said.image = await messages.sendImage({ ...whom, image: { id: said.upload.id, caption: 'подпись' } });
said.media = await client.media.get({ mediaId: said.upload.id, phoneNumberId });
said.template = await messages.sendTemplate({
  ...whom,
  template: {
    name: 'order_ready', language: { code: 'ru' },
    components: [
      { type: 'body', parameters: [{ type: 'text', text: 'Вера' }, { type: 'text', text: '42' }] },
      { type: 'button', subType: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: 'later' }] },
    ],
  },
});
said.templates = await client.templates.list({ businessAccountId: waba, limit: 100 });
said.reaction = await messages.sendReaction({ ...whom, reaction: { messageId: theirs, emoji: '👍' } });
said.read = await messages.markRead({ phoneNumberId, messageId: theirs, typingIndicator: { type: 'text' } });
const stranger = new WhatsAppClient({ baseUrl: base, accessToken: 'wrong', graphVersion: 'v25.0' });
said.refusals = {
  token: await refused(() => stranger.messages.sendText({ ...whom, body: 'x' })),
  template: await refused(() => messages.sendTemplate({ ...whom, template: { name: 'nobody', language: { code: 'ru' } } })),
  reply: await refused(() => messages.sendText({ ...whom, body: 'x', contextMessageId: 'wamid.NOBODY' })),
};
console.log(JSON.stringify(said));
process.exit(0);
