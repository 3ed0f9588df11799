# Linux on x64, glibc 2.28 or later.
set(CAPSULE_TARGET x86_64-linux-gnu.2.28)
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
include(${CMAKE_CURRENT_LIST_DIR}/zig/toolchain.cmake)
