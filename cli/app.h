#pragma once

namespace sla::cli {

/// The whole command: reads the arguments, runs one verb, answers its exit code. Never throws.
int run(int argc, char** argv);

}  // namespace sla::cli
