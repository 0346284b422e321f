// Emits every calendar helper as a symbol, for callers that cannot inline: the C ABI, the linker of
// generated objects, and the bitcode module that generated code is linked with.

#define SLA_HELPER extern "C" __attribute__((used)) inline

#include "runtime/helpers/calendar.h"
