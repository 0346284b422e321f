#include "cli/app.h"

int main(int argc, char** argv) { return sla::cli::run(argc, argv); }
