# Linux on arm64 with musl, such as Alpine.
set(CAPSULE_TARGET aarch64-linux-musl)
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
include(${CMAKE_CURRENT_LIST_DIR}/zig/toolchain.cmake)
