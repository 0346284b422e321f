#include "runtime/ingest/json_depth.h"

#include <zlib.h>

#include <memory>
#include <vector>

namespace sla::ingest {
namespace {

// Counts brackets outside texts; whether the JSON is valid is for its reader to say.
class Nesting {
 public:
  bool too_deep_after(char c) {
    if (in_text_) {
      if (escaped_) escaped_ = false;
      else if (c == '\\') escaped_ = true;
      // A text does not span lines: after a broken one, the next line of an NDJSON file counts
      // again.
      else if (c == '"' || c == '\n') in_text_ = false;
      return false;
    }
    if (c == '"') in_text_ = true;
    if (c == '[' || c == '{') ++depth_;
    if ((c == ']' || c == '}') && depth_ > 0) --depth_;
    return depth_ > kMaximumJsonDepth;
  }

 private:
  int depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
};

}  // namespace

bool is_json_too_deep(const std::string& path) {
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), &gzclose);
  if (!file) return false;
  std::vector<char> buffer(1 << 16);
  Nesting nesting;
  for (int size = 0; (size = gzread(file.get(), buffer.data(), 1 << 16)) > 0;) {
    for (int i = 0; i < size; ++i) {
      if (nesting.too_deep_after(buffer[static_cast<std::size_t>(i)])) return true;
    }
  }
  return false;
}

}  // namespace sla::ingest
