// What a language does to words and numbers: forms by count, lists, decimals. A
// translation is a second set of this folder's modules; Intl knows the rest.
const LANGUAGE = "en";
const rules = new Intl.PluralRules(LANGUAGE);
const numbers = new Intl.NumberFormat(LANGUAGE, { useGrouping: false });
const tenths = new Intl.NumberFormat(LANGUAGE, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  useGrouping: false,
});
const lists = new Intl.ListFormat(LANGUAGE, { type: "unit", style: "short" });

/**
 * The form of a message that goes with a count: whole messages, named as in Unicode's
 * plural rules. {n} in it is the count.
 * @param {number} n
 * @param {{one?: string, other: string} & {[form: string]: string}} forms
 */
export function plural(n, forms) {
  return (forms[rules.select(n)] ?? forms.other).replace("{n}", numbers.format(n));
}

/**
 * Several in a row.
 * @param {string[]} names
 */
export const listed = (names) => lists.format(names);

/**
 * So many bytes in megabytes, without the unit.
 * @param {number} bytes
 */
export const megabytes = (bytes) => tenths.format(bytes / 1e6);
