import { render } from 'preact';

function Widget() {
  return <p>Otklik</p>;
}

const host = document.getElementById('otklik');
if (host) render(<Widget />, host);
