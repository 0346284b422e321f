// The part of runtime/abi that other machines have: loading libraries.

#include "runtime/abi/library.h"

#include "runtime/abi/guard.h"

namespace sla::abi {

std::shared_ptr<const Library> Library::open(const std::string&) {
  refuse(SLA_UNREADABLE, "a WebAssembly module loads no libraries: its policy is inside");
}

Library::~Library() = default;

}  // namespace sla::abi
