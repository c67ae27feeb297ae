/**
 * The `schema` member of a file of recorded facts; it stands first, by which the file is recognised. A change that old
 * readers cannot read gets a new number.
 */
export const SCHEMA = "kofit-facts/1";

/** Value of `facts.crcs` when it is the CRCs of `facts.exports`, which are not written twice. */
export const CRCS_OF_EXPORTS = "those of exports";
