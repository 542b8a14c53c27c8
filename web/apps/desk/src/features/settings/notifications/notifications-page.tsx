import { Alert, Button, Slider, Switch } from '@mantine/core';
import { FormField, PageHeader, Section } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeChoices, useNotificationSettings } from '~/shared/notifications';
import { play } from '~/shared/tones';
import parts from '../parts.module.css';
import { Devices } from './devices';
import { Letters } from './letters';
import { Matrix } from './matrix';
import classes from './notifications.module.css';
import { Quiet } from './quiet';

export default function NotificationsPage() {
  const { t } = useTranslation('notifications');
  const settings = useNotificationSettings();
  const change = useChangeChoices();
  if (!settings) return <PageHeader title={t('title')} hint={t('pageHint')} />;
  const { choices } = settings;
  return (
    <>
      <PageHeader title={t('title')} hint={t('pageHint')} />
      <Section title={t('matrix.title')} hint={t('matrix.hint')}>
        <div className={parts.stack}>
          <Matrix choices={choices} onChange={(matrix) => change({ matrix })} />
          <Permission />
          <Switch label={t('discreet')} description={t('discreetHint')} checked={choices.discreet} onChange={(event) => change({ discreet: event.currentTarget.checked })} />
        </div>
      </Section>
      <Section title={t('sound.title')}>
        <div className={parts.stack}>
          <Volume key={choices.volume} volume={choices.volume} onChange={(volume) => change({ volume })} />
          <Switch label={t('sound.repeat')} description={t('sound.repeatHint')} checked={choices.repeat} onChange={(event) => change({ repeat: event.currentTarget.checked })} />
        </div>
      </Section>
      <Section title={t('quiet.title')} hint={t('quiet.hint')}>
        <Quiet choices={choices} companyZone={settings.company_time_zone} onChange={change} />
      </Section>
      <Letters settings={settings} onChange={change} />
      <Section title={t('devices.title')} hint={t('devices.hint')}>
        <div className={parts.stack}>
          <Devices />
          <Switch label={t('devices.always')} description={t('devices.alwaysHint')} checked={choices.push_always} onChange={(event) => change({ push_always: event.currentTarget.checked })} />
        </div>
      </Section>
    </>
  );
}

function Volume({ volume, onChange }: { volume: number; onChange: (volume: number) => void }) {
  const { t } = useTranslation('notifications');
  const [shown, setShown] = useState(volume);
  return (
    <FormField label={t('sound.volume')}>
      {() => (
        <span className={classes.volume}>
          <Slider aria-label={t('sound.volume')} thumbLabel={t('sound.volume')} value={shown} min={0} max={100} step={5} label={(value) => `${value} %`} onChange={setShown} onChangeEnd={onChange} />
          <Button variant="default" onClick={() => void play('glass', shown)}>
            {t('sound.test')}
          </Button>
        </span>
      )}
    </FormField>
  );
}

/** Browsers ask the person once; the question comes from a button, never by itself. */
function Permission() {
  const { t } = useTranslation('notifications');
  const [permission, setPermission] = useState<NotificationPermission | 'unsupported'>(() => (typeof Notification === 'undefined' ? 'unsupported' : Notification.permission));
  if (permission === 'granted') return null;
  return (
    <Alert color={permission === 'default' ? 'iris' : 'yellow'}>
      <span className={parts.spread}>
        {t(`permission.${permission}`)}
        {permission === 'default' ? (
          <Button size="compact-sm" onClick={() => void Notification.requestPermission().then(setPermission)}>
            {t('permission.allow')}
          </Button>
        ) : null}
      </span>
    </Alert>
  );
}
