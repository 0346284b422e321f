#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "runtime/abi/guard.h"
#include "runtime/abi/library.h"
#include "runtime/abi/sla.h"
#include "runtime/kernel/image.h"
#include "runtime/parallel/pool.h"
#include "runtime/policy/joint.h"
#include "runtime/policy/policy.h"
#include "runtime/session/rules.h"
#include "runtime/time/zone.h"
#include "runtime/verdicts/outcome.h"

/// An opened policy. Immutable but for the count of its references.
struct sla_policy {
  std::atomic<std::uint64_t> references{1};
  sla::policy::Policy policy;  ///< Its zones are known to time::Zone by the names in it.
  const sla_image* image = nullptr;
  std::shared_ptr<const sla::abi::Library> library;  ///< Null: the image is the program's.
  std::vector<std::shared_ptr<const sla::session::Rules>> rules;  ///< By record.

  /// The verdicts of one record's history; on the pool's threads. Throws.
  sla::verdicts::Outcome evaluate(std::size_t record, const sla::verdicts::Inputs& inputs,
                                  sla::parallel::Pool& pool) const;
};

namespace sla::abi {

/// A reference to a policy.
class PolicyReference {
 public:
  explicit PolicyReference(sla_policy* policy) : policy_(sla_policy_retain(policy)) {}
  PolicyReference(const PolicyReference& other) : PolicyReference(other.policy_) {}
  PolicyReference& operator=(const PolicyReference&) = delete;
  ~PolicyReference() { sla_policy_release(policy_); }
  const sla_policy* operator->() const { return policy_; }
  const sla_policy& operator*() const { return *policy_; }

 private:
  sla_policy* policy_;
};

/// What sessions of one record know of the policy. Borrows it: whoever keeps the rules keeps a
/// reference.
std::shared_ptr<const session::Rules> rules_of(const sla_policy& policy, std::size_t record);

}  // namespace sla::abi
