# Every library and tool the build needs, each found once, each as a SYSTEM include so that our own
# -Werror never trips over somebody else's header.

find_package(fmt REQUIRED)
find_package(date REQUIRED)
find_package(GTest REQUIRED)
find_package(Threads REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)

# LLVM's version file wants major.minor: "19" alone is refused.
find_package(LLVM 19.1 REQUIRED CONFIG)

# Debian's antlr4-runtime package exports targets without include directories.
find_path(ANTLR4_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)
find_program(ANTLR4_TOOL NAMES antlr4 REQUIRED)

# The producer of helper bitcode must not be newer than the LLVM that reads it.
find_program(CLANG_FOR_BITCODE NAMES clang++-19 REQUIRED)

# Policies in WebAssembly (runtime/wasm): clang's C++ library for wasm32 and its linker.
option(SLA_WASM "Build the runtime for `sla build --emit wasm32`" ON)
if(SLA_SANITIZE OR SLA_SANITIZE_THREADS)
  set(SLA_WASM OFF)  # Node tests what release builds; the sanitizers see the same sources as native code.
endif()
if(SLA_WASM)
  find_program(WASM_LD NAMES wasm-ld-19 REQUIRED)
  set(SLA_WASM_SYSROOT /usr/include/wasm32-wasi CACHE PATH "Headers of wasi-libc, and in c++/v1 of libc++")
  set(SLA_WASM_LIBRARIES /usr/lib/wasm32-wasi CACHE PATH "Their libraries")
  set(SLA_WASM_BUILTINS /usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a
      CACHE FILEPATH "clang's own functions for wasm32")
  foreach(file ${SLA_WASM_SYSROOT}/c++/v1/vector ${SLA_WASM_LIBRARIES}/libc++.a ${SLA_WASM_BUILTINS})
    if(NOT EXISTS ${file})
      message(FATAL_ERROR "${file} is missing: run scripts/setup, or configure with -DSLA_WASM=OFF")
    endif()
  endforeach()
endif()

# The iCalendar files of holidays (compiler/ics).
find_library(ICAL_LIBRARY NAMES ical REQUIRED)

# The solver behind the analysis of whole agreements (compiler/solve).
find_library(Z3_LIBRARY NAMES z3 REQUIRED)

# sla.toml (compiler/settings); headers only.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()
