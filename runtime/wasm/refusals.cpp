// What becomes of `throw` in a module: its C++ library unwinds nothing, so the host does. The call
// that fails is abandoned and the host is told why; it takes the stack back to where it was. What
// the abandoned call had allocated stays allocated.

#include <cstdint>
#include <cstdlib>
#include <new>
#include <string_view>
#include <typeinfo>

#include "runtime/abi/guard.h"

/// Does not return: in JavaScript it throws.
extern "C" __attribute__((import_module("sla"), import_name("refuse"))) void sla_host_refuse(
    sla_status status, const char* message, std::size_t size);

namespace {

[[noreturn]] void refuse(sla_status status, std::string_view message) {
  sla_host_refuse(status, message.data(), message.size());
  std::abort();
}

}  // namespace

extern "C" {

// The distribution's C++ library is compiled with stack protection, which its C library knows
// nothing of.
std::uintptr_t __stack_chk_guard = 0x51a5'c0de;
[[noreturn]] void __stack_chk_fail() { refuse(SLA_INTERNAL, "the stack was overwritten"); }

void* __cxa_allocate_exception(std::size_t size) noexcept {
  void* memory = std::malloc(size);
  if (memory == nullptr) refuse(SLA_OUT_OF_MEMORY, "not enough memory");
  return memory;
}

void __cxa_free_exception(void* memory) noexcept { std::free(memory); }

[[noreturn]] void __cxa_throw(void* thrown, std::type_info* type, void (*)(void*)) {
  if (*type == typeid(sla::abi::Refusal)) {
    const auto& refusal = *static_cast<const sla::abi::Refusal*>(thrown);
    refuse(refusal.status, refusal.message);
  }
  if (*type == typeid(std::bad_alloc)) refuse(SLA_OUT_OF_MEMORY, "not enough memory");
  refuse(SLA_INTERNAL, type->name());
}
}
