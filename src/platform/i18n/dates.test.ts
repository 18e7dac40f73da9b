import { expect, test } from 'vitest';
import { formatDay, formatMoment, formatShortDay, regional } from './dates.ts';
import { formatMessage } from './translator.ts';

const moment = new Date('2026-11-24T14:02:00Z');

test('English days come before months and hours run to 24, as the network’s countries write them', () => {
	expect(formatDay(moment, 'en')).toBe('24 November 2026');
	expect(formatShortDay(moment, 'en')).toBe('24 Nov 2026');
	expect(formatMoment(moment, 'en')).toBe('24 Nov 2026, 14:02 UTC');
	expect(formatMessage('{day, date, long}', 'en', { day: moment })).toContain('24 November');
});

test('other languages keep their own way', () => {
	expect(formatDay(moment, 'de')).toBe('24. November 2026');
	expect(formatMoment(moment, 'fr')).toContain('24 nov. 2026');
});

test('a locale that names its region keeps it', () => {
	expect(regional('pt-BR')).toBe('pt-BR');
	expect(regional('el')).toBe('el-150');
});
