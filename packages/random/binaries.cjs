// The binaries of this package, for loadAddon. The requires are literal, so that bundlers and tracers find the files.
// They are in a try block, because most bundlers accept a missing file only there.
exports.folder = typeof __dirname === 'undefined' ? undefined : __dirname;

exports.load = (file) => {
  try {
    switch (file) {
      case 'build/Release/random.node':
        return require('./build/Release/random.node');
      case 'prebuilds/darwin-arm64/random.node':
        return require('./prebuilds/darwin-arm64/random.node');
      case 'prebuilds/darwin-x64/random.node':
        return require('./prebuilds/darwin-x64/random.node');
      case 'prebuilds/linux-arm64/random.node':
        return require('./prebuilds/linux-arm64/random.node');
      case 'prebuilds/linux-arm64-musl/random.node':
        return require('./prebuilds/linux-arm64-musl/random.node');
      case 'prebuilds/linux-x64/random.node':
        return require('./prebuilds/linux-x64/random.node');
      case 'prebuilds/linux-x64-musl/random.node':
        return require('./prebuilds/linux-x64-musl/random.node');
      case 'prebuilds/win32-arm64/random.node':
        return require('./prebuilds/win32-arm64/random.node');
      case 'prebuilds/win32-x64/random.node':
        return require('./prebuilds/win32-x64/random.node');
    }
  } catch (error) {
    return error;
  }
};
