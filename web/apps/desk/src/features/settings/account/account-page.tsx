import { PageHeader } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { OwnPlaces } from './own-places';
import { PasswordForm } from './password-form';
import { PhotoForm } from './photo-form';
import { TwoFactor } from './two-factor';

/** One's own account: how others see it and how one signs in. */
export default function AccountPage() {
  const { t } = useTranslation('account');
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <PhotoForm />
      <PasswordForm />
      <TwoFactor />
      <OwnPlaces />
    </>
  );
}
