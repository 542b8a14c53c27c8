// vk-io as a client: it does with our fake what a bot of a community does.
import http from 'node:http';
import { Keyboard, VK } from 'vk-io';

const { base, token, group, peer, pixel, stranger } = JSON.parse(await new Promise((done) => {
  let text = '';
  process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => done(text));
}));

const vk = new VK({ token, apiBaseUrl: `${base}/method`, agent: new http.Agent(), apiRetryLimit: 0, uploadTimeout: 5000 });
const refused = async (call) => {
  try { await call(); return null; } catch (error) { return error.code; }
};
const said = {};
said.group = await vk.api.groups.getById({});
said.rights = await vk.api.groups.getTokenPermissions({});
const keyboard = Keyboard.builder()
  .callbackButton({ label: 'Да', payload: { p: 'yes' }, color: 'positive' })
  .urlButton({ label: 'Сайт', url: 'https://shop.example/' })
  .inline();
said.one = await vk.api.messages.send({ peer_id: peer, random_id: 11, message: 'один' });
said.again = await vk.api.messages.send({ peer_id: peer, random_id: 11, message: 'один' });
said.many = await vk.api.messages.send({ peer_ids: [peer], random_id: 12, message: 'с кнопками', keyboard });
const cmid = said.many[0].conversation_message_id;
said.reply = await vk.api.messages.send({
  peer_ids: [peer], random_id: 13, message: 'ответ',
  forward: JSON.stringify({ peer_id: peer, conversation_message_ids: [cmid], is_reply: 1 }),
});
said.edited = await vk.api.messages.edit({ peer_id: peer, cmid, message: 'изменено' });
said.typing = await vk.api.messages.setActivity({ peer_id: peer, type: 'typing' });
said.reaction = await vk.api.messages.sendReaction({ peer_id: peer, cmid, reaction_id: 4 });
said.read = await vk.api.messages.markAsRead({ peer_id: peer, mark_conversation_as_read: 1 });
said.users = await vk.api.users.get({ user_ids: [peer], fields: ['photo_200', 'screen_name'] });
const source = { value: Buffer.from(pixel, 'base64'), filename: 'pixel.png', contentType: 'image/png' };
said.photo = String(await vk.upload.messagePhoto({ peer_id: peer, source }));
said.document = String(await vk.upload.messageDocument({ peer_id: peer, source, title: 'pixel.png' }));
said.voice = String(await vk.upload.audioMessage({ peer_id: peer, source: { ...source, filename: 'v.ogg' } }));
said.sent = await vk.api.messages.send({ peer_ids: [peer], random_id: 14, message: 'файлы', attachment: `${said.photo},${said.document}` });
said.deleted = await vk.api.messages.delete({ peer_id: peer, cmids: [said.reply[0].conversation_message_id], delete_for_all: 1 });
said.refusals = {
  stranger: await refused(() => vk.api.messages.send({ peer_id: stranger, random_id: 21, message: 'x' })),
  empty: await refused(() => vk.api.messages.send({ peer_id: peer, random_id: 22, message: '' })),
  long: await refused(() => vk.api.messages.send({ peer_id: peer, random_id: 23, message: 'x'.repeat(5000) })),
  keyboard: await refused(() => vk.api.messages.send({ peer_id: peer, random_id: 24, message: 'x', keyboard: JSON.stringify({ inline: true, buttons: Array(7).fill([{ action: { type: 'text', label: 'x', payload: '{}' } }]) }) })),
  token: await refused(() => new VK({ token: 'wrong', apiBaseUrl: `${base}/method`, agent: new http.Agent() }).api.groups.getById({})),
};

// the line at which a client may ask
await vk.api.groups.setLongPollSettings({ group_id: group, enabled: 1, api_version: '5.199', message_new: 1, message_event: 1 });
said.line = await vk.api.groups.getLongPollServer({ group_id: group });
console.log(JSON.stringify(said));
process.exit(0);
