#pragma once

#include <string>
#include <vector>

namespace sla::lsp {

/// A declaration of a library that policies may name.
struct LibraryItem {
  std::string library;  ///< `us`, `acme.emea`
  std::string name;
  std::string title;
  std::string kind;  ///< `holidays`, or of a template `clause`, `source`, `calendar`, `agreement`.
};

/// What the libraries declare that a file in `using_file`'s place can name, sorted. Reads each
/// library once a process; what cannot be read declares nothing.
std::vector<LibraryItem> library_items(const std::string& using_file,
                                       const std::vector<std::string>& folders);

}  // namespace sla::lsp
