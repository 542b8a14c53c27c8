/** The dialogue element around the window: opening, focus, keys, dropped files. */
import { theRest } from './more';
import type { Ui } from './view/ui';

/** A phone gets a modal dialogue: the browser itself keeps focus inside and the page behind still. */
const isPhone = () => matchMedia('(max-width: 480px)').matches;

function onKey(event: KeyboardEvent, { chat, composing }: Ui) {
  event.stopPropagation();
  if (event.key !== 'Escape' || event.isComposing) return;
  event.preventDefault();
  if (composing.about) composing.turnTo(undefined);
  else if (!chat.site.page) chat.show(false);
}

function onDrag(event: DragEvent, panel: HTMLElement, { chat, composing }: Ui) {
  const files = event.dataTransfer?.files;
  if (!files || !event.dataTransfer.types.includes('Files')) return;
  event.preventDefault();
  theRest(chat);
  panel.classList.toggle('over', event.type === 'dragover');
  if (event.type === 'drop') composing.attach(files);
}

export function makePanel(ui: Ui): HTMLDialogElement {
  const { site } = ui.chat;
  const panel = document.createElement('dialog');
  panel.className = site.page ? 'page' : 'win';
  panel.lang = site.lang;
  panel.setAttribute('aria-labelledby', 'title');
  panel.addEventListener('keydown', (event) => onKey(event, ui));
  panel.addEventListener('cancel', (event) => event.preventDefault());
  for (const kind of ['dragover', 'dragleave', 'drop'] as const) {
    panel.addEventListener(kind, (event) => onDrag(event, panel, ui));
  }
  site.root.append(panel);
  return panel;
}

/** Show or close; focus goes in with the window and back to where it was. */
export function turn(panel: HTMLDialogElement, { chat }: Ui) {
  const { open } = chat.state;
  const phone = isPhone() && !chat.site.page && !chat.site.call;
  document.documentElement.style.overflow = open && phone ? 'hidden' : '';
  chat.site.button.ariaExpanded = `${open}`;
  if (!open) panel.close();
  else if (phone) panel.showModal();
  else {
    panel.show();
    panel.querySelector<HTMLElement>('input:not([type=file]),textarea')?.focus();
  }
}

/** Keep the newest message in view unless the visitor reads older ones; what is in view has been read. */
export function follow(panel: HTMLElement, { chat }: Ui): () => void {
  const log = panel.querySelector('.log');
  const atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  return () => {
    if (!atEnd || !chat.state.open) return;
    panel.querySelector('.log')?.scrollTo(0, 1e9);
    if (document.visibilityState === 'visible') chat.read();
  };
}
