// @warriorteam/messenger-sdk as a client: it does with our fake what a page does.
import { Messenger } from '@warriorteam/messenger-sdk';

const { base, token, person, theirs } = JSON.parse(await new Promise((done) => {
  let text = '';
  process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => done(text));
}));

const page = new Messenger({ accessToken: token, baseUrl: base, version: 'v25.0', maxRetries: 0 });
const recipient = { id: person };
const said = {};
said.text = await page.send.message({ recipient, messaging_type: 'RESPONSE', message: { text: 'один' } });
said.buttons = await page.templates.button({
  recipient, messaging_type: 'RESPONSE', text: 'Вопрос решён?',
  buttons: [{ type: 'postback', title: 'Да', payload: 'yes' }, { type: 'web_url', title: 'Сайт', url: 'https://shop.example/' }],
});
await page.send.typingOn(person);
await page.send.addReaction(person, { messageId: theirs, emoji: '👍' });
said.name = await page.profile.getName(person);
try {
  await page.send.message({ recipient: { id: '1' }, messaging_type: 'RESPONSE', message: { text: 'никому' } });
} catch (error) { said.refused = [error.code, error.subcode]; }
console.log(JSON.stringify(said));
