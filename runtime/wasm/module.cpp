// What a module has beside the functions of sla.h, for those who call it from outside: functions of
// their own cannot be in its table, so the streams that it is given are made in here.

#include <cstring>

#include "runtime/abi/sla.h"
#include "runtime/kernel/image.h"

#define SLA_MODULE_EXPORT(name) __attribute__((export_name(name), used))

/// The policy that the module was linked with.
extern "C" const sla_image sla_policy_image;

namespace {

/// Arrays of one schema that lie behind each other in memory which the caller keeps.
struct Arrays {
  const ArrowSchema* schema;
  const ArrowArray* next;
  std::uint32_t left;
};

void forget(ArrowSchema* schema) { schema->release = nullptr; }
void forget(ArrowArray* array) { array->release = nullptr; }

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  *out = *static_cast<const Arrays*>(stream->private_data)->schema;
  out->release = &forget;
  return 0;
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  auto* arrays = static_cast<Arrays*>(stream->private_data);
  if (arrays->left == 0) {
    std::memset(out, 0, sizeof *out);
    return 0;
  }
  *out = *arrays->next;
  out->release = &forget;
  ++arrays->next;
  --arrays->left;
  return 0;
}

const char* get_last_error(ArrowArrayStream*) { return nullptr; }

void release(ArrowArrayStream* stream) {
  delete static_cast<Arrays*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

extern "C" {

/// The policy of this module, as sla_policy_open.
SLA_MODULE_EXPORT("sla_wasm_policy")
sla_status sla_wasm_policy(sla_policy** out, sla_error* error) {
  return sla_policy_of_image(&sla_policy_image, out, error);
}

/// Fills in a stream of `count` arrays of one schema. They stay the caller's, who keeps them until
/// the stream is released.
SLA_MODULE_EXPORT("sla_wasm_stream")
void sla_wasm_stream(const ArrowSchema* schema, const ArrowArray* arrays, std::uint32_t count,
                     ArrowArrayStream* out) {
  *out = {&get_schema, &get_next, &get_last_error, &release, new Arrays{schema, arrays, count}};
}
}
