#include "storage.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <stdexcept>

namespace routing {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path) {
  throw std::runtime_error(path + ": " + std::strerror(errno));
}

// Writes all of it and waits until it is on disk.
void write_through(const std::string& path, int flags, const std::string& data) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644);
  if (file < 0) fail(path);
  std::size_t written = 0;
  while (written < data.size()) {
    const ssize_t some = ::write(file, data.data() + written, data.size() - written);
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) break;
    written += static_cast<std::size_t>(some);
  }
  const bool is_done = written == data.size() && ::fdatasync(file) == 0;
  ::close(file);
  if (!is_done) fail(path);
}

}  // namespace

Storage::Storage(const std::string& folder) : folder_(folder) {
  fs::create_directories(folder_);
  if (!fs::exists(events_path())) return;
  // What a crash cut short was never acknowledged: it goes, so that the next line begins a line.
  std::ifstream file(events_path(), std::ios::binary);
  std::uintmax_t whole = 0;
  for (std::string line; std::getline(file, line) && !file.eof();) {
    whole += line.size() + 1;
    ++size_;
  }
  fs::resize_file(events_path(), whole);
}

void Storage::append(const std::vector<Json>& events) {
  std::string lines;
  for (const Json& event : events) lines += event.dump() + "\n";
  write_through(events_path(), O_APPEND, lines);
  size_ += events.size();
}

void Storage::replay(std::uint64_t begin, std::uint64_t end,
                     const std::function<void(const Json&)>& each) const {
  std::ifstream file(events_path(), std::ios::binary);
  std::uint64_t number = 0;
  for (std::string line; number < end && std::getline(file, line); ++number) {
    if (number >= begin) each(Json::parse(line));
  }
}

void Storage::save(const Snapshot& snapshot) {
  const std::string next = snapshot_path() + ".next";
  write_through(next, O_TRUNC,
                std::to_string(snapshot.events) + "\n" +
                    std::string(snapshot.bytes.begin(), snapshot.bytes.end()));
  fs::rename(next, snapshot_path());
}

std::optional<Storage::Snapshot> Storage::load() const {
  std::ifstream file(snapshot_path(), std::ios::binary);
  std::string events;
  if (!std::getline(file, events)) return std::nullopt;
  Snapshot made;
  made.events = std::strtoull(events.c_str(), nullptr, 10);
  made.bytes.assign(std::istreambuf_iterator<char>(file), {});
  // Of a longer past than ours: somebody took the events away.
  if (made.events > size_) return std::nullopt;
  return made;
}

}  // namespace routing
