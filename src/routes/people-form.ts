import type { FaultWords } from './forms.ts';

/** Words of what both forms that bring people in refuse; a page adds those of its own fields. */
export const inviteWords = {
	email: 'people.invite.invalid',
	role: 'people.invite.role',
	other: 'people.invite.invalid',
} as const satisfies FaultWords;
export const nameWords = { person: 'people.name.invalid', other: 'people.name.invalid' } as const satisfies FaultWords;

/** Whom an invitation goes to, and in which language. */
export function addressIn(form: FormData): { email: string; locale: string | undefined } {
	return { email: String(form.get('email') ?? ''), locale: String(form.get('locale') ?? '') || undefined };
}
