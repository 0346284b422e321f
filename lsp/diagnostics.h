#pragma once

#include <map>
#include <string>
#include <vector>

#include "lsp/engine.h"

namespace sla::lsp {

/// Something that a file's reader is told, ready for the wire.
struct Diagnosis {
  Json diagnostic;
  Json fix;  ///< Null, or {title, safe, changes}: the repair as edits by URI.
};

/// By URI.
using Diagnoses = std::map<std::string, std::vector<Diagnosis>>;

/// The findings of a policy about files that somebody wrote.
Diagnoses diagnoses_of(const Snapshot& snapshot, const std::vector<diagnose::Finding>& findings,
                       const Places& places);

/// That a file cannot be read at all.
Diagnosis unreadable(const source::ReadError& error);

/// To and from text, for the child that analyses.
Json to_json(const Diagnoses& diagnoses);
Diagnoses diagnoses_from(const Json& json);

}  // namespace sla::lsp
