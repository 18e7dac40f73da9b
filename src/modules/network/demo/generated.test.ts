import { expect, test } from 'vitest';
import { generatedCount, generatedProviders } from './generated.ts';

test('the generated providers are the same every time and have different names', () => {
	const providers = generatedProviders();
	expect(providers).toEqual(generatedProviders());
	expect(providers).toHaveLength(generatedCount);
	expect(new Set(providers.map(({ name, country }) => `${country} ${name}`)).size).toBe(generatedCount);
});
