/** Characters that a password has at least. */
export const PASSWORD_MIN_LENGTH = 12;
