// Tests that are known to fail on an emulated platform: the platforms, the file, the titles, and the reason, which
// docs/platforms.md repeats.
export const differences = [];
