#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "runtime/abi/sla.h"

namespace sla::abi {

/// Why a call fails; thrown inside and turned into a status at the edge.
struct Refusal {
  sla_status status = SLA_INTERNAL;
  std::string message;
};

[[noreturn]] inline void refuse(sla_status status, std::string message) {
  throw Refusal{status, std::move(message)};
}

/// Says in the caller's error, as far as that reaches, what went wrong; SLA_OK clears it.
inline sla_status say(sla_error* error, sla_status status, std::string_view message) {
  if (error == nullptr || error->struct_size < offsetof(sla_error, message) + 1) return status;
  error->status = status;
  const std::size_t room = error->struct_size - offsetof(sla_error, message) - 1;
  const std::size_t size = std::min({message.size(), room, sizeof(error->message) - 1});
  std::memcpy(error->message, message.data(), size);
  error->message[size] = '\0';
  return status;
}

/// Runs the body of a function of the interface. No exception leaves it.
template <class Body>
sla_status guarded(sla_error* error, Body body) noexcept {
  try {
    body();
    return say(error, SLA_OK, "");
  } catch (const Refusal& refusal) {
    return say(error, refusal.status, refusal.message);
  } catch (const std::bad_alloc&) {
    return say(error, SLA_OUT_OF_MEMORY, "not enough memory");
  } catch (const std::exception& problem) {
    return say(error, SLA_INTERNAL, problem.what());
  } catch (...) {
    return say(error, SLA_INTERNAL, "an unknown failure");
  }
}

template <class T>
T& needed(T* pointer, const char* name) {
  if (pointer == nullptr) refuse(SLA_INVALID_ARGUMENT, std::string(name) + " is NULL");
  return *pointer;
}

/// The text, which must be one.
inline std::string_view text_of(const sla_text& text, const char* name) {
  if (text.data == nullptr && text.size != 0)
    refuse(SLA_INVALID_ARGUMENT, std::string(name) + " is NULL and has a size");
  return {text.data == nullptr ? "" : text.data, text.size};
}

inline sla_text text_of(std::string_view text) { return {text.data(), text.size()}; }

/// A struct of the caller's, with what an older header does not have as zero.
template <class T>
T read_struct(const T* given, const char* name) {
  T own{};
  own.struct_size = sizeof(T);
  if (given == nullptr) return own;
  if (given->struct_size < sizeof(given->struct_size)) {
    refuse(SLA_INVALID_ARGUMENT,
           std::string(name) + ".struct_size is not set; initialise the struct with SLA_INIT");
  }
  std::memcpy(static_cast<void*>(&own), given,
              std::min<std::size_t>(given->struct_size, sizeof(T)));
  own.struct_size = sizeof(T);
  return own;
}

}  // namespace sla::abi
