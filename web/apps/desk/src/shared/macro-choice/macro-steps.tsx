import type { MacroStep } from '@otklik/api';
import { weekdayTime } from '@otklik/i18n';
import { IconAlertTriangle, IconCheck, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import classes from './macro.module.css';

const refusals = ['tag_not_found', 'operator_not_found', 'team_not_found', 'reason_not_found', 'canned_response_not_found', 'reason_needed', 'topic_needed', 'fields_needed', 'topic_not_found', 'too_many_tags', 'forbidden', 'one_at_a_time'] as const;

/** What each action does here, in words. */
export function MacroSteps({ steps }: { steps: MacroStep[] }) {
  const { t } = useTranslation('macros');
  return (
    <ol className={classes.steps} aria-label={t('steps')}>
      {steps.map((step, number) => (
        <Step key={number} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { step: MacroStep }) {
  const { t } = useTranslation('macros');
  const title = useStepTitle(step);
  const refused = step.outcome === 'refused';
  const Glyph = refused ? IconAlertTriangle : step.outcome === 'nothing' ? IconMinus : IconCheck;
  const code = refusals.find((one) => one === step.code) ?? 'other';
  return (
    <li data-outcome={step.outcome}>
      <Glyph size={16} stroke={1.9} aria-hidden="true" />
      <span className={classes.words}>
        <span>{title}</span>
        {step.says['text'] !== undefined && !refused ? (
          <bdi className={classes.text} dir="auto">
            {step.says['text']}
          </bdi>
        ) : null}
        {refused ? <span className={classes.why}>{t(`refused.${code}`)}</span> : null}
        {step.outcome === 'nothing' ? <span className={classes.why}>{t('soAlready')}</span> : null}
      </span>
    </li>
  );
}

function useStepTitle({ verb, says }: MacroStep): string {
  const { t } = useTranslation('macros');
  const { t: tell } = useTranslation('conversation');
  const language = useLanguage();
  const name = says['name'] ?? '';
  if (verb === 'priority' && says['priority']) return t('will.priority', { name: tell(`event.priorities.${says['priority'] as 'low'}`) });
  if (verb === 'snooze' && says['until']) return t('will.snooze', { name: weekdayTime(new Date(says['until']), language) });
  if (verb === 'snooze' && says['back']) return t('will.snoozeReply');
  if (name === '') return t(`verbs.${verb}`);
  return verb === 'reply' || verb === 'note' || verb === 'priority' || verb === 'snooze' || verb === 'release' ? t(`verbs.${verb}`) : t(`will.${verb}`, { name });
}
