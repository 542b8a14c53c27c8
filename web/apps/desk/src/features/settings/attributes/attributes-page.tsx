import { PageHeader, Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { useAttributes } from '~/shared/attributes';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import { ofCustomers } from './field-house';
import { Fields, NewField } from './own-fields';

export default function AttributesPage() {
  const { t } = useTranslation('admin');
  const fields = useAttributes();
  return (
    <>
      <PageHeader title={t('attributes.title')} hint={t('attributes.hint')} />
      <Loaded query={fields}>{(all) => <Fields house={ofCustomers} all={all} empty={t('attributes.empty')} emptyHint={t('attributes.emptyHint')} />}</Loaded>
      <div className={classes.apart} />
      <Section title={t('attributes.new')}>
        <NewField house={ofCustomers} />
      </Section>
    </>
  );
}
