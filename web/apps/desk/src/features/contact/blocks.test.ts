import { describe, expect, it } from 'vitest';
import { arrange, blockIds, bringBack, fold, hide, moveTo } from './blocks';

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

  it('knows nothing of blocks that are gone, and shows new ones at the end', () => {
    const card = arrange({ order: ['weather', 'notes'], folded: ['weather'], hidden: ['weather'] });
    expect(card.shown[0]).toBe('notes');
    expect(card.shown).toHaveLength(blockIds.length);
    expect(card.hidden).toEqual([]);
  });
});
