export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** All shells that can be set up. Nushell keeps the script in a file anyway; PowerShell itself starts slower than `four`. */
export const INIT_SHELLS = [...SHELLS, 'nu', 'powershell'] as const;
export type InitShell = (typeof INIT_SHELLS)[number];

/** The hidden command that completion functions call. */
export const COMPLETE = '__complete';
