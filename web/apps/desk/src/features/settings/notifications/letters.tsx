import { Alert, Select, TextInput } from '@mantine/core';
import type { MailPace, NoticeChoices, NotificationSettings } from '@otklik/api';
import { Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { useSession } from '~/shared/session';
import parts from '../parts.module.css';

const paces: MailPace[] = ['soon', 'hourly', 'daily'];

interface LettersProps {
  settings: NotificationSettings;
  onChange: (change: Partial<NoticeChoices>) => void;
}

/** How often what I have not seen is gathered into a letter. */
export function Letters({ settings, onChange }: LettersProps) {
  const { t } = useTranslation('notifications');
  const { email } = useSession().operator;
  const { choices } = settings;
  return (
    <Section title={t('mail.title')} hint={t('mail.hint', { email })}>
      <div className={parts.stack}>
        {settings.mail_ready ? null : <Alert color="yellow">{t('mail.noServer')}</Alert>}
        <Select label={t('mail.pace')} w={320} maw="100%" allowDeselect={false} value={choices.mail_pace} data={paces.map((value) => ({ value, label: t(`mail.paces.${value}`) }))} onChange={(pace) => pace && onChange({ mail_pace: pace })} />
        {choices.mail_pace === 'daily' ? <TextInput key={choices.mail_at} type="time" label={t('mail.at')} w={140} required withAsterisk={false} defaultValue={choices.mail_at} onBlur={(event) => /^\d\d:\d\d$/.test(event.currentTarget.value) && onChange({ mail_at: event.currentTarget.value })} /> : null}
      </div>
    </Section>
  );
}
