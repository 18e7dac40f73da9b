import { expect, test } from 'vitest';
import { numbersInput, profileInput, sharesOf } from './profile.ts';

test('the share abroad is N-2 / N-1, the inclusion share N-3 / N-2, the staff share N-6 / N-5', () => {
	const shares = sharesOf({ learners: 800, learnersAbroad: 60, learnersAbroadFewerOpportunities: 15, staff: 50, staffAbroad: 4 });
	expect(shares).toEqual({ abroad: 0.075, inclusion: 0.25, staffAbroad: 0.08 });
});

test('a missing number or a base of 0 gives no share', () => {
	expect(sharesOf({ learnersAbroad: 3, learners: 0 })).toEqual({ abroad: null, inclusion: null, staffAbroad: null });
});

test('empty fields of the numbers panel are missing, not 0', () => {
	expect(numbersInput.parse({ learners: '', staff: '12' })).toEqual({ staff: 12 });
});

test('a profile names at most five sectors', () => {
	const profile = { country: 'PT', providerType: 'public-school', sizeClass: '250-999', erasmusStatus: 'none', experience: '0' };
	expect(profileInput.safeParse({ ...profile, sectors: ['061', '071', '072', '073', '081'] }).success).toBe(true);
	expect(profileInput.safeParse({ ...profile, sectors: ['061', '071', '072', '073', '081', '091'] }).success).toBe(false);
});
