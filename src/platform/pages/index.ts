export { assemble, type Assembled } from './assemble.ts';
export type { Page } from './page.ts';
export { plainData } from './plain.ts';
export { rememberPart, type PartMarks } from './remember.ts';
export { numberedTexts } from './texts.ts';
export { unsent } from './unsent.ts';
