/** The one script a site embeds: finds its own tag and opens a place for the chat window. */
(() => {
  const tag = document.currentScript;
  const key = tag?.dataset['key'];
  if (!key || document.getElementById('otklik')) return;
  const host = document.createElement('div');
  host.id = 'otklik';
  document.body.append(host);
})();
