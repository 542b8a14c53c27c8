import type { KnownSticker } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconLayoutGridAdd, IconLock, IconMicrophone, IconPaperclip, IconRubberStamp, IconTemplate } from '@tabler/icons-react';
import { lazy, Suspense, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '~/shared/actions';
import { EmojiButton } from './emoji-button';
import { FormatButton } from './format-button';
import type { ButtonPanel } from './use-button-panel';
import type { Formatting } from './use-formatting';
import { useHold } from './use-hold';
import type { Uploads } from './use-uploads';
import type { Voice } from './use-voice';
import classes from './composer.module.css';

const VoiceBar = lazy(() => import('./voice-bar'));

interface ComposerToolsProps {
  note: boolean;
  uploads: Uploads;
  picker: RefObject<HTMLInputElement | null>;
  voice: Voice | null;
  formatting: Formatting;
  keyboard: ButtonPanel;
  onCanned: () => void;
  onEmoji: (sign: string) => void;
  onSticker: ((sticker: KnownSticker) => void) | null;
  onTemplate?: (() => void) | null;
  /** Tools that belong to this composer alone. */
  more?: ReactNode;
  children: ReactNode;
}

/** The foot of the composer: what goes into the message besides words, and how it leaves. */
export function ComposerTools({ note, uploads, picker, voice, formatting, keyboard, onCanned, onEmoji, onSticker, onTemplate, more, children }: ComposerToolsProps) {
  const { t } = useTranslation('composer');
  const { t: words } = useTranslation('keyboards');
  useAction('composer.buttons', keyboard.toggle, keyboard.offered);
  const { hold, ...holding } = useHold(voice);
  useAction('composer.voice', () => voice?.start(), voice?.state === 'idle');
  if (voice && voice.state !== 'idle') {
    return (
      <div className={classes.foot}>
        <Suspense fallback={null}>
          <VoiceBar voice={voice} hold={hold} />
        </Suspense>
      </div>
    );
  }
  return (
    <>
      {voice?.trouble ? (
        <p className={classes.voiceTrouble} role="alert">
          {t(`voice.${voice.trouble}`)}
        </p>
      ) : null}
      <div className={classes.foot}>
        <IconAction label={t('canned.open')} icon={IconTemplate} onClick={onCanned} />
        <EmojiButton onChoose={onEmoji} onSticker={onSticker} />
        <FormatButton formatting={formatting} />
        <IconAction label={t('attach')} icon={IconPaperclip} onClick={() => picker.current?.click()} />
        {keyboard.offered ? <IconAction label={words(keyboard.open ? 'close' : 'open')} icon={IconLayoutGridAdd} pressed={keyboard.open} aria-expanded={keyboard.open} onClick={keyboard.toggle} badge={keyboard.count > 0 && !keyboard.open ? <span className={classes.toolCount}>{keyboard.count}</span> : null} /> : null}
        {onTemplate ? <IconAction label={t('template')} icon={IconRubberStamp} onClick={onTemplate} /> : null}
        {more}
        {voice ? <IconAction label={t('voice.start')} icon={IconMicrophone} onClick={voice.start} {...holding} style={{ touchAction: 'none' }} /> : null}
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            uploads.add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
        {note ? (
          <span className={classes.noteHint}>
            <IconLock size={13} stroke={1.9} aria-hidden="true" />
            {t('noteHint')}
          </span>
        ) : null}
        {children}
      </div>
    </>
  );
}
