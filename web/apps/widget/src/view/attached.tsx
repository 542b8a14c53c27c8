/** What stands above the field: the message answered or changed, and files on their way. */
import { h } from 'preact';
import { moreWords } from '../more-words';
import { Icon } from './icons';
import type { Ui } from './ui';

function About({ ui: { chat, composing } }: { ui: Ui }) {
  const say = moreWords(chat.site.lang);
  const { about, changes } = composing;
  return (
    about && (
      <div class="slip">
        <span>
          {changes ? say.edit : say.reply}: {about.text}
        </span>
        <button class="icon" type="button" title={say.cancel} onClick={() => composing.turnTo(undefined)}>
          <Icon name="close" />
        </button>
      </div>
    )
  );
}

function Uploads({ ui: { chat, composing } }: { ui: Ui }) {
  const say = moreWords(chat.site.lang);
  return composing.uploads.map((each) => (
    <div class="slip" key={each.id}>
      {each.picture ? <img src={each.picture} alt="" /> : <Icon name="file" />}
      <span>{each.file.name}</span>
      {!each.done && <progress value={each.part} aria-label={each.file.name} />}
      <button class="icon" type="button" title={say.remove} onClick={() => composing.remove(each)}>
        <Icon name="close" />
      </button>
    </div>
  ));
}

export const Attached = ({ ui }: { ui: Ui }) => [<About key="about" ui={ui} />, <Uploads key="files" ui={ui} />];
