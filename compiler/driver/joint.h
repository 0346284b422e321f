#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/driver/around.h"
#include "compiler/driver/versions.h"
#include "runtime/policy/joint.h"

namespace sla::driver {

/// What is said of all records of one version, as if they were one. The version must outlive it.
struct Joint : policy::Joined {
  const agreement::Agreement* agreement = nullptr;  ///< The main one, as judged.
};

/// The version must have been judged.
Joint join(const Version& version);

/// Steps and programs of all records.
Around around(const Joint& joint);

}  // namespace sla::driver
