import { PageHeader } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ownWaysQuery } from '~/shared/own-ways';
import { OwnLinks } from './own-links';
import { OwnPlaces } from './own-places';
import { PasswordForm } from './password-form';
import { PhotoForm } from './photo-form';
import { TwoFactor } from './two-factor';

/** One's own account: how others see it and how one signs in. */
export default function AccountPage() {
  const { t } = useTranslation('account');
  const { data: ways } = useQuery(ownWaysQuery);
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <PhotoForm />
      {ways?.has_password === false ? null : <PasswordForm />}
      <OwnLinks />
      <TwoFactor />
      <OwnPlaces />
    </>
  );
}
