/**
 * The titans command as a function.
 *
 * @module
 */
/** Name of the command. */
export const commandName: string = 'titans';
