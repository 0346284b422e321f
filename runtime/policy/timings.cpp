#include "runtime/policy/timings.h"

namespace sla::policy {

const char* name_of(Stage stage) {
  switch (stage) {
    case Stage::check: return "check";
    case Stage::read: return "read";
    case Stage::prepare: return "prepare";
    case Stage::compile: return "compile";
    case Stage::evaluate: return "evaluate";
    case Stage::summarize: return "summarize";
    case Stage::steps: return "steps";
    case Stage::write: return "write";
  }
  return "";
}

}  // namespace sla::policy
