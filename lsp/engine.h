#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/compile.h"
#include "compiler/settings/settings.h"
#include "lsp/documents.h"
#include "lsp/index.h"
#include "lsp/json.h"
#include "lsp/positions.h"

namespace sla::lsp {

/// What the compiler knows of one policy as it is in the editor: a root file and what it uses.
/// Immutable for the features; made by `Engine`.
class Snapshot {
 public:
  /// `before`: what was known of the policy when it last had no errors; may be null.
  Snapshot(driver::Checked checked, std::shared_ptr<const agreement::Agreement> before);

  /// Without its agreement, which is `agreement()`.
  const driver::Checked& checked() const { return checked_; }
  const source::Sources& sources() const { return checked_.sources; }
  const Index& index() const { return *index_; }
  /// Of this text, or of the last that had no errors; null when there never was one. Its spans are
  /// of this text only if `is_current`.
  const agreement::Agreement* agreement() const { return agreement_.get(); }
  std::shared_ptr<const agreement::Agreement> share_agreement() const { return agreement_; }
  bool is_current() const { return current_; }

  /// The file that somebody wrote and that is known by a key; nothing when it is none of these.
  std::optional<std::uint32_t> file_of(const std::string& key) const;
  const std::map<std::string, std::uint32_t>& files() const { return by_key_; }
  const std::string& key_of(std::uint32_t file) const;
  const Lines& lines(std::uint32_t file) const;

 private:
  driver::Checked checked_;
  std::shared_ptr<const agreement::Agreement> agreement_;
  bool current_ = false;
  std::map<std::string, std::uint32_t> by_key_;
  std::map<std::uint32_t, std::string> keys_;
  std::unique_ptr<const Index> index_;
  mutable std::map<std::uint32_t, Lines> lines_;
};

/// A place in a snapshot that a request speaks of.
struct Place {
  const Document& document;
  std::shared_ptr<const Snapshot> snapshot;
  std::uint32_t file = 0;
  std::uint32_t offset = 0;
};

/// Checks what editors have open, as far as it changed. One thread.
class Engine {
 public:
  explicit Engine(const Documents& documents) : documents_(documents) {}

  std::vector<std::string> library_folders;  ///< `--library` of the command.
  /// In which policies may be that use an open file.
  std::vector<std::string> folders;

  /// The policy that a document belongs to: itself, or the one that uses it. Checked now unless
  /// nothing changed. Null when its text cannot be read at all; `problem` then says why.
  std::shared_ptr<const Snapshot> snapshot(const Document& document);
  /// Why the last `snapshot` of a root was null.
  const source::ReadError& problem() const { return problem_; }
  /// The file that a document's policy begins with, by its path; the document's own when it holds
  /// an agreement or nothing uses it.
  std::string root_of(const Document& document);
  /// Gives findings the severity that the project's `sla.toml` says, and leaves out those that it
  /// turns off.
  void weigh(const std::string& root, driver::Checked& checked);
  /// Files on disk or the set of open ones changed.
  void forget();
  /// What an agreement would be if some files had other texts, by key; nothing is kept.
  std::optional<driver::Checked> tried(const std::string& root,
                                       const std::map<std::string, std::string>& texts);

 private:
  struct Entry {
    std::shared_ptr<const Snapshot> snapshot;
    std::shared_ptr<const agreement::Agreement> last_good;
    std::map<std::string, std::uint64_t> revisions;  ///< Of its files when it was checked.
    source::ReadError problem;
    bool valid = false;
  };

  std::shared_ptr<const Snapshot> checked(const std::string& root);
  bool is_fresh(const Entry& entry) const;
  std::uint64_t revision_of(const std::string& key) const;
  std::map<std::string, std::string> open_texts() const;
  std::string find_user(const Document& document);
  const settings::Settings& settings_for(const std::string& root);
  driver::CheckOptions options_for(const std::string& root);

  const Documents& documents_;
  std::map<std::string, Entry> entries_;                ///< By the root's path.
  std::map<std::string, std::string> users_;            ///< By key of a file without an agreement.
  std::map<std::string, settings::Settings> settings_;  ///< By the root's path.
  source::ReadError problem_;
};

/// Whether a text declares an agreement, as far as a glance tells.
bool declares_agreement(std::string_view text);

/// Places of the protocol, in the client's encoding.
class Places {
 public:
  Places(const Documents& documents, Encoding encoding)
      : documents_(documents), encoding_(encoding) {}

  Json range(const Snapshot& snapshot, Span span) const;
  /// As the client spells the URI where it has the file open.
  std::string uri(const Snapshot& snapshot, std::uint32_t file) const;
  Json location(const Snapshot& snapshot, Span span) const;
  Encoding encoding() const { return encoding_; }

 private:
  const Documents& documents_;
  Encoding encoding_;
};

}  // namespace sla::lsp
