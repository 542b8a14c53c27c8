import { Radio, Select, TextInput, type ComboboxItem, type OptionsFilter } from '@mantine/core';
import type { ConversationField } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import type { FieldFault, Typed } from './asked';

interface TopicSelectProps {
  choices: ComboboxItem[];
  value: string | null;
  needed: boolean;
  hint?: string | null;
  error: string | null;
  onChange: (value: string | null) => void;
}

/** Found by any word of the path, so that typing and Enter are enough. */
const byWords: OptionsFilter = ({ options, search }) => {
  const words = plain(search).split(' ').filter(Boolean);
  return options.filter((one) => 'label' in one && words.every((word) => plain(one.label).includes(word)));
};
const plain = (text: string) => text.toLowerCase().replaceAll('ё', 'е');

export function TopicSelect({ choices, value, needed, hint = null, error, onChange }: TopicSelectProps) {
  const { t } = useTranslation('conversation');
  return <Select label={t('closing.topic')} description={hint} withAsterisk={needed} data={choices} value={value} searchable selectFirstOptionOnChange clearable={!needed} filter={byWords} nothingFoundMessage={t('closing.noTopic')} error={error} maxDropdownHeight={240} comboboxProps={{ withinPortal: true }} onChange={onChange} />;
}

interface FieldsProps {
  fields: ConversationField[];
  typed: Typed;
  faults: Record<string, FieldFault>;
  onChange: (typed: Typed) => void;
}

export function AboutFields({ fields, typed, faults, onChange }: FieldsProps) {
  const { t } = useTranslation('conversation');
  return fields.map((field) => {
    const fault = faults[field.key];
    const common = { label: field.name, withAsterisk: field.required, error: fault ? t(`closing.${fault}`) : null, 'data-field': field.key };
    const value = typed[field.key];
    const text = typeof value === 'string' ? value : '';
    const put = (next: string | boolean | null) => {
      const others = Object.entries(typed).filter(([key]) => key !== field.key);
      onChange(Object.fromEntries(next === null || next === '' ? others : [...others, [field.key, next]]));
    };
    switch (field.kind) {
      case 'choice':
        return <Select key={field.key} {...common} data={field.choices} value={text || null} searchable selectFirstOptionOnChange clearable={!field.required} onChange={put} />;
      case 'flag':
        return (
          <Radio.Group key={field.key} {...common} value={value === undefined ? '' : value ? 'yes' : 'no'} onChange={(said) => put(said === 'yes')}>
            <span style={{ display: 'flex', gap: 16, paddingBlock: 6 }}>
              <Radio value="yes" label={t('closing.yes')} />
              <Radio value="no" label={t('closing.no')} />
            </span>
          </Radio.Group>
        );
      default:
        return <TextInput key={field.key} {...common} value={text} maxLength={300} type={field.kind === 'date' ? 'date' : 'text'} {...(field.kind === 'number' && { inputMode: 'decimal' as const })} autoComplete="off" onChange={(event) => put(event.currentTarget.value)} />;
    }
  });
}
