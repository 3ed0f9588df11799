# capsule.cmake: the build recipe of a native package. Its CMakeLists.txt begins with these six lines, which a test
# compares in every package, and names the sources:
#
#   cmake_minimum_required(VERSION 3.15)
#   project(stats LANGUAGES C CXX)
#   execute_process(COMMAND node -p "require('@capsule/core/paths.cjs').cmake_dir"
#                   WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
#                   OUTPUT_VARIABLE Capsule_DIR OUTPUT_STRIP_TRAILING_WHITESPACE)
#   find_package(Capsule REQUIRED)
#
#   capsule_add_addon(stats native/addon.cc native/statistics/univariate.c)
#   capsule_use(stats @capsule/fastmath)
#
# It works under cmake-js and under plain CMake, which editors and debuggers use.
#
# Each configuration has its own build tree, which is also the folder of its binaries: build/Release, build/Debug and
# build/Sanitize. In a shared tree one configuration would replace the objects of another without a message.

option(CAPSULE_WERROR "Treat warnings as errors" OFF)
option(CAPSULE_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(CAPSULE_TARGET)
  unset(CMAKE_TRY_COMPILE_TARGET_TYPE) # see toolchains/zig/toolchain.cmake
  # The bytes of a binary do not depend on the folder in which it was built.
  add_compile_options("-ffile-prefix-map=${CMAKE_BINARY_DIR}=build" "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
endif()
set(CAPSULE_CMAKE_DIR "${CMAKE_CURRENT_LIST_DIR}")
# scripts/turbo.mjs removes a tree that other tools have built.
set(CAPSULE_TOOLS "$ENV{CAPSULE_TOOLS}" CACHE INTERNAL "The machine and the compilers of this tree")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()
if(CAPSULE_SANITIZE)
  set(CAPSULE_CONFIGURATION Sanitize)
elseif(CMAKE_BUILD_TYPE)
  set(CAPSULE_CONFIGURATION ${CMAKE_BUILD_TYPE})
else()
  set(CAPSULE_CONFIGURATION $<CONFIG>)
endif()

get_filename_component(capsule_tree "${CMAKE_BINARY_DIR}" NAME)
if(capsule_tree STREQUAL CAPSULE_CONFIGURATION)
  set(CAPSULE_OUTPUT "${CMAKE_BINARY_DIR}")
  if(CMAKE_HOST_UNIX)
    # Language servers look for build/compile_commands.json.
    file(CREATE_LINK ${capsule_tree}/compile_commands.json "${CMAKE_BINARY_DIR}/../compile_commands.json" SYMBOLIC)
  endif()
elseif(capsule_tree MATCHES "^(Release|Debug|Sanitize)$" AND NOT CAPSULE_CONFIGURATION MATCHES "<")
  message(FATAL_ERROR "Configuring ${PROJECT_NAME}: expected the configuration ${capsule_tree} in the build tree "
                      "${CMAKE_BINARY_DIR}, found ${CAPSULE_CONFIGURATION}. Give each configuration its own tree, "
                      "as with npx cmake-js compile -O build/${CAPSULE_CONFIGURATION}.")
else()
  set(CAPSULE_OUTPUT "${CMAKE_BINARY_DIR}/${CAPSULE_CONFIGURATION}")
endif()

# capsule_node(<expression> <variable>): the value of a JavaScript expression, evaluated in the folder of the package
# that is built. Node's resolution finds other packages in workspaces, under pnpm and in plain installs.
function(capsule_node expression variable)
  execute_process(COMMAND node -p "${expression}" WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
                  OUTPUT_VARIABLE value ERROR_VARIABLE problem RESULT_VARIABLE failed
                  OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(failed OR value STREQUAL "undefined")
    set(value "")
  endif()
  if(CMAKE_HOST_WIN32)
    string(REPLACE "\\" "/" value "${value}")
  endif()
  set(${variable} "${value}" PARENT_SCOPE)
  set(problem "${problem}" PARENT_SCOPE)
endfunction()

# capsule_resolve(<package> <property> <variable>): a folder that a package names in its paths.cjs.
function(capsule_resolve package property variable)
  capsule_node("require('${package}/paths.cjs').${property}" path)
  if(problem MATCHES "ERR_PACKAGE_PATH_NOT_EXPORTED")
    message(FATAL_ERROR "Using ${package}: expected ${package}/paths.cjs, found a package that does "
                        "not export it. Add \"./paths.cjs\": \"./paths.cjs\" to the \"exports\" of "
                        "its package.json.")
  endif()
  if(path STREQUAL "")
    message(FATAL_ERROR "Using ${package}: expected ${package}/paths.cjs with ${property}, found "
                        "none. Make ${package} a dependency in ${CMAKE_CURRENT_SOURCE_DIR}/"
                        "package.json and run npm install.\n${problem}")
  endif()
  set(${variable} "${path}" PARENT_SCOPE)
endfunction()

# Finds what cmake-js would pass if plain CMake configures the package: by Node's resolution, the headers of Node-API
# and, if the package depends on it, of node-addon-api; for Visual Studio also the import library of node.exe.
if(NOT DEFINED CMAKE_JS_INC)
  capsule_node("require('node-api-headers').include_dir" CMAKE_JS_INC)
  if(CMAKE_JS_INC)
    capsule_node("require('node:path').dirname(require.resolve('node-addon-api'))" capsule_addon_api)
    list(APPEND CMAKE_JS_INC ${capsule_addon_api})
  endif()
  if(MSVC)
    capsule_node("require('node-api-headers').def_paths.node_api_def" CMAKE_JS_NODELIB_DEF)
    set(CMAKE_JS_NODELIB_TARGET "${CMAKE_BINARY_DIR}/node.lib")
    set(CMAKE_JS_LIB "${CMAKE_JS_NODELIB_TARGET}")
  endif()
endif()
if(MSVC AND CMAKE_JS_NODELIB_DEF)
  execute_process(COMMAND ${CMAKE_AR} /def:${CMAKE_JS_NODELIB_DEF} /out:${CMAKE_JS_NODELIB_TARGET}
                          ${CMAKE_STATIC_LINKER_FLAGS})
elseif(WIN32 AND NOT MSVC)
  # Other compilers need no import library: see node_api_windows.c.
  capsule_node("require('node:fs').readFileSync(require('node-api-headers').def_paths.node_api_def, 'utf8').match(/^n(api|ode_api)_\\w+/gm).map(name => 'FUNCTION(' + name + ')').join('\\n')"
               capsule_functions)
  file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/capsule/node_api_functions.inc" CONTENT "${capsule_functions}\n")
  set(CMAKE_JS_LIB "")
endif()

# capsule_add_addon(<name> <source>...): builds <name>.node.
function(capsule_add_addon name)
  if(CMAKE_JS_INC STREQUAL "")
    message(FATAL_ERROR "Configuring ${name}: expected the package node-api-headers, found none. Make it a dependency "
                        "in ${CMAKE_CURRENT_SOURCE_DIR}/package.json and run npm install.\n${problem}")
  endif()
  capsule_resolve(@capsule/core include_dir core_include)

  # SHARED and not MODULE: macOS' dynamic lookup and Windows' delay-load are shared linker flags.
  add_library(${name} SHARED ${ARGN} ${CMAKE_JS_SRC})
  if(WIN32 AND NOT MSVC)
    target_sources(${name} PRIVATE "${CAPSULE_CMAKE_DIR}/node_api_windows.c")
    target_include_directories(${name} PRIVATE "${CMAKE_BINARY_DIR}/capsule")
  endif()
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".node"
    C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF
    CXX_STANDARD 17 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    # $<0:> is empty, and keeps Visual Studio from appending the name of the configuration.
    RUNTIME_OUTPUT_DIRECTORY "${CAPSULE_OUTPUT}$<0:>" LIBRARY_OUTPUT_DIRECTORY "${CAPSULE_OUTPUT}$<0:>")
  if(NOT CAPSULE_OUTPUT STREQUAL CMAKE_BINARY_DIR)
    # A binary from this tree has replaced one of the tree in that folder, which has to be built again: its objects are
    # older than the binary, so that the build tool would regard it as up to date.
    add_custom_command(TARGET ${name} POST_BUILD
                       COMMAND ${CMAKE_COMMAND} -E remove_directory "${CAPSULE_OUTPUT}/CMakeFiles"
                       COMMAND ${CMAKE_COMMAND} -E remove -f "${CAPSULE_OUTPUT}/CMakeCache.txt" VERBATIM)
  endif()
  # Without the last two node-addon-api ends the process: when a function throws another exception than Napi::Error,
  # such as std::bad_alloc, and when a Worker ends during a call that throws.
  target_compile_definitions(${name} PRIVATE NAPI_VERSION=9 BUILDING_NODE_EXTENSION NODE_ADDON_API_DISABLE_DEPRECATED
                                             NODE_ADDON_API_REQUIRE_BASIC_FINALIZERS
                                             NODE_ADDON_API_CPP_EXCEPTIONS_ALL
                                             NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS)
  if(CAPSULE_TARGET)
    target_compile_options(${name} PRIVATE "-ffile-prefix-map=${core_include}=include")
  endif()
  target_include_directories(${name} PRIVATE include ${core_include})
  target_include_directories(${name} SYSTEM PRIVATE ${CMAKE_JS_INC})
  target_link_libraries(${name} PRIVATE ${CMAKE_JS_LIB} ${CMAKE_DL_LIBS})

  if(MSVC)
    target_compile_options(${name} PRIVATE /W4 /utf-8 /fp:precise $<$<BOOL:${CAPSULE_WERROR}>:/WX>
                                           "$<$<COMPILE_LANGUAGE:C>:/we4113;/we4133>")
    target_compile_definitions(${name} PRIVATE _CRT_SECURE_NO_WARNINGS)
  else()
    # Contraction fuses a multiplication and an addition, which then round once and give other bits.
    target_compile_options(${name} PRIVATE -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion
                                           -Wshadow $<$<BOOL:${CAPSULE_WERROR}>:-Werror>)
    # A function in a table that does not match the contract is called with the wrong arguments.
    target_compile_options(${name} PRIVATE
                           $<$<COMPILE_LANGUAGE:C>:-Werror=incompatible-pointer-types>)
    if(APPLE)
      # Node's own functions are found when the addon is loaded.
      target_link_options(${name} PRIVATE LINKER:-undefined,dynamic_lookup)
    endif()
    if(CAPSULE_SANITIZE)
      target_compile_options(${name} PRIVATE -fsanitize=address,undefined -fno-omit-frame-pointer -g)
      target_link_options(${name} PRIVATE -fsanitize=address,undefined)
    endif()
  endif()
endfunction()

# capsule_use(<addon> <package>): adds the headers of a producer to an addon. Nothing is linked: the consumer reaches
# the producer's code at run time, through the table in its capsule.
function(capsule_use name package)
  capsule_resolve(${package} include_dir include)
  # Of two packages with <math/math.h> the compiler takes the first without a message.
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
