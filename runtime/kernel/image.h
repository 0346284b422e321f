#pragma once

#include <cstdint>

#include "runtime/kernel/kernel.h"

/// A built policy: what `compiler/emit` writes and `runtime/abi` opens. C layout; `sla.h` knows it
/// by name only. It is never changed, and lives as long as the library or program that it is in.
struct sla_image {
  static constexpr std::uint32_t kMark = 0x6d696c73;  ///< "slim" in memory.
  /// Of this struct, of kernel::Kernel, and of all that kernels are called with
  /// (runtime/helpers/batch.h): raised with any change of a layout or a meaning.
  static constexpr std::uint32_t kFormat = 1;

  std::uint32_t mark;
  std::uint32_t format;
  const unsigned char* policy;  ///< The bytes of runtime/policy/bytes.h.
  std::uint64_t policy_size;
  const sla::kernel::Kernel* kernels;  ///< One for each record, in the policy's order.
  std::uint32_t kernel_count;
  std::uint32_t reserved;
  const char* target;  ///< "x86_64-pc-linux-gnu".
};

/// The symbol of the image in a policy library.
#define SLA_IMAGE_SYMBOL "sla_policy_image"
