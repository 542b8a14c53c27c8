import { Button, Menu, TextInput } from '@mantine/core';
import { weekdayTime } from '@otklik/i18n';
import { IconAction } from '@otklik/ui';
import { IconMoonStars } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction, useCaps } from '~/shared/actions';
import { useLanguage } from '~/shared/i18n';
import { readPhrase } from './snooze-phrase';
import { snoozeChoices, toField } from '~/shared/snooze-times';
import classes from './header.module.css';

export function SnoozeMenu({ onSnooze }: { onSnooze: (until: Date) => void }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const label = useTranslation('actions').t('conversation.snooze');
  const caps = useCaps('conversation.snooze');
  const [opened, setOpened] = useState(false);
  useAction('conversation.snooze', () => setOpened(true));
  const choose = (until: Date) => {
    setOpened(false);
    onSnooze(until);
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={300}>
      <Menu.Target>
        <IconAction label={label} icon={IconMoonStars} keys={caps} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('snooze.title')}</Menu.Label>
        {opened
          ? snoozeChoices(new Date()).map((choice) => (
              <Menu.Item key={choice.id} onClick={() => choose(choice.at)} rightSection={<span className={classes.when}>{weekdayTime(choice.at, language)}</span>}>
                {t(`snooze.${choice.id}`)}
              </Menu.Item>
            ))
          : null}
        <Menu.Divider />
        <CustomTime onChoose={choose} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Another time, said in words or chosen by date. */
function CustomTime({ onChoose }: { onChoose: (until: Date) => void }) {
  const { t } = useTranslation('conversation');
  const language = useLanguage();
  const [phrase, setPhrase] = useState('');
  const [date, setDate] = useState('');
  const said = phrase.trim() !== '';
  const at = said ? readPhrase(phrase, new Date()) : fromField(date);
  const future = at !== null && at.getTime() > Date.now();
  const choose = (words: string, day: string) => {
    setPhrase(words);
    setDate(day);
  };
  const hint = future ? weekdayTime(at, language) : t(at ? 'snooze.over' : said ? 'snooze.unclear' : 'snooze.example');
  return (
    <form
      className={classes.custom}
      onSubmit={(event) => {
        event.preventDefault();
        if (future) onChoose(at);
      }}
    >
      <TextInput label={t('snooze.custom')} value={phrase} maxLength={80} autoComplete="off" onKeyDown={keepKeys} description={<span aria-live="polite">{hint}</span>} inputWrapperOrder={['label', 'input', 'description']} onChange={(event) => choose(event.currentTarget.value, '')} />
      <TextInput type="datetime-local" label={t('snooze.byDate')} value={date} min={toField(new Date())} onKeyDown={keepKeys} onChange={(event) => choose('', event.currentTarget.value)} />
      <Button type="submit" variant="default" disabled={!future}>
        {t('snooze.set')}
      </Button>
    </form>
  );
}

/** The menu must not take arrows and letters for itself; Escape still closes it. */
function keepKeys(event: KeyboardEvent): void {
  if (event.key !== 'Escape') event.stopPropagation();
}

function fromField(value: string): Date | null {
  return value === '' ? null : new Date(value);
}
