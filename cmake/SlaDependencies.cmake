# Every library and tool the build needs, each found once, each as a SYSTEM include so that our own
# -Werror never trips over somebody else's header.

find_package(fmt REQUIRED)
find_package(date REQUIRED)
find_package(GTest REQUIRED)
find_package(Threads REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)

# LLVM's version file wants major.minor: "19" alone is refused.
find_package(LLVM 19.1 REQUIRED CONFIG)

# Debian's antlr4-runtime package exports targets without include directories.
find_path(ANTLR4_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)
find_program(ANTLR4_TOOL NAMES antlr4 REQUIRED)

# The producer of helper bitcode must not be newer than the LLVM that reads it.
find_program(CLANG_FOR_BITCODE NAMES clang++-19 REQUIRED)

# The iCalendar files of holidays (compiler/ics).
find_library(ICAL_LIBRARY NAMES ical REQUIRED)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()
