#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lsp/json.h"
#include "lsp/positions.h"

namespace sla::lsp {

/// A text that an editor has open. `text` is what the editor shows, valid UTF-8.
struct Document {
  std::string uri;   ///< As the client spells it; answers use the same spelling.
  std::string path;  ///< Of the file, or the URI itself when it is none.
  std::string key;   ///< `driver::source_key(path)`: what the file is known by.
  std::string text;
  std::int64_t version = 0;
  std::uint64_t revision = 0;  ///< Grows with each change of any document.
};

/// What is open, by URI. The editor's word: what is on disk does not matter while a file is open.
class Documents {
 public:
  Document& open(const std::string& uri, std::string text, std::int64_t version);
  /// One element of `contentChanges`: a replacement of a range, or of all.
  /// False when it cannot be understood; the text is then as it was.
  bool change(Document& document, const Json& change, Encoding encoding);
  void close(const std::string& uri);

  Document* find(const std::string& uri);
  /// By what the file is known by; null when it is not open.
  const Document* of_file(const std::string& key) const;
  const std::map<std::string, Document>& all() const { return all_; }
  /// Of the latest change of any of them.
  std::uint64_t revision() const { return revision_; }

 private:
  std::map<std::string, Document> all_;
  std::uint64_t revision_ = 0;
};

/// A position of the protocol; nothing when it is none.
std::optional<Position> position_in(const Json& json);

}  // namespace sla::lsp
