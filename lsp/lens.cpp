// What can be done with a declaration, above it: run a test, try an agreement on its sample data.

#include <filesystem>

#include "lsp/features.h"
#include "lsp/sample_data.h"

namespace sla::lsp {
namespace {

Json lens(const Place& place, const Session& session, Span span, const char* title,
          const char* command, Json arguments) {
  return {
      {"range", session.places().range(*place.snapshot, span)},
      {"command", {{"title", title}, {"command", command}, {"arguments", std::move(arguments)}}}};
}

}  // namespace

Json code_lenses(const Place& place, const Session& session) {
  Json lenses = Json::array();
  bool has_tests = false;
  const std::string& uri = place.document.uri;
  for (const Symbol* test : place.snapshot->index().all(SymbolKind::test)) {
    if (!test->definition || test->definition->file != place.file) continue;
    has_tests = true;
    lenses.push_back(lens(place, session, *test->definition, "Run test", "sla.runTest",
                          {{{"uri", uri}, {"title", test->title}}}));
  }
  for (const Symbol* agreement : place.snapshot->index().all(SymbolKind::agreement)) {
    if (!agreement->definition || agreement->definition->file != place.file) continue;
    if (has_tests)
      lenses.push_back(lens(place, session, *agreement->definition, "Run all tests", "sla.runTests",
                            {{{"uri", uri}}}));
    if (sample_data(place.document.path))
      lenses.push_back(lens(place, session, *agreement->definition, "Try on data", "sla.tryOnData",
                            {{{"uri", uri}}}));
  }
  return lenses;
}

}  // namespace sla::lsp
