# toolchain.cmake: cross compilation with zig as compiler, linker and archiver for one platform. Each toolchain file in
# the folder above sets the target and the system, then includes this file:
#
#   set(CAPSULE_TARGET aarch64-linux-gnu.2.28)
#   set(CMAKE_SYSTEM_NAME Linux)
#   set(CMAKE_SYSTEM_PROCESSOR aarch64)
#   include(${CMAKE_CURRENT_LIST_DIR}/zig/toolchain.cmake)
#
# zig brings the headers and the libraries of every target. It is the program CAPSULE_ZIG (a variable of CMake or of the
# environment), else zig on the PATH, else the one in Python's package ziglang.

if(NOT CAPSULE_ZIG AND NOT "$ENV{CAPSULE_ZIG}" STREQUAL "")
  file(TO_CMAKE_PATH "$ENV{CAPSULE_ZIG}" CAPSULE_ZIG)
endif()
if(NOT CAPSULE_ZIG)
  find_program(CAPSULE_ZIG zig NO_CMAKE_FIND_ROOT_PATH)
endif()
if(NOT CAPSULE_ZIG)
  foreach(capsule_python python3 python)
    execute_process(COMMAND ${capsule_python} -c
                            "import os, ziglang; print(os.path.join(os.path.dirname(ziglang.__file__), 'zig'))"
                    OUTPUT_VARIABLE capsule_zig ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE
                    RESULT_VARIABLE capsule_failed)
    if(NOT CAPSULE_ZIG AND "${capsule_failed}" STREQUAL "0")
      file(TO_CMAKE_PATH "${capsule_zig}" CAPSULE_ZIG)
    endif()
  endforeach()
endif()
if(NOT CAPSULE_ZIG)
  message(FATAL_ERROR "Compiling for ${CAPSULE_TARGET}: expected zig, found none. Install it with \"pip install "
                      "ziglang\" or from https://ziglang.org/download, or set CAPSULE_ZIG to its path.")
endif()
set(CAPSULE_ZIG "${CAPSULE_ZIG}" CACHE FILEPATH "The program zig")
# The toolchain file is read again by each try_compile, with the variables of this list.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CAPSULE_ZIG)

# zig is one program with subcommands. The subcommand of a compiler is its first argument; rules.cmake has those of the
# other tools.
set(CMAKE_C_COMPILER "${CAPSULE_ZIG}")
set(CMAKE_C_COMPILER_ARG1 "cc -target ${CAPSULE_TARGET}")
set(CMAKE_CXX_COMPILER "${CAPSULE_ZIG}")
set(CMAKE_CXX_COMPILER_ARG1 "c++ -target ${CAPSULE_TARGET}")
foreach(capsule_tool AR RANLIB RC_COMPILER INSTALL_NAME_TOOL) # the last is required for macOS, and not called
  set(CMAKE_${capsule_tool} "${CAPSULE_ZIG}")
endforeach()
set(CMAKE_USER_MAKE_RULES_OVERRIDE "${CMAKE_CURRENT_LIST_DIR}/rules.cmake")

# While project() examines the compilers, nothing is linked: zig would compile the libraries of the target for that, for
# a minute, and again with optimization for the addon. Therefore CMake does not identify the compiler, which is the clang
# of this zig, and its checks are static libraries. capsule.cmake resets the latter for the checks of a package.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
if(NOT CAPSULE_CLANG_VERSION)
  execute_process(COMMAND "${CAPSULE_ZIG}" cc --version OUTPUT_VARIABLE capsule_version ERROR_VARIABLE capsule_problem)
  if(NOT capsule_version MATCHES "clang version ([0-9]+[.][0-9.]+)")
    message(FATAL_ERROR "Compiling for ${CAPSULE_TARGET}: expected the version of clang from \"${CAPSULE_ZIG} cc "
                        "--version\", found:\n${capsule_version}${capsule_problem}")
  endif()
  set(CAPSULE_CLANG_VERSION "${CMAKE_MATCH_1}" CACHE INTERNAL "The version of zig's clang")
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CAPSULE_CLANG_VERSION)
foreach(capsule_language C CXX)
  set(CMAKE_${capsule_language}_COMPILER_ID_RUN TRUE)
  set(CMAKE_${capsule_language}_COMPILER_ID Clang)
  set(CMAKE_${capsule_language}_COMPILER_VERSION "${CAPSULE_CLANG_VERSION}")
  set(CMAKE_${capsule_language}_COMPILER_FRONTEND_VARIANT GNU)
  set(CMAKE_${capsule_language}_PLATFORM_ID ${CMAKE_SYSTEM_NAME})
  set(CMAKE_${capsule_language}_STANDARD_COMPUTED_DEFAULT 17)
  set(CMAKE_${capsule_language}_EXTENSIONS_COMPUTED_DEFAULT ON)
endforeach()

# Binaries have neither symbols nor debug information, which would contain paths of this machine. The programs that the
# checks of a package link have the options of the addon: zig has other libraries of the target for other options.
set(CMAKE_SHARED_LINKER_FLAGS_INIT "-s")
set(CMAKE_MODULE_LINKER_FLAGS_INIT "-s")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-s")
set(CMAKE_TRY_COMPILE_CONFIGURATION Release)

# Libraries and headers of this machine are not those of the target. Programs are.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
