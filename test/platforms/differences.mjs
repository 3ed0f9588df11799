// Tests that are known to fail on an emulated platform: the platforms, the file, the titles, and the reason, which
// docs/platforms.md repeats.
export const differences = [
  {
    platforms: ['linux-arm64', 'win32-x64'],
    file: /core\/test\/import-end/,
    title: /a script that a timeout of node:vm terminates during an import/,
    reason: 'In an emulator, the script may reach its time limit before the import has begun.',
  },
];
