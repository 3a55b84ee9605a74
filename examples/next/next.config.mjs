/** @type {import('next').NextConfig} */
export default {
  // Node loads the packages themselves: they start workers from files beside their own.
  serverExternalPackages: ['@titans/core', '@titans/etl', '@titans/models', '@titans/server-adapter'],
};
