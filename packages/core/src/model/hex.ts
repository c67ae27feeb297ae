/** A CRC as the kernel's tools print it: 8 hex digits after `0x`. */
export const hex32 = (value: number): string => `0x${value.toString(16).padStart(8, "0")}`;
/** An offset or a size: as many hex digits as it has. */
export const hex = (value: number | bigint): string => `0x${value.toString(16)}`;
