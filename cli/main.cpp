#include <cstdlib>

#include "cli/app.h"

int main(int argc, char** argv) {
  // Everything is written by now (`run` has flushed it). Taking the parser's tables apart again,
  // piece by piece, would keep the caller waiting for nothing.
  std::_Exit(sla::cli::run(argc, argv));
}
