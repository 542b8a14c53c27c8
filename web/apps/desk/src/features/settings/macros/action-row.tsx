import { Select, Stack, Textarea } from '@mantine/core';
import type { CannedBrief, MacroAction, Priority } from '@otklik/api';
import { IconAction } from '@otklik/ui';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperators, useTeams } from '~/shared/colleagues';
import { keys } from '~/shared/keys';
import { AboutFields } from '~/shared/closing/about-fields';
import { readTyped, topicChoices, typedOf, useTalkFields, useTopics, type Typed } from '~/shared/closing/asked';
import { useReasons, useTags } from '~/shared/labels';
import { server } from '~/shared/server';
import classes from '../parts.module.css';

interface FactProps {
  action: MacroAction;
  readOnly: boolean;
  onChange: (action: MacroAction) => void;
}

interface ActionRowProps extends FactProps {
  place: number;
  last: number;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** One action: its facts, its place, and away with it. */
export function ActionRow({ place, last, onMove, onRemove, ...fact }: ActionRowProps) {
  const { t } = useTranslation('macros');
  const name = t(`verbs.${fact.action.verb}`);
  return (
    <div className={classes.spread} style={{ alignItems: 'flex-start' }}>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Fact {...fact} />
      </div>
      {fact.readOnly ? null : (
        <span className={classes.row}>
          <IconAction label={t('editor.up', { name })} icon={IconArrowUp} disabled={place === 0} onClick={() => onMove(-1)} />
          <IconAction label={t('editor.down', { name })} icon={IconArrowDown} disabled={place === last} onClick={() => onMove(1)} />
          <IconAction label={t('editor.remove', { name })} icon={IconX} onClick={onRemove} />
        </span>
      )}
    </div>
  );
}

function Fact(props: FactProps) {
  const { t } = useTranslation('macros');
  const label = t(`verbs.${props.action.verb}`);
  switch (props.action.verb) {
    case 'reply':
    case 'note':
      return <Words {...props} label={label} />;
    case 'canned':
      return <Canned {...props} label={label} />;
    case 'tag_add':
    case 'tag_remove':
      return <TagOf {...props} label={label} />;
    case 'assign':
      return <Person {...props} label={label} />;
    case 'team':
      return <TeamOf {...props} label={label} />;
    case 'priority':
      return <PriorityOf {...props} label={label} />;
    case 'snooze':
      return <Snooze {...props} label={label} />;
    case 'release':
      return (
        <Stack gap={4}>
          <span className={classes.name}>{label}</span>
          <span className={classes.quiet}>{t('editor.release')}</span>
        </Stack>
      );
    case 'resolve':
      return (
        <Stack gap="sm">
          <Reason {...props} label={label} />
          <TopicOf {...props} />
          <FieldsOf {...props} />
        </Stack>
      );
  }
}

interface LabelledProps extends FactProps {
  label: string;
}

function Words({ action, readOnly, label, onChange }: LabelledProps) {
  const { t } = useTranslation('macros');
  return <Textarea label={label} description={t('editor.variables')} autosize minRows={2} maxRows={10} maxLength={5000} readOnly={readOnly} value={action.text ?? ''} onChange={(event) => onChange({ ...action, text: event.currentTarget.value })} />;
}

interface ChoiceProps {
  label: string;
  readOnly: boolean;
  value: string | null;
  data: { value: string; label: string }[];
  onChange: (value: string) => void;
}

function Choice({ label, readOnly, value, data, onChange }: ChoiceProps) {
  const { t } = useTranslation('macros');
  const known = value === null || data.some((one) => one.value === value) ? data : [...data, { value, label: t('editor.gone') }];
  return <Select label={label} searchable={data.length > 8} allowDeselect={false} disabled={readOnly} placeholder={t('editor.choose')} value={value} data={known} onChange={(next) => next !== null && onChange(next)} />;
}

const named = (all: readonly { id: number; name: string }[]) => all.map((one) => ({ value: String(one.id), label: one.name }));
const idText = (id: number | null | undefined) => (id == null ? null : String(id));

function Canned({ action, onChange, ...rest }: LabelledProps) {
  const all = useQuery({ queryKey: [...keys.canned, 'list', ''], queryFn: async () => (await server.get<{ items: CannedBrief[] }>('/canned-responses')).items }).data ?? [];
  return <Choice {...rest} value={idText(action.response_id)} data={all.map((one) => ({ value: String(one.id), label: one.title }))} onChange={(id) => onChange({ ...action, response_id: Number(id) })} />;
}

function TagOf({ action, onChange, ...rest }: LabelledProps) {
  return <Choice {...rest} value={idText(action.tag_id)} data={named(useTags())} onChange={(id) => onChange({ ...action, tag_id: Number(id) })} />;
}

function Person({ action, onChange, ...rest }: LabelledProps) {
  const { t } = useTranslation('macros');
  const people = useOperators().filter((one) => !one.disabled);
  const data = [{ value: 'me', label: t('editor.me') }, { value: 'nobody', label: t('editor.nobody') }, ...named(people)];
  const value = action.operator_id === null ? 'nobody' : String(action.operator_id ?? 'me');
  return <Choice {...rest} value={value} data={data} onChange={(who) => onChange({ ...action, operator_id: who === 'me' ? 'me' : who === 'nobody' ? null : Number(who) })} />;
}

function TeamOf({ action, onChange, ...rest }: LabelledProps) {
  const { t } = useTranslation('macros');
  const data = [{ value: 'nobody', label: t('editor.noTeam') }, ...named(useTeams())];
  return <Choice {...rest} value={action.team_id === null ? 'nobody' : idText(action.team_id)} data={data} onChange={(id) => onChange({ ...action, team_id: id === 'nobody' ? null : Number(id) })} />;
}

function PriorityOf({ action, onChange, ...rest }: LabelledProps) {
  const { t } = useTranslation('conversation');
  const all: Priority[] = ['urgent', 'high', 'normal', 'low'];
  return <Choice {...rest} value={action.priority ?? null} data={all.map((value) => ({ value, label: t(`event.priorities.${value}`) }))} onChange={(priority) => onChange({ ...action, priority: priority as Priority })} />;
}

const spans = [
  { value: 'm60', facts: { minutes: 60 } },
  { value: 'm180', facts: { minutes: 180 } },
  { value: 'd1', facts: { days: 1 } },
  { value: 'd2', facts: { days: 2 } },
  { value: 'd3', facts: { days: 3 } },
  { value: 'd7', facts: { days: 7 } },
  { value: 'd30', facts: { days: 30 } },
  { value: 'reply', facts: { until_reply: true } },
] as const;

function Snooze({ action, onChange, ...rest }: LabelledProps) {
  const { t } = useTranslation('macros');
  const value = action.until_reply ? 'reply' : action.days != null ? `d${action.days}` : `m${action.minutes ?? 60}`;
  const choose = (chosen: string) => {
    const span = spans.find((one) => one.value === chosen);
    if (span) onChange({ verb: 'snooze', ...(action.back && { back: action.back }), ...span.facts });
  };
  return <Choice {...rest} value={value} data={spans.map((span) => ({ value: span.value, label: t(`spans.${span.value}`) }))} onChange={choose} />;
}

function Reason({ action, onChange, ...rest }: LabelledProps) {
  const { t } = useTranslation('macros');
  const data = [{ value: 'none', label: t('editor.noReason') }, ...named(useReasons())];
  return <Choice {...rest} value={idText(action.reason_id) ?? 'none'} data={data} onChange={(id) => onChange({ ...action, reason_id: id === 'none' ? null : Number(id) })} />;
}

/** Beside the reason, where the company keeps topics. */
function TopicOf({ action, onChange, readOnly }: FactProps) {
  const { t } = useTranslation('macros');
  const topics = topicChoices(useTopics());
  if (topics.length === 0) return null;
  const data = [{ value: 'none', label: t('editor.noTopic') }, ...topics];
  return <Choice readOnly={readOnly} label={t('editor.topic')} value={idText(action.topic_id) ?? 'none'} data={data} onChange={(id) => onChange({ ...action, topic_id: id === 'none' ? null : Number(id) })} />;
}

/** Beside them, where the company asks fields; what is left empty here is asked of nobody and stays as it was. */
function FieldsOf({ action, onChange, readOnly }: FactProps) {
  const fields = useTalkFields().filter((one) => !one.archived);
  const [typed, setTyped] = useState(() => typedOf(action.fields ?? {}));
  const asked = fields.map((one) => ({ ...one, required: false }));
  const { faults } = readTyped(asked, typed, {});
  const put = (next: Typed) => {
    const read = readTyped(asked, next, {});
    // A number that cannot be read is sent as it stands: the server names it, and nothing is lost in silence.
    const raw = Object.keys(read.faults).flatMap((key) => (next[key] === undefined ? [] : [[key, next[key]] as const]));
    setTyped(next);
    onChange({ ...action, fields: { ...read.values, ...Object.fromEntries(raw) } });
  };
  if (fields.length === 0) return null;
  return (
    <fieldset disabled={readOnly} style={{ border: 0, margin: 0, padding: 0 }}>
      <Stack gap="sm">
        <AboutFields fields={asked} typed={typed} faults={faults} onChange={put} />
      </Stack>
    </fieldset>
  );
}
