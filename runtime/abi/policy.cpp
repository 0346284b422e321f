#include <memory>
#include <utility>

#include "runtime/abi/objects.h"
#include "runtime/policy/bytes.h"

namespace {

using namespace sla;
using abi::guarded;
using abi::needed;
using abi::refuse;

void check(const sla_image& image) {
  if (image.mark != sla_image::kMark) refuse(SLA_CORRUPT, "this is no policy image");
  if (image.format != sla_image::kFormat) {
    refuse(SLA_INCOMPATIBLE,
           "the policy was built by another version of sla; build it again with this one (" +
               std::string(SLA_VERSION) + ")");
  }
  if (image.policy == nullptr || image.kernels == nullptr || image.target == nullptr)
    refuse(SLA_CORRUPT, "the policy image is incomplete");
}

policy::Policy read(const sla_image& image) {
  auto read = policy::from_bytes(
      {reinterpret_cast<const char*>(image.policy), static_cast<std::size_t>(image.policy_size)});
  if (!read) {
    const bool other = read.error().kind == policy::BytesProblem::Kind::other_format;
    refuse(other ? SLA_INCOMPATIBLE : SLA_CORRUPT, read.error().message);
  }
  if (read->records.size() != image.kernel_count)
    refuse(SLA_CORRUPT, "the policy image has not as many kernels as kinds of records");
  for (std::uint32_t k = 0; k < image.kernel_count; ++k) {
    if (image.kernels[k].evaluate == nullptr) refuse(SLA_CORRUPT, "a kernel has no code");
  }
  return std::move(*read);
}

/// From here on the policy's zones are those that it brought, not the machine's.
void adopt_zones(policy::Policy& policy) {
  for (time::ZoneTable& table : policy.zones) {
    const std::string name = time::adopt_zone(table);
    if (policy.zone == table.name) policy.zone = name;
    for (policy::Calendar& calendar : policy.calendars) {
      if (calendar.spec.zone == table.name) calendar.spec.zone = name;
    }
  }
  policy.zones.clear();
}

sla_policy* make(const sla_image& image, std::shared_ptr<const abi::Library> library) {
  check(image);
  auto made = std::make_unique<sla_policy>();
  made->policy = read(image);
  made->image = &image;
  made->library = std::move(library);
  adopt_zones(made->policy);
  for (std::size_t r = 0; r < made->policy.records.size(); ++r)
    made->rules.push_back(abi::rules_of(*made, r));
  return made.release();
}

const policy::Record* record_at(const sla_policy* policy, std::int32_t record) {
  if (policy == nullptr || record < 0) return nullptr;
  const auto& records = policy->policy.records;
  const auto index = static_cast<std::size_t>(record);
  return index < records.size() ? &records[index] : nullptr;
}

}  // namespace

std::uint32_t sla_abi_version() { return SLA_ABI_VERSION; }
const char* sla_version() { return SLA_VERSION; }

sla_status sla_policy_open(const char* path, sla_policy** out, sla_error* error) {
  if (out != nullptr) *out = nullptr;
  return guarded(error, [&] {
    needed(out, "out");
    auto library = abi::Library::open(&needed(path, "path"));
    const sla_image& image = *library->image();
    *out = make(image, std::move(library));
  });
}

sla_status sla_policy_of_image(const sla_image* image, sla_policy** out, sla_error* error) {
  if (out != nullptr) *out = nullptr;
  return guarded(error, [&] {
    needed(out, "out");
    *out = make(needed(image, "image"), nullptr);
  });
}

sla_policy* sla_policy_retain(sla_policy* policy) {
  if (policy != nullptr) policy->references.fetch_add(1, std::memory_order_relaxed);
  return policy;
}

void sla_policy_release(sla_policy* policy) {
  if (policy != nullptr && policy->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
    delete policy;
}

sla_status sla_policy_get_info(const sla_policy* policy, sla_policy_info* info, sla_error* error) {
  return guarded(error, [&] {
    const policy::Policy& own = needed(policy, "policy").policy;
    const std::uint32_t size = needed(info, "info").struct_size;
    if (size < sizeof(size)) refuse(SLA_INVALID_ARGUMENT, "info.struct_size is not set");
    sla_policy_info all{};
    all.struct_size = size;
    all.record_count = static_cast<std::uint32_t>(own.records.size());
    all.clause_count = static_cast<std::uint32_t>(own.clause_count());
    all.version = own.version;
    all.title = own.title.c_str();
    all.semantic_hash = own.semantic_hash.c_str();
    all.tzdb_version = own.tzdb_version.c_str();
    all.sla_version = own.sla_version.c_str();
    all.target = policy->image->target;
    std::memcpy(static_cast<void*>(info), &all, std::min<std::size_t>(size, sizeof all));
  });
}

const char* sla_policy_describe(const sla_policy* policy) {
  return policy == nullptr ? "null" : policy->policy.description.c_str();
}

std::int32_t sla_policy_record(const sla_policy* policy, sla_text name) {
  if (policy == nullptr || name.data == nullptr) return -1;
  return policy->policy.record_index({name.data, name.size});
}

std::int32_t sla_policy_event_code(const sla_policy* policy, std::int32_t record, sla_text name) {
  const policy::Record* own = record_at(policy, record);
  if (own == nullptr || name.data == nullptr) return -1;
  return policy::event_code(*own, {name.data, name.size});
}

std::int32_t sla_policy_field(const sla_policy* policy, std::int32_t record, sla_text name) {
  const policy::Record* own = record_at(policy, record);
  if (own == nullptr || name.data == nullptr) return -1;
  const std::string_view wanted(name.data, name.size);
  for (std::size_t f = 0; f < own->fields.size(); ++f) {
    if (own->fields[f].name == wanted) return static_cast<std::int32_t>(f);
  }
  return -1;
}
