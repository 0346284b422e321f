# sla_component(NAME [DEPS target...] [SYSTEM_INCLUDES dir...] [SHARED])
#
# One folder, one library `sla_<NAME>`: every *.cpp in the calling folder except `*_test.cpp`. The tests
# beside their subject are collected into one program by tests/CMakeLists.txt, so that GoogleTest is
# compiled and linked once.

add_library(sla_flags INTERFACE)
target_compile_options(sla_flags INTERFACE -Wall -Wextra -Wpedantic -Werror -ffp-contract=off)
# GCC 12 sees uninitialised and overrun memory where it inlines std::string and std::expected (its bugs 105329,
# 105651, 105562); clang and the sanitizers watch over what these warnings would.
target_compile_options(sla_flags INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-array-bounds -Wno-restrict>)
target_include_directories(sla_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(sla_flags INTERFACE SLA_VERSION="${PROJECT_VERSION}")
if(SLA_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(SLA_SANITIZE_THREADS)
  # The sources of a folder are compiled as one there, and GCC takes those for headers.
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -Wno-subobject-linkage)
  add_link_options(-fsanitize=thread)
endif()

set_property(GLOBAL PROPERTY SLA_UNIT_TESTS "")
set_property(GLOBAL PROPERTY SLA_COMPONENTS "")

function(sla_component NAME)
  cmake_parse_arguments(ARG "SHARED" "" "DEPS;SYSTEM_INCLUDES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set_property(GLOBAL APPEND PROPERTY SLA_UNIT_TESTS ${tests})
  set_property(GLOBAL APPEND PROPERTY SLA_COMPONENTS sla_${NAME})
  if(NOT sources)
    add_library(sla_${NAME} INTERFACE)
    target_link_libraries(sla_${NAME} INTERFACE sla_flags ${ARG_DEPS})
    return()
  endif()
  if(ARG_SHARED)
    add_library(sla_${NAME} SHARED ${sources})
  else()
    add_library(sla_${NAME} STATIC ${sources})
  endif()
  target_link_libraries(sla_${NAME} PUBLIC sla_flags ${ARG_DEPS})
  target_include_directories(sla_${NAME} SYSTEM PUBLIC ${ARG_SYSTEM_INCLUDES})
endfunction()
