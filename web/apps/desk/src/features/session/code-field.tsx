import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFirstFocus } from '~/shared/factor/use-first-focus';

/** A code of the authenticator app, or a recovery code. */
export function CodeField({ value, wrong, onChange }: { value: string; wrong: boolean; onChange: (code: string) => void }) {
  const { t } = useTranslation('session');
  const field = useFirstFocus();
  return <TextInput ref={field} label={t('code')} description={t('codeHint')} name="code" autoComplete="one-time-code" autoCapitalize="characters" spellCheck={false} required withAsterisk={false} maxLength={40} value={value} error={wrong ? t('wrongCode') : undefined} onChange={(event) => onChange(event.currentTarget.value)} />;
}
