/** Version of this release of Titans, as it is written into artifacts. */
export const sdkVersion = '0.1.0';
