import { PageHeader, Section } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { talkFieldsQuery } from '~/shared/closing/asked';
import { ofConversations } from '../attributes/field-house';
import { Fields, NewField } from '../attributes/own-fields';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';

/** What is asked when a conversation is closed. */
export default function TalkFieldsPage() {
  const { t } = useTranslation('admin');
  const fields = useQuery(talkFieldsQuery);
  return (
    <>
      <PageHeader title={t('talkFields.title')} hint={t('talkFields.hint')} />
      <Loaded query={fields}>{(all) => <Fields house={ofConversations} all={all} empty={t('talkFields.empty')} emptyHint={t('talkFields.emptyHint')} />}</Loaded>
      <div className={classes.apart} />
      <Section title={t('attributes.new')}>
        <NewField house={ofConversations} />
      </Section>
    </>
  );
}
