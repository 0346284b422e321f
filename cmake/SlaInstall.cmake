# `cmake --install`: the command with the libraries that it loads and the standard library where it looks for them,
# and libsla with its header and pkg-config file for programs that embed policies. Libraries go to `lib`, beside
# `bin`, on every system: there the command looks for those that it loads.
install(TARGETS sla RUNTIME DESTINATION bin)
install(TARGETS sla_jit sla_emit sla_ics sla_sign sla_solve sla_shared LIBRARY DESTINATION lib)
install(FILES ${CMAKE_SOURCE_DIR}/runtime/abi/sla.h DESTINATION include)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/stdlib/ DESTINATION share/sla/stdlib FILES_MATCHING PATTERN "*.sla")
configure_file(${CMAKE_CURRENT_LIST_DIR}/sla.pc.in ${CMAKE_BINARY_DIR}/sla.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/sla.pc DESTINATION lib/pkgconfig)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/reference/schemas/ DESTINATION share/sla/schemas FILES_MATCHING PATTERN "*.json")
