type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Typed = { control: Control; restore(): void };

/**
 * Where the browser itself puts nothing back (`autocomplete="off"` at the control or its form), a difference from what the
 * server wrote is a person's. Elsewhere it may be what stood there before a reload: it stays, but is not told to a page that
 * would send it over something newer.
 */
const isAPersons = (control: Control) => control.autocomplete === 'off' || control.form?.autocomplete === 'off';

function typedIn(control: Control): Typed | null {
	if (control instanceof HTMLSelectElement) {
		const { value } = control;
		const written = [...control.options].find(({ defaultSelected }) => defaultSelected) ?? control.options[0];
		return value === (written?.value ?? '') ? null : { control, restore: () => (control.value = value) };
	}
	if (control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox')) {
		const { checked } = control;
		// Of two radio buttons that changed, the chosen one tells it all.
		if (checked === control.defaultChecked || (control.type === 'radio' && !checked)) return null;
		return { control, restore: () => (control.checked = checked) };
	}
	if (control.type === 'file' || control.type === 'hidden' || control.value === control.defaultValue) return null;
	const { value } = control;
	return {
		control,
		restore: () => {
			if (control.value !== value) control.value = value;
		},
	};
}

/**
 * What a person typed or chose on the page the server sent before the page's script had started. The script fills the controls
 * with what the server knew; on a slow line a number or an answer would be gone without a word. To be called before the
 * script takes over the page; what comes back is called after it: it puts everything where it stood and tells pages which save
 * while somebody types as if it were typed now.
 */
export function takeTypedEarly(page: ParentNode): () => void {
	const typed = [...page.querySelectorAll<Control>('input, textarea, select')]
		.filter(({ disabled }) => !disabled)
		.flatMap((control) => typedIn(control) ?? []);
	return () => {
		for (const { control, restore } of typed) {
			if (!control.isConnected) continue;
			restore();
			if (!isAPersons(control)) continue;
			for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
		}
	};
}
