# cmake -DPAGES=docs/codes -DOUTPUT=embedded_pages.cpp -P embed_pages.cmake
#
# Writes the pages as C++: an entry `{2101, R"(...)"}` each, in ascending order.
file(GLOB pages ${PAGES}/SLA*.md)
list(SORT pages)
set(text "#include \"compiler/codes/embedded.h\"\n\nnamespace sla::codes {\n\n")
string(APPEND text "const std::vector<EmbeddedPage>& embedded_pages() {\n")
string(APPEND text "  static const std::vector<EmbeddedPage> pages = {\n")
foreach(page ${pages})
  get_filename_component(name ${page} NAME_WE)
  string(REGEX REPLACE "^SLA0*" "" number ${name})
  file(READ ${page} content)
  string(APPEND text "      {${number}, R\"page_of_a_code(${content})page_of_a_code\"},\n")
endforeach()
string(APPEND text "  };\n  return pages;\n}\n\n}  // namespace sla::codes\n")
file(WRITE ${OUTPUT} "${text}")
