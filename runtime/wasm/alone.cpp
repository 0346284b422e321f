// The parts of runtime/abi that other machines have: loading libraries, and threads.

#include "runtime/abi/library.h"
#include "runtime/abi/threads.h"

#include "runtime/abi/guard.h"

namespace sla::abi {

std::shared_ptr<const Library> Library::open(const std::string&) {
  refuse(SLA_UNREADABLE, "a WebAssembly module loads no libraries: its policy is inside");
}

Library::~Library() = default;

void on_threads(std::size_t count, const std::function<void(std::size_t part)>& run) {
  for (std::size_t part = 0; part < count; ++part) run(part);
}

int machine_threads() { return 1; }

}  // namespace sla::abi
