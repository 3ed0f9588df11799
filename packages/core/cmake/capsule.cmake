# capsule.cmake: the one build recipe for native packages. A package's CMakeLists.txt names its sources:
#
#   cmake_minimum_required(VERSION 3.15)
#   project(stats LANGUAGES C CXX)
#   execute_process(COMMAND node -p "require('@capsule/core/paths.cjs').cmake_dir"
#                   WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
#                   OUTPUT_VARIABLE Capsule_DIR OUTPUT_STRIP_TRAILING_WHITESPACE)
#   find_package(Capsule REQUIRED)
#
#   capsule_add_addon(stats native/addon.cc native/univariate.c)
#   capsule_use(stats @capsule/fastmath)
#
# It is configured by cmake-js, which tells where Node-API's headers are.

option(CAPSULE_WERROR "Treat warnings as errors" OFF)
option(CAPSULE_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

# Node's own resolution, from the package that is being built: so that workspaces, pnpm and plain
# installs all work, and no path is ever written down.
function(capsule_resolve package property variable)
  execute_process(COMMAND node -p "require('${package}/paths.cjs').${property}"
                  WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
                  OUTPUT_VARIABLE path ERROR_VARIABLE problem RESULT_VARIABLE failed
                  OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(problem MATCHES "ERR_PACKAGE_PATH_NOT_EXPORTED")
    message(FATAL_ERROR "Using ${package}: expected ${package}/paths.cjs, found a package that does "
                        "not export it. Add \"./paths.cjs\": \"./paths.cjs\" to the \"exports\" of "
                        "its package.json.")
  endif()
  if(failed OR path STREQUAL "undefined")
    message(FATAL_ERROR "Using ${package}: expected ${package}/paths.cjs with ${property}, found "
                        "none. Make ${package} a dependency in ${CMAKE_CURRENT_SOURCE_DIR}/"
                        "package.json and run npm install.\n${problem}")
  endif()
  set(${variable} "${path}" PARENT_SCOPE)
endfunction()

# capsule_add_addon(<name> <source>...): builds <name>.node.
function(capsule_add_addon name)
  if(NOT DEFINED CMAKE_JS_INC)
    message(FATAL_ERROR "Building ${name}: expected to be configured by cmake-js, found plain CMake. "
                        "Run npx cmake-js compile.")
  endif()
  capsule_resolve(@capsule/core include_dir core_include)

  # SHARED and not MODULE: macOS' dynamic lookup and Windows' delay-load are shared linker flags.
  add_library(${name} SHARED ${ARGN} ${CMAKE_JS_SRC})
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".node"
    C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF
    CXX_STANDARD 17 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  # Without the last one node-addon-api aborts the process when a Worker ends during a call that throws.
  target_compile_definitions(${name} PRIVATE NAPI_VERSION=9 NODE_ADDON_API_DISABLE_DEPRECATED
                                             NODE_ADDON_API_REQUIRE_BASIC_FINALIZERS
                                             NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS)
  target_include_directories(${name} PRIVATE include ${core_include})
  target_include_directories(${name} SYSTEM PRIVATE ${CMAKE_JS_INC})
  target_link_libraries(${name} PRIVATE ${CMAKE_JS_LIB} ${CMAKE_DL_LIBS})

  if(MSVC)
    target_compile_options(${name} PRIVATE /W4 /utf-8 /fp:precise $<$<BOOL:${CAPSULE_WERROR}>:/WX>
                                           "$<$<COMPILE_LANGUAGE:C>:/we4113;/we4133>")
    target_compile_definitions(${name} PRIVATE _CRT_SECURE_NO_WARNINGS)
    if(CMAKE_JS_NODELIB_DEF AND CMAKE_JS_NODELIB_TARGET)
      execute_process(COMMAND ${CMAKE_AR} /def:${CMAKE_JS_NODELIB_DEF}
                              /out:${CMAKE_JS_NODELIB_TARGET} ${CMAKE_STATIC_LINKER_FLAGS})
    endif()
  else()
    # Contraction would fuse a multiplication and an addition into one rounding: other bits.
    target_compile_options(${name} PRIVATE -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion
                                           -Wshadow $<$<BOOL:${CAPSULE_WERROR}>:-Werror>)
    # A table whose function does not match its contract would be called with the wrong arguments.
    target_compile_options(${name} PRIVATE
                           $<$<COMPILE_LANGUAGE:C>:-Werror=incompatible-pointer-types>)
    if(CAPSULE_SANITIZE)
      target_compile_options(${name} PRIVATE -fsanitize=address,undefined -fno-omit-frame-pointer -g)
      target_link_options(${name} PRIVATE -fsanitize=address,undefined)
    endif()
  endif()
endfunction()

# capsule_use(<addon> <package>): lets an addon include the headers of a producer. That is all: there
# is nothing to link. The producer's code is reached through the table in its capsule, at run time,
# and the two binaries never know of each other. That is the whole idea.
function(capsule_use name package)
  capsule_resolve(${package} include_dir include)
  # Of two packages with <math/math.h> the compiler would silently take the first.
  file(GLOB folders RELATIVE "${include}" "${include}/*")
  foreach(folder IN LISTS folders)
    get_property(other TARGET ${name} PROPERTY "CAPSULE_HEADERS_${folder}")
    if(folder STREQUAL "capsule" AND NOT package STREQUAL "@capsule/core")
      set(other "@capsule/core")
    endif()
    if(other AND NOT other STREQUAL package)
      message(FATAL_ERROR "Using ${package} in ${name}: expected headers in a folder of its own, found "
                          "${folder}, as in ${other}. Write { prefix: '...' } as the last argument "
                          "of defineContract in one of them.")
    endif()
    set_property(TARGET ${name} PROPERTY "CAPSULE_HEADERS_${folder}" "${package}")
  endforeach()
  target_include_directories(${name} PRIVATE ${include})
endfunction()
