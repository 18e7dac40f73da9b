import type { MessageKey } from '../i18n/translator.ts';

/** `meeting` is `none` or the day, time and place in words. */
const groupSample = {
	link: 'https://venhans.example/en',
	inviter: 'Ana Ferreira',
	organisation: 'Escola do Vale',
	meeting: 'Thursday, 3 December 2026 at 14:00 CET, room 12',
} as const;

/** `due` is `none` or a day in words. */
const taskSample = {
	link: 'https://venhans.example/en',
	stop: 'https://venhans.example/en',
	inviter: 'Ana Ferreira',
	organisation: 'Escola do Vale',
	year: '2026',
	count: 4,
	due: 'Wednesday, 30 June 2027',
	days: 21,
} as const;

/** To who may open no page: what to do stands in the mail itself. */
const outsideSample = {
	organisation: 'Escola do Vale',
	colleague: 'Ana Ferreira',
	action: 'Write two learning outcomes with our partner',
	deadline: 'Wednesday, 30 June 2027',
} as const;

/**
 * Every mail the platform sends, with the values its texts need and a sample for the preview page. The texts are
 * messages: `mail.<kind>.subject`, `.lead`, `.action` (the button, where there is a `link`) and `.note` (below it).
 * Those with a `stop` end with the link where their reader switches such mails off, in the words of `stopWords` or, where
 * those are left out, of reminders. A `quote` is somebody's own words: shown as they are, never a text of ours.
 */
export const mailKinds = {
	claim: { sample: { link: 'https://venhans.example/en', days: 30 } },
	signIn: { sample: { link: 'https://venhans.example/en', minutes: 15 } },
	invitation: {
		sample: { link: 'https://venhans.example/en', inviter: 'Ana Ferreira', organisation: 'Escola do Vale', role: 'Staff', days: 14 },
	},
	organisationVerified: { sample: { link: 'https://venhans.example/en', organisation: 'Escola do Vale' } },
	runInvitation: {
		sample: { link: 'https://venhans.example/en', inviter: 'Ana Ferreira', organisation: 'Escola do Vale', role: 'Mentor', days: 14 },
	},
	returnInvitation: {
		sample: { link: 'https://venhans.example/en', inviter: 'Ana Ferreira', organisation: 'Escola do Vale', role: 'Editor', days: 14 },
	},
	actionSoon: {
		sample: {
			link: 'https://venhans.example/en',
			action: 'Write two learning outcomes with our partner',
			deadline: 'Wednesday, 30 June 2027',
		},
	},
	actionToday: {
		sample: {
			link: 'https://venhans.example/en',
			action: 'Write two learning outcomes with our partner',
			deadline: 'Wednesday, 30 June 2027',
		},
	},
	actionSoonOutside: { sample: outsideSample },
	actionTodayOutside: { sample: outsideSample },
	planReview: {
		sample: { link: 'https://venhans.example/en', organisation: 'Escola do Vale', day: 'Monday, 24 May 2027' },
	},
	resultReview: {
		sample: { link: 'https://venhans.example/en', organisation: 'Escola do Vale', day: 'Monday, 24 May 2027' },
	},
	returnTask: { sample: taskSample },
	returnTaskSoon: { sample: taskSample },
	returnTaskLate: { sample: taskSample },
	groupInvitation: { sample: groupSample },
	groupReminder: { sample: groupSample },
	groupWayIn: { sample: groupSample },
	similarInvitation: {
		stopWords: 'mail.similarInvitation.stop',
		sample: {
			link: 'mailto:ana@vale.example',
			stop: 'https://venhans.example/en',
			sender: 'Ana Ferreira',
			organisation: 'Escola do Vale',
			address: 'ana@vale.example',
			recipient: 'Nordlys Fagskole',
			quote: 'Hello!\n\nOur numbers look alike. How do you reach people in the villages?',
		},
	},
	mailChange: { sample: { link: 'https://venhans.example/en', address: 'new@venhans.example' } },
	mailChangeConfirm: { sample: { link: 'https://venhans.example/en', address: 'new@venhans.example' } },
} as const satisfies Record<string, { sample: { link?: string } & Record<string, string | number>; stopWords?: MessageKey }>;

export type MailKind = keyof typeof mailKinds;
export type MailValues<K extends MailKind> = {
	-readonly [V in keyof (typeof mailKinds)[K]['sample']]: (typeof mailKinds)[K]['sample'][V] extends number ? number : string;
};
