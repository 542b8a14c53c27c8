import { describe, expect, it } from 'vitest';
import { blockIds } from '~/shared/card-blocks';
import { arrange, bringBack, fold, hide, moveTo } from './blocks';

const usual = { order: [], folded: [], hidden: [] };

describe('the blocks of the card', () => {
  it('stand as usual until somebody arranges them', () => {
    const card = arrange(usual);
    expect(card.shown).toEqual(blockIds);
    expect(card.folded.has('files')).toBe(true);
  });

  it('keep what an operator opened, moved and hid', () => {
    const opened = arrange(fold(arrange(usual), 'files'));
    expect(opened.folded.has('files')).toBe(false);
    expect(opened.folded.has('visits')).toBe(true);
    const moved = arrange(moveTo(opened, 'notes', 0));
    expect(moved.shown[0]).toBe('notes');
    expect(moved.folded.has('files')).toBe(false);
    const without = arrange(hide(moved, 'notes'));
    expect(without.shown).not.toContain('notes');
    expect(without.hidden).toEqual(['notes']);
    expect(arrange(bringBack(without, 'notes')).shown.at(-1)).toBe('notes');
  });

  it('leave out what a role does not show, and keep the wishes for it', () => {
    const wished = { order: [...blockIds], folded: ['notes'], hidden: ['notes', 'visits'] };
    const narrowed = arrange(wished, ['talk', 'notes', 'ratings']);
    expect(narrowed.shown).toEqual(['about', 'identities', 'duplicates', 'timeline', 'files', 'consents']);
    expect(narrowed.hidden).toEqual(['visits']);
    const moved = moveTo(narrowed, 'consents', 0);
    expect(arrange(moved).shown).toEqual(['talk', 'consents', 'about', 'identities', 'duplicates', 'timeline', 'ratings', 'files']);
    expect(arrange(moved).hidden).toContain('notes');
    expect(arrange(bringBack(narrowed, 'visits')).hidden).toEqual(['notes']);
    expect(arrange(usual, ['weather']).shown).toEqual(blockIds);
  });

  it('knows nothing of blocks that are gone, and shows new ones at the end', () => {
    const card = arrange({ order: ['weather', 'notes'], folded: ['weather'], hidden: ['weather'] });
    expect(card.shown[0]).toBe('notes');
    expect(card.shown).toHaveLength(blockIds.length);
    expect(card.hidden).toEqual([]);
  });
});
