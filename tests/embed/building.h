#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "compiler/driver/compile.h"
#include "compiler/driver/load_emit.h"
#include "runtime/abi/sla.h"

namespace sla::embed {

inline std::string scratch(const std::string& name) {
  return testing::TempDir() + "sla-embed-" + std::to_string(::getpid()) + "-" + name;
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void write_file(const std::string& path, const std::string& bytes) {
  // By renaming, as files of libraries must be replaced: the old one may be in use.
  std::ofstream(path + ".part", std::ios::binary) << bytes;
  std::filesystem::rename(path + ".part", path);
}

/// The agreement of a file, which must be sound.
inline agreement::Agreement agreement_of(const std::string& path) {
  auto checked = driver::check(path);
  if (!checked || !checked->agreement) {
    ADD_FAILURE() << path << " is not sound";
    std::abort();
  }
  return std::move(*checked->agreement);
}

/// Builds a policy library; its path.
inline std::string built(const agreement::Agreement& agreement, const std::string& name) {
  auto bytes = driver::build(agreement, emit::Output::shared_library, "test", "");
  EXPECT_TRUE(bytes) << bytes.error();
  const std::string path = scratch(name + ".so");
  write_file(path, bytes.value_or(""));
  return path;
}

struct Release {
  void operator()(sla_policy* policy) const { sla_policy_release(policy); }
  void operator()(sla_history* history) const { sla_history_free(history); }
  void operator()(sla_outcome* outcome) const { sla_outcome_free(outcome); }
  void operator()(sla_session* session) const { sla_session_free(session); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

inline sla_error no_error() { return SLA_INIT(sla_error); }

inline Owned<sla_policy> opened(const std::string& path) {
  sla_policy* policy = nullptr;
  sla_error error = no_error();
  EXPECT_EQ(sla_policy_open(path.c_str(), &policy, &error), SLA_OK) << error.message;
  return Owned<sla_policy>(policy);
}

inline sla_text text(std::string_view text) { return {text.data(), text.size()}; }

/// A policy for small tests: some time from entering `mql` to a call, on a calendar of every day.
inline std::string policy_text(const std::string& target = "1 hour",
                               const std::string& version = "1") {
  return "agreement \"Embedded\" {\n  between marketing and sales\n  version " + version +
         "\n  time zone \"Europe/Berlin\"\n}\n"
         "lifecycle lead {\n  mql owned by marketing\n  sal owned by sales\n}\n"
         "clause reply { sales must log call or email within " +
         target + " of entering mql }\n";
}

/// The same, built.
inline std::string built_text(const std::string& policy, const std::string& name) {
  const std::string path = scratch(name + ".sla");
  write_file(path, policy);
  return built(agreement_of(path), name);
}

}  // namespace sla::embed
