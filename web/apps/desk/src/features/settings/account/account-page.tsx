import { PageHeader } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { OwnPlaces } from './own-places';
import { PasswordForm } from './password-form';
import { PhotoForm } from './photo-form';

/** One's own account: how others see it and how one signs in. */
export default function AccountPage() {
  const { t } = useTranslation('account');
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <PhotoForm />
      <PasswordForm />
      <OwnPlaces />
    </>
  );
}
