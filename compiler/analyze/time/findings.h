#pragma once

#include <string>
#include <utility>

#include "compiler/diagnose/finding.h"

namespace sla::analyze {

/// A finding with the severity of its code.
inline diagnose::Finding make_finding(diagnose::Code code, source::Span span, std::string message,
                                      std::string label) {
  diagnose::Findings one;
  return one.add(code, span, std::move(message), std::move(label));
}

}  // namespace sla::analyze
