// The binaries of this package, for loadAddon. The requires are literal, so that bundlers and tracers find the files.
// They are in a try block, because most bundlers accept a missing file only there.
exports.folder = typeof __dirname === 'undefined' ? undefined : __dirname;

exports.load = (file) => {
  try {
    switch (file) {
      case 'build/Release/clamp.node':
        return require('./build/Release/clamp.node');
      case 'prebuilds/darwin-arm64/clamp.node':
        return require('./prebuilds/darwin-arm64/clamp.node');
      case 'prebuilds/darwin-x64/clamp.node':
        return require('./prebuilds/darwin-x64/clamp.node');
      case 'prebuilds/linux-arm64/clamp.node':
        return require('./prebuilds/linux-arm64/clamp.node');
      case 'prebuilds/linux-arm64-musl/clamp.node':
        return require('./prebuilds/linux-arm64-musl/clamp.node');
      case 'prebuilds/linux-x64/clamp.node':
        return require('./prebuilds/linux-x64/clamp.node');
      case 'prebuilds/linux-x64-musl/clamp.node':
        return require('./prebuilds/linux-x64-musl/clamp.node');
      case 'prebuilds/win32-arm64/clamp.node':
        return require('./prebuilds/win32-arm64/clamp.node');
      case 'prebuilds/win32-x64/clamp.node':
        return require('./prebuilds/win32-x64/clamp.node');
    }
  } catch (error) {
    return error;
  }
};
