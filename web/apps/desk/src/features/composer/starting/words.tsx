import { Input, Textarea } from '@mantine/core';
import { useId, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { changeBegun } from '~/shared/starting';
import { CannedField } from '../canned-field';
import type { Canned } from '../use-canned';
import classes from './starting.module.css';

interface WordsProps {
  text: string;
  canned: Canned;
  error: string | undefined;
  field: RefObject<HTMLTextAreaElement | null>;
  onSend: () => void;
}

/** The words of a first message; `/` brings prepared answers. */
export function Words({ text, canned, error, field, onSend }: WordsProps) {
  const { t } = useTranslation('composer');
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (canned.onKeyDown(event)) return;
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onSend();
  };
  return (
    <Input.Wrapper id={id} label={t('start.words')} error={error}>
      <div className={classes.words} data-error={error !== undefined}>
        <CannedField canned={canned}>
          <Textarea
            ref={field}
            id={id}
            classNames={{ input: classes.text ?? '' }}
            variant="unstyled"
            autosize
            minRows={5}
            maxRows={14}
            value={text}
            aria-invalid={error !== undefined}
            // The Escape that closes the menu leaves the dialogue open.
            data-mantine-stop-propagation={canned.trigger !== null}
            onKeyDown={onKeyDown}
            onBlur={canned.close}
            onChange={(event) => changeBegun({ text: event.currentTarget.value })}
            {...canned.aria}
          />
        </CannedField>
      </div>
    </Input.Wrapper>
  );
}
