#pragma once

#include <memory>
#include <string>

#include "runtime/kernel/image.h"

namespace sla::abi {

/// A policy library in this process; unloaded with the last reference. The one place that loads
/// anything: where nothing can be loaded, another file takes the place of library.cpp.
class Library {
 public:
  /// Loads the file that stands at a path now, even if one that stood there before is still loaded.
  /// Throws Refusal.
  static std::shared_ptr<const Library> open(const std::string& path);

  Library(void* handle, const sla_image* image) : handle_(handle), image_(image) {}
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library();
  const sla_image* image() const { return image_; }

 private:
  void* handle_;
  const sla_image* image_;
};

}  // namespace sla::abi
