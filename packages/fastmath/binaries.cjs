// The binaries of this package, for loadAddon. The requires are literal, so that bundlers and tracers find the files.
// They are in a try block, because most bundlers accept a missing file only there.
exports.folder = typeof __dirname === 'undefined' ? undefined : __dirname;

exports.load = (file) => {
  try {
    switch (file) {
      case 'build/Release/fastmath.node':
        return require('./build/Release/fastmath.node');
      case 'prebuilds/darwin-arm64/fastmath.node':
        return require('./prebuilds/darwin-arm64/fastmath.node');
      case 'prebuilds/darwin-x64/fastmath.node':
        return require('./prebuilds/darwin-x64/fastmath.node');
      case 'prebuilds/linux-arm64/fastmath.node':
        return require('./prebuilds/linux-arm64/fastmath.node');
      case 'prebuilds/linux-arm64-musl/fastmath.node':
        return require('./prebuilds/linux-arm64-musl/fastmath.node');
      case 'prebuilds/linux-x64/fastmath.node':
        return require('./prebuilds/linux-x64/fastmath.node');
      case 'prebuilds/linux-x64-musl/fastmath.node':
        return require('./prebuilds/linux-x64-musl/fastmath.node');
      case 'prebuilds/win32-arm64/fastmath.node':
        return require('./prebuilds/win32-arm64/fastmath.node');
      case 'prebuilds/win32-x64/fastmath.node':
        return require('./prebuilds/win32-x64/fastmath.node');
    }
  } catch (error) {
    return error;
  }
};
