import { SegmentedControl, Select } from '@mantine/core';
import { FormField, PageHeader, Section } from '@otklik/ui';
import type { Density, SendKey, Theme, UndoSend } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '~/shared/preferences';

export default function ProfilePage() {
  const { t } = useTranslation('settings');
  const [preferences, change] = usePreferences();
  const themes: Theme[] = ['light', 'dark', 'system'];
  const densities: Density[] = ['compact', 'comfortable', 'large'];
  const sendKeys: SendKey[] = ['enter', 'ctrl_enter'];
  const delays: UndoSend[] = [0, 5, 10, 20];
  return (
    <>
      <PageHeader title={t('profile.title')} hint={t('profile.hint')} />
      <Section title={t('profile.look')}>
        <FormField label={t('profile.language')}>
          {(id) => (
            <Select
              id={id}
              w={240}
              value={preferences.locale}
              data={[
                { value: 'ru', label: 'Русский' },
                { value: 'en', label: 'English' },
              ]}
              onChange={(value) => value && change({ locale: value })}
            />
          )}
        </FormField>
        <FormField label={t('profile.theme')}>
          {(id) => <SegmentedControl id={id} aria-label={t('profile.theme')} value={preferences.theme} data={themes.map((value) => ({ value, label: t(`profile.themes.${value}`) }))} onChange={(theme) => change({ theme })} />}
        </FormField>
        <FormField label={t('profile.density')}>
          {(id) => <SegmentedControl id={id} aria-label={t('profile.density')} value={preferences.density} data={densities.map((value) => ({ value, label: t(`profile.densities.${value}`) }))} onChange={(density) => change({ density })} />}
        </FormField>
      </Section>
      <Section title={t('profile.keys')}>
        <FormField label={t('profile.sendKey')} hint={t('profile.sendKeyHint')}>
          {(id) => <SegmentedControl id={id} aria-label={t('profile.sendKey')} value={preferences.send_key} data={sendKeys.map((value) => ({ value, label: t(`profile.sendKeys.${value}`) }))} onChange={(send_key) => change({ send_key })} />}
        </FormField>
        <FormField label={t('profile.mailSendKey')}>
          {(id) => <SegmentedControl id={id} aria-label={t('profile.mailSendKey')} value={preferences.mail_send_key} data={sendKeys.map((value) => ({ value, label: t(`profile.sendKeys.${value}`) }))} onChange={(mail_send_key) => change({ mail_send_key })} />}
        </FormField>
        <FormField label={t('profile.undoSend')} hint={t('profile.undoSendHint')}>
          {(id) => (
            <SegmentedControl
              id={id}
              aria-label={t('profile.undoSend')}
              value={String(preferences.undo_send_s)}
              data={delays.map((value) => ({ value: String(value), label: value === 0 ? t('profile.undoSendOff') : t('profile.undoSendSeconds', { count: value }) }))}
              onChange={(value) => change({ undo_send_s: Number(value) as UndoSend })}
            />
          )}
        </FormField>
      </Section>
    </>
  );
}
