/** A text as a sentence of its own: with a full stop unless it ends one already, or is empty. */
export const endStop = (text: string): string => (text === "" || /[.!?]$/.test(text) ? text : `${text}.`);
